// The vendors' providers over real connections from workerd: what they are asked, and what they are told.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { NOW, SESSION, plain, seal, sealed, startStage } from "./drive/stage.mjs";

const TOKEN = "oauth2/v2.0/token";
const REGISTER = "register/v1.0/challenge";
const NUMBER = "+15550100123";
const RISK = { "x-risk-session": SESSION };

/** A stage whose provider is a vendor's; the routes that it cannot judge are another one's. */
function asking(kind, { judges = ["token", "challenge", "register_challenge", "sign_up"], ...members }) {
  const change = (config) => {
    const own = { kind, secret_env: "RISK", deadline_ms: 5000, url: new URL(config.providers.risk.url).origin, ...members };
    const routes = Object.entries(config.routes).map(([route, rule]) => {
      return [route, judges.includes(route) ? { ...rule, provider: "own" } : rule];
    });
    return { ...config, providers: { ...config.providers, own }, routes: Object.fromEntries(routes) };
  };
  return startStage({ change });
}

const form = (body) => Object.fromEntries(new URLSearchParams(body));

describe("providers", { timeout: 300_000 }, () => {
  test("ThreatMetrix hears of a step-up and of its end", async () => {
    const stage = await asking("threat_metrix", { org_id: "org" });
    const found = { request_result: "success", review_status: "review", request_id: "request-1", session_id: SESSION };
    const heard = { body: { request_result: "success" } };
    stage.provider.will({ body: found }, heard, heard, heard);
    stage.tenant.will(
      { status: 400, body: { error: "invalid_grant", suberror: "mfa_required", continuation_token: "t-2" } },
      { status: 400, body: { error: "invalid_grant", suberror: "invalid_oob_value" } },
      { body: { access_token: "a" } },
    );
    const password = { grant_type: "password", password: "p", continuation_token: await sealed({ user: "ada@contoso.example" }) };
    const doubted = await stage.post(TOKEN, password, RISK);
    const { continuation_token } = doubted.json;
    const envelope = plain(await seal.open(continuation_token, NOW));
    assert.deepEqual(envelope.reference, { provider: "own", id: "request-1" });
    for (const oob of ["1", "2"]) {
      await stage.post(TOKEN, { grant_type: "mfa_oob", oob, continuation_token });
    }
    const [asked, ...updates] = await arrived(stage.provider, 4);
    assert.equal(asked.url, "/api/session-query?output_format=json");
    assert.deepEqual(form(asked.body), {
      session_id: SESSION,
      service_type: "session-policy",
      event_type: "LOGIN",
      policy: "default",
      input_ip_address: "127.0.0.1",
      account_email: "ada@contoso.example",
      org_id: "org",
      api_key: "risk-secret",
    });
    const tags = updates.map(({ url, body }) => [url, form(body).request_id, form(body).event_tag]);
    assert.deepEqual(
      tags.sort(),
      ["challenge_fail", "challenge_init", "challenge_pass"].map((tag) => ["/api/update?output_format=json", "request-1", tag]),
    );
    await stage.stop();
  });

  test("ThreatMetrix is not asked about a session that it does not take", async () => {
    const stage = await asking("threat_metrix", { org_id: "org" });
    const answer = await stage.post("signup/v1.0/start", { username: "a" }, { "x-risk-session": "with_an_underscore" });
    assert.equal(answer.json.error, "risk_challenge_required");
    assert.deepEqual(stage.provider.seen(), []);
    await stage.stop();
  });

  test("HUMAN is shown its own header and answers in its own words", async () => {
    const stage = await asking("human", { app_id: "PXapp" });
    stage.provider.will({ body: { status: 0, score: 100, action: "c", uuid: "u-1" } });
    const start = (token) => stage.post("signup/v1.0/start", { username: "dora@contoso.example" }, { "x-px-authorization": token });
    const answer = await start("3:opaque");
    assert.equal(answer.status, 403);
    const { error, action, appId, uuid, challenge } = answer.json;
    assert.deepEqual([error, action, appId, uuid], ["risk_challenge_required", "captcha", "PXapp", "u-1"]);
    assert.equal(challenge.payload.collectorUrl, "https://collector-pxapp.perimeterx.net");
    const [asked] = stage.provider.seen();
    assert.equal(asked.url, "/api/v3/risk");
    assert.equal(asked.headers.authorization, "Bearer risk-secret");
    assert.deepEqual(JSON.parse(asked.body).request.headers, [{ name: "x-px-authorization", value: "3:opaque" }]);
    assert.ok(!asked.body.includes("dora@"));
    assert.equal((await start("2")).status, 403, "the vendor's software says that it failed");
    assert.deepEqual([...stage.provider.seen(), ...stage.tenant.seen()], []);
    await stage.stop();
  });

  test("Prove gives one pass for many numbers, and a new one after a refusal", async () => {
    const stage = await asking("prove", { client_id: "client", judges: ["register_challenge"] });
    const held = { challenge_target: NUMBER, continuation_token: await sealed({ stage: "second" }) };
    const pass = (access_token) => ({ body: { access_token, expires_in: 60 } });
    stage.provider.will(pass("pass-1"), { body: { success: true } });
    stage.tenant.will({ body: { challenge_type: "oob" } });
    assert.equal((await stage.post(REGISTER, held, RISK)).status, 200);
    stage.provider.will({ status: 401, body: {} });
    assert.equal((await stage.post(REGISTER, held, RISK)).status, 503);
    stage.provider.will(pass("pass-2"), { body: { success: false, correlationId: "c-1", next: { "v3-validate": "/v3/validate" } } });
    const challenged = await stage.post(REGISTER, held, RISK);
    assert.deepEqual(challenged.json.challenge, { provider: "own", payload: { correlationId: "c-1" } });
    stage.provider.will({ body: { success: true, phoneNumber: "+15550100888" } });
    const proof = { ...RISK, "x-risk-proof": "c-1" };
    assert.equal((await stage.post(REGISTER, held, proof)).status, 403, "a proof of another number");
    const seen = stage.provider.seen();
    assert.deepEqual(
      seen.map(({ url }) => url),
      ["/token", "/v3/verify", "/v3/verify", "/token", "/v3/verify", "/v3/validate"],
    );
    assert.equal(form(seen[0].body).client_secret, "risk-secret");
    assert.deepEqual(
      [seen[1], seen[2], seen[4]].map(({ headers }) => headers.authorization),
      ["Bearer pass-1", "Bearer pass-1", "Bearer pass-2"],
    );
    assert.deepEqual(JSON.parse(seen[5].body), { correlationId: "c-1" });
    assert.equal(stage.tenant.seen().length, 1, "one text, for the number that was verified");
    await stage.stop();
  });

  test("Prove without a number is not asked, and no text is sent", async () => {
    const stage = await asking("prove", { client_id: "client", judges: ["register_challenge"] });
    const answer = await stage.post(REGISTER, { continuation_token: await sealed({ stage: "second" }) }, RISK);
    assert.equal(answer.json.suberror, "risk_unavailable");
    assert.deepEqual([...stage.provider.seen(), ...stage.tenant.seen()], []);
    await stage.stop();
  });

  test("apps after the sample bring their session in its header", async () => {
    const stage = await asking("threat_metrix", { org_id: "org", session_header: "session_id" });
    stage.provider.will({ body: { request_result: "success", review_status: "reject", session_id: SESSION } });
    const headers = { session_id: SESSION, email_id: "eve@contoso.example" };
    const answer = await stage.post("signup/v1.0/start", { username: "ada@contoso.example" }, headers);
    assert.equal(answer.json.suberror, "risk_blocked");
    assert.equal(form(stage.provider.seen()[0].body).account_email, "ada@contoso.example");
    await stage.stop();
  });
});

/** Everything that came, once so many requests have. */
async function arrived(server, count) {
  const came = server.seen();
  while (came.length < count) {
    await server.next();
    came.push(...server.seen());
  }
  return came;
}
