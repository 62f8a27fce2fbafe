/**
 * Claims requests that only rise: the contexts that the gate demands go into a client's `claims`, and nothing that a
 * client writes there takes them out again (docs/protocol.md 5.6, docs/risk.md 2.2).
 *
 * `values` of a claims request are satisfied by any one of them, and how the service reads several contexts is
 * documented nowhere. So the contexts that the gate demands stand alone: beside an easier context of the client's choice
 * they might be worth no more than that one. Everything else that the client asks stays.
 */

import { isObject, own, readObject } from "./json.js";

const LONGEST = 8 * 1024;
const CONTEXT = /^[cC][1-9][0-9]?$/;

/** The client's claims are no claims request. */
export class ClaimsRefused extends Error {}

/**
 * An authentication context, `c1` to `c99`, in lower case; none when it is not one.
 *
 * @param {unknown} text
 * @returns {string | undefined}
 */
export function readContext(text) {
  return typeof text === "string" && CONTEXT.test(text) ? text.toLowerCase() : undefined;
}

/**
 * The contexts once each, in their order.
 *
 * @param {string[]} contexts
 */
export function inOrder(contexts) {
  const number = (/** @type {string} */ context) => Number(context.slice(1));
  return [...new Set(contexts)].sort((one, other) => number(one) - number(other));
}

/**
 * The client's claims with the demanded contexts. Without a demand they stay as they are, to the byte.
 *
 * @param {string | undefined} client
 * @param {string[]} demanded
 * @returns {string | undefined}
 * @throws {ClaimsRefused} when the client's text is too long, no JSON object, or asks for the access token's claims in
 *   a form that leaves no room for a demand
 */
export function raised(client, demanded) {
  const request = client === undefined ? {} : read(client);
  const access = accessToken(request) ?? {};
  if (demanded.length === 0) {
    return client;
  }
  const names = inOrder(demanded);
  const acrs = names.length === 1 ? { essential: true, value: names[0] } : { essential: true, values: names };
  return JSON.stringify({ ...request, access_token: { ...access, acrs } });
}

/**
 * Whether the client's own claims ask for all of these contexts. Claims that are none ask for nothing.
 *
 * @param {string | undefined} client
 * @param {string[]} demanded
 */
export function namesAll(client, demanded) {
  const named = asked(client);
  return demanded.every((context) => named.includes(context));
}

/** @param {string | undefined} client */
function asked(client) {
  if (client === undefined) {
    return [];
  }
  try {
    const acrs = own(accessToken(read(client)) ?? {}, "acrs");
    if (!isObject(acrs)) {
      return [];
    }
    const many = own(acrs, "values");
    return [own(acrs, "value"), ...(Array.isArray(many) ? many : [])].map(readContext);
  } catch {
    return [];
  }
}

/** @param {string} text */
function read(text) {
  const request = new TextEncoder().encode(text).length > LONGEST ? undefined : readObject(text);
  if (!request) {
    throw new ClaimsRefused();
  }
  return request;
}

/**
 * What is asked of the access token, if anything.
 *
 * @param {import("./json.js").Members} request
 */
function accessToken(request) {
  const access = own(request, "access_token");
  if (access !== undefined && access !== null && !isObject(access)) {
    throw new ClaimsRefused();
  }
  return access ?? undefined;
}
