// The released client in Node.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { driverFor } from "./drive/node.mjs";
import { start } from "./drive/sandbox.mjs";
import { suite } from "./drive/suite.mjs";

describe("in Node", { timeout: 60_000 }, () => {
  const here = {};

  before(async () => {
    here.sandbox = await start({ cors: true });
    here.driver = driverFor(here.sandbox);
  });
  after(async () => {
    assert.equal(await here.sandbox?.stop(), 0, "the sandbox ends cleanly");
  });

  suite(here);

  test("a browser may send every header that the client sets", async () => {
    const { headers } = await here.driver.run("sign_in", "a password given at once signs in with three requests");
    assert.ok(headers.length > 1, `sent ${headers}`);

    const preflight = await fetch(`${here.sandbox.tenant}/oauth2/v2.0/initiate`, {
      method: "OPTIONS",
      headers: {
        Origin: "http://localhost:3000",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": headers.join(","),
      },
    });

    assert.ok(preflight.ok, `preflight answered ${preflight.status}`);
    assert.ok(["*", "http://localhost:3000"].includes(preflight.headers.get("access-control-allow-origin")));
    const allowed = preflight.headers.get("access-control-allow-headers").toLowerCase().split(/\s*,\s*/);
    for (const header of headers) {
      assert.ok(allowed.includes(header) || allowed.includes("*"), `${header} is not allowed`);
    }
  });
});
