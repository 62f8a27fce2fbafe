/**
 * One native call, from its body to the tenant's answer.
 *
 * @typedef {import("./gate.js").Gate} Gate
 * @typedef {import("./gate.js").Record} Record
 * @typedef {import("./call.js").Call} Call
 * @typedef {import("./judge.js").Judged} Judged
 * @typedef {import("./seal.js").Envelope} Envelope
 *
 * @typedef {object} Inbound a request, read to its end
 * @property {string} method
 * @property {string} path
 * @property {string} query
 * @property {string} target path and query, as they came
 * @property {string} host
 * @property {Headers} headers
 * @property {Uint8Array<ArrayBuffer>} body
 * @property {string} client the address of whoever calls
 * @property {(reference: import("./seal.js").Reference, outcome: import("./providers/remote.js").Outcome) => void} tell
 *   tells a provider of an outcome, beside the call
 */

import { Unsealable, resealed } from "./answers.js";
import { TooLong, bytesOf } from "./bodies.js";
import { readCall } from "./call.js";
import { ClaimsRefused, raised } from "./claims.js";
import { watch } from "./decide.js";
import { Form } from "./forms.js";
import { outbound } from "./headers.js";
import { judge } from "./judge.js";
import { utf8 } from "./json.js";
import { Refusal } from "./refusals.js";
import { broken } from "./tenant.js";
import { begins } from "./words.js";

const LONGEST_ANSWER = 512 * 1024;
const FORM = "application/x-www-form-urlencoded";
/** What the runtime decodes by itself. */
const DECODED = ["gzip", "br"];
/** Answers that have no body. */
const EMPTY = [204, 205, 304];
/** Names of the protocol that must not stand in the query, where another reader might find them first. */
const OF_THE_FORM = [
  "attributes",
  "capabilities",
  "challenge_channel",
  "challenge_target",
  "challenge_type",
  "claims",
  "client_id",
  "code",
  "continuation_token",
  "grant_type",
  "id",
  "new_password",
  "oob",
  "password",
  "refresh_token",
  "scope",
  "username",
];

/**
 * Answers a native call.
 *
 * @param {Gate} gate
 * @param {import("./words.js").Route} route
 * @param {Inbound} request
 * @param {Record} record
 */
export async function answer(gate, route, request, record) {
  if (request.method !== "POST") {
    throw new Refusal("not_posted");
  }
  const call = await readCall(route, formOf(request), gate.seal, record.at);
  if (route === "token") {
    record.grant = call.grant;
  }
  if (route === "challenge" || route === "register_challenge") {
    record.channel = call.channel;
  }
  // Claims that are none are refused before anybody is asked about the call.
  if (call.takesClaims) {
    claimed(call.form.get("claims"), []);
  }
  if (isHeld(call)) {
    record.decision = "fail_closed";
    throw new Refusal("fail_closed");
  }
  const judged = await judge(gate, call, request, record);
  const flow = grown(gate, call, judged);
  const begun = Date.now();
  try {
    const answered = await forwarded(gate, request, outgoing(call, flow));
    return await told(gate, call, flow, answered, request, record);
  } finally {
    record.tenant_ms = Date.now() - begun;
  }
}

/**
 * The form, if the request is one and nothing else. Some servers divide a query at semicolons too.
 *
 * @param {Inbound} request
 */
function formOf({ headers, query, body }) {
  const mediaType = (headers.get("content-type") ?? "").split(";")[0].trim().toLowerCase();
  if (mediaType !== FORM || headers.has("content-encoding")) {
    throw new Refusal("no_form");
  }
  const asked = Form.parse(query);
  const isDouble = query.includes(";") || OF_THE_FORM.some((name) => asked?.has(name));
  const text = utf8(body);
  const form = text === undefined ? undefined : Form.parse(text);
  if (!asked || isDouble || !form) {
    throw new Refusal("bad_form");
  }
  return form;
}

/**
 * Whether a rule of the other gate's holds the flow, which no call may go around here (docs/risk.md 8).
 *
 * @param {Call} call
 */
