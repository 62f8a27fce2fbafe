// Many callers at once, as cheap as can be: what they cost is taken from what is measured, on the same cores.

import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";

/** So many connections over which the same request is made again and again: a function of how many times, which tells how many there were in a second. */
export async function crowd(port, connections, { path, headers, body }) {
  const lines = Object.entries({ host: `127.0.0.1:${port}`, ...headers, "content-length": Buffer.byteLength(body) });
  const head = [`POST ${path} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`)];
  const request = Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
  const callers = await Promise.all(Array.from({ length: connections }, () => caller(port)));
  return async (times) => {
    let left = times;
    const begun = process.hrtime.bigint();
    const one = async (call) => {
      while (left > 0) {
        left -= 1;
        await call(request);
      }
    };
    await Promise.all(callers.map(one));
    return (times * 1e9) / Number(process.hrtime.bigint() - begun);
  };
}

/** A connection: a function that sends a request, and ends when all of the answer is there. */
async function caller(port) {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  let missing = 0;
  let done;
  let failed;
  socket.on("data", (part) => {
    missing = missing === 0 ? rest(part) : missing - part.length;
    if (missing === 0) {
      done();
    }
  });
  socket.on("close", () => failed?.(new Error("a connection broke off")));
  return (request) =>
    new Promise((resolve, reject) => {
      [done, failed] = [resolve, reject];
      socket.write(request);
    });
}

/** How much of an answer is still to come after its first part, in which its head is. */
function rest(part) {
  const end = part.indexOf("\r\n\r\n");
  const head = part.latin1Slice(0, end);
  assert.match(head, /^HTTP\/1.1 200 /);
  return end + 4 + Number(/^content-length: (\d+)/im.exec(head)[1]) - part.length;
}
