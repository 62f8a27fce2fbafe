/** Reading the answers of providers. */

import { ownText, readPlainObject, utf8 } from "../json.js";
import { Failure } from "./failure.js";

const LONGEST_REFERENCE = 256;

/**
 * The answer's object. A status of 400 to 499 blames the question, but for those that speak of the secret or of too
 * many questions.
 *
 * @param {number} status
 * @param {Uint8Array} body
 */
export function object(status, body) {
  if (status !== 200) {
    const blamesTheQuestion = status >= 400 && status < 500 && ![401, 403, 429].includes(status);
    throw new Failure(blamesTheQuestion ? "not_understood" : "status");
  }
  const text = utf8(body);
  const answer = text === undefined ? undefined : readPlainObject(text);
  if (!answer) {
    throw new Failure("garbage");
  }
  return answer;
}

/**
 * A reference that is short enough to be carried in a token.
 *
 * @param {import("../json.js").Members} answer
 * @param {string} name
 */
export function reference(answer, name) {
  const text = ownText(answer, name);
  const isShort = text !== undefined && new TextEncoder().encode(text).length <= LONGEST_REFERENCE;
  return isShort && text !== "" ? text : undefined;
}
