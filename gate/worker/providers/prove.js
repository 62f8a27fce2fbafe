/**
 * Prove: verification of a number before a text goes to it (docs/risk.md 3.3). It judges numbers, so it fits calls that
 * name one: the registration of a method.
 *
 * @typedef {import("./remote.js").Question} Question
 * @typedef {import("../decide.js").Verdict} Verdict
 */

import { isObject, own, ownText } from "../json.js";
import { object, reference } from "./answer.js";
import { Failure } from "./failure.js";

/** For how many seconds a pass is good that says nothing about it. */
const USUAL_SECONDS = 60;

/** A client of the service. */
export class Prove {
  #settings;

  /** @param {{url: string, clientId: string, clientSecret: string}} settings */
  constructor(settings) {
    this.#settings = settings;
  }

  /**
   * @param {Question} question
   * @param {string} [pass]
   */
  question({ phone, proof, session }, pass) {
    if (phone === undefined) {
      throw new Failure("nothing_to_ask");
    }
    const isProved = proof !== undefined;
    return {
      url: `${this.#settings.url}/v3/${isProved ? "validate" : "verify"}`,
      bearer: pass,
      json: isProved
        ? { correlationId: proof }
        : { verificationType: "bot", phoneNumber: phone, clientRequestId: session },
    };
  }

  /**
   * What was not verified and leaves no further call to make is refused; where the provider names one, the person may
   * still prove that the number is theirs.
   *
   * @param {Question} question
   * @param {number} status
   * @param {Uint8Array} body
   */
  read(question, status, body) {
    const answer = object(status, body);
    if (question.proof !== undefined) {
      isOfThisNumber(answer, question);
    }
    const correlation = reference(answer, "correlationId");
    return {
      verdict: verdict(answer),
      reference: correlation,
      payload: correlation === undefined ? undefined : { correlationId: correlation },
    };
  }

  report() {
    return undefined;
  }

  signIn() {
    const { url, clientId, clientSecret } = this.#settings;
    return {
      url: `${url}/token`,
      form: { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret },
    };
  }

  /**
   * @param {number} status
   * @param {Uint8Array} body
   */
  readSignIn(status, body) {
    const answer = object(status, body);
    const text = ownText(answer, "access_token");
    const given = own(answer, "expires_in");
    if (!text) {
      throw new Failure("not_understood");
    }
    const isCount = typeof given === "number" && Number.isSafeInteger(given) && given >= 0;
    return { text, seconds: isCount ? given : USUAL_SECONDS };
  }
}

/**
 * What was proved of one number says nothing of another one.
 *
 * @param {import("../json.js").Members} answer
 * @param {Question} question
 */
function isOfThisNumber(answer, { phone }) {
  const proved = ownText(answer, "phoneNumber");
  if (proved !== phone) {
    throw new Failure(proved === undefined ? "no_verdict" : "other_session");
  }
}

/**
 * @param {import("../json.js").Members} answer
 * @returns {Verdict}
 */
function verdict(answer) {
  const success = own(answer, "success");
  if (typeof success !== "boolean") {
    throw new Failure(success === undefined ? "no_verdict" : "unknown_word");
  }
  const next = own(answer, "next");
  const leadsOn = isObject(next) && Object.keys(next).length > 0;
  return success ? "pass" : leadsOn ? "challenge" : "reject";
}
