/**
 * What is sealed, as JSON (docs/gate.md, "The sealed token").
 *
 * @typedef {import("./seal.js").Envelope} Envelope
 * @typedef {import("./seal.js").Reference} Reference
 */

import { inOrder, readContext } from "./claims.js";
import { VERDICTS } from "./decide.js";
import { isObject, own, ownText, readObject } from "./json.js";
import { CHANNELS } from "./words.js";

const STAGES = ["first", "second"];
/** What a flow of the other gate's may recover from. */
const RECOVERIES = ["device_lost"];

/**
 * The text of an envelope. What is empty is left out.
 *
 * @param {Envelope} envelope
 */
export function toText(envelope) {
  const { token, user, stage, methods, contexts, verdict, reference, expires } = envelope;
  return JSON.stringify({
    token,
    user,
    stage,
    methods: methods.size > 0 ? Object.fromEntries([...methods].sort(byId)) : undefined,
    contexts: contexts.length > 0 ? inOrder(contexts) : undefined,
    verdict,
    reference: reference && { provider: reference.provider, id: reference.id },
    recovery: envelope.recovery,
    proven: envelope.proven || undefined,
    unassigned: envelope.unassigned || undefined,
    expires,
  });
}

/**
 * The envelope of a text, or none.
 *
 * @param {string} text
 * @returns {Envelope | undefined}
 */
export function fromText(text) {
  const read = readObject(text);
  const methods = own(read ?? {}, "methods") ?? {};
  const contexts = own(read ?? {}, "contexts") ?? [];
  if (!read || !isObject(methods) || !Array.isArray(contexts)) {
    return undefined;
  }
  /** @type {{[name: string]: any}} */
  const envelope = {
    token: own(read, "token"),
    user: own(read, "user") ?? undefined,
    stage: own(read, "stage"),
    methods: new Map(Object.entries(methods)),
    contexts: contexts.map(readContext),
    verdict: own(read, "verdict") ?? undefined,
    reference: own(read, "reference") ?? undefined,
    recovery: own(read, "recovery") ?? undefined,
    proven: own(read, "proven"),
    unassigned: own(read, "unassigned"),
    expires: own(read, "expires"),
  };
  return isWhole(envelope) ? envelope : undefined;
}

/**
 * @param {{[name: string]: any}} envelope
 * @returns {envelope is Envelope}
 */
function isWhole(envelope) {
  const { token, user, stage, methods, contexts, verdict, reference, recovery, expires } = envelope;
  const isTextOrNone = (/** @type {unknown} */ value) => value === undefined || typeof value === "string";
  const isMarkOrNone = (/** @type {unknown} */ value) => value === undefined || typeof value === "boolean";
  return (
    typeof token === "string" &&
    isTextOrNone(user) &&
    STAGES.includes(stage) &&
    [...methods.values()].every((channel) => CHANNELS.includes(channel)) &&
    !contexts.includes(undefined) &&
    (verdict === undefined || VERDICTS.includes(verdict)) &&
    (reference === undefined || isReference(reference)) &&
    (recovery === undefined || RECOVERIES.includes(recovery)) &&
    isMarkOrNone(envelope.proven) &&
    isMarkOrNone(envelope.unassigned) &&
    Number.isSafeInteger(expires) &&
    expires >= 0
  );
}

/** @param {unknown} reference */
function isReference(reference) {
  return (
    isObject(reference) &&
    ownText(reference, "provider") !== undefined &&
    ownText(reference, "id") !== undefined
  );
}

/**
 * @param {[string, unknown]} one
 * @param {[string, unknown]} other
 */
function byId([one], [other]) {
  return one < other ? -1 : 1;
}
