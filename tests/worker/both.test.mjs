// The Worker and the other gate side by side, with the same key: each goes on with the other's flows, and both do the
// same with whatever a client sends.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { post } from "./drive/client.mjs";
import { oddRequests } from "./drive/odd.mjs";
import { ID, outcomeAt, words } from "./drive/outcome.mjs";
import { start as startRust } from "./drive/rust.mjs";
import { SESSION, TENANT, sealed, startStage } from "./drive/stage.mjs";

const RISK = { "x-risk-session": SESSION };

describe("both gates", { timeout: 300_000 }, () => {
  let stage;
  let gates;

  before(async () => {
    const change = (config) => ({ ...config, cors: { origins: ["https://app.example"] } });
    stage = await startStage({ clock: null, change });
    const rust = await startRust({ tenant: stage.tenant.url, provider: stage.provider.url });
    gates = { worker: stage.worker, rust };
  });
  after(async () => {
    await gates?.rust.kill();
    await stage?.stop();
  });

  for (const [one, other] of [
    ["rust", "worker"],
    ["worker", "rust"],
  ]) {
    test(`a flow that begins at ${one} goes on at ${other}, and on and on`, () => flow(gates[one], gates[other]));
  }

  /** Every call goes to the gate that did not seal its token. */
  async function flow(one, other) {
    const { tenant, provider } = stage;
    const call = async (gate, path, form, reply, headers) => {
      tenant.will(reply);
      const answer = await post(gate.port, `/${TENANT}/${path}`, form, headers);
      const [seen] = tenant.seen();
      return { ...answer, token: answer.json.continuation_token, got: Object.fromEntries(new URLSearchParams(seen.body)) };
    };

    const begun = await call(one, "oauth2/v2.0/initiate", { username: "ada@contoso.example" }, told("t-1"));
    assert.match(begun.token, /^dg1\.2026-11\./);
    const challenged = await call(other, "oauth2/v2.0/challenge", { continuation_token: begun.token }, told("t-2"));
    assert.equal(challenged.got.continuation_token, "t-1");

    provider.will({ body: { verdict: "review", reference: "r-1" } });
    const password = { grant_type: "password", password: "p", continuation_token: challenged.token };
    const required = { error: "invalid_grant", suberror: "mfa_required" };
    const doubted = await call(one, "oauth2/v2.0/token", password, told("t-3", required, 400), RISK);
    assert.equal(doubted.got.continuation_token, "t-2");
    assert.deepEqual(JSON.parse(doubted.got.claims), { access_token: { acrs: { essential: true, value: "c3" } } });
    assert.equal(JSON.parse(provider.seen()[0].body).user, "ada@contoso.example");

    const listed = { methods: [{ id: "m-1", challenge_channel: "sms" }] };
    const methods = await call(other, "oauth2/v2.0/introspect", { continuation_token: doubted.token }, told("t-4", listed));
    const text = { id: "m-1", continuation_token: methods.token };
    const refused = await post(one.port, `/${TENANT}/oauth2/v2.0/challenge`, text);
    assert.equal(refused.json.suberror, "risk_blocked", "a text without a session");
    provider.will({ body: { verdict: "pass" } });
    const texted = await call(one, "oauth2/v2.0/challenge", text, told("t-5", { challenge_channel: "sms" }), RISK);
    assert.equal(JSON.parse(provider.seen()[0].body).purpose, "sms");

    const code = { grant_type: "mfa_oob", oob: "1", continuation_token: texted.token };
    const granted = await call(other, "oauth2/v2.0/token", code, { body: { access_token: "a" } }, RISK);
    assert.equal(granted.json.access_token, "a");
    assert.equal(granted.got.continuation_token, "t-5");
    assert.deepEqual(JSON.parse(granted.got.claims), JSON.parse(doubted.got.claims));
    assert.deepEqual(await provider.reports(2), [
      { reference: "r-1", outcome: "challenge_begun" },
      { reference: "r-1", outcome: "challenge_passed" },
    ]);
    assert.equal(provider.seen().length, 0, "the proof of a step-up is never scored");
  }

  test("both do the same with whatever a client sends", async () => {
    const now = Math.floor(Date.now() / 1000);
    const requests = oddRequests({
      first: await sealed({ user: "ada@contoso.example" }, now),
      second: await sealed({ stage: "second", methods: { 1: "sms", 2: "email" }, contexts: ["c3"] }, now),
      expired: await sealed({ expires: now - 1 }, now),
    });
    assert.ok(requests.length > 1000);
    const outcomes = new Map();
    for (const request of requests) {
      const { answer, ...rest } = await outcomeAt(stage, gates.rust.port, request);
      assert.deepEqual(await outcomeAt(stage, gates.worker.port, request), { answer, ...rest }, JSON.stringify(request));
      outcomes.set(answer.status, (outcomes.get(answer.status) ?? 0) + 1);
    }
    // Enough of them came through, and enough for each other reason did not.
    for (const status of [200, 204, 400, 403, 404, 405, 429, 502]) {
      assert.ok(outcomes.get(status) >= 10, `${status}: ${JSON.stringify([...outcomes])}`);
    }
    const told = () => [gates.rust, gates.worker].map((gate) => gate.records().filter(({ correlation }) => correlation === ID));
    while (new Set(told().map(({ length }) => length)).size > 1) {
      await new Promise(setImmediate);
    }
    const [rust, worker] = told().map((records) => records.map(words));
    assert.ok(rust.length > 500, `${rust.length} native calls`);
    assert.deepEqual(worker, rust, "what is told of the calls");
  });
});

/** The tenant's answer with a token. */
function told(token, more = {}, status = 200) {
  return { status, body: { ...more, continuation_token: token } };
}
