/**
 * The tenant's answers: what a flow's token is sealed in again, and what the answer says about the flow.
 *
 * @typedef {import("./seal.js").Envelope} Envelope
 * @typedef {import("./words.js").Route} Route
 * @typedef {import("./words.js").Channel} Channel
 * @typedef {import("./json.js").Members} Members
 *
 * @typedef {object} Said
 * @property {string} [body] the answer with its token sealed; none when there was nothing to change
 * @property {boolean} granted tokens of the person came
 * @property {boolean} wrongCode a code was wrong
 * @property {boolean} texted a code went by text message
 */

import { isObject, own, ownText, readObject, utf8 } from "./json.js";
import { TooLong } from "./seal.js";
import { readChannel } from "./words.js";

/** The most methods that are remembered. Further ones are of an unknown channel, and so checked like texts. */
const MOST_METHODS = 32;
const TOKEN = "continuation_token";
/** Where these routes lead on, they lead beyond the first factor, whatever the tenant calls it. */
const BEYOND_THE_FIRST = ["token", "introspect", "register_introspect", "register_challenge", "register_continue"];

/** An answer with a token in it that cannot be sealed must not reach the client. */
export class Unsealable extends Error {}

/**
 * Reads the answer of a route. `flow` is the flow as it was, with what this call adds to it; its token is replaced.
 *
 * @param {import("./seal.js").Seal} seal
 * @param {Route} route
 * @param {Uint8Array} body
 * @param {Envelope} flow
 * @returns {Promise<Said>}
 * @throws {Unsealable}
 */
export async function resealed(seal, route, body, flow) {
  const answer = readObject(utf8(body) ?? "");
  if (!answer) {
    if (new TextDecoder().decode(body).includes(TOKEN)) {
      throw new Unsealable();
    }
    return { granted: false, wrongCode: false, texted: false };
  }
  const said = {
    granted: Object.hasOwn(answer, "access_token"),
    wrongCode: own(answer, "suberror") === "invalid_oob_value",
    texted: own(answer, "challenge_channel") === "sms",
  };
  const token = own(answer, TOKEN);
  if (token === undefined) {
    return said;
  }
  // Of two members the last one counts. The answer is written as it was read, so that no other one gets through.
  if (token === null) {
    return { ...said, body: JSON.stringify(answer) };
  }
  if (typeof token !== "string") {
    throw new Unsealable();
  }
  const methods = methodsOf(answer) ?? flow.methods;
  const sealed = await sealedIn(seal, { ...flow, token, stage: stageOf(route, answer, flow.stage), methods });
  return { ...said, body: JSON.stringify({ ...answer, [TOKEN]: sealed }) };
}

/**
 * @param {import("./seal.js").Seal} seal
 * @param {Envelope} envelope
 */
async function sealedIn(seal, envelope) {
  try {
    return await seal.seal(envelope);
  } catch (error) {
    throw error instanceof TooLong ? new Unsealable() : error;
  }
}

/**
 * From where a second factor or a registration is asked for, codes may go by text.
 *
 * @param {Route} route
 * @param {Members} answer
 * @param {import("./seal.js").Stage} now
 */
function stageOf(route, answer, now) {
  const suberror = own(answer, "suberror");
  const beginsSecond = suberror === "mfa_required" || suberror === "registration_required";
  const isSecond = BEYOND_THE_FIRST.includes(route) || beginsSecond || Object.hasOwn(answer, "methods");
  return isSecond ? "second" : now;
}

/**
 * The channels of listed methods. An id that stands twice could mean either: unknown.
 *
 * @param {Members} answer
 */
function methodsOf(answer) {
  const listed = own(answer, "methods");
  if (!Array.isArray(listed)) {
    return undefined;
  }
  /** @type {Map<string, Channel>} */
  const methods = new Map();
  for (const method of listed.slice(0, MOST_METHODS).filter(isObject)) {
    const id = ownText(method, "id");
    const word = ownText(method, "challenge_channel");
    if (id !== undefined && word !== undefined) {
      const channel = readChannel(word);
      methods.set(id, (methods.get(id) ?? channel) === channel ? channel : "unknown");
    }
  }
  return methods;
}
