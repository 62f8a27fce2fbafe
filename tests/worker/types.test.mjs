// The types in the Worker's comments, by the compiler that knows what a Worker has.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

test("every module is of one mind about its types", () => {
  const compiler = createRequire(import.meta.url).resolve("typescript/lib/tsc.js");
  const project = fileURLToPath(new URL("../../gate/worker", import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, [compiler, "--project", project], { encoding: "utf8" });
  assert.equal(stdout, "");
  assert.equal(status, 0);
});
