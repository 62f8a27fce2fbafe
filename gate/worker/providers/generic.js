/**
 * A provider of one's own: JSON there and back, in the gate's words (docs/gate.md, "A provider of your own").
 *
 * @typedef {import("./remote.js").Question} Question
 */

import { own } from "../json.js";
import { object, reference } from "./answer.js";
import { Failure } from "./failure.js";

const WORDS = ["pass", "challenge", "review", "reject", "unknown_session", "rate_limit"];
const LARGEST = 2 ** 32 - 1;

/** A service that speaks the gate's own words. */
export class Generic {
  #settings;

  /** @param {{url: string, reportUrl?: string, token?: string}} settings */
  constructor(settings) {
    this.#settings = settings;
  }

  /** @param {Question} question */
  question({ purpose, session, address, ...more }) {
    const { user = null, phone = null, signals = null, proof = null } = /** @type {{[name: string]: unknown}} */ (more);
    return this.#call(this.#settings.url, { purpose, session, user, phone, address, signals, proof });
  }

  /**
   * @param {Question} _question
   * @param {number} status
   * @param {Uint8Array} body
   */
  read(_question, status, body) {
    const answer = object(status, body);
    const verdict = own(answer, "verdict");
    if (verdict === undefined) {
      throw new Failure("no_verdict");
    }
    if (typeof verdict !== "string" || !WORDS.includes(verdict)) {
      throw new Failure("unknown_word");
    }
    return {
      verdict: /** @type {import("../decide.js").Verdict} */ (verdict),
      reference: reference(answer, "reference"),
      payload: own(answer, "challenge") ?? undefined,
      retryAfter: seconds(own(answer, "retry_after")),
    };
  }

  /**
   * @param {string} known
   * @param {string} outcome
   */
  report(known, outcome) {
    const { reportUrl } = this.#settings;
    return reportUrl === undefined ? undefined : this.#call(reportUrl, { reference: known, outcome });
  }

  /**
   * @param {string} url
   * @param {object} json
   */
  #call(url, json) {
    return { url, bearer: this.#settings.token, json };
  }
}

/** @param {unknown} value */
function seconds(value) {
  const isOne = Number.isInteger(value) && Number(value) >= 0 && Number(value) <= LARGEST;
  return isOne ? Number(value) : undefined;
}
