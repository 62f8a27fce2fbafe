/**
 * Sealed continuation tokens: what the gate knows about a flow travels inside the flow's own token (docs/gate.md, "The
 * sealed token"). The format is the other gate's, to the byte.
 *
 * @typedef {import("./words.js").Channel} Channel
 * @typedef {import("./decide.js").Verdict} Verdict
 * @typedef {{provider: string, id: string}} Reference
 * @typedef {"first" | "second"} Stage
 *
 * @typedef {object} Envelope
 * @property {string} token the tenant's continuation token
 * @property {string} [user] the name that the flow began with
 * @property {Stage} stage how far the flow is
 * @property {Map<string, Channel>} methods the channel of each method that was listed, by its id
 * @property {string[]} contexts what was demanded so far
 * @property {Verdict} [verdict] the last one
 * @property {Reference} [reference] the provider's name for the call that it judged
 * @property {"device_lost"} [recovery] what the flow recovers from: a rule of the other gate
 * @property {boolean} [proven] whether the second proof of a reset was given there
 * @property {boolean} [unassigned] whether the new account is still to be put into its group there
 * @property {number} expires seconds since 1970
 */

import { encoded, decoded } from "./base64url.js";
import { fromText, toText } from "./envelope.js";
import { utf8 } from "./json.js";

const FORMAT = "dg1";
const LONGEST = 16 * 1024;
const NONCE = 12;
const KEY_BYTES = 32;
const KEY_ID = /^[a-z0-9-]{1,32}$/;
const AES = "AES-GCM";

/** A key or its id is of no use. */
export class InvalidKey extends Error {}

/** Nothing was sealed: the tenant's token is too long to be carried. */
export class TooLong extends Error {}

/** Seals with its first key, and opens with any. */
export class Seal {
  #tenant;
  #keys;

  /**
   * @param {string} tenant the tenant's id
   * @param {{id: string, key: CryptoKey}[]} keys
   */
  constructor(tenant, keys) {
    this.#tenant = tenant.toLowerCase();
    this.#keys = keys;
  }

  /**
   * For the tenant of that id. Two gates with the same keys and tenant open each other's tokens.
   *
   * @param {string} tenant
   * @param {{id: string, secret: string}[]} keys
   * @throws {InvalidKey} without a key, for one that is none, and when two have the same id
   */
  static async of(tenant, keys) {
    if (keys.length === 0) {
      throw new InvalidKey("there must be a key to seal with");
    }
    if (new Set(keys.map(({ id }) => id)).size < keys.length) {
      throw new InvalidKey("two keys have the same id");
    }
    return new Seal(tenant, await Promise.all(keys.map(imported)));
  }

  /**
   * The envelope as a token.
   *
   * @param {Envelope} envelope
   * @param {Uint8Array<ArrayBuffer>} [nonce] for tests alone
   * @throws {TooLong}
   */
  async seal(envelope, nonce = crypto.getRandomValues(new Uint8Array(NONCE))) {
    const [{ id, key }] = this.#keys;
    const additionalData = this.#bound(id);
    const text = new TextEncoder().encode(toText(envelope));
    const sealed = await crypto.subtle.encrypt({ name: AES, iv: nonce, additionalData }, key, text);
    const token = `${FORMAT}.${id}.${encoded(new Uint8Array([...nonce, ...new Uint8Array(sealed)]))}`;
    if (token.length > LONGEST) {
      throw new TooLong();
    }
    return token;
  }

  /**
   * What was sealed, unless it is too old at `now`, in seconds since 1970: `foreign` for any text that was not sealed
   * with one of these keys for this tenant.
   *
   * @param {string} token
   * @param {number} now
   * @returns {Promise<Envelope | "foreign" | "expired">}
   */
  async open(token, now) {
    const envelope = await this.#opened(token);
    if (!envelope) {
      return "foreign";
    }
    return envelope.expires <= now ? "expired" : envelope;
  }

  /** @param {string} token */
  async #opened(token) {
    const parts = token.split(".");
    const [format, id, body] = parts;
    const known = this.#keys.find((key) => key.id === id);
    const sealed = parts.length === 3 && token.length <= LONGEST ? decoded(body) : undefined;
    if (format !== FORMAT || !known || !sealed) {
      return undefined;
    }
    const cipher = { name: AES, iv: sealed.subarray(0, NONCE), additionalData: this.#bound(id) };
    try {
      const text = utf8(await crypto.subtle.decrypt(cipher, known.key, sealed.subarray(NONCE)));
      return text === undefined ? undefined : fromText(text);
    } catch {
      return undefined;
    }
  }

  /**
   * What is authenticated beside the envelope: a token serves one format, one key, one tenant.
   *
   * @param {string} id
   */
  #bound(id) {
    return new TextEncoder().encode(`${FORMAT}.${id}.${this.#tenant}`);
  }
}

/** @param {{id: string, secret: string}} key */
async function imported({ id, secret }) {
  if (!KEY_ID.test(id)) {
    throw new InvalidKey("a key's id must be 1 to 32 of a-z, 0-9 and -");
  }
  const bytes = standard(secret.trim());
  if (bytes?.length !== KEY_BYTES) {
    throw new InvalidKey("a key must be 32 bytes in base64");
  }
  return { id, key: await crypto.subtle.importKey("raw", bytes, AES, false, ["encrypt", "decrypt"]) };
}

/**
 * Bytes of padded base64, or none.
 *
 * @param {string} text
 */
function standard(text) {
  try {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return btoa(String.fromCharCode(...bytes)) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}
