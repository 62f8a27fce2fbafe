/** Cross-origin calls, for the origins of the configuration (docs/protocol.md 1.8). */

const EXPOSED = "x-ms-request-id, client-request-id, retry-after, www-authenticate";
const MINUTES = "600";
/** What the tenant may say about origins: the gate says it in its place. */
const OWN = [
  "access-control-allow-credentials",
  "access-control-allow-origin",
  "access-control-allow-headers",
  "access-control-allow-methods",
  "access-control-expose-headers",
  "access-control-max-age",
];

/** Origins that may call. */
export class Cors {
  #origins;

  /** @param {string[]} origins */
  constructor(origins) {
    this.#origins = origins;
  }

  /**
   * The answer to a preflight; none when it is another request, or nobody may call.
   *
   * @param {Request} request
   */
  preflight(request) {
    const asks = request.method === "OPTIONS" && request.headers.has("access-control-request-method");
    if (this.#origins.length === 0 || !asks) {
      return undefined;
    }
    const response = this.open(request, new Response(null, { status: 204 }));
    if (this.#allowed(request) !== undefined) {
      response.headers.set("access-control-allow-methods", "GET, POST");
      response.headers.set("access-control-max-age", MINUTES);
      // Clients add headers of their own, and apps more of them (docs/protocol.md 1.7).
      const wanted = request.headers.get("access-control-request-headers");
      if (wanted !== null) {
        response.headers.set("access-control-allow-headers", wanted);
      }
    }
    return response;
  }

  /**
   * Opens an answer to the origin that asked, if it may call.
   *
   * @param {Request} request
   * @param {Response} response
   */
  open(request, response) {
    if (this.#origins.length === 0) {
      return response;
    }
    for (const name of OWN) {
      response.headers.delete(name);
    }
    response.headers.append("vary", "origin");
    const origin = this.#allowed(request);
    if (origin !== undefined) {
      response.headers.set("access-control-allow-origin", origin);
      response.headers.set("access-control-expose-headers", EXPOSED);
    }
    return response;
  }

  /**
   * What is said to the origin that asked. Where all may call, the answer names none: with a name it would open calls
   * with cookies too, had anybody allowed those.
   *
   * @param {Request} request
   */
  #allowed(request) {
    const origin = request.headers.get("origin");
    if (origin === null) {
      return undefined;
    }
    return ["*", origin].find((allowed) => this.#origins.includes(allowed));
  }
}
