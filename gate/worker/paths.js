/**
 * Which route a path means, read the way the most generous server behind the gate could read it.
 *
 * A path that a server would take for a native route, and the gate would not, leads around the gate. So everything that
 * decodes, folds or ends in a native route without being written as one is refused.
 *
 * @typedef {import("./words.js").Route} Route
 * @typedef {{kind: "native", route: Route} | {kind: "passed"} | {kind: "unknown"} | {kind: "disguised"}} Place
 */

import { ROUTES } from "./words.js";

const PATHS = Object.values(ROUTES);
/** Families of routes that only native authentication has. */
const FAMILIES = ["signup", "register", "resetpassword"];
const LEAVES = ["initiate", "challenge", "introspect", "token"];
const VERSION = /^v[0-9]/;
/** How often a path may be percent-encoded over and over before it is nobody's path. */
const DECODINGS = 3;
const ODD = /[\p{Cc}%?#]/u;
const WHITE = /\p{White_Space}/gu;

/**
 * Finds the place of a path. `names` are the tenant's: its id, and its domain name if that is served too, both in lower
 * case.
 *
 * @param {string} path
 * @param {string[]} names
 * @returns {Place}
 */
export function find(path, names) {
  const segments = path.startsWith("/") ? canonical(decodedWhole(path)) : undefined;
  if (!segments) {
    return { kind: "disguised" };
  }
  if (!concerns(segments)) {
    return { kind: "passed" };
  }
  const plain = smallLetters(path.replace(/^\//, "")).replace(/\/$/, "");
  if (plain !== segments.join("/")) {
    return { kind: "disguised" };
  }
  const [tenant, ...rest] = segments;
  const route = /** @type {Route[]} */ (Object.keys(ROUTES)).find((name) => ROUTES[name] === rest.join("/"));
  return route && names.includes(tenant) ? { kind: "native", route } : { kind: "unknown" };
}

/**
 * Whether anything in the path is the gate's business. `/oauth2/token` is the older token endpoint, and `/api/v2.0` the
 * preview of the next protocol.
 *
 * @param {string[]} segments
 */
function concerns(segments) {
  const whole = `/${segments.join("/")}`;
  return (
    PATHS.some((path) => whole.endsWith(`/${path}`)) ||
    segments.some((segment, at) => {
      const [next = "", afterNext = ""] = segments.slice(at + 1);
      const isVersioned = VERSION.test(next) && (FAMILIES.includes(segment) || segment === "api");
      const isToken = segment === "oauth2" && (LEAVES.includes(next) || (VERSION.test(next) && LEAVES.includes(afterNext)));
      return isVersioned || isToken;
    })
  );
}

/**
 * Decoded over and over. None when a server could read it otherwise: what is wrong in its escapes some take as it is and
 * some in ways of their own, and some end a path at a control character or where a query would begin.
 *
 * @param {string} path
 */
function decodedWhole(path) {
  /** @type {string | undefined} */
  let text = path;
  for (let time = 0; time < DECODINGS; time += 1) {
    text = decoded(text);
    if (text === undefined) {
      return undefined;
    }
  }
  return ODD.test(text) ? undefined : text;
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * In one case, without doubled slashes, backslashes, parameters and white space. None when it climbs: what `..` takes
 * back is read in many ways where a slash is doubled, and every client takes it back by itself.
 *
 * @param {string | undefined} text
 */
function canonical(text) {
  if (text === undefined) {
    return undefined;
  }
  const segments = text
    .replaceAll("\\", "/")
    .toUpperCase()
    .toLowerCase()
    .replaceAll("\u0307", "")
    .split("/")
    .map((segment) => segment.split(";")[0].replace(WHITE, ""));
  if (segments.includes("..")) {
    return undefined;
  }
  return segments.map((segment) => segment.replace(/\.+$/, "")).filter((segment) => segment !== "");
}

/** @param {string} text */
function smallLetters(text) {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
