/** Values of a configuration, each with the member that it stands in. */

/** A wrong member, and what is wrong with it. */
export class ConfigError extends Error {
  /**
   * @param {string} member
   * @param {string} problem
   */
  constructor(member, problem) {
    super(problem);
    this.member = member;
  }
}

/** A table of the configuration. */
export class Table {
  #at;
  #members;

  /**
   * @param {string} at
   * @param {unknown} value
   * @param {string[]} known the members that it may have
   * @param {{[member: string]: string}} [elsewhere] those of the other gate, and why a Worker has none
   */
  constructor(at, value, known, elsewhere = {}) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new ConfigError(at, value === undefined ? "is missing" : "must be an object");
    }
    this.#at = at;
    this.#members = new Map(Object.entries(value));
    for (const name of this.#members.keys()) {
      if (Object.hasOwn(elsewhere, name)) {
        throw new ConfigError(this.member(name), elsewhere[name]);
      }
      if (!known.includes(name)) {
        throw new ConfigError(this.member(name), "is no member that a Worker knows");
      }
    }
  }

  /**
   * The whole name of a member.
   *
   * @param {string} name
   */
  member(name) {
    return this.#at === "" ? name : `${this.#at}.${name}`;
  }

  /**
   * A member, whatever it is.
   *
   * @param {string} name
   */
  get(name) {
    return this.#members.get(name);
  }

  /** The names of the members. */
  names() {
    return [...this.#members.keys()];
  }

  /**
   * A text that may be missing.
   *
   * @param {string} name
   * @returns {string | undefined}
   */
  optional(name) {
    const value = this.get(name);
    if (value !== undefined && typeof value !== "string") {
      throw this.wrong(name, "must be a text");
    }
    return value;
  }

  /**
   * A text.
   *
   * @param {string} name
   */
  text(name) {
    const value = this.optional(name);
    if (!value) {
      throw this.wrong(name, "is missing");
    }
    return value;
  }

  /**
   * A whole number.
   *
   * @param {string} name
   * @param {{usual: number, least: number, most: number}} bounds
   */
  number(name, { usual, least, most }) {
    const value = this.get(name) ?? usual;
    if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
      throw this.wrong(name, `must be from ${least} to ${most}`);
    }
    return value;
  }

  /**
   * One of several words.
   *
   * @template {string} W
   * @param {string} name
   * @param {readonly W[]} words
   * @param {W} usual
   */
  word(name, words, usual) {
    const value = this.optional(name) ?? usual;
    const found = words.find((word) => word === value);
    if (found === undefined) {
      throw this.wrong(name, `must be ${words.slice(0, -1).join(", ")} or ${words.at(-1)}`);
    }
    return found;
  }

  /**
   * @param {string} name
   * @param {string} problem
   */
  wrong(name, problem) {
    return new ConfigError(this.member(name), problem);
  }
}

/**
 * An address. Beyond this machine it must be HTTPS.
 *
 * @param {Table} table
 * @param {string} name
 * @param {string} text
 */
export function address(table, name, text) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) {
    throw table.wrong(name, "must be an address");
  }
  if (url.username !== "" || url.password !== "") {
    throw table.wrong(name, "must hold neither a name nor a password");
  }
  const isHere = url.hostname === "localhost" || url.hostname === "[::1]" || /^127(\.\d+){3}$/.test(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isHere)) {
    throw table.wrong(name, "must be https, unless it is this machine");
  }
  return url;
}

/**
 * An address without a path, and without a slash at its end.
 *
 * @param {Table} table
 * @param {string} name
 * @param {string} text
 */
export function base(table, name, text) {
  const url = address(table, name, text);
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    throw table.wrong(name, "must end after the host and the port");
  }
  return url.origin;
}

/**
 * The secret of that name.
 *
 * @param {Table} table
 * @param {{[name: string]: unknown}} env
 */
export function secret(table, env) {
  const value = env[table.text("secret_env")];
  if (typeof value !== "string" || value.trim() === "") {
    throw table.wrong("secret_env", "there is no secret of that name");
  }
  return value.trim();
}
