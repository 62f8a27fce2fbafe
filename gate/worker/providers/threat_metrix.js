/**
 * LexisNexis ThreatMetrix: session query and update (docs/risk.md 3.1).
 *
 * @typedef {import("./remote.js").Question} Question
 */

import { own, ownText } from "../json.js";
import { object, reference } from "./answer.js";
import { Failure } from "./failure.js";

const SESSION = /^[A-Za-z0-9-]{10,64}$/;
const EVENTS = { token: "LOGIN", sms: "AUTH_TOKEN", sign_up: "ACCOUNT_CREATION" };
const TAGS = {
  challenge_begun: "challenge_init",
  challenge_passed: "challenge_pass",
  challenge_failed: "challenge_fail",
};
const WORDS = ["pass", "challenge", "review", "reject"];

/** An organisation's account. */
export class ThreatMetrix {
  #settings;

  /** @param {{url: string, orgId: string, apiKey: string, policy: string}} settings */
  constructor(settings) {
    this.#settings = settings;
  }

  /** @param {string} session */
  takes(session) {
    return SESSION.test(session);
  }

  /** @param {Question} question */
  question({ purpose, session, user, phone, address }) {
    return this.#call("session-query", {
      session_id: session,
      service_type: "session-policy",
      event_type: EVENTS[purpose],
      policy: this.#settings.policy,
      input_ip_address: address,
      ...(user !== undefined && { [user.includes("@") ? "account_email" : "account_login"]: user }),
      ...(phone !== undefined && { account_telephone: phone }),
    });
  }

  /**
   * @param {Question} question
   * @param {number} status
   * @param {Uint8Array} body
   */
  read(question, status, body) {
    const answer = object(status, body);
    const result = ownText(answer, "request_result");
    if (result !== "success") {
      throw new Failure(result === undefined ? "no_verdict" : "not_understood");
    }
    const session = ownText(answer, "session_id");
    if (session !== question.session) {
      throw new Failure(session === undefined ? "no_verdict" : "other_session");
    }
    return { verdict: verdict(answer), reference: reference(answer, "request_id") };
  }

  /**
   * @param {string} known
   * @param {keyof typeof TAGS} outcome
   */
  report(known, outcome) {
    return this.#call("update", { request_id: known, action: "update_event_tag", event_tag: TAGS[outcome] });
  }

  /**
   * @param {string} path
   * @param {{[name: string]: string}} members
   */
  #call(path, members) {
    const { url, orgId, apiKey } = this.#settings;
    return {
      url: `${url}/api/${path}?output_format=json`,
      form: { ...members, org_id: orgId, api_key: apiKey },
    };
  }
}

/**
 * @param {import("../json.js").Members} answer
 * @returns {import("../decide.js").Verdict}
 */
function verdict(answer) {
  const unknown = own(answer, "unknown_session");
  if (unknown !== undefined && unknown !== "yes" && unknown !== "no") {
    throw new Failure("not_understood");
  }
  const word = ownText(answer, "review_status");
  if (unknown === "yes") {
    return "unknown_session";
  }
  if (word === undefined || !WORDS.includes(word)) {
    throw new Failure(word === undefined ? "no_verdict" : "unknown_word");
  }
  return /** @type {import("../decide.js").Verdict} */ (word);
}
