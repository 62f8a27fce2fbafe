/**
 * Where a request goes first, and what becomes of all that fails: whatever happens there is an answer.
 *
 * @typedef {import("./config/config.js").Gate} Gate
 *
 * @typedef {object} Record what is told about a native call; there is no field that anything of a person's would fit into
 * @property {number} at
 * @property {import("./words.js").Route} route
 * @property {import("./words.js").Grant} [grant]
 * @property {import("./words.js").Channel} [channel]
 * @property {import("./decide.js").SessionState} [session]
 * @property {import("./decide.js").Verdict} [verdict]
 * @property {import("./providers/failure.js").Reason} [failure]
 * @property {import("./decide.js").Decision} [decision]
 * @property {number} status
 * @property {number} [provider_ms]
 * @property {number} [tenant_ms]
 * @property {boolean} [unforeseen_text]
 * @property {string} correlation
 *
 * @typedef {{waitUntil(work: Promise<unknown>): void}} Context
 */

import { TooLong, bytesOf } from "./bodies.js";
import { ConfigError, readConfig } from "./config/config.js";
import { outbound } from "./headers.js";
import { answer, handedOn } from "./native.js";
import { find } from "./paths.js";
import { Refusal, json } from "./refusals.js";

/** Where the gate says that it is there. */
const HEALTH = "/healthz";
const TARGET = /^[a-z]+:\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?/i;
const ADDRESS = /^[0-9A-Fa-f.:]{3,45}$/;
const CORRELATION = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/**
 * The Worker's handler. `now` gives seconds since 1970.
 *
 * @param {() => number} now
 */
export function gateAt(now) {
  /** @type {{env: object, gate: Gate} | undefined} */
  let known;
  return {
    /**
     * @param {Request} request
     * @param {{[name: string]: unknown}} env
     * @param {Context} context
     */
    async fetch(request, env, context) {
      const correlation = correlationOf(request.headers);
      try {
        if (known?.env !== env) {
          known = { env, gate: await readConfig(env, now) };
        }
        return await answered(known.gate, request, correlation, context);
      } catch (error) {
        return failed(error).response(correlation);
      }
    },
  };
}

/**
 * @param {Gate} gate
 * @param {Request} request
 * @param {string} correlation
 * @param {Context} context
 */
async function answered(gate, request, correlation, context) {
  const [, host, path, query = ""] = TARGET.exec(request.url) ?? ["", "", ""];
  if (request.method === "GET" && path === HEALTH) {
    return json(200, { status: "ok" });
  }
  const preflight = gate.cors.preflight(request);
  if (preflight) {
    return preflight;
  }
  const read = async () => ({
    method: request.method,
    path,
    query,
    target: query === "" ? path : `${path}?${query}`,
    host,
    headers: request.headers,
    body: await bodyOf(request, gate.longestBody),
    client: clientOf(request.headers),
    tell: teller(gate, context),
  });
  const place = find(path, gate.tenant.names);
  const response =
    place.kind === "native"
      ? await recorded(gate, place.route, correlation, read)
      : await elsewhere(gate, place, read).catch((error) => failed(error).response(correlation));
  return gate.cors.open(request, response);
}

/**
 * Answers a native call, and tells about it.
 *
 * @param {Gate} gate
 * @param {import("./words.js").Route} route
 * @param {string} correlation
 * @param {() => Promise<import("./native.js").Inbound>} read
 */
async function recorded(gate, route, correlation, read) {
  /** @type {Record} */
  const record = { at: gate.now(), route, status: 0, correlation };
  /** @type {Response} */
  let response;
  try {
    response = await answer(gate, route, await read(), record);
  } catch (error) {
    response = failed(error).response(correlation);
  }
  record.status = response.status;
  console.log(JSON.stringify(record));
  return response;
}

/**
 * Hands on what is none of the gate's business, and the answer as it comes. An address is read once more as it will be
 * called: what makes it plain must not make it a native route.
 *
 * @param {Gate} gate
 * @param {import("./paths.js").Place} place
 * @param {() => Promise<import("./native.js").Inbound>} read
 */
async function elsewhere(gate, place, read) {
  if (place.kind !== "passed") {
    throw new Refusal(place.kind === "disguised" ? "disguised" : "place");
  }
  const request = await read();
  const called = gate.tenant.address(request.target);
  if (find(called.pathname, gate.tenant.names).kind !== "passed") {
    throw new Refusal("disguised");
  }
  const body = request.body.length > 0 ? request.body : undefined;
  const response = await gate.tenant.send(request, { body, signal: gate.tenant.patience() });
  return handedOn(response.body, response.status, outbound(response.headers));
}

/**
 * @param {Request} request
 * @param {number} longest
 */
async function bodyOf(request, longest) {
  if (Number(request.headers.get("content-length")) > longest) {
    throw new Refusal("too_large");
  }
  try {
    return await bytesOf(request, longest);
  } catch (error) {
    throw error instanceof TooLong ? new Refusal("too_large") : error;
  }
}

/**
 * Whose call it is. Cloudflare writes that header and lets no client write it; without it something else has called.
 *
 * @param {Headers} headers
 */
function clientOf(headers) {
  const address = headers.get("cf-connecting-ip") ?? "";
  if (!ADDRESS.test(address)) {
    throw new ConfigError("cf-connecting-ip", "the call did not come by way of Cloudflare");
  }
  return address;
}

/**
 * Tells providers of outcomes beside the calls.
 *
 * @param {Gate} gate
 * @param {Context} context
 * @returns {import("./native.js").Inbound["tell"]}
 */
function teller({ providers }, context) {
  return ({ provider, id }, outcome) => {
    const told = providers[provider]?.report(id, outcome) ?? Promise.resolve(false);
    const noted = told.then((isHeard) => isHeard || console.warn(`${provider} was not told of ${outcome}`));
    context.waitUntil(noted);
  };
}

/**
 * The id that the client gave its call, if it is one (docs/protocol.md 1.5).
 *
 * @param {Headers} headers
 */
function correlationOf(headers) {
  const given = headers.get("client-request-id") ?? "";
  return CORRELATION.test(given) ? given.toLowerCase() : crypto.randomUUID();
}

/**
 * What a client is told of a failure. What went wrong inside is told to the log alone, without the words of anybody.
 *
 * @param {unknown} error
 */
function failed(error) {
  if (error instanceof Refusal) {
    return error;
  }
  if (error instanceof ConfigError) {
    console.error(`${error.member}: ${error.message}`);
    return new Refusal("misconfigured");
  }
  console.error(`the gate failed: ${error instanceof Error ? error.name : typeof error}`);
  return new Refusal("broken");
}
