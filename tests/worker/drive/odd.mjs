// Requests that a client might send to get around a gate, the same ones in every run.

import { ROUTES } from "../../../gate/worker/words.js";
import { SESSION, TENANT } from "./stage.mjs";

const FORM = { "content-type": "application/x-www-form-urlencoded", "x-risk-session": SESSION };
const VERDICTS = ["pass", "challenge", "review", "reject", "unknown_session", "rate_limit", "failed"];
const TARGETS = [
  ..."+15550100123|casey+b@farm.example|ad\u00e9@contoso.example|+|15550100123|+1 555 010 0123|+1-555|+1555010x".split("|"),
  ..."+15550100123@a.example|@|a@|@a.example|a@b@c.example|a@b.example,+15550100123|a@b .example".split("|"),
  ..."tel:+1555@b.example|+\u0661\u0662\u0663\u0664|+1234567890123456|+123|+1234|a\u00a0@b.example|a@b\u2028c".split("|"),
  ..."\ufeff+15550100123|a\u0085@b.example|(a)@b.example|a@b.example;x|A@B.EXAMPLE".split("|"),
  `${"a".repeat(300)}@b.example`,
  `${"\u00e9".repeat(160)}@b.example`,
];
const CLAIMS = [
  '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}',
  '{"access_token":{"acrs":{"values":["c1","c3"]},"xms_cc":{"values":["cp1"]}},"id_token":{"auth_time":null}}',
  '{"access_token":null}',
  '{"access_token":7}',
  '{"access_token":[]}',
  '{"__proto__":{"access_token":{"acrs":{"value":"c3"}}}}',
  '{"access_token":{"__proto__":{"acrs":{"value":"c3"}}}}',
  '{"access_token":{"acrs":"c3"}}',
  '{"access_token":{"acrs":{"value":["c3"],"values":"c3"}}}',
  '{"access_token":{"acrs":{"value":"C3"}}} ',
  "{}{}",
  "{",
  "null",
  '\ufeff{"access_token":{}}',
  '{"a":1e999}',
  '{"a":"\\ud800"}',
  '{"a":"\\ud83d\\ude00"}',
  '{"a":01}',
  "{'a':1}",
  '{"a":1,}',
  `${'{"a":'.repeat(126)}{}${"}".repeat(126)}`,
  `${'{"a":'.repeat(127)}{}${"}".repeat(127)}`,
  `${"[".repeat(500)}${"]".repeat(500)}`,
  `{"a":"${"x".repeat(8184)}"}`,
  `{"a":"${"x".repeat(8185)}"}`,
  `{"a":"${"\u00e9".repeat(5000)}"}`,
];
const BODIES = [
  "",
  "a",
  "&&a=b&&",
  "=a",
  "grant_type=refresh_token&grant_type=password",
  "grant_type=refresh_token&Grant_Type=password",
  "Grant_Type=password",
  "grant_type%00=password",
  "grant_type =password",
  "%67rant_type=password&grant_type=password",
  "%67rant_type=refresh_token&refresh_token=r",
  "grant_type=refresh_token&refresh_token=%ff",
  "grant_type=refresh_token&refresh_token=%EF%BF%BD",
  "grant_type=refresh_token&refresh_token=%C3%A9%f0%9f%98%80+%2B*-._~!'()",
  "grant_type=refresh_token&refresh_token=%zz",
  "grant_type=refresh_token&refresh_token=%2",
  "grant_type=refresh_token&refresh_token=%c0%af",
  "grant_type=refresh_token&refresh_token=%ed%a0%80",
  "grant_type=refresh_token&refresh_token=a%0d%0ab%00",
  "grant_type=refresh_token&refresh_token=a\r\nb",
  "grant_type=refresh_token&refresh_token=a\u0085b",
  "grant_type=refresh_token&refresh_token=\u00e9\u{1f600}",
  "grant_type=refresh_token&refresh_token=a=b==c",
  "grant_type=refresh_token&claims[0]=x",
  "grant_type=refresh_token;refresh_token=a",
  "grant_type=authorization_code&code=c&x-client-SKU=s&X-AnchorMailbox=Oid:a@b",
  "grant_type=authorization_code&x-a=1&X-A=2",
  "grant_type=client_credentials",
  "grant_type=password%20",
  '{"grant_type":"password"}',
  Array.from({ length: 64 }, (_, at) => `n${at}=1`).join("&"),
  Array.from({ length: 65 }, (_, at) => `n${at}=1`).join("&"),
];
const ANSWERS = [
  { body: "" },
  { body: "null" },
  { body: "<html></html>" },
  { body: "<html>continuation_token</html>" },
  { body: '["continuation_token"]' },
  { body: '{"continuation_token":null,"a":1}' },
  { body: '{"continuation_token":7}' },
  { body: '{"continuation_token":"one","continuation_token":"two"}' },
  { body: '{"continuation\\u005ftoken":"t"}' },
  { body: '{"continuation_token":"cut' },
  { body: '\ufeff{"continuation_token":"t"}' },
  { body: Buffer.from('{"continuation_token":"\xff"}', "latin1") },
  { body: { continuation_token: "t".repeat(11_000) } },
  { body: { continuation_token: "t".repeat(20_000) } },
  { body: `{"continuation_token":"t","a":${"[".repeat(200)}${"]".repeat(200)}}` },
  { body: { continuation_token: "t", methods: [] } },
  { body: { continuation_token: "t", methods: "none" } },
  { body: { continuation_token: "t", methods: [null, 7, { id: "1" }, { id: "a", challenge_channel: "voice" }] } },
  { body: { continuation_token: "t", methods: [1, 2].map((n) => ({ id: "a", challenge_channel: ["sms", "email"][n - 1] })) } },
  { body: { continuation_token: "t", methods: Array.from({ length: 40 }, (_, n) => ({ id: `m${n}`, challenge_channel: "email" })) } },
  { body: { continuation_token: "t", methods: [{ id: "__proto__", challenge_channel: "email" }] } },
  { status: 400, body: { error: "invalid_grant", suberror: "registration_required", continuation_token: "t" } },
  { status: 400, body: { error: "invalid_grant", suberror: "invalid_oob_value" } },
  { status: 204 },
  { status: 302, headers: { location: "https://app.example/back" } },
  { status: 429, headers: { "retry-after": "7" }, body: { error: "slow_down" } },
  { status: 500, body: "oh" },
  { headers: { "set-cookie": ["a=1", "b=2"], "keep-alive": "timeout=1", "x-own": "1" }, body: {} },
  { headers: { "access-control-allow-origin": "*", "access-control-allow-credentials": "true" }, body: {} },
];
const HEADERS = [
  { "x-risk-session": "short" },
  { "x-risk-session": ["5f0c1a2b3c4d5e6f708192a3b4c5d6e7", "5f0c1a2b3c4d5e6f708192a3b4c5d6e7"] },
  { "x-risk-signals": Buffer.from('{"schema":1}').toString("base64url") },
  { "x-risk-signals": Buffer.from('{"schema":1}').toString("base64") },
  { "x-risk-signals": Buffer.from("[1]").toString("base64url") },
  { "x-risk-signals": Buffer.from(`{"a":"${"x".repeat(4096)}"}`).toString("base64url") },
  { "x-risk-signals": `${Buffer.from('{"schema":12}').toString("base64url").slice(0, -1)}9` },
  { "x-risk-proof": "p-1" },
  { "x-risk-proof": "a b" },
  { "x-risk-proof": ["a", "a"] },
  { "x-risk-proof": "p".repeat(4097) },
  { "content-type": "Application/X-WWW-Form-URLEncoded; charset=utf-8" },
  { "content-type": "application/json" },
  { "content-encoding": "gzip" },
  { session_id: SESSION, email_id: "eve@contoso.example", "x_forwarded_for": "192.0.2.1" },
  { "x-http-method-override": "GET", "x-original-url": "/elsewhere", "x-rewrite-url": "/elsewhere", forwarded: "for=192.0.2.1" },
  { "true-client-ip": "192.0.2.1", "x-real-ip": "192.0.2.1", "x-azure-clientip": "192.0.2.1", "x-attest": "a" },
  { "x-client-sku": "s", "x-client-ver": "1", accept: "application/json", cookie: "a=1", authorization: "Bearer x" },
  { origin: "https://app.example" },
  { origin: "https://evil.example" },
];

