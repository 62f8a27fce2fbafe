/**
 * HUMAN: the risk call between servers, and refusals that its mobile software understands (docs/risk.md 3.2).
 *
 * @typedef {import("./remote.js").Question} Question
 * @typedef {import("../decide.js").Verdict} Verdict
 */

import { isObject, own, ownText } from "../json.js";
import { object, reference } from "./answer.js";
import { Failure } from "./failure.js";

const HIGHEST = 100;
const HEADER = "x-px-authorization";
/** @type {{[letter: string]: {verdict: Verdict, action: string} | undefined}} */
const ACTIONS = Object.assign(Object.create(null), {
  c: { verdict: "challenge", action: "captcha" },
  j: { verdict: "challenge", action: "challenge" },
  b: { verdict: "reject", action: "block" },
  r: { verdict: "rate_limit", action: "ratelimit" },
});

/** An application of an account. */
export class Human {
  usualHeader = HEADER;
  #settings;

  /** @param {{url: string, appId: string, serverToken: string, blocksFrom: number}} settings */
  constructor(settings) {
    this.#settings = settings;
  }

  /** @param {Question} question */
  question({ session, address, path }) {
    return {
      url: `${this.#settings.url}/api/v3/risk`,
      bearer: this.#settings.serverToken,
      json: {
        request: { ip: address, uri: path, headers: [{ name: HEADER, value: session }] },
        additional: {
          s2s_call_reason: "mobile_sdk",
          http_method: "POST",
          risk_mode: "active_blocking",
          module_version: "doorstep-gate worker",
        },
      },
    };
  }

  /**
   * @param {Question} _question
   * @param {number} status
   * @param {Uint8Array} body
   * @returns {import("./remote.js").Assessment}
   */
  read(_question, status, body) {
    const answer = object(status, body);
    if (own(answer, "status") !== 0) {
      throw new Failure("not_understood");
    }
    if (score(answer) < this.#settings.blocksFrom) {
      return { verdict: "pass" };
    }
    const letter = ownText(answer, "action");
    const found = ACTIONS[letter ?? ""];
    if (!found) {
      throw new Failure(letter === undefined ? "no_verdict" : "unknown_word");
    }
    const members = this.#members(answer, found.action);
    return { verdict: found.verdict, reference: reference(answer, "uuid"), payload: members, members };
  }

  report() {
    return undefined;
  }

  /**
   * What the vendor's software in the app recognises its own refusal by.
   *
   * @param {import("../json.js").Members} answer
   * @param {string} action
   */
  #members(answer, action) {
    const { appId } = this.#settings;
    const data = own(answer, "action_data");
    const page = isObject(data) ? ownText(data, "body") : undefined;
    return {
      action,
      appId,
      uuid: ownText(answer, "uuid") ?? "",
      vid: ownText(answer, "vid") ?? "",
      collectorUrl: `https://collector-${appId.toLowerCase()}.perimeterx.net`,
      ...(page !== undefined && { page }),
    };
  }
}

/** @param {import("../json.js").Members} answer */
function score(answer) {
  const found = own(answer, "score");
  if (found === undefined) {
    throw new Failure("no_verdict");
  }
  if (typeof found !== "number" || !Number.isInteger(found) || found < 0 || found > HIGHEST) {
    throw new Failure("unknown_word");
  }
  return found;
}
