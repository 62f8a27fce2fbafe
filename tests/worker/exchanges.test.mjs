// `tests/vectors/gate/exchanges.json` through the Worker in workerd: what a client sends, what provider and tenant say,
// and what each of them gets to see.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";

import { NOW, plain, seal, sealed, startStage, vectors } from "./drive/stage.mjs";
import { DROP, HANG } from "./drive/scripted.mjs";

const FAULTS = { hang: HANG, drop: DROP };

describe("exchanges", { timeout: 300_000 }, async () => {
  const { cases } = await vectors("exchanges");
  assert.ok(cases.length > 50);
  // What waits for an answer that never comes has a stage of its own.
  const stages = new Map();
  after(() => Promise.all([...stages.values()].map(async (stage) => (await stage).stop())));

  for (const { name, mode = "rewrite", fail, steps } of cases) {
    const title = mode === "rewrite" ? name : `${name}: refused, because a Worker cannot remember`;
    test(title, async () => {
      const hangs = steps.some(({ provider }) => provider === "hang");
      const key = JSON.stringify([mode, fail, hangs]);
      if (!stages.has(key)) {
        const change = (config) => ({ ...config, step_up: { ...config.step_up, mode } });
        stages.set(key, startStage({ fail, deadline: hangs ? 100 : 5000, change }));
      }
      const stage = await stages.get(key);
      for (const step of steps) {
        await (mode === "rewrite" ? carryOut(stage, step) : refuse(stage, step));
      }
      assert.equal(stage.tenant.left() + stage.provider.left(), 0, "everybody was called");
    });
  }
});

async function carryOut(stage, { path, headers = {}, form, provider, tenant, answer, forwarded, asked = {} }) {
  script(stage.provider, provider);
  script(stage.tenant, tenant);
  const response = await stage.post(path, await texts(form), await texts(headers));
  assert.equal(response.status, answer.status, response.text);
  assertMembers(response.json, answer.body);
  if (answer.sealed) {
    assertMembers(plain(await seal.open(response.json.continuation_token, NOW)), answer.sealed);
  }
  const questions = stage.provider.seen();
  assert.equal(questions.length, provider === undefined ? 0 : 1);
  assertMembers(questions.length > 0 ? JSON.parse(questions[0].body) : {}, asked);
  const calls = stage.tenant.seen();
  assert.equal(calls.length, tenant === undefined ? 0 : 1);
  if (calls.length > 0) {
    assertForwarded(calls[0], forwarded);
  }
}

/** A mode that the Worker does not have lets nothing through. */
async function refuse(stage, { path, headers = {}, form }) {
  const response = await stage.post(path, await texts(form), await texts(headers));
  assert.equal(response.status, 503, response.text);
  assert.equal(response.json.suberror, "gate_misconfigured");
  assert.deepEqual([...stage.tenant.seen(), ...stage.provider.seen()], []);
}

function script(server, side) {
  if (side !== undefined) {
    server.will(FAULTS[side] ?? side);
  }
}

/** Texts; an object with `sealed` is a token of the gate, with `json` its text. */
async function texts(members) {
  const read = async ([name, value]) => [name, value.sealed ? await sealed(value.sealed) : text(value)];
  return Object.fromEntries(await Promise.all(Object.entries(members).map(read)));
}

function text(value) {
  return typeof value === "string" ? value : JSON.stringify(value.json);
}

function assertMembers(of, expected = {}) {
  for (const [name, value] of Object.entries(expected)) {
    assert.deepEqual(of?.[name], value, `${name} in ${JSON.stringify(of)}`);
  }
}

function assertForwarded({ headers, body }, expected) {
  assert.deepEqual(
    Object.keys(headers).filter((name) => /^x-(risk|px|recovery)/.test(name)),
    [],
  );
  if (!expected) {
    return;
  }
  // Claims are compared as what they say, not as how they are written.
  const said = (members) => ({ ...members, ...(members.claims && { claims: JSON.parse(text(members.claims)) }) });
  assert.deepEqual(said(Object.fromEntries(new URLSearchParams(body))), said(expected));
}
