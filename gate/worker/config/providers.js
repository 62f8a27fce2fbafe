/** The providers of a configuration: which kind has which members. */

import { Generic } from "../providers/generic.js";
import { Human } from "../providers/human.js";
import { Prove } from "../providers/prove.js";
import { Remote } from "../providers/remote.js";
import { ThreatMetrix } from "../providers/threat_metrix.js";
import { ConfigError, Table, address, base, secret } from "./values.js";

/** @typedef {{[name: string]: unknown}} Env */

const RESTING = "a provider never rests here: instances of a Worker do not share how often it failed";
const ELSEWHERE = {
  secret_file: "a Worker has no files: put the secret with wrangler, and name it in secret_env",
  rest_after: RESTING,
  rest_seconds: RESTING,
};
const COMMON = ["kind", "url", "secret_env", "deadline_ms"];
/** @type {{[kind: string]: string[]}} */
const MEMBERS = {
  threat_metrix: ["org_id", "policy", "session_header"],
  human: ["app_id", "blocks_from"],
  prove: ["client_id", "session_header"],
  generic: ["report_url", "session_header"],
};
const HEADERS = /** @type {const} */ (["x-risk-session", "session_id"]);

/**
 * A provider, and its kind.
 *
 * @param {string} name
 * @param {unknown} value
 * @param {Env} env
 * @param {() => number} now
 */
export function provider(name, value, env, now) {
  const at = `providers.${name}`;
  const all = new Table(at, value, [...COMMON, ...Object.values(MEMBERS).flat()], ELSEWHERE);
  const kind = all.word("kind", Object.keys(MEMBERS), "");
  const known = [...COMMON, ...MEMBERS[kind]];
  const foreign = all.names().find((member) => !known.includes(member));
  if (foreign !== undefined) {
    throw new ConfigError(all.member(foreign), "does not belong to this kind of provider");
  }
  const settings = {
    deadline: all.number("deadline_ms", { usual: 800, least: 50, most: 10_000 }),
    sessionHeader: all.get("session_header") === undefined ? undefined : all.word("session_header", HEADERS, HEADERS[0]),
  };
  return { kind, remote: new Remote(dialect(kind, all, env), settings, now) };
}

/**
 * @param {string} kind
 * @param {Table} table
 * @param {Env} env
 * @returns {import("../providers/remote.js").Dialect}
 */
function dialect(kind, table, env) {
  const baseOr = (/** @type {string} */ usual) => base(table, "url", table.optional("url") ?? usual);
  switch (kind) {
    case "threat_metrix":
      return new ThreatMetrix({
        url: baseOr("https://h-api.online-metrix.net"),
        orgId: table.text("org_id"),
        apiKey: secret(table, env),
        policy: table.optional("policy") ?? "default",
      });
    case "human":
      return new Human({
        url: baseOr(`https://sapi-${table.text("app_id").toLowerCase()}.perimeterx.net`),
        appId: table.text("app_id"),
        serverToken: secret(table, env),
        blocksFrom: table.number("blocks_from", { usual: 100, least: 1, most: 100 }),
      });
    case "prove":
      return new Prove({
        url: baseOr("https://platform.proveapis.com"),
        clientId: table.text("client_id"),
        clientSecret: secret(table, env),
      });
    default:
      return generic(table, env);
  }
}

/**
 * @param {Table} table
 * @param {Env} env
 */
function generic(table, env) {
  const reportUrl = table.optional("report_url");
  return new Generic({
    url: address(table, "url", table.text("url")).href,
    reportUrl: reportUrl === undefined ? undefined : address(table, "report_url", reportUrl).href,
    token: table.get("secret_env") === undefined ? undefined : secret(table, env),
  });
}