/** All of them. `tokens` are sealed ones: of a first and a second factor, and one that is too old. */
export function oddRequests(tokens) {
  const chance = chances(20261122);
  const token = (form, more = {}) => posted("oauth2/v2.0/token", { continuation_token: tokens.first, ...form }, more);
  const register = (form, more) => posted("register/v1.0/challenge", { continuation_token: tokens.second, ...form }, more);
  const stages = Object.values(tokens);
  return [
    ...paths(chance).flatMap((path) => [raw({ path, body: "username=ada" }), raw({ method: "GET", path })]),
    ...["", "?dc=ESTS-1", "?dc=a;b", "?claims", "?CLAIMS=x", "?id=", "?%69d=1", "?a=%zz", "?a=1&a=2"].map((query) =>
      raw({ path: `/${TENANT}/oauth2/v2.0/initiate${query}`, body: "username=ada" }),
    ),
    ...Object.values(ROUTES).flatMap((path) => [
      ...["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"].map((method) => raw({ method, path: `/${TENANT}/${path}` })),
      ...stages.map((held) => posted(path, { continuation_token: held, grant_type: "mfa_oob", id: "1" })),
      posted(path, { continuation_token: "tenant-token" }),
      posted(path, { username: "ada@contoso.example" }),
    ]),
    ...BODIES.map((body) => raw({ path: `/${TENANT}/oauth2/v2.0/token`, body })),
    ...VERDICTS.flatMap((verdict) => [
      ...["password", "oob", "continuation_token"].map((grant_type) => token({ grant_type }, { verdict })),
      ...["1", "2", "3"].map((id) => posted("oauth2/v2.0/challenge", { continuation_token: tokens.second, id }, { verdict })),
      posted("signup/v1.0/start", { username: "dora@contoso.example" }, { verdict }),
      register({ challenge_target: "+15550100123" }, { verdict }),
    ]),
    ...CLAIMS.flatMap((claims) => [
      token({ grant_type: "password", claims }),
      token({ grant_type: "password", claims }, { verdict: "pass" }),
      token({ grant_type: "mfa_oob", claims, continuation_token: tokens.second }),
      posted("oauth2/v2.0/token", { grant_type: "refresh_token", refresh_token: "r", claims }),
    ]),
    ...TARGETS.flatMap((challenge_target) =>
      [undefined, "sms", "email", "voice", "SMS"].map((word) =>
        register({ challenge_target, ...(word && { challenge_channel: word }) }, { verdict: "pass" }),
      ),
    ),
    ...ANSWERS.flatMap((answer) => [
      token({ grant_type: "password" }, { answer }),
      token({ grant_type: "mfa_oob", continuation_token: tokens.second }, { answer }),
      posted("oauth2/v2.0/initiate", { username: "ada@contoso.example" }, { answer }),
      posted("oauth2/v2.0/introspect", { continuation_token: tokens.first }, { answer }),
    ]),
    ...HEADERS.flatMap((headers) => [
      token({ grant_type: "password" }, { headers }),
      posted("signup/v1.0/start", { username: "dora@contoso.example" }, { headers }),
      raw({ method: "GET", path: `/${TENANT}/v2.0/.well-known/openid-configuration`, headers }),
      raw({
        method: "OPTIONS",
        path: `/${TENANT}/oauth2/v2.0/token`,
        headers: { ...headers, "access-control-request-method": "POST", "access-control-request-headers": "a,b" },
      }),
    ]),
  ];
}

