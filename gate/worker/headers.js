/** Which headers go through (docs/risk.md 7, RFC 9110 7.6.1). */

/** What belongs to one connection. */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
/** What the request to the tenant says anew. */
const OWN = new Set(["host", "content-length", "expect", "accept-encoding"]);
/** What a client says to the gate or to a provider, and the tenant must never see: a client could write it itself. */
const RISK = ["x-risk-", "x-px-", "x-attest", "x-recovery"];
/**
 * What proxies say about the client, which the gate says anew, and what some servers read a path from in place of the
 * request's own.
 */
const ORIGINS = ["forwarded", "x-forwarded", "x-original", "x-azure-", "x-real-ip", "x-rewrite-url"];
/** The same, under names that many have made up. */
const ADDRESSES = ["client-ip", "clientip", "connecting-ip"];

/**
 * Whether a client could mean to be taken for somebody else by a header, or lead the tenant elsewhere. Some servers
 * read `_` as `-`; `session_id` and `email_id` of Microsoft's sample are among these (docs/risk.md 2.2).
 *
 * @param {string} name
 */
function isForged(name) {
  return (
    name.includes("_") ||
    (name.startsWith("x-") && name.includes("method")) ||
    [...RISK, ...ORIGINS].some((start) => name.startsWith(start)) ||
    ADDRESSES.some((part) => name.includes(part))
  );
}

/**
 * The headers of a request as the tenant gets them.
 *
 * @param {Headers} headers
 */
export function inbound(headers) {
  return kept(headers, (name) => !OWN.has(name) && !isForged(name));
}

/**
 * The headers of an answer as the client gets them.
 *
 * @param {Headers} headers
 */
export function outbound(headers) {
  return kept(headers, (name) => name !== "content-length");
}

/**
 * @param {Headers} headers
 * @param {(name: string) => boolean} goes
 */
function kept(headers, goes) {
  const listed = new Set((headers.get("connection") ?? "").split(",").map((name) => name.trim().toLowerCase()));
  const out = new Headers();
  for (const [name, value] of headers) {
    if (!HOP_BY_HOP.has(name) && !listed.has(name) && goes(name)) {
      out.append(name, value);
    }
  }
  return out;
}
