/** The gate's own answers (docs/risk.md 7, "To the client"). */

/** @typedef {{status: number, error: string, suberror?: string, says: string, codes?: number[]}} Look */

/** @type {{[kind: string]: Look}} */
const LOOKS = {
  not_posted: { status: 405, error: "invalid_request", says: "The route takes posts alone." },
  no_form: { status: 415, error: "invalid_request", says: "The body must be a form." },
  too_large: { status: 413, error: "invalid_request", says: "The body is too large." },
  bad_form: { status: 400, error: "invalid_request", says: "The form cannot be read in one way only." },
  bad_claims: { status: 400, error: "invalid_request", says: "The claims are no claims request." },
  grant: { status: 400, error: "unsupported_grant_type", says: "The gate does not know this grant." },
  token: { status: 400, error: "invalid_request", says: "The continuation token is not valid.", codes: [55200] },
  expired: { status: 400, error: "expired_token", says: "The continuation token has expired." },
  target: {
    status: 400,
    error: "invalid_request",
    says: "The challenge_target is neither a number nor an address.",
    codes: [901001],
  },
  place: { status: 404, error: "invalid_request", says: "There is no such route." },
  disguised: { status: 400, error: "invalid_request", says: "The path is not written plainly." },
  tenant_away: away(502, "tenant_unreachable", "The tenant could not be reached."),
  tenant_late: away(504, "tenant_late", "The tenant took too long."),
  tenant_answer: away(502, "tenant_answer", "The tenant's answer cannot be handed on."),
  challenge: { status: 403, error: "risk_challenge_required", says: "A challenge must be solved first." },
  block: { status: 403, error: "access_denied", suberror: "risk_blocked", says: "The request was blocked." },
  rate_limit: { status: 429, error: "slow_down", says: "Too many requests." },
  fail_closed: away(503, "risk_unavailable", "The risk of the request could not be judged."),
  misconfigured: away(503, "gate_misconfigured", "The gate is not set up."),
  broken: away(502, "gate_failed", "The gate failed."),
};

/**
 * @param {number} status
 * @param {string} suberror
 * @param {string} says
 * @returns {Look}
 */
function away(status, suberror, says) {
  return { status, error: "temporarily_unavailable", suberror, says };
}

/** A request that goes no further, and why. */
export class Refusal extends Error {
  #look;
  #more;

  /**
   * @param {keyof typeof LOOKS} kind
   * @param {{members?: object, challenge?: {provider: string, payload: unknown}, retryAfter?: number}} [more] what a
   *   provider's software looks for, what is to be solved, when to come back
   */
  constructor(kind, more = {}) {
    super(String(kind));
    this.#look = LOOKS[kind];
    this.#more = more;
  }

  /** The answer's status. */
  get status() {
    return this.#look.status;
  }

  /**
   * The answer. By the correlation id the clients name a call in their reports (docs/protocol.md 1.5).
   *
   * @param {string} correlation
   */
  response(correlation) {
    const { status, error, suberror, says, codes } = this.#look;
    const { members, challenge, retryAfter } = this.#more;
    const response = json(status, {
      ...members,
      error,
      error_description: says,
      correlation_id: correlation,
      ...(suberror && { suberror }),
      ...(codes && { error_codes: codes }),
      ...(challenge && { challenge }),
    });
    response.headers.set("client-request-id", correlation);
    response.headers.set("x-ms-request-id", correlation);
    if (retryAfter !== undefined) {
      response.headers.set("retry-after", String(retryAfter));
    }
    if (status === 405) {
      response.headers.set("allow", "POST");
    }
    return response;
  }
}

/**
 * An answer that nobody may keep.
 *
 * @param {number} status
 * @param {object} body
 */
export function json(status, body) {
  const headers = { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" };
  return new Response(JSON.stringify(body), { status, headers });
}