function posted(path, form, more = {}) {
  return raw({ path: `/${TENANT}/${path}`, body: new URLSearchParams(form).toString(), ...more });
}

function raw({ headers = {}, ...request }) {
  return { ...request, headers: { ...(request.body === undefined ? {} : FORM), ...headers } };
}

const PIECES = [
  ...[TENANT, "oauth2", "v2.0", "token", "OAUTH2", "%74oken", "tok%65n", "signup", "v1.0", "start", "x", "api", "v3"],
  ...["/", "/", "/", "//", "/./", "\\", "%2f", "/../", "/%2e%2e/", "%2574oken", "contoso", ".", "..", "V2.0"],
];
/** What makes a path of a native route in plain letters, or nearly one. */
const SEGMENTS = [
  ...[TENANT, "common", "oauth2", "v2.0", "v1.0", "token", "challenge", "initiate", "introspect", "signup", "register"],
  ...["resetpassword", "start", "api", "v3", "version", "authorize", "keys", "continue"],
];
const ENDS = ["", "", "/", ";x", "%3bx", "%00", "%00x", "%3fx", "%23x", "%2500", "%20", ".", "%2f..%2f", "%", "%7", "%ff"];

/** Routes written in other ways, and paths pieced together from their parts. */
function paths(chance) {
  const among = (all) => all[chance(all.length)];
  const written = Object.values(ROUTES).flatMap((route) =>
    Array.from({ length: 6 }, () => {
      const letters = [...`${TENANT}/${route}`].map((letter) => inDisguise(letter, chance(60)));
      return `/${letters.join("")}${among(ENDS)}`;
    }),
  );
  const pieced = Array.from({ length: 150 }, () => {
    const parts = Array.from({ length: chance(9) }, () => among(PIECES));
    return `/${parts.join(among(["", "/"]))}${among(ENDS)}`;
  });
  const plain = Array.from({ length: 120 }, () => {
    const segments = Array.from({ length: 1 + chance(5) }, () => among(SEGMENTS));
    return `/${segments.join("/")}`;
  });
  const known = Object.values(ROUTES).flatMap((route) => [
    `/${TENANT.toUpperCase()}/${route.toUpperCase()}/`,
    `/common/${route}`,
    `/${TENANT}/b2c_1_flow/${route}`,
    `/${route}`,
  ]);
  return [...known, ...plain, ...written, ...pieced];
}

function inDisguise(letter, how) {
  const code = letter.charCodeAt(0).toString(16);
  const ways = [letter.toUpperCase(), `%${code}`, `%25${code}`, `%252525${code}`, `%u00${code}`];
  const slashes = letter === "/" ? ["//", "/./", "\\", "/x/../"] : [];
  return [...ways, ...slashes][how] ?? letter;
}

/** Numbers below a limit, the same in every run. */
function chances(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
