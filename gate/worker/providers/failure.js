/**
 * Why there is no verdict.
 *
 * @typedef {"late" | "unreachable" | "status" | "too_long" | "garbage" | "not_understood" | "no_verdict" | "unknown_word"
 *   | "other_session" | "nothing_to_ask"} Reason
 */

/** There is no verdict. */
export class Failure extends Error {
  /** @param {Reason} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * Whether what the client sent may be the reason. Such a call counts as one without a session: no policy for outages
 * may let it go (docs/risk.md 7).
 *
 * @param {Reason | undefined} reason
 */
export function mayBeTheClients(reason) {
  return reason === "not_understood" || reason === "other_session";
}
