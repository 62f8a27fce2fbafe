/**
 * The decision table (docs/risk.md 7): from what the gate knows about a call to what becomes of it. Nothing else in the
 * gate decides. Two steps: which rule watches a call, and what the rule says to the provider's verdict.
 *
 * @typedef {import("./words.js").Route} Route
 * @typedef {import("./words.js").Grant} Grant
 * @typedef {import("./words.js").Channel} Channel
 * @typedef {"nothing" | "token" | "sms" | "sign_up" | "unknown"} Watch
 * @typedef {"pass" | "challenge" | "review" | "reject" | "unknown_session" | "rate_limit" | "failed"} Verdict
 * @typedef {"present" | "missing" | "malformed"} SessionState
 * @typedef {"closed" | "open" | "challenge"} FailPolicy
 * @typedef {"pass" | "allow" | "step_up" | "ask_again" | "challenge" | "block" | "rate_limit" | "fail_closed" | "refuse"} Decision
 *
 * @typedef {object} Situation
 * @property {Route} route
 * @property {Grant} grant
 * @property {Channel} channel
 * @property {SessionState} session
 * @property {Verdict} verdict
 * @property {FailPolicy} fail
 * @property {"rewrite" | "resubmit"} mode
 * @property {"named" | "unnamed"} asked
 */

/** Every verdict. */
export const VERDICTS = Object.freeze([
  "pass",
  "challenge",
  "review",
  "reject",
  "unknown_session",
  "rate_limit",
  "failed",
]);

/**
 * The rule for a call. `grant` counts for token requests, `channel` where a second factor or a new contact gets a code:
 * the first factor and a reset never use a text message (docs/risk.md 2.1, 2.2).
 *
 * @param {Route} route
 * @param {Grant} grant
 * @param {Channel} channel
 * @returns {Watch}
 */
export function watch(route, grant, channel) {
  switch (route) {
    case "token":
      return watchToken(grant);
    case "challenge":
    case "register_challenge":
      return channel === "email" ? "nothing" : "sms";
    case "sign_up_start":
      return "sign_up";
    default:
      return "nothing";
  }
}

/**
 * @param {Grant} grant
 * @returns {Watch}
 */
function watchToken(grant) {
  switch (grant) {
    case "password":
    case "oob":
    case "continuation_token":
      return "token";
    // Scored again, the proof of a step-up would be stepped up itself, round and round.
    case "mfa_oob":
    case "refresh_token":
    case "authorization_code":
      return "nothing";
    default:
      return "unknown";
  }
}

/**
 * The decision table.
 *
 * @param {Situation} situation
 * @returns {Decision}
 */
export function decide(situation) {
  switch (watch(situation.route, situation.grant, situation.channel)) {
    case "nothing":
      return "pass";
    case "token":
      return token(situation);
    case "sms":
      return sms(situation);
    case "sign_up":
      return signUp(situation);
    default:
      return "refuse";
  }
}

/**
 * The same call where an outage must not let it go.
 *
 * @param {Situation} situation
 * @returns {Situation}
 */
export function neverOpen(situation) {
  return situation.fail === "open" ? { ...situation, fail: "challenge" } : situation;
}

/**
 * Whether the tenant gets to see the call.
 *
 * @param {Decision} decision
 */
export function forwards(decision) {
  return decision === "pass" || decision === "allow" || decision === "step_up";
}

/**
 * Tokens: whoever is not known to be harmless proves more.
 *
 * @param {Situation} situation
 * @returns {Decision}
 */
function token(situation) {
  if (situation.session !== "present") {
    return stepUp(situation);
  }
  switch (situation.verdict) {
    case "pass":
      return "allow";
    case "challenge":
    case "review":
    case "unknown_session":
      return stepUp(situation);
    case "reject":
      return "block";
    case "rate_limit":
      return "rate_limit";
    default:
      return withoutVerdict(situation, "allow", stepUp(situation));
  }
}

/**
 * Text messages: nothing but a pass lets one be sent, whatever the fail policy.
 *
 * @param {Situation} situation
 * @returns {Decision}
 */
function sms(situation) {
  if (situation.session !== "present") {
    return "block";
  }
  switch (situation.verdict) {
    case "pass":
      return "allow";
    case "challenge":
    case "review":
      return "challenge";
    case "reject":
    case "unknown_session":
      return "block";
    case "rate_limit":
      return "rate_limit";
    default:
      return withoutVerdict(situation, "fail_closed", "challenge");
  }
}

/**
 * New accounts: who shows no session may be a program, and is challenged.
 *
 * @param {Situation} situation
 * @returns {Decision}
 */
function signUp(situation) {
  if (situation.session !== "present") {
    return "challenge";
  }
  switch (situation.verdict) {
    case "pass":
      return "allow";
    case "challenge":
    case "review":
    case "unknown_session":
      return "challenge";
    case "reject":
      return "block";
    case "rate_limit":
      return "rate_limit";
    default:
      return withoutVerdict(situation, "allow", "challenge");
  }
}

/**
 * @param {Situation} situation
 * @param {Decision} open
 * @param {Decision} challenged
 * @returns {Decision}
 */
function withoutVerdict({ fail }, open, challenged) {
  switch (fail) {
    case "open":
      return open;
    case "challenge":
      return challenged;
    default:
      return "fail_closed";
  }
}

/**
 * @param {Situation} situation
 * @returns {Decision}
 */
function stepUp({ mode, asked }) {
  return mode === "resubmit" && asked === "unnamed" ? "ask_again" : "step_up";
}
