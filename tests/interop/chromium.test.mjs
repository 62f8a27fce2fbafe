// The released client in a page, whose calls to the sandbox go across origins.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { launch } from "./drive/chromium.mjs";
import { start } from "./drive/sandbox.mjs";
import { serve } from "./drive/site.mjs";
import { check, suite } from "./drive/suite.mjs";

describe("in Chromium", { timeout: 120_000 }, () => {
  const here = {};
  let browser;
  const opened = [];

  /** A page whose sandbox is open to other origins or not, as `{ sandbox, driver }`. */
  async function world({ cors }) {
    const sandbox = await start({ cors });
    const site = await serve(sandbox);
    opened.push({ sandbox, site });
    assert.notEqual(new URL(site.url).origin, new URL(sandbox.tenant).origin);
    return { sandbox, driver: await browser.open(site.url) };
  }

  before(async () => {
    browser = await launch();
    Object.assign(here, await world({ cors: true }));
  });
  after(async () => {
    await browser?.close();
    for (const { sandbox, site } of opened) {
      await site.close();
      assert.equal(await sandbox.stop(), 0, "the sandbox ends cleanly");
    }
  });

  suite(here);

  for (const storage of ["sessionStorage", "localStorage"]) {
    test(`an account in ${storage} is there when the page is loaded anew`, async () => {
      await here.sandbox.reset();
      check(await here.driver.run("across_origins", `signed in, kept in ${storage}`));
      await here.driver.load();
      check(await here.driver.run("across_origins", `found again in ${storage}`));
    });
  }

  test("the browser asks before it lets the page call", async () => {
    const { sandbox, driver } = await world({ cors: true });
    check(await driver.run("sign_in", "a password given at once signs in with three requests"));
    const tenant = new URL(sandbox.tenant).pathname;
    const paths = ["initiate", "challenge", "token"].map((last) => `${tenant}/oauth2/v2.0/${last}`);
    assert.deepEqual(driver.preflights, paths);
    assert.deepEqual(await sandbox.carriedOut(), paths);
  });

  test("a sandbox that is closed to pages, as the real service is, cannot be called", async () => {
    const { sandbox, driver } = await world({ cors: false });
    check(await driver.run("across_origins", "no flow starts where the sandbox is closed to pages"));
    assert.equal(driver.preflights.length, 3);
    assert.deepEqual(await sandbox.carriedOut(), [], "nothing but preflights came");
  });
});
