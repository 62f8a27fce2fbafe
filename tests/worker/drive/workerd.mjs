// The Worker in workerd, on a free port of loopback, from where it reaches loopback alone.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const sources = fileURLToPath(new URL("../../../gate/worker", import.meta.url));
const platform = `${process.platform}-${process.arch === "x64" ? "64" : process.arch}`;
const binary = createRequire(import.meta.url).resolve(`@cloudflare/workerd-${platform}/bin/workerd`);

/**
 * Starts the Worker with an environment. With `now` it is always that time, in seconds since 1970.
 */
export async function start(environment, { now } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "doorstep-worker-"));
  await cp(sources, join(folder, "worker"), { recursive: true });
  const clock = `import { gateAt } from "./gate.js";\nexport default gateAt(() => ${now});\n`;
  await writeFile(join(folder, "worker/clocked.js"), clock);
  const main = now === undefined ? "worker.js" : "clocked.js";
  await writeFile(join(folder, "config.capnp"), await configuration(join(folder, "worker"), main, environment));

  const child = spawn(binary, ["serve", "--control-fd=3", join(folder, "config.capnp")], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const ended = once(child, "exit");
  const kill = () => child.kill("SIGKILL");
  process.on("exit", kill);
  const said = [];
  const waiting = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      said.push(line);
      waiting.splice(0).forEach((wake) => wake());
    });
  }
  const early = ended.then(([code]) => assert.fail(`workerd ended at once, with code ${code}:\n${said.join("\n")}`));
  const [line] = await Promise.race([once(createInterface({ input: child.stdio[3] }), "line"), early]);
  early.catch(() => {});
  const { port } = JSON.parse(line);

  return {
    port,
    /** Every line that the Worker and its runtime wrote. */
    said,
    /** Waits for lines until something holds: they come beside the answers. */
    async until(holds) {
      while (!holds()) {
        await new Promise((wake) => waiting.push(wake));
      }
    },
    /** What was told of native calls. */
    records: () => said.filter((text) => text.startsWith('{"at":')).map((text) => JSON.parse(text)),
    /** Ends it at once, as a machine that dies. */
    async kill() {
      child.kill("SIGKILL");
      await ended;
      process.off("exit", kill);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function configuration(folder, main, environment) {
  const files = await readdir(folder, { recursive: true });
  const names = files.map((name) => relative(folder, join(folder, name))).filter((name) => name.endsWith(".js"));
  const modules = [main, ...names.filter((name) => name !== main)];
  const bindings = Object.entries(environment);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "gate", worker = (
      modules = [${modules.map((name) => `(name = "${name}", esModule = embed "worker/${name}")`).join(", ")}],
      bindings = [${bindings.map(([name, text]) => `(name = "${name}", text = ${quoted(text)})`).join(", ")}],
      compatibilityDate = "2026-11-01",
      globalOutbound = "loopback",
    )),
    (name = "loopback", network = (allow = ["127.0.0.0/8"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "gate")],
);
`;
}

/** A text as this format writes it. */
function quoted(text) {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
