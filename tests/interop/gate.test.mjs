// The released client through the gate, and the gate's tokens in the cryptography that a Worker has.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, beforeEach, describe, test } from "node:test";
import { webcrypto } from "node:crypto";

import { start as startGate } from "./drive/gate.mjs";
import { driverFor } from "./drive/node.mjs";
import { start } from "./drive/sandbox.mjs";
import { check, suite } from "./drive/suite.mjs";
import { tests as recovery } from "./journeys/recovery.mjs";
import { tests as resetPassword } from "./journeys/reset_password.mjs";
import { tests as secondFactor } from "./journeys/second_factor.mjs";
import { tests as signIn } from "./journeys/sign_in.mjs";

const session = "5f0c1a2b3c4d5e6f708192a3b4c5d6e7";
const bare = globalThis.fetch;
/** What an app's interceptor does: every request shows the risk session. */
const showingSession = (url, options = {}) => {
  const headers = new Headers(options.headers);
  headers.set("x-risk-session", session);
  return bare(url, { ...options, headers });
};

describe("through the gate", { timeout: 120_000 }, () => {
  const here = {};

  before(async () => {
    globalThis.fetch = showingSession;
    here.sandbox = await start({ cors: true });
    here.gate = await startGate(here.sandbox);
    here.driver = driverFor({ ...here.sandbox, tenant: here.gate.tenant });
  });
  beforeEach(() => {
    here.gate.provider.verdicts.clear();
  });
  after(async () => {
    globalThis.fetch = bare;
    assert.equal(await here.gate?.stop(), 0, "the gate ends cleanly");
    assert.equal(await here.sandbox?.stop(), 0, "the sandbox ends cleanly");
  });

  suite(here);

  test("every journey was judged, and a refresh never", () => {
    const { records } = here.gate;
    const of = (grant) => records.filter((record) => record.grant === grant);
    assert.ok(of("password").length > 0 && of("refresh_token").length > 0);
    assert.ok(of("password").every(({ session, status }) => session === "present" || status === 400));
    assert.ok(of("refresh_token").every(({ decision, verdict }) => decision === "pass" && verdict === undefined));
    assert.ok(of("mfa_oob").every(({ verdict }) => verdict === undefined));
  });

  describe("with a provider that doubts everybody", () => {
    for (const name of Object.keys(secondFactor)) {
      test(name, async () => {
        await here.sandbox.reset();
        here.gate.provider.verdicts.set("token", "review");
        check(await here.driver.run("second_factor", name));
      });
    }

    test("the client forgets the claims in the second factor, and the gate puts them back", async () => {
      await here.sandbox.reset();
      here.gate.provider.verdicts.set("token", "review");
      const name = "password and e-mail code sign in with six requests";
      check(await here.driver.run("second_factor", name));
      const journal = await (await bare(new URL("/admin/journal", here.sandbox.tenant))).json();
      const token = journal.filter(({ path, method }) => method === "POST" && path.endsWith("/token"));
      const claims = '{"access_token":{"acrs":{"essential":true,"value":"c3"}}}';
      assert.deepEqual(
        token.map(({ form }) => [form.grant_type, form.claims]),
        [
          ["password", claims],
          ["mfa_oob", claims],
        ],
      );
    });
  });
});

describe("through the gate that the sandbox brings along", { timeout: 120_000 }, () => {
  const here = {};

  before(async () => {
    globalThis.fetch = showingSession;
    here.sandbox = await start({ cors: true });
    here.driver = driverFor({ ...here.sandbox, tenant: here.sandbox.gate });
  });
  after(async () => {
    globalThis.fetch = bare;
    assert.equal(await here.sandbox?.stop(), 0, "the sandbox ends cleanly");
  });

  const through = (title, journeys, rules) => {
    describe(title, () => {
      for (const [journey, tests] of Object.entries(journeys)) {
        for (const name of Object.keys(tests)) {
          test(`${journey}: ${name}`, async () => {
            await here.sandbox.reset();
            for (const rule of rules) {
              await here.sandbox.setRisk(rule);
            }
            check(await here.driver.run(journey, name));
            const { calls } = await here.sandbox.riskBook();
            assert.ok(calls.length > 0, "its calls went through the gate");
          });
        }
      }
    });
  };
  const pass = { verdict: "pass" };
  const doubt = { purpose: "token", verdict: "review" };
  through("on a known device", { sign_in: signIn, reset_password: resetPassword }, [pass]);
  through("on a new device, stepped up", { second_factor: secondFactor }, [pass, doubt]);

  through("on a new device, with a forgotten password", { recovery }, [pass, doubt]);

  test("the provider hears how a step-up ended, and the gate's book says what was decided", async () => {
    await here.sandbox.reset();
    await here.sandbox.setRisk(pass);
    await here.sandbox.setRisk(doubt);
    check(await here.driver.run("recovery", Object.keys(recovery)[0]));
    const { calls, updates } = await here.sandbox.riskBook();
    assert.deepEqual(
      calls.filter(({ route }) => route === "token").map(({ grant, decision }) => [grant, decision]),
      [
        ["continuation_token", "step_up"],
        ["mfa_oob", "pass"],
        ["mfa_oob", "pass"],
      ],
    );
    assert.equal(updates[0].said, "challenge_init");
  });
});

describe("sealed tokens in WebCrypto", async () => {
  const file = new URL("../vectors/gate/sealed.json", import.meta.url);
  const { tenant, keys, now, cases } = JSON.parse(await readFile(file, "utf8"));

  for (const { name, token, opens } of cases) {
    test(name, async () => assert.deepEqual(await open(token), opens));
  }

  async function open(token) {
    const parts = /^dg1\.([a-z0-9-]{1,32})\.([A-Za-z0-9_-]+)$/.exec(token);
    const key = keys.find(({ id }) => id === parts?.[1]);
    if (!key) {
      return "foreign";
    }
    try {
      const secret = Buffer.from(key.secret, "base64");
      const imported = await webcrypto.subtle.importKey("raw", secret, "AES-GCM", false, ["decrypt"]);
      const sealed = Buffer.from(parts[2], "base64url");
      // A last letter with bits that belong to no byte would make another token of the same meaning.
      assert.equal(sealed.toString("base64url"), parts[2]);
      const additionalData = Buffer.from(`dg1.${key.id}.${tenant}`);
      const iv = sealed.subarray(0, 12);
      const opened = await webcrypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, imported, sealed.subarray(12));
      const envelope = JSON.parse(Buffer.from(opened).toString("utf8"));
      const isMark = (mark) => mark === undefined || typeof mark === "boolean";
      const isNoted = [undefined, null, "device_lost"].includes(envelope.recovery) && isMark(envelope.proven) && isMark(envelope.unassigned);
      if (typeof envelope.token !== "string" || !isNoted) {
        return "foreign";
      }
      return envelope.expires <= now ? "expired" : envelope;
    } catch {
      return "foreign";
    }
  }
});
