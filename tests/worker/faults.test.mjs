// What goes wrong around the Worker, and inside its configuration: there is always an answer, and nothing gets through
// that was not judged.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { gzipSync } from "node:zlib";

import { send } from "./drive/client.mjs";
import { DROP, HANG } from "./drive/scripted.mjs";
import { SESSION, TENANT, sealed, startStage } from "./drive/stage.mjs";

const RISK = { "x-risk-session": SESSION };
const GARBAGE = "HTTP/9.9 what\r\n\r\n";
const INITIATE = "oauth2/v2.0/initiate";
const TOKEN = "oauth2/v2.0/token";
const ADA = { username: "ada@contoso.example" };
const password = async () => ({ grant_type: "password", password: "p", continuation_token: await sealed({}) });

describe("what goes wrong", { timeout: 300_000 }, () => {
  let stage;
  const start = (set) => async () => {
    stage = await startStage(set);
  };
  const stop = () => stage.stop();
  const forget = () => {
    stage.tenant.forget();
    stage.provider.forget();
  };
  const limited = (limits) => (config) => ({ ...config, limits });

  describe("too slowly", () => {
    before(start({ deadline: 300, change: limited({ tenant_seconds: 1 }) }));
    after(stop);
    beforeEach(forget);
    theTenant("is silent", HANG, 504, "tenant_late");
    theTenant("stops in the middle", { drip: '{"continuation' }, 504, "tenant_late");
    theProvider("is silent", HANG);
    theProvider("stops in the middle", { drip: '{"verdict":"pass"' });
  });

  describe("behind it", () => {
    before(start({ change: limited({ body_bytes: 1024 }) }));
    after(stop);
    beforeEach(forget);

    for (const [name, reply, status, suberror] of [
      ["ends the connection", DROP, 502, "tenant_unreachable"],
      ["answers in no language", { raw: GARBAGE }, 502, "tenant_unreachable"],
      ["breaks off", { raw: 'HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{"contin' }, 502, "tenant_unreachable"],
      ["never ends", { body: "x".repeat(600_000) }, 502, "tenant_answer"],
      ["packs its answer as nobody else", { headers: { "content-encoding": "deflate" }, body: "x" }, 502, "tenant_answer"],
      ["says something in which a token is hidden", { body: "<a>continuation_token</a>" }, 502, "tenant_answer"],
    ]) {
      theTenant(name, reply, status, suberror);
    }

    for (const [name, reply] of [
      ["ends the connection", DROP],
      ["answers in no language", { raw: GARBAGE }],
      ["never ends", { body: { verdict: "pass", padding: "x".repeat(300_000) } }],
      ["sends elsewhere", { status: 307, headers: { location: "/elsewhere" }, body: { verdict: "pass" } }],
      ["fails", { status: 500, body: { verdict: "pass" } }],
      ["says two things", { body: '{"verdict":"reject","verdict":"pass"}' }],
      ["says nothing", { body: "" }],
    ]) {
      theProvider(name, reply);
    }

    test("a page that breaks off breaks off for the client, and holds nothing else up", async () => {
      stage.tenant.will({ raw: "HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n<html>" });
      await assert.rejects(stage.send({ method: "GET", path: "/" }));
      stage.tenant.will({ body: "whole" });
      assert.equal((await stage.send({ method: "GET", path: "/" })).text, "whole");
    });

    test("a provider that does not hear of an outcome costs nobody anything", async () => {
      stage.provider.will({ body: { verdict: "review", reference: "r-1" } });
      stage.tenant.will({ status: 400, body: { suberror: "mfa_required", continuation_token: "t" } });
      assert.equal((await stage.post(TOKEN, await password(), RISK)).status, 400);
      assert.deepEqual(await stage.provider.reports(1), [{ reference: "r-1", outcome: "challenge_begun" }]);
    });

    test("an answer that comes packed is read all the same", async () => {
      const body = gzipSync(JSON.stringify({ continuation_token: "t-1" }));
      stage.tenant.will({ headers: { "content-encoding": "gzip" }, body });
      const answer = await stage.post(INITIATE, ADA);
      assert.match(answer.json.continuation_token, /^dg1\./);
      assert.equal(answer.headers["content-encoding"], undefined);
    });

    test("a body that is too large is refused, said or not", async () => {
      const body = `username=${"a".repeat(2000)}`;
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const path = `/${TENANT}/${INITIATE}`;
      assert.equal((await stage.send({ path, body, headers })).status, 413);
      const chunked = { ...headers, "transfer-encoding": "chunked" };
      assert.equal((await stage.send({ path, body, headers: chunked })).status, 413);
      assert.deepEqual(stage.tenant.seen(), []);
    });

    test("a call that names no client did not come by way of Cloudflare", async () => {
      for (const address of ["", "nobody", "192.0.2.1, 192.0.2.2"]) {
        const answer = await stage.post(INITIATE, ADA, { "cf-connecting-ip": address });
        assert.equal(answer.json.suberror, "gate_misconfigured", address);
      }
      assert.deepEqual(stage.tenant.seen(), []);
    });

    test("a page passes with its cookies, and says nothing of risk to the tenant", async () => {
      const headers = { "set-cookie": ["a=1; Secure", "b=2; Secure"], location: "https://app.example/back?code=1" };
      stage.tenant.will({ status: 302, headers, body: "moved" });
      const path = `/${TENANT}/oauth2/v2.0/authorize?client_id=app&state=a%20b`;
      const answer = await stage.send({ method: "GET", path, headers: { cookie: "c=3", ...RISK } });
      assert.equal(answer.status, 302);
      assert.deepEqual(answer.headers["set-cookie"], headers["set-cookie"]);
      assert.equal(answer.headers.location, headers.location);
      const [seen] = stage.tenant.seen();
      assert.equal(seen.url, path);
      assert.equal(seen.headers.cookie, "c=3");
      assert.equal(seen.headers["x-forwarded-for"], "127.0.0.1");
      assert.equal(seen.headers["x-forwarded-host"], `127.0.0.1:${stage.worker.port}`);
      assert.equal(seen.headers["x-risk-session"], undefined);
    });

    test("nothing that is somebody's is told", async () => {
      const canaries = ["canary@contoso.example", "+15550100999", "canary-password", "canarysession12345", "canary-token"];
      const [user, phone, secret, session, token] = canaries;
      const held = await sealed({ user, token, stage: "second" });
      const forms = [
        [INITIATE, { username: user }],
        [TOKEN, { grant_type: "password", password: secret, continuation_token: held }],
        ["register/v1.0/challenge", { challenge_target: phone, continuation_token: held }],
        [TOKEN, { grant_type: secret, continuation_token: user }],
      ];
      const correlation = "0f6d1c3a-1111-4222-8333-444455556666";
      const last = () => stage.worker.records().some((record) => record.correlation === correlation);
      for (const [path, form] of forms) {
        stage.provider.will({ body: `{"verdict":"${user}"}` });
        stage.tenant.will({ status: 400, body: { error: user, continuation_token: token } });
        await stage.post(path, form, { "x-risk-session": session, "client-request-id": user });
      }
      await stage.post(INITIATE, { username: user }, { "client-request-id": correlation });
      await stage.worker.until(last);
      const said = stage.worker.said.join("\n");
      for (const canary of [...canaries, "risk-secret", held]) {
        assert.ok(!said.includes(canary), canary);
      }
    });
  });

  test("neither tenant nor provider is there", async () => {
    stage = await startStage();
    stage.tenant.stop();
    stage.provider.stop();
    assert.equal((await stage.post(INITIATE, ADA)).json.suberror, "tenant_unreachable");
    assert.equal((await stage.post(TOKEN, await password(), RISK)).json.suberror, "risk_unavailable");
    const page = await stage.send({ method: "GET", path: "/" });
    assert.deepEqual([page.status, page.json.suberror], [502, "tenant_unreachable"]);
    const health = await stage.send({ method: "GET", path: "/healthz" });
    assert.deepEqual([health.status, health.json], [200, { status: "ok" }]);
    await stage.worker.kill();
  });

  test("the Worker is killed: what is under way breaks off, and another one goes on with the flow", async () => {
    stage = await startStage();
    stage.tenant.will({ body: { continuation_token: "t-1" } }, HANG);
    const { continuation_token } = (await stage.post(INITIATE, ADA)).json;
    stage.tenant.seen();
    const under = stage.post("oauth2/v2.0/challenge", { continuation_token });
    const broken = assert.rejects(under);
    await stage.tenant.next();
    const { port } = stage.worker;
    await stage.worker.kill();
    await broken;
    await assert.rejects(send(port, { method: "GET", path: "/healthz" }), "nobody listens");

    const other = await startStage();
    other.tenant.will({ body: { continuation_token: "t-2" } });
    assert.equal((await other.post("oauth2/v2.0/challenge", { continuation_token })).status, 200);
    assert.match(other.tenant.seen()[0].body, /continuation_token=t-1/);
    await other.stop();
    stage.tenant.stop();
    stage.provider.stop();
  });

  test("in the tests it reaches loopback alone", async () => {
    const away = "https://192.0.2.1";
    const change = (config) => ({ ...config, tenant: { ...config.tenant, upstream: away } });
    stage = await startStage({ change });
    const answer = await stage.post(INITIATE, ADA);
    assert.equal(answer.json.suberror, "tenant_unreachable");
    await stage.stop();
  });

  function theTenant(name, reply, status, suberror) {
    test(`the tenant ${name}`, async () => {
      stage.tenant.will(reply);
      const answer = await stage.post(INITIATE, ADA);
      assert.equal(answer.status, status, answer.text);
      assert.equal(answer.json.error, "temporarily_unavailable");
      assert.equal(answer.json.suberror, suberror);
      assert.equal(stage.tenant.seen().length, 1, "it is called once");
    });
  }

  function theProvider(name, reply) {
    test(`the provider ${name}: no tokens, no texts, no accounts`, async () => {
      const second = { continuation_token: await sealed({ stage: "second" }) };
      for (const [path, form] of [
        [TOKEN, await password()],
        ["oauth2/v2.0/challenge", second],
        ["register/v1.0/challenge", { ...second, challenge_target: "+15550100123" }],
        ["signup/v1.0/start", ADA],
      ]) {
        stage.provider.will(reply);
        const answer = await stage.post(path, form, RISK);
        assert.equal(answer.status, 503, answer.text);
        assert.equal(answer.json.suberror, "risk_unavailable");
      }
      assert.equal(stage.provider.seen().length, 4, "it is asked once each time");
      assert.deepEqual(stage.tenant.seen(), []);
    });
  }
});
