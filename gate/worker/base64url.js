/** base64url without padding, in which every text of bytes is written in one way only. */

const ALPHABET = /^[A-Za-z0-9_-]*$/;
/** So many bytes are turned into letters at a time: functions take only so many arguments. */
const PIECE = 8192;

/**
 * The bytes as text.
 *
 * @param {Uint8Array} bytes
 */
export function encoded(bytes) {
  let letters = "";
  for (let at = 0; at < bytes.length; at += PIECE) {
    letters += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  }
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/**
 * The bytes of a text; none when it has other letters, padding, or bits that belong to no byte.
 *
 * @param {string} text
 */
export function decoded(text) {
  if (!ALPHABET.test(text) || text.length % 4 === 1) {
    return undefined;
  }
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  return encoded(bytes) === text ? bytes : undefined;
}
