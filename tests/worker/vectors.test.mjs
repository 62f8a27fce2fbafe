// The Worker's modules, which need no Worker to run in, against the vectors that the other gate is held to.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { resealed } from "../../gate/worker/answers.js";
import { ClaimsRefused, namesAll, raised, readContext } from "../../gate/worker/claims.js";
import { VERDICTS, decide, neverOpen, watch } from "../../gate/worker/decide.js";
import { fromText } from "../../gate/worker/envelope.js";
import { find } from "../../gate/worker/paths.js";
import { Failure } from "../../gate/worker/providers/failure.js";
import { Generic } from "../../gate/worker/providers/generic.js";
import { Human } from "../../gate/worker/providers/human.js";
import { Prove } from "../../gate/worker/providers/prove.js";
import { ThreatMetrix } from "../../gate/worker/providers/threat_metrix.js";
import { InvalidKey, Seal, TooLong } from "../../gate/worker/seal.js";
import { CHANNELS, GRANTS, ROUTES } from "../../gate/worker/words.js";
import { plain, vectors } from "./drive/stage.mjs";

describe("decisions", async () => {
  const { words, rows } = await vectors("decisions");
  const situations = Object.entries(words).reduce(
    (cells, [name, all]) => cells.flatMap((cell) => all.map((word) => ({ ...cell, [name]: word }))),
    [{}],
  );

  test("every word is known", () => {
    assert.deepEqual(words.route, Object.keys(ROUTES));
    assert.deepEqual(words.grant, [...GRANTS, "other"]);
    assert.deepEqual(words.channel, CHANNELS);
    assert.deepEqual(words.verdict, VERDICTS);
  });

  for (const { name, when, decision } of rows) {
    test(name, () => {
      const meant = situations.filter((cell) => Object.entries(when).every(([of, any]) => any.includes(cell[of])));
      assert.ok(meant.length > 0);
      for (const situation of meant) {
        assert.equal(decide(situation), decision, JSON.stringify(situation));
      }
    });
  }

  test("an outage never lets a call go that was stepped up before", () => {
    const failed = situations.filter(({ verdict, session }) => verdict === "failed" && session === "present");
    const watched = failed.filter(({ route, grant, channel }) => watch(route, grant, channel) !== "nothing");
    assert.ok(watched.length > 0);
    for (const situation of watched) {
      assert.notEqual(decide(neverOpen(situation)), "allow", JSON.stringify(situation));
    }
  });
});

test("a path that begins with no slash is nobody's", () => {
  const names = ["7d0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90"];
  assert.deepEqual(find("*", names), { kind: "disguised" });
  assert.deepEqual(find("/", names), { kind: "passed" });
});

test("a letter that is a route's only in the other case hides no route", () => {
  const tenant = "7d0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90";
  for (const path of ["oauth2/v2.0/to\u212aen", "\u017fignup/v1.0/start", "%C5%BFignup/v1.0/start", "s\u0131gnup/v1.0/start", "s\u0130gnup/v1.0/start"]) {
    assert.deepEqual(find(`/${tenant}/${path}`, [tenant]), { kind: "disguised" }, path);
  }
});

test("of two tokens in an answer neither gets through unsealed", async () => {
  const { tenant, keys } = await vectors("sealed");
  const seal = await Seal.of(tenant, [keys[0]]);
  const flow = { token: "", stage: "first", methods: new Map(), contexts: [], expires: 1 };
  for (const body of ['{"continuation_token":"one","continuation_token":"two"}', '{"continuation_token":"one","continuation_token":null}']) {
    const said = await resealed(seal, "initiate", new TextEncoder().encode(body), flow);
    assert.doesNotMatch(said.body, /"one"|"two"/);
  }
});

