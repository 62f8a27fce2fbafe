// What a Worker can be told, and what it refuses to be told: whatever it could only half do.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";

import { ConfigError, readConfig } from "../../gate/worker/config/config.js";
import { KEYS, environment, startStage } from "./drive/stage.mjs";

const HERE = { tenant: "http://127.0.0.1:1", provider: "http://127.0.0.1:2" };
const at = (path, value) => (config) => {
  const names = path.split(".");
  const last = names.pop();
  const table = names.reduce((into, name) => (into[name] ??= {}), config);
  table[last] = value;
  return config;
};

describe("the configuration", () => {
  test("is read with what may be left out", async () => {
    const gate = await readConfig(environment(HERE), () => 0);
    assert.deepEqual(gate.rules.challenge, { provider: "risk", fail: "closed" });
    assert.deepEqual([gate.context, gate.lifetime, gate.longestBody], ["c3", 3600, 65_536]);
    assert.equal(gate.providers.risk.sessionHeader, "x-risk-session");
  });

  test("may come as an object, as wrangler gives it", async () => {
    const { GATE, ...secrets } = environment(HERE);
    const gate = await readConfig({ ...secrets, GATE: JSON.parse(GATE) }, () => 0);
    assert.equal(gate.context, "c3");
  });

  test("is read as the README shows it", async () => {
    const readme = await readFile(new URL("../../gate/worker/README.md", import.meta.url), "utf8");
    const [, sample] = /```json\n([^`]+)```/.exec(readme);
    const { main, vars } = JSON.parse(sample);
    const gate = await readConfig({ ...vars, SEAL_2026_11: KEYS[0].secret, TMX_API_KEY: "key" }, () => 0);
    assert.equal(main, "worker.js");
    assert.deepEqual(gate.rules.sign_up, { provider: "tmx", fail: "challenge" });
  });

  test("may have everything", async () => {
    const changes = [
      at("tenant.name", "Contoso.onmicrosoft.com"),
      at("step_up.mode", "rewrite"),
      at("cors.origins", ["https://app.example"]),
      at("limits", { body_bytes: 2048, tenant_seconds: 5 }),
      at("providers.tmx", { kind: "threat_metrix", org_id: "o", policy: "p", secret_env: "RISK", session_header: "session_id" }),
      at("providers.px", { kind: "human", app_id: "PX", blocks_from: 90, secret_env: "RISK" }),
      at("providers.numbers", { kind: "prove", client_id: "c", secret_env: "RISK", url: "https://uat.example" }),
      at("routes.register_challenge", { provider: "numbers", fail: "challenge" }),
      at("routes.sign_up", { provider: "px", fail: "open" }),
      at("routes.token", { provider: "tmx" }),
    ];
    const change = (config) => changes.reduce((changed, one) => one(changed), config);
    const gate = await readConfig(environment({ ...HERE, change }), () => 0);
    assert.deepEqual(
      ["tmx", "px", "numbers"].map((name) => gate.providers[name].sessionHeader),
      ["session_id", "x-px-authorization", "x-risk-session"],
    );
    assert.deepEqual(gate.tenant.names.slice(1), ["contoso.onmicrosoft.com"]);
  });

  for (const [member, value, problem] of [
    ["listen", { address: "127.0.0.1:1" }, /Cloudflare listens/],
    ["tenant.keep_host", true, /by the host of upstream/],
    ["tenant.host", "contoso.example", /by the host of upstream/],
    ["tenant.ca_file", "ca.pem", /trusts what Cloudflare trusts/],
    ["tenant.id", "contoso", /a GUID/],
    ["tenant.name", "a b", /a host name/],
    ["tenant.upstream", "http://contoso.example", /must be https/],
    ["tenant.upstream", "https://contoso.example/path", /end after the host/],
    ["tenant.upstream", "https://ada:p@contoso.example", /neither a name nor a password/],
    ["tenant.upstream", "contoso", /must be an address/],
    ["tenant.upstream", undefined, /is missing/],
    ["seal.keys", [], /a key to seal with/],
    ["seal.lifetime_seconds", 0, /from 1 to 86400/],
    ["step_up.context", "c100", /c1 to c99/],
    ["step_up.mode", "resubmit", /share no memory/],
    ["step_up.mode", "both", /rewrite or resubmit/],
    ["providers.risk.rest_after", 5, /share/],
    ["providers.risk.rest_seconds", 5, /share/],
    ["providers.risk.secret_file", "key", /no files/],
    ["providers.risk.org_id", "o", /does not belong to this kind/],
    ["providers.risk.kind", "other", /threat_metrix, human, prove or generic/],
    ["providers.risk.url", "http://risk.example", /must be https/],
    ["providers.risk.secret_env", "ABSENT", /no secret of that name/],
    ["providers.risk.deadline_ms", 10, /from 50 to 10000/],
    ["providers.risk.session_header", "cookie", /x-risk-session or session_id/],
    ["routes.token.provider", "nobody", /no provider of that name/],
    ["routes.token.provider", "constructor", /no provider of that name/],
    ["routes.challenge.fail", "open", /no text message is sent without a verdict/],
    ["routes.register_challenge.fail", "open", /no text message is sent without a verdict/],
    ["routes.token.fail", "maybe", /closed, open or challenge/],
    ["routes.other", {}, /no member that a Worker knows/],
    ["routes", undefined, /is missing/],
    ["cors.origins", ["https://app.example/"], /origins/],
    ["cors.origins", "*", /must be a list/],
    ["limits.connections", 5, /Cloudflare's business/],
    ["limits.head_seconds", 5, /Cloudflare's business/],
    ["limits.body_seconds", 5, /Cloudflare's business/],
    ["limits.grace_seconds", 5, /Cloudflare's business/],
    ["limits.body_bytes", 1, /from 1024 to 1048576/],
    ["surprise", 1, /no member that a Worker knows/],
  ]) {
    test(`${member}: ${JSON.stringify(value)} is refused`, () => refused(at(member, value), member, problem));
  }

  test("Prove judges no other call than the one that names a number", async () => {
    const change = (config) => {
      at("providers.numbers", { kind: "prove", client_id: "c", secret_env: "RISK" })(config);
      return at("routes.challenge.provider", "numbers")(config);
    };
    await refused(change, "routes.challenge.provider", /prove judges numbers/);
  });

  test("keys of the seal that are none are refused", async () => {
    for (const keys of [
      [{ id: "a", secret_env: "RISK" }],
      [{ id: "A", secret_env: "SEAL" }],
      [
        { id: "a", secret_env: "SEAL" },
        { id: "a", secret_env: "SEAL" },
      ],
    ]) {
      await refused(at("seal.keys", keys), "seal.keys", /./);
    }
  });

  test("that is none lets nothing through, pages included, and is told to the log alone", async () => {
    const stage = await startStage({ change: at("providers.risk.secret_env", "ABSENT") });
    for (const path of ["/", "/healthz"]) {
      const answer = await stage.send({ method: "GET", path });
      assert.equal(answer.status, 503);
      assert.equal(answer.json.suberror, "gate_misconfigured");
      assert.ok(!answer.text.includes("ABSENT"));
    }
    assert.deepEqual(stage.tenant.seen(), []);
    await stage.worker.until(() => {
      return stage.worker.said.some((line) => line.includes("providers.risk.secret_env: there is no secret"));
    });
    await stage.stop();
  });

  test("that is missing, or no JSON, lets nothing through", async () => {
    for (const env of [{}, { GATE: "" }, { GATE: "{" }, { GATE: "[]" }, { GATE: "null" }]) {
      await assert.rejects(readConfig(env, () => 0), ConfigError);
    }
  });
});

async function refused(change, member, problem) {
  const env = environment({ ...HERE, change });
  await assert.rejects(readConfig(env, () => 0), (error) => {
    assert.ok(error instanceof ConfigError, error);
    assert.equal(error.member, member);
    assert.match(error.message, problem);
    return true;
  });
}
