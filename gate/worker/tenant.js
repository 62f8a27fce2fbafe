/** The way to the tenant. */

import { inbound } from "./headers.js";
import { Refusal } from "./refusals.js";

/** The tenant behind the gate. */
export class Tenant {
  #upstream;
  #patience;

  /** @param {{names: string[], upstream: string, patience: number}} settings */
  constructor({ names, upstream, patience }) {
    this.names = names;
    this.#upstream = upstream;
    this.#patience = patience;
  }

  /**
   * The address of a target as it will be called.
   *
   * @param {string} target path and query
   */
  address(target) {
    return new URL(`${this.#upstream}${target}`);
  }

  /**
   * Sends a request, and gives the head of the answer. Redirects are handed on.
   *
   * @param {import("./native.js").Inbound} request
   * @param {{headers?: Headers, body?: Uint8Array<ArrayBuffer> | string, signal: AbortSignal}} sent
   */
  async send(request, { headers = request.headers, body, signal }) {
    const kept = inbound(headers);
    kept.set("x-forwarded-for", request.client);
    kept.set("x-forwarded-host", request.host);
    const init = { method: request.method, headers: kept, body, redirect: /** @type {const} */ ("manual"), signal };
    try {
      return await fetch(this.address(request.target), init);
    } catch {
      throw broken(signal);
    }
  }

  /** How long the tenant may take from now on. */
  patience() {
    return AbortSignal.timeout(this.#patience);
  }
}

/**
 * What it is called when the way to the tenant breaks.
 *
 * @param {AbortSignal} signal
 */
export function broken(signal) {
  return new Refusal(signal.aborted ? "tenant_late" : "tenant_away");
}
