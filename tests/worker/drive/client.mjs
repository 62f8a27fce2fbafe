// Requests as they are written here: no path is made plain, no redirect followed.

import { once } from "node:events";
import { request } from "node:http";

/** The address of whoever calls, as Cloudflare would name it. */
export const ADDRESS = "127.0.0.1";

/** Sends a request, and reads the answer to its end. */
export async function send(port, { method = "POST", path, headers = {}, body }) {
  const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
  const outgoing = request({
    host: "127.0.0.1",
    port,
    method,
    path,
    agent: false,
    headers: { "cf-connecting-ip": ADDRESS, ...length, ...headers },
  });
  outgoing.end(body);
  const [incoming] = await once(outgoing, "response");
  const text = Buffer.concat(await incoming.toArray()).toString("utf8");
  return { status: incoming.statusCode, headers: incoming.headers, text, json: parsed(text) };
}

/** Posts a form to a native route. */
export function post(port, path, form, headers = {}) {
  const body = typeof form === "string" ? form : new URLSearchParams(form).toString();
  return send(port, { path, body, headers: { "content-type": "application/x-www-form-urlencoded", ...headers } });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
