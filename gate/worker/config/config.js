/**
 * The configuration: the variable `GATE` as JSON, in the members of the other gate's file (docs/gate.md, "The
 * configuration"). What that gate can do and a Worker cannot is refused, and not half done.
 *
 * @typedef {{provider: string, fail: import("../decide.js").FailPolicy}} Rule
 *
 * @typedef {object} Gate what all requests share
 * @property {() => number} now seconds since 1970
 * @property {Seal} seal
 * @property {number} lifetime how many seconds a sealed token is good
 * @property {string} context what a step-up demands
 * @property {{token: Rule, challenge: Rule, register_challenge: Rule, sign_up: Rule}} rules
 * @property {{[name: string]: import("../providers/remote.js").Remote}} providers
 * @property {Tenant} tenant
 * @property {Cors} cors
 * @property {number} longestBody
 */

import { readContext } from "../claims.js";
import { Cors } from "../cors.js";
import { InvalidKey, Seal } from "../seal.js";
import { Tenant } from "../tenant.js";
import { provider } from "./providers.js";
import { ConfigError, Table, base, secret } from "./values.js";

export { ConfigError };

const TABLES = ["tenant", "seal", "step_up", "providers", "routes", "cors", "limits"];
const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const HOST = /^[A-Za-z0-9.:-]+$/;
const FAILS = /** @type {const} */ (["closed", "open", "challenge"]);
const CLOUDFLARES = "is Cloudflare's business";
const HOST_OF_UPSTREAM = "a Worker calls the tenant by the host of upstream";

/**
 * Reads the configuration of an environment.
 *
 * @param {{[name: string]: unknown}} env
 * @param {() => number} now
 * @returns {Promise<Gate>}
 * @throws {ConfigError}
 */
export async function readConfig(env, now) {
  const whole = new Table("", document(env.GATE), TABLES, { listen: "Cloudflare listens, and names the client" });
  const named = new Table("tenant", whole.get("tenant"), ["id", "name", "upstream"], {
    host: HOST_OF_UPSTREAM,
    keep_host: HOST_OF_UPSTREAM,
    ca_file: "a Worker trusts what Cloudflare trusts",
  });
  const id = guid(named);
  const limits = new Table("limits", whole.get("limits") ?? {}, ["body_bytes", "tenant_seconds"], {
    connections: CLOUDFLARES,
    head_seconds: CLOUDFLARES,
    body_seconds: CLOUDFLARES,
    grace_seconds: CLOUDFLARES,
  });
  const sealing = new Table("seal", whole.get("seal"), ["keys", "lifetime_seconds"]);
  const { rules, providers } = judges(whole, env, now);
  return {
    now,
    seal: await seal(id, sealing, env),
    lifetime: sealing.number("lifetime_seconds", { usual: 3600, least: 1, most: 86_400 }),
    context: context(new Table("step_up", whole.get("step_up"), ["context", "mode"])),
    rules,
    providers,
    tenant: new Tenant({
      names: [id, ...name(named)],
      upstream: base(named, "upstream", named.text("upstream")),
      patience: limits.number("tenant_seconds", { usual: 30, least: 1, most: 300 }) * 1000,
    }),
    cors: new Cors(origins(new Table("cors", whole.get("cors") ?? {}, ["origins"]))),
    longestBody: limits.number("body_bytes", { usual: 65_536, least: 1024, most: 1_048_576 }),
  };
}

/** @param {unknown} given a text, or what wrangler made of one */
function document(given) {
  if (typeof given !== "string") {
    return given ?? fail("GATE", "is missing");
  }
  try {
    return JSON.parse(given);
  } catch {
    return fail("GATE", "must be JSON");
  }
}

/** @param {Table} table */
function guid(table) {
  const id = table.text("id");
  return GUID.test(id) ? id.toLowerCase() : fail("tenant.id", "must be the tenant's id, a GUID");
}

/** @param {Table} table */
function name(table) {
  const text = table.optional("name");
  if (text === undefined) {
    return [];
  }
  return HOST.test(text) ? [text.toLowerCase()] : fail("tenant.name", "must be a host name");
}

/**
 * @param {string} tenant
 * @param {Table} table
 * @param {{[name: string]: unknown}} env
 */
async function seal(tenant, table, env) {
  const keys = list(table, "keys").map((value, at) => {
    const key = new Table(`seal.keys.${at}`, value, ["id", "secret_env"], {
      secret_file: "a Worker has no files: put the key with wrangler, and name it in secret_env",
    });
    return { id: key.text("id"), secret: secret(key, env) };
  });
  try {
    return await Seal.of(tenant, keys);
  } catch (error) {
    throw error instanceof InvalidKey ? new ConfigError("seal.keys", error.message) : error;
  }
}

/** @param {Table} table */
function context(table) {
  if (table.word("mode", ["rewrite", "resubmit"], "rewrite") === "resubmit") {
    throw table.wrong("mode", "resubmit remembers its demands, and instances of a Worker share no memory");
  }
  return readContext(table.text("context")) ?? fail("step_up.context", "must be one of c1 to c99");
}

/**
 * Who judges what.
 *
 * @param {Table} whole
 * @param {{[name: string]: unknown}} env
 * @param {() => number} now
 * @returns {Pick<Gate, "rules" | "providers">}
 */
function judges(whole, env, now) {
  const tables = whole.get("providers");
  const names = Object.keys(tables ?? {});
  const given = new Table("providers", tables, names);
  const known = new Map(names.map((each) => [each, provider(each, given.get(each), env, now)]));
  const routes = new Table("routes", whole.get("routes"), ["token", "challenge", "register_challenge", "sign_up"]);
  const rule = (/** @type {string} */ route, sendsTexts = false) => {
    const table = new Table(`routes.${route}`, routes.get(route), ["provider", "fail"]);
    const judge = known.get(table.text("provider"));
    if (!judge) {
      throw table.wrong("provider", "there is no provider of that name");
    }
    if (judge.kind === "prove" && route !== "register_challenge") {
      throw table.wrong("provider", "prove judges numbers, which only register_challenge names");
    }
    const policy = table.word("fail", FAILS, "closed");
    if (sendsTexts && policy === "open") {
      throw table.wrong("fail", "no text message is sent without a verdict: closed or challenge");
    }
    return { provider: table.text("provider"), fail: policy };
  };
  return {
    rules: {
      token: rule("token"),
      challenge: rule("challenge", true),
      register_challenge: rule("register_challenge", true),
      sign_up: rule("sign_up"),
    },
    providers: Object.assign(
      Object.create(null),
      Object.fromEntries([...known].map(([each, { remote }]) => [each, remote])),
    ),
  };
}

/** @param {Table} table */
function origins(table) {
  const isOne = (/** @type {unknown} */ text) =>
    text === "*" || (typeof text === "string" && URL.canParse(text) && new URL(text).origin === text);
  const all = list(table, "origins");
  return all.every(isOne)
    ? /** @type {string[]} */ (all)
    : fail("cors.origins", "must be * or origins such as https://app.example");
}

/**
 * @param {Table} table
 * @param {string} member
 * @returns {unknown[]}
 */
function list(table, member) {
  const value = table.get(member) ?? [];
  return Array.isArray(value) ? value : fail(table.member(member), "must be a list");
}

/**
 * @param {string} member
 * @param {string} problem
 * @returns {never}
 */
function fail(member, problem) {
  throw new ConfigError(member, problem);
}