describe("claims", async () => {
  const { cases } = await vectors("claims");

  for (const { name, client, demanded, forwarded, named } of cases) {
    test(name, () => {
      const contexts = demanded.map(readContext);
      assert.deepEqual(outcome(client ?? undefined, contexts), forwarded);
      assert.equal(namesAll(client ?? undefined, contexts), named);
    });
  }

  test("without a demand not a byte changes", () => {
    const client = '{ "id_token" : {"auth_time":null} , "id_token":{} }';
    assert.equal(raised(client, []), client);
  });

  test("more than a request holds is refused", () => {
    const long = `{"id_token":{"x":{"value":"${"x".repeat(9000)}"}}}`;
    const deep = `${'{"a":'.repeat(500)}1${"}".repeat(500)}`;
    for (const claims of [long, deep, '{"a":1e999}', '{"a":"\\ud800"}', '\ufeff{}']) {
      assert.throws(() => raised(claims, []), ClaimsRefused);
    }
  });

  function outcome(client, demanded) {
    try {
      const claims = raised(client, demanded);
      return claims === undefined ? null : JSON.parse(claims);
    } catch (error) {
      assert.ok(error instanceof ClaimsRefused);
      return "refused";
    }
  }
});

describe("sealed tokens", async () => {
  const { tenant, keys, now, cases } = await vectors("sealed");
  const seal = await Seal.of(tenant, keys);

  for (const { name, token, opens, nonce } of cases) {
    test(name, async () => {
      const opened = await seal.open(token, now);
      const { methods, contexts, ...rest } = typeof opened === "string" ? {} : plain(opened);
      const has = { ...(contexts?.length && { contexts }), ...(Object.keys(methods ?? {}).length && { methods }) };
      assert.deepEqual(typeof opened === "string" ? opened : { ...rest, ...has }, opens);
      if (nonce !== undefined) {
        const own = await Seal.of(
          tenant,
          keys.filter(({ id }) => token.startsWith(`dg1.${id}.`)),
        );
        assert.equal(await own.seal(fromText(JSON.stringify(opens)), Buffer.from(nonce, "base64")), token);
      }
    });
  }

  test("a token with any letter changed does not open", async () => {
    const { token } = cases[0];
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === "A" ? "B" : "A";
      assert.equal(await seal.open(token.slice(0, at) + other + token.slice(at + 1), now), "foreign", String(at));
    }
  });

  test("no two tokens are alike, and none is too long", async () => {
    const envelope = await seal.open(cases[0].token, now);
    assert.notEqual(await seal.seal(envelope), await seal.seal(envelope));
    await assert.rejects(seal.seal({ ...envelope, token: "t".repeat(16 * 1024) }), TooLong);
    assert.equal(await seal.open(`dg1.2026-11.${"A".repeat(16 * 1024)}`, now), "foreign");
  });

  test("keys that are none are refused", async () => {
    const [key] = keys;
    const wrong = [[], [key, key], [{ ...key, id: "a.b" }], [{ ...key, secret: "AAAA" }], [{ ...key, secret: "*" }]];
    for (const given of wrong) {
      await assert.rejects(Seal.of(tenant, given), InvalidKey);
    }
  });
});

describe("answers of providers", async () => {
  const { cases } = await vectors("providers");
  const url = "https://risk.example";
  const dialects = {
    threat_metrix: new ThreatMetrix({ url, orgId: "org", apiKey: "key", policy: "default" }),
    human: new Human({ url, appId: "PXapp", serverToken: "token", blocksFrom: 100 }),
    prove: new Prove({ url, clientId: "id", clientSecret: "secret" }),
    generic: new Generic({ url }),
  };
  const question = { session: "5f0c1a2b3c4d5e6f708192a3b4c5d6e7", phone: "+15550100123" };

  for (const { name, dialect, status, body, says } of cases) {
    test(`${dialect}: ${name}`, () => {
      assert.deepEqual(read(dialects[dialect], status, new TextEncoder().encode(body)), says);
    });
  }

  test("bytes that are no text are no answer", () => {
    for (const dialect of Object.values(dialects)) {
      assert.deepEqual(read(dialect, 200, Uint8Array.of(0xff, 0xfe)), { failed: "garbage" });
    }
  });

  test("what Prove says of another number is no proof", () => {
    const body = new TextEncoder().encode('{"success":true,"phoneNumber":"+15550100888"}');
    assert.deepEqual(read(dialects.prove, 200, body, { proof: "c-1" }), { failed: "other_session" });
  });

  function read(dialect, status, body, more = {}) {
    try {
      return dialect.read({ ...question, ...more }, status, body).verdict;
    } catch (error) {
      assert.ok(error instanceof Failure, error);
      return { failed: error.reason };
    }
  }
});
