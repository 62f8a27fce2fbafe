/** Reading bodies within bounds. */

/** The body is longer than allowed. */
export class TooLong extends Error {}

/**
 * The bytes of a request or an answer, `longest` at most.
 *
 * @param {Request | Response} message
 * @param {number} longest
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 * @throws {TooLong}
 */
export async function bytesOf(message, longest) {
  if (message.body === null) {
    return new Uint8Array();
  }
  /** @type {Uint8Array[]} */
  const parts = [];
  let length = 0;
  const reader = message.body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.length;
    if (length > longest) {
      await reader.cancel().catch(() => {});
      throw new TooLong();
    }
    parts.push(read.value);
  }
  return joined(parts, length);
}

/**
 * @param {Uint8Array[]} parts
 * @param {number} length
 */
function joined(parts, length) {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
