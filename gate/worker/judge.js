/**
 * Asking the provider, and deciding.
 *
 * @typedef {import("./gate.js").Gate} Gate
 * @typedef {import("./call.js").Call} Call
 * @typedef {import("./native.js").Inbound} Inbound
 * @typedef {import("./seal.js").Reference} Reference
 * @typedef {import("./providers/remote.js").Assessment} Assessment
 * @typedef {import("./decide.js").SessionState} SessionState
 * @typedef {import("./config/config.js").Rule} Rule
 *
 * @typedef {object} Judged a call that goes on, and what it goes on with
 * @property {import("./decide.js").Decision} decision
 * @property {import("./decide.js").Verdict} [verdict]
 * @property {Reference} [reference] the provider's name for it, when a step-up follows
 */

import { namesAll } from "./claims.js";
import { decide, forwards, neverOpen, watch } from "./decide.js";
import { mayBeTheClients } from "./providers/failure.js";
import { Refusal } from "./refusals.js";
import { readProof, readSession, readSignals } from "./session.js";

/**
 * Decides about a call. What does not go on is refused.
 *
 * @param {Gate} gate
 * @param {Call} call
 * @param {Inbound} request
 * @param {import("./gate.js").Record} record
 * @returns {Promise<Judged>}
 */
export async function judge(gate, call, request, record) {
  const rule = ruleOf(gate, call);
  if (!rule) {
    return unwatched(gate, call, record);
  }
  const { state, assessment } = await ask(gate, call, request, rule, record);
  const open = situation(gate, call, state, assessment.verdict, rule.fail);
  const decision = decide(wasDemanded(gate, call) ? neverOpen(open) : open);
  record.decision = decision;
  if (!forwards(decision)) {
    throw refused(decision, rule, assessment);
  }
  const heard = state === "present" ? assessment.verdict : undefined;
  if (decision !== "step_up" || assessment.reference === undefined) {
    return { decision, verdict: heard };
  }
  const reference = { provider: rule.provider, id: assessment.reference };
  // Told before it happens, in case the person gives up.
  request.tell(reference, "challenge_begun");
  return { decision, verdict: heard, reference };
}

/**
 * @param {Gate} gate
 * @param {Call} call
 * @returns {(Rule & {purpose: "token" | "sms" | "sign_up"}) | undefined}
 */
function ruleOf({ rules }, call) {
  switch (watch(call.route, call.grant, call.channel)) {
    case "token":
      return { purpose: "token", ...rules.token };
    case "sms":
      return { purpose: "sms", ...(call.route === "challenge" ? rules.challenge : rules.register_challenge) };
    case "sign_up":
      return { purpose: "sign_up", ...rules.sign_up };
    default:
      return undefined;
  }
}

/**
 * @param {Gate} gate
 * @param {Call} call
 * @param {import("./gate.js").Record} record
 * @returns {Judged}
 */
function unwatched(gate, call, record) {
  const decision = decide(situation(gate, call, "missing", "failed", "closed"));
  record.decision = decision;
  if (!forwards(decision)) {
    throw new Refusal("grant");
  }
  return { decision };
}

/**
 * @param {Gate} gate
 * @param {Call} call
 * @param {Inbound} request
 * @param {Rule & {purpose: "token" | "sms" | "sign_up"}} rule
 * @param {import("./gate.js").Record} record
 * @returns {Promise<{state: SessionState, assessment: Assessment}>}
 */
async function ask(gate, call, request, { provider: name, purpose }, record) {
  const provider = gate.providers[name];
  const { state, id } = readSession(request.headers, provider);
  record.session = state;
  if (id === undefined) {
    return { state, assessment: { verdict: "failed", failure: "nothing_to_ask" } };
  }
  const begun = Date.now();
  const assessment = await provider.assess({
    purpose,
    session: id,
    user: call.user,
    phone: call.phone,
    address: request.client,
    path: request.path,
    signals: readSignals(request.headers),
    // Where the answer can be a challenge. A step-up is proved to the tenant.
    proof: purpose === "token" ? undefined : readProof(request.headers),
  });
  record.provider_ms = Date.now() - begun;
  record.verdict = assessment.verdict;
  record.failure = assessment.failure;
  if (mayBeTheClients(assessment.failure)) {
    record.session = "malformed";
  }
  return { state: record.session, assessment };
}

/**
 * @param {Gate} gate
 * @param {Call} call
 * @param {SessionState} session
 * @param {import("./decide.js").Verdict} verdict
 * @param {import("./decide.js").FailPolicy} fail
 * @returns {import("./decide.js").Situation}
 */
function situation(gate, call, session, verdict, fail) {
  const { route, grant, channel, form } = call;
  const isNamed = namesAll(form.get("claims"), [gate.context]) || wasDemanded(gate, call);
  return { route, grant, channel, session, verdict, fail, mode: "rewrite", asked: isNamed ? "named" : "unnamed" };
}

/**
 * Whether the flow's token says that the context was demanded already.
 *
 * @param {Gate} gate
 * @param {Call} call
 */
function wasDemanded({ context }, { flow }) {
  return flow?.contexts.includes(context) ?? false;
}

/**
 * @param {import("./decide.js").Decision} decision
 * @param {Rule} rule
 * @param {Assessment} assessment
 */
function refused(decision, rule, { members, payload, retryAfter }) {
  switch (decision) {
    case "challenge":
      return new Refusal("challenge", { members, challenge: { provider: rule.provider, payload: payload ?? null } });
    case "block":
      return new Refusal("block", { members });
    case "rate_limit":
      return new Refusal("rate_limit", { members, retryAfter });
    case "refuse":
      return new Refusal("grant");
    default:
      return new Refusal("fail_closed");
  }
}
