// What the released JavaScript client does with the tokens it got.

import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";

import { forget, sent } from "./browser.mjs";
import { accountOf, bob, scopes, useSandbox } from "./client.mjs";

describe("session", { timeout: 60_000 }, () => {
  const here = useSandbox();
  let account;

  beforeEach(async () => {
    account = accountOf(await here.client.signIn({ ...bob, scopes }));
    forget();
  });

  async function accessToken(inputs) {
    const result = await account.getAccessToken(inputs);
    assert.ok(result.isCompleted(), `no token: ${result.error?.errorData}`);
    return result.data;
  }

  test("an access token comes from the cache without a request", async () => {
    const first = await accessToken({ scopes, forceRefresh: false });
    const second = await accessToken({ scopes, forceRefresh: false });

    assert.ok(first.accessToken);
    assert.equal(second.accessToken, first.accessToken);
    assert.deepEqual(sent, []);
  });

  test("a forced refresh brings a new token with one request", async () => {
    const cached = await accessToken({ scopes, forceRefresh: false });
    const fresh = await accessToken({ scopes, forceRefresh: true });

    assert.notEqual(fresh.accessToken, cached.accessToken);
    assert.deepEqual(sent.map(({ form }) => form.get("grant_type")), ["refresh_token"]);
  });

  test("a token for an API carries that API's scope", async () => {
    const { accessToken: token } = await accessToken({ scopes: ["api://todo/ToDo.Read"], forceRefresh: false });

    const claims = JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
    assert.ok(claims.scp.split(" ").includes("ToDo.Read"), claims.scp);
    assert.deepEqual(sent.map(({ form }) => form.get("grant_type")), ["refresh_token"]);
  });

  test("the same client finds its account again", async () => {
    const found = here.client.getCurrentAccount();
    assert.ok(found.isCompleted());
    assert.equal(found.data.getAccount().username, bob.username);
  });
});
