/**
 * Reading JSON as the other gate does: UTF-8 without a mark, no half characters, no number that is none, not nested
 * without an end.
 *
 * @typedef {{[name: string]: unknown}} Members
 */

const DEEPEST = 127;
const NAME_ENDS = /\s*:/y;
const TOKENS = /"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|[{}[\]]/g;

/**
 * The object of a text, or none.
 *
 * @param {string} text
 * @returns {Members | undefined}
 */
export function readObject(text) {
  const value = read(text);
  return isObject(value) ? value : undefined;
}

/**
 * The object of a text whose members stand once, or none: of two verdicts nobody knows which one is meant.
 *
 * @param {string} text
 * @returns {Members | undefined}
 */
export function readPlainObject(text) {
  const value = readObject(text);
  return value && namesAtTop(text).length === Object.keys(value).length ? value : undefined;
}

/**
 * The text of bytes that are UTF-8, or none.
 *
 * @param {Uint8Array | ArrayBuffer} bytes
 */
export function utf8(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * A member that the object has of its own.
 *
 * @param {Members} object
 * @param {string} name
 */
export function own(object, name) {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/**
 * A member that is a text.
 *
 * @param {Members} object
 * @param {string} name
 */
export function ownText(object, name) {
  const value = own(object, name);
  return typeof value === "string" ? value : undefined;
}

/**
 * Whether it is an object, and neither a list nor null.
 *
 * @param {unknown} value
 * @returns {value is Members}
 */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {string} text */
function read(text) {
  try {
    const value = JSON.parse(text);
    return isPlain(text) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What `JSON.parse` takes and others refuse. The text is known to be JSON.
 *
 * @param {string} text
 */
function isPlain(text) {
  for (const { token, depth } of tokens(text)) {
    const isText = token.startsWith('"');
    const isNumber = /^[-0-9]/.test(token);
    const isOdd = (isText && !JSON.parse(token).isWellFormed()) || (isNumber && !Number.isFinite(Number(token)));
    if (isOdd || depth > DEEPEST) {
      return false;
    }
  }
  return true;
}

/**
 * The names of the outermost object's members, as often as they stand there.
 *
 * @param {string} text
 */
function namesAtTop(text) {
  const names = [];
  for (const { token, depth, end } of tokens(text)) {
    NAME_ENDS.lastIndex = end;
    if (depth === 1 && token.startsWith('"') && NAME_ENDS.test(text)) {
      names.push(token);
    }
  }
  return names;
}

/**
 * Texts, numbers and brackets, with how deep they stand and where they end.
 *
 * @param {string} text
 */
function* tokens(text) {
  let depth = 0;
  for (const found of text.matchAll(TOKENS)) {
    const [token] = found;
    if (token === "{" || token === "[") {
      depth += 1;
    } else if (token === "}" || token === "]") {
      depth -= 1;
    }
    yield { token, depth, end: found.index + token.length };
  }
}
