// A server that answers as a test tells it to, and remembers what it was asked.

import { once } from "node:events";
import { createServer } from "node:http";

/** Replies that are no answers. */
export const HANG = Symbol("it never answers");
export const DROP = Symbol("it ends the connection");

/** Starts one. Reports of outcomes are heard aside, and always welcome. */
export async function startScripted() {
  const replies = [];
  const waiting = [];
  let seen = [];
  let reports = [];

  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join("");
    const came = { method: request.method, url: request.url, headers: request.headers, body };
    if (request.url === "/report") {
      reports.push(JSON.parse(body));
      waiting.splice(0).forEach((wake) => wake());
      return response.writeHead(204).end();
    }
    seen.push(came);
    waiting.splice(0).forEach((wake) => wake());
    reply(replies.shift() ?? { status: 599, body: "no reply was scripted" }, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}`;

  return {
    url,
    /** The next request that has no reply yet gets this one. */
    will: (...next) => replies.push(...next),
    /** How many replies nobody asked for. */
    left: () => replies.length,
    /** Drops the replies that nobody asked for, and what came. */
    forget() {
      replies.length = 0;
      seen = [];
    },
    /** What came since this was last asked. */
    seen() {
      const came = seen;
      seen = [];
      return came;
    },
    /** The reports, once there are so many. */
    async reports(count) {
      while (reports.length < count) {
        await new Promise((wake) => waiting.push(wake));
      }
      const came = reports;
      reports = [];
      return came;
    },
    /** Comes back when the next request is there. */
    next: () => new Promise((wake) => waiting.push(wake)),
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function reply(scripted, response) {
  if (scripted === HANG) {
    return;
  }
  if (scripted === DROP) {
    response.socket.destroy();
    return;
  }
  const { status = 200, headers = {}, body = "", raw, drip } = scripted;
  if (raw !== undefined) {
    response.socket.end(raw);
    return;
  }
  response.writeHead(status, { "content-type": "application/json", ...headers });
  if (drip !== undefined) {
    // The rest never comes.
    response.write(drip);
    return;
  }
  response.end(typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body));
}
