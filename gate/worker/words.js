/**
 * The words of the protocol that the gate acts on: routes, grants, channels (docs/protocol.md 1.2, 5.4, 2.4).
 *
 * @typedef {"sms" | "email" | "unknown"} Channel
 * @typedef {"password" | "oob" | "mfa_oob" | "continuation_token" | "refresh_token" | "authorization_code" | "other"} Grant
 * @typedef {keyof typeof ROUTES} Route
 */

/** The fifteen native routes, each with its path below the tenant. */
export const ROUTES = Object.freeze({
  sign_up_start: "signup/v1.0/start",
  sign_up_challenge: "signup/v1.0/challenge",
  sign_up_continue: "signup/v1.0/continue",
  initiate: "oauth2/v2.0/initiate",
  challenge: "oauth2/v2.0/challenge",
  introspect: "oauth2/v2.0/introspect",
  token: "oauth2/v2.0/token",
  register_introspect: "register/v1.0/introspect",
  register_challenge: "register/v1.0/challenge",
  register_continue: "register/v1.0/continue",
  reset_password_start: "resetpassword/v1.0/start",
  reset_password_challenge: "resetpassword/v1.0/challenge",
  reset_password_continue: "resetpassword/v1.0/continue",
  reset_password_submit: "resetpassword/v1.0/submit",
  reset_password_poll: "resetpassword/v1.0/poll_completion",
});

/** Every grant that has a name. */
export const GRANTS = Object.freeze([
  "password",
  "oob",
  "mfa_oob",
  "continuation_token",
  "refresh_token",
  "authorization_code",
]);

/** Every channel. */
export const CHANNELS = Object.freeze(["sms", "email", "unknown"]);

/**
 * Whether a flow begins here: the request names the person and carries no continuation token.
 *
 * @param {Route} route
 */
export function begins(route) {
  return route === "sign_up_start" || route === "initiate" || route === "reset_password_start";
}

/**
 * The grant of a token request. It is written exactly so: a tenant that reads more generously must not be asked with
 * what the gate took for something else.
 *
 * @param {string | undefined} text
 * @returns {Grant}
 */
export function readGrant(text) {
  return /** @type {Grant} */ (GRANTS.includes(text ?? "") ? text : "other");
}

/**
 * Whether the request goes on with a flow, so that it must carry a token that the gate sealed.
 *
 * @param {Grant} grant
 */
export function continuesAFlow(grant) {
  return grant === "password" || grant === "oob" || grant === "mfa_oob" || grant === "continuation_token";
}

/**
 * The channel of an answer's word; one that the gate does not know may be anything.
 *
 * @param {string} text
 * @returns {Channel}
 */
export function readChannel(text) {
  return text === "sms" || text === "email" ? text : "unknown";
}

/**
 * The channel to a contact that is being registered. The target decides, and the word only where it agrees: a request
 * that says `email` and names a number is a text message.
 *
 * @param {string | undefined} word
 * @param {string | undefined} target
 * @returns {Channel}
 */
export function channelToContact(word, target) {
  const isAddress = target?.includes("@") ?? false;
  if (isAddress && (word === "email" || word === undefined)) {
    return "email";
  }
  const isNumber = word === "sms" || (word === undefined && !isAddress);
  return isNumber ? "sms" : "unknown";
}

const NUMBER = /^\+[0-9]{4,15}$/;
const ODD = /[\s\p{White_Space}\p{Cc},;:<>()[\]"\\]/u;
const LONGEST_ADDRESS = 320;

/**
 * Whether a code can be sent there: a number as `+` and digits, or an address (docs/protocol.md 7.2). Anything else
 * might be read as a number by one server and as an address by another.
 *
 * @param {string} target
 */
export function isContact(target) {
  if (target.startsWith("+")) {
    return NUMBER.test(target);
  }
  const [name, host, ...more] = target.split("@");
  const isWhole = name !== "" && host !== undefined && host !== "" && more.length === 0;
  return isWhole && new TextEncoder().encode(target).length <= LONGEST_ADDRESS && !ODD.test(target);
}
