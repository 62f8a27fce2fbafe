// Sign-in with one factor, as the released JavaScript client does it.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { sent } from "./browser.mjs";
import { accountOf, bob, cleo, clientId, scopes, useSandbox } from "./client.mjs";
import { otherThan } from "./sandbox.mjs";

describe("sign-in", { timeout: 60_000 }, () => {
  const here = useSandbox();

  test("a password given at once signs in with three requests", async () => {
    const account = accountOf(await here.client.signIn({ ...bob, scopes }));

    assert.equal(account.getAccount().username, bob.username);
    assert.deepEqual(
      sent.map(({ path }) => path.slice(path.indexOf("/oauth2/"))),
      ["/oauth2/v2.0/initiate", "/oauth2/v2.0/challenge", "/oauth2/v2.0/token"],
    );
  });

  test("the account's claims are those of the person", async () => {
    const claims = accountOf(await here.client.signIn({ ...bob, scopes })).getClaims();

    assert.equal(claims.aud, clientId);
    assert.equal(claims.preferred_username, bob.username);
    assert.equal(claims.name, "Bob");
    assert.match(claims.iss, /^https:\/\/.+\/v2\.0$/);
    assert.ok(claims.exp > claims.iat, "the id token has a life of its own");
  });

  test("a wrong password given at once is told apart and can be corrected", async () => {
    const refused = await here.client.signIn({ ...bob, password: "not-this-one", scopes });
    assert.ok(refused.isFailed());
    assert.ok(refused.error.isPasswordIncorrect());

    accountOf(await here.client.signIn({ ...bob, scopes }));
  });

  test("a wrong password given when asked keeps the step", async () => {
    const asked = await here.client.signIn({ username: bob.username, scopes });
    assert.ok(asked.isPasswordRequired());

    const refused = await asked.state.submitPassword("not-this-one");
    assert.ok(refused.isFailed());
    assert.ok(refused.error.isInvalidPassword());

    accountOf(await asked.state.submitPassword(bob.password));
  });

  test("an e-mail code signs in, after a wrong one too", async () => {
    const asked = await here.client.signIn({ ...cleo, scopes });
    assert.ok(asked.isCodeRequired(), `came to ${asked.state.stateType}`);
    const [code] = await here.sandbox.codes(cleo.username, "email");

    const refused = await asked.state.submitCode(otherThan(code));
    assert.ok(refused.isFailed());
    assert.ok(refused.error.isInvalidCode());

    const account = accountOf(await asked.state.submitCode(code));
    assert.equal(account.getAccount().username, cleo.username);
  });

  test("a person whom nobody knows is not found", async () => {
    const refused = await here.client.signIn({ username: "nobody@contoso.example", password: "x", scopes });
    assert.ok(refused.isFailed());
    assert.ok(refused.error.isUserNotFound());
  });

  test("a browser may send every header that the client sets", async () => {
    accountOf(await here.client.signIn({ ...bob, scopes }));
    const headers = [...new Set(sent.flatMap(({ headers }) => headers))];

    const preflight = await fetch(`${here.sandbox.tenant}/oauth2/v2.0/initiate`, {
      method: "OPTIONS",
      headers: {
        Origin: "http://localhost:3000",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": headers.join(","),
      },
    });

    assert.ok(preflight.ok, `preflight answered ${preflight.status}`);
    assert.ok(["*", "http://localhost:3000"].includes(preflight.headers.get("access-control-allow-origin")));
    const allowed = preflight.headers.get("access-control-allow-headers").toLowerCase().split(/\s*,\s*/);
    for (const header of headers) {
      assert.ok(allowed.includes(header) || allowed.includes("*"), `${header} is not allowed`);
    }
  });
});