function isHeld({ route, flow }) {
  return (
    (route === "reset_password_submit" && flow?.recovery !== undefined && !flow.proven) ||
    (route === "token" && flow?.unassigned === true)
  );
}

/**
 * The flow with what this call adds to it.
 *
 * @param {Gate} gate
 * @param {Call} call
 * @param {Judged} judged
 * @returns {Envelope | undefined}
 */
function grown(gate, { flow }, { decision, verdict, reference }) {
  return (
    flow && {
      ...flow,
      contexts: decision === "step_up" ? [...flow.contexts, gate.context] : flow.contexts,
      verdict: verdict ?? flow.verdict,
      reference: reference ?? flow.reference,
      expires: gate.now() + gate.lifetime,
    }
  );
}

/**
 * The body as the tenant gets it.
 *
 * @param {Call} call
 * @param {Envelope | undefined} flow
 */
function outgoing(call, flow) {
  let { form } = call;
  if (flow && !begins(call.route)) {
    form = form.with("continuation_token", flow.token);
  }
  const claims = flow && call.takesClaims ? claimed(form.get("claims"), flow.contexts) : undefined;
  return (claims === undefined ? form : form.with("claims", claims)).encoded();
}

/**
 * @param {string | undefined} client
 * @param {string[]} demanded
 */
function claimed(client, demanded) {
  try {
    return raised(client, demanded);
  } catch (error) {
    throw error instanceof ClaimsRefused ? new Refusal("bad_claims") : error;
  }
}

/**
 * @param {Gate} gate
 * @param {Inbound} request
 * @param {string} body
 */
async function forwarded(gate, request, body) {
  const signal = gate.tenant.patience();
  const headers = new Headers(request.headers);
  headers.set("content-type", FORM);
  const response = await gate.tenant.send(request, { headers, body, signal });
  const kept = outbound(response.headers);
  const encoding = kept.get("content-encoding");
  if (encoding !== null && !DECODED.includes(encoding.toLowerCase())) {
    throw new Refusal("tenant_answer");
  }
  kept.delete("content-encoding");
  try {
    return { status: response.status, headers: kept, body: await bytesOf(response, LONGEST_ANSWER) };
  } catch (error) {
    throw error instanceof TooLong ? new Refusal("tenant_answer") : broken(signal);
  }
}

/**
 * What the client is told of the tenant's answer, and the provider of its outcome.
 *
 * @param {Gate} gate
 * @param {Call} call
 * @param {Envelope | undefined} flow
 * @param {{status: number, headers: Headers, body: Uint8Array<ArrayBuffer>}} answered
 * @param {Inbound} request
 * @param {Record} record
 */
async function told(gate, call, flow, { status, headers, body }, request, record) {
  const said = flow && (await sealedAgain(gate, call, body, flow));
  const isUnwatched = watch(call.route, call.grant, call.channel) === "nothing";
  record.unforeseen_text = (said?.texted && isUnwatched) || undefined;
  if (flow?.reference && call.grant === "mfa_oob") {
    if (said?.granted) {
      request.tell(flow.reference, "challenge_passed");
    } else if (said?.wrongCode) {
      request.tell(flow.reference, "challenge_failed");
    }
  }
  return handedOn(EMPTY.includes(status) ? null : (said?.body ?? body), status, headers);
}

/**
 * @param {Gate} gate
 * @param {Call} call
 * @param {Uint8Array} body
 * @param {Envelope} flow
 */
async function sealedAgain(gate, call, body, flow) {
  try {
    return await resealed(gate.seal, call.route, body, flow);
  } catch (error) {
    throw error instanceof Unsealable ? new Refusal("tenant_answer") : error;
  }
}

/**
 * The answer, unless it is none that a client can be given.
 *
 * @param {BodyInit | null} body
 * @param {number} status
 * @param {Headers} headers
 */
export function handedOn(body, status, headers) {
  try {
    return new Response(body, { status, headers });
  } catch {
    throw new Refusal("tenant_answer");
  }
}
