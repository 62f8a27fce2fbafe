// What becomes of a request at a gate, as far as two gates can be of one mind about it.

import assert from "node:assert/strict";

import { send } from "./client.mjs";
import { plain, seal } from "./stage.mjs";

/** The id of every such request. */
export const ID = "0f6d1c3a-1111-4222-8333-444455556666";
/** What servers and connections say of themselves. */
const OF_THE_SERVER = ["date", "connection", "keep-alive", "transfer-encoding", "content-length"];
/** What is another one's at each gate, or of the connection. */
const OF_THE_GATE = ["host", "connection", "content-length", "x-forwarded-host", "accept-encoding", "accept"];

/** Sends a request through the gate at a port; whoever is called says the same each time. */
export async function outcomeAt({ tenant, provider }, port, request) {
  const { answer: reply = { body: { continuation_token: "t", access_token: "a" } }, verdict = "review", ...sent } = request;
  tenant.will(reply);
  provider.will({ body: { verdict, challenge: { page: "p" }, retry_after: 7 } });
  const headers = { "client-request-id": ID, "user-agent": "app", ...sent.headers };
  const answer = await send(port, { ...sent, headers });
  const [calls, questions] = [tenant.seen(), provider.seen()];
  tenant.forget();
  provider.forget();
  return {
    answer: { status: answer.status, headers: without(answer.headers, OF_THE_SERVER), body: await opened(answer) },
    calls: calls.map((call) => ({ ...call, url: asBrowsersWrite(call.url), headers: without(call.headers, OF_THE_GATE), body: read(call.body) })),
    questions: questions.map(({ body }) => JSON.parse(body)),
  };
}

/** What is told of a call, but for times. */
export function words({ at, provider_ms, tenant_ms, ...record }) {
  assert.ok(at > 0 && (provider_ms ?? 0) >= 0 && (tenant_ms ?? 0) >= 0);
  return record;
}

/** An answer with what is sealed in its token. */
async function opened({ json, text }) {
  const token = json?.continuation_token;
  if (typeof token !== "string" || !token.startsWith("dg1.")) {
    return json ?? text;
  }
  const { expires, ...envelope } = plain(await seal.open(token, 0));
  assert.ok(expires > 0);
  return { ...json, continuation_token: envelope };
}

/** A Worker can't write an address otherwise; the other gate sends it as it came. */
function asBrowsersWrite(url) {
  const { pathname, search } = new URL(`http://tenant.example${url}`);
  return pathname + search;
}

/** A form, with its claims as what they say. */
function read(body) {
  return [...new URLSearchParams(body)].map(([name, value]) => [name, name === "claims" ? said(value) : value]);
}

function said(claims) {
  try {
    return JSON.parse(claims);
  } catch {
    return claims;
  }
}

function without(headers, names) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}
