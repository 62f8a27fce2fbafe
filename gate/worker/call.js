/**
 * A native call as the gate understands it.
 *
 * @typedef {import("./words.js").Route} Route
 * @typedef {import("./words.js").Grant} Grant
 * @typedef {import("./words.js").Channel} Channel
 * @typedef {import("./seal.js").Envelope} Envelope
 * @typedef {import("./forms.js").Form} Form
 *
 * @typedef {object} Call
 * @property {Route} route
 * @property {Grant} grant
 * @property {Channel} channel
 * @property {Form} form
 * @property {Envelope} [flow] the flow so far; one that has no token yet when the call begins it, none outside of flows
 * @property {string} [user] who is meant: the name that the flow began with, whatever the call says
 * @property {string} [phone] the number that a text would go to, where the call names it
 * @property {boolean} takesClaims whether the claims of the call are the gate's business
 */

import { Refusal } from "./refusals.js";
import { begins, channelToContact, continuesAFlow, isContact, readGrant } from "./words.js";

const TOKEN = "continuation_token";

/**
 * Understands a call, or says why it is none.
 *
 * @param {Route} route
 * @param {Form} form
 * @param {import("./seal.js").Seal} seal
 * @param {number} now
 * @returns {Promise<Call>}
 */
export async function readCall(route, form, seal, now) {
  const read = route === "token" ? readGrant(form.get("grant_type")) : "other";
  const flow = await flowOf(route, read, form, seal, now);
  const grant = atItsStage(read, flow);
  const target = form.get("challenge_target");
  if (route === "register_challenge" && target !== undefined && !isContact(target)) {
    throw new Refusal("target");
  }
  const channel = channelOf(route, form, flow);
  return {
    route,
    grant,
    channel,
    form,
    flow,
    user: flow?.user,
    phone: route === "register_challenge" && channel !== "email" ? target : undefined,
    takesClaims: route === "token" && continuesAFlow(grant),
  };
}

/**
 * @param {Route} route
 * @param {Grant} grant
 * @param {Form} form
 * @param {import("./seal.js").Seal} seal
 * @param {number} now
 * @returns {Promise<Envelope | undefined>}
 */
async function flowOf(route, grant, form, seal, now) {
  if (begins(route)) {
    return { token: "", user: form.get("username"), stage: "first", methods: new Map(), contexts: [], expires: 0 };
  }
  if (route === "token" && !continuesAFlow(grant)) {
    return undefined;
  }
  const opened = await seal.open(form.get(TOKEN) ?? "", now);
  if (opened === "foreign" || opened === "expired") {
    throw new Refusal(opened === "foreign" ? "token" : "expired");
  }
  return opened;
}

/**
 * A second factor is proved where one was asked for. Elsewhere the word would be a way to tokens that nobody judges.
 *
 * @param {Grant} grant
 * @param {Envelope | undefined} flow
 * @returns {Grant}
 */
function atItsStage(grant, flow) {
  return grant === "mfa_oob" && flow?.stage !== "second" ? "other" : grant;
}

/**
 * Where a code would go (docs/protocol.md 5.2, 7.2).
 *
 * @param {Route} route
 * @param {Form} form
 * @param {Envelope | undefined} flow
 * @returns {Channel}
 */
function channelOf(route, form, flow) {
  if (route === "register_challenge") {
    return channelToContact(form.get("challenge_channel"), form.get("challenge_target"));
  }
  if (route !== "challenge" || !flow) {
    return "unknown";
  }
  const id = form.get("id");
  if (id !== undefined) {
    return flow.methods.get(id) ?? "unknown";
  }
  // Without an id the service picks a method, and the gate does not know which.
  return flow.stage === "first" ? "email" : "unknown";
}
