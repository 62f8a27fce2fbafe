/**
 * What a client says about its risk session (docs/risk.md 7).
 *
 * @typedef {import("./decide.js").SessionState} SessionState
 * @typedef {{state: SessionState, id?: string}} Session
 */

import { decoded } from "./base64url.js";
import { readObject, utf8 } from "./json.js";

const SIGNALS = "x-risk-signals";
const LONGEST_SIGNALS = 4 * 1024;
const PROOF = "x-risk-proof";
const PLAIN_PROOF = /^[\x21-\x7e]{1,4096}$/;

/** The headers in which sessions travel, each with what can be a session there. HUMAN's single letter is an error's. */
export const SESSION_HEADERS = Object.freeze({
  "x-risk-session": /^[A-Za-z0-9_-]{16,128}$/,
  session_id: /^[A-Za-z0-9_-]{16,128}$/,
  "x-px-authorization": /^[\x21-\x7e]{2,8192}$/,
});

/**
 * Reads the header in which the provider's sessions travel. Headers that stand twice come as one text with a space in
 * it, which is no session.
 *
 * @param {Headers} headers
 * @param {{sessionHeader: string, takes(session: string): boolean}} provider
 * @returns {Session}
 */
export function readSession(headers, provider) {
  const id = headers.get(provider.sessionHeader);
  if (id === null) {
    return { state: "missing" };
  }
  return provider.takes(id) ? { state: "present", id } : { state: "malformed" };
}

/**
 * The client's signals, if they are an object of a decent size.
 *
 * @param {Headers} headers
 */
export function readSignals(headers) {
  const letters = headers.get(SIGNALS) ?? "";
  const bytes = letters.length <= LONGEST_SIGNALS * 2 ? decoded(letters) : undefined;
  if (!bytes || bytes.length > LONGEST_SIGNALS) {
    return undefined;
  }
  const text = utf8(bytes);
  return text === undefined ? undefined : readObject(text);
}

/**
 * What the client got for solving a challenge, if it is one text of plain letters. The provider judges it.
 *
 * @param {Headers} headers
 */
export function readProof(headers) {
  const proof = headers.get(PROOF);
  return proof !== null && PLAIN_PROOF.test(proof) ? proof : undefined;
}
