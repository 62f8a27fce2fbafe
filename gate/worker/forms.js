/**
 * Reading a form so that no server behind the gate can read it otherwise.
 *
 * A name that stands twice, or that another reader would fold into a name of the protocol, may mean one thing here and
 * another there. Such a form is refused.
 */

const MOST = 64;
const CONTROL = /\p{Cc}/u;
const BROKEN_ESCAPE = /%(?![0-9A-Fa-f]{2})/;
/**
 * Names of the protocol are of small letters. The official clients add some of their own, which begin with `x-` in
 * either case and have capitals.
 */
const PLAIN = /^(?:[a-z0-9_.-]+|[xX]-[A-Za-z0-9_.-]*)$/;

/** The members of a request, in order. */
export class Form {
  /** @type {[string, string][]} */
  #members;

  /** @param {[string, string][]} members */
  constructor(members) {
    this.#members = members;
  }

  /**
   * Reads a text; none when it cannot be read in one way only.
   *
   * @param {string} text
   * @returns {Form | undefined}
   */
  static parse(text) {
    if (CONTROL.test(text) || BROKEN_ESCAPE.test(text)) {
      return undefined;
    }
    const parts = text.split("&").filter((part) => part !== "");
    const members = parts.map(member);
    const known = new Set(members.map((read) => read?.[0].toLowerCase()));
    if (members.length > MOST || known.size < members.length) {
      return undefined;
    }
    return members.every((read) => read !== undefined) ? new Form(members) : undefined;
  }

  /**
   * A member's value. Empty ones count as absent, as for the service (docs/protocol.md 1.3).
   *
   * @param {string} name
   */
  get(name) {
    return this.#members.find(([known]) => known === name)?.[1] || undefined;
  }

  /**
   * Whether there is a member of that name, whatever its value.
   *
   * @param {string} name
   */
  has(name) {
    return this.#members.some(([known]) => known === name);
  }

  /**
   * The form with another value of a member, or with one more.
   *
   * @param {string} name
   * @param {string} value
   */
  with(name, value) {
    return new Form([...this.#members.filter(([known]) => known !== name), [name, value]]);
  }

  /** The body. */
  encoded() {
    return new URLSearchParams(this.#members).toString();
  }
}

/**
 * @param {string} part
 * @returns {[string, string] | undefined}
 */
function member(part) {
  const [name, ...value] = part.split("=");
  const read = [name, value.join("=")].map(decoded);
  const [readName, readValue] = read;
  if (readName === undefined || readValue === undefined || !PLAIN.test(readName)) {
    return undefined;
  }
  // Where others put bytes that are no text.
  return readValue.includes("\ufffd") ? undefined : [readName, readValue];
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}
