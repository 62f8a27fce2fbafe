// What the client does with the tokens it got.

import { outcome, whose } from "../app/outcome.mjs";
import { ada, bob, scopes } from "../app/seed.mjs";
import { purpose } from "../app/recording.mjs";

export const title = "session";

const api = ["api://todo/ToDo.Read"];

/** Bob's account, with what was sent so far forgotten. */
async function signedIn({ client, sent }) {
  const { data } = await client.signIn({ ...bob, scopes });
  sent.length = 0;
  return data;
}

/** The claims of an access token. */
function claimsOf({ data }) {
  const [, body] = data.accessToken.split(".");
  return JSON.parse(atob(body.replaceAll("-", "+").replaceAll("_", "/")));
}

export const tests = {
  async "an access token comes from the cache without a request"(here) {
    const { sent, expect } = here;
    const account = await signedIn(here);
    const first = await account.getAccessToken({ scopes, forceRefresh: false });
    const second = await account.getAccessToken({ scopes, forceRefresh: false });

    expect(outcome(first), "GetAccessTokenCompletedState");
    expect([first.data.accessToken.length > 0, second.data.accessToken], [true, first.data.accessToken]);
    expect(sent, []);
  },

  async "a forced refresh brings a new token with one request"(here) {
    const { sent, expect } = here;
    const account = await signedIn(here);
    const cached = await account.getAccessToken({ scopes, forceRefresh: false });
    const fresh = await account.getAccessToken({ scopes, forceRefresh: true });

    expect([fresh.data.accessToken.length > 0, fresh.data.accessToken === cached.data.accessToken], [true, false]);
    expect(sent.map(purpose), ["refresh_token"]);
  },

  async "refreshed tokens can be refreshed again"(here) {
    const account = await signedIn(here);
    for (const _ of [1, 2, 3]) {
      const fresh = await account.getAccessToken({ scopes, forceRefresh: true });
      here.expect(outcome(fresh), "GetAccessTokenCompletedState");
    }
  },

  async "a token for an API carries that API's scope and is kept beside the first"(here) {
    const { sent, expect } = here;
    const account = await signedIn(here);
    const first = await account.getAccessToken({ scopes: api, forceRefresh: false });
    const second = await account.getAccessToken({ scopes: api, forceRefresh: false });

    expect(claimsOf(first).scp.split(" ").includes("ToDo.Read"), true);
    expect(second.data.accessToken, first.data.accessToken);
    expect(sent.map(purpose), ["refresh_token"]);
  },

  async "a scope without consent is refused and the session stays"(here) {
    const { sandbox, expect } = here;
    await sandbox.withdrawConsent();
    const account = await signedIn(here);
    const refused = await account.getAccessToken({ scopes: api, forceRefresh: false });
    expect([refused.error.errorData.error, refused.error.errorData.errorCodes], ["invalid_grant", [65001]]);
    expect(outcome(await account.getAccessToken({ scopes, forceRefresh: true })), "GetAccessTokenCompletedState");
  },

  async "a revoked session ends at the next refresh"(here) {
    const { sandbox, expect } = here;
    const account = await signedIn(here);
    await sandbox.revoke(bob.username);
    const refused = await account.getAccessToken({ scopes, forceRefresh: true });
    expect(outcome(refused), "invalid_grant 50173");
  },

  async "a session with a second factor refreshes to a context that wants one"({ client, sandbox, expect }) {
    const { username, password } = ada;
    const awaiting = await client.signIn({ username, password, scopes });
    const challenged = await awaiting.state.requestChallenge(awaiting.state.getAuthMethods()[0].id);
    const code = (await sandbox.latestCode(username)) ?? (await sandbox.latestCode(ada.phone, "sms"));
    const { data: account } = await challenged.state.submitChallenge(code);

    const claims = JSON.stringify({ access_token: { acrs: { essential: true, value: "c3" } } });
    const stronger = await account.getAccessToken({ scopes: api, forceRefresh: true, claims });
    expect(claimsOf(stronger).acrs, ["c3"]);
  },

  async "a session without a second factor is refused that context"(here) {
    const account = await signedIn(here);
    const claims = JSON.stringify({ access_token: { acrs: { essential: true, value: "c3" } } });
    const refused = await account.getAccessToken({ scopes: api, forceRefresh: true, claims });
    here.expect(refused.error.errorData.errorCodes, [50076]);
  },

  async "the same client finds its account again"(here) {
    await signedIn(here);
    const found = here.client.getCurrentAccount();
    here.expect(outcome(found), "GetAccountCompletedState");
    here.expect(whose(found), bob.username);
  },

  async "a sign-out forgets the account, and another person can sign in"(here) {
    const { client, sent, expect } = here;
    const account = await signedIn(here);
    expect(outcome(await account.signOut()), "SignOutCompletedState");
    expect(sent, []);

    expect(outcome(client.getCurrentAccount()), "isCurrentAccountNotFound");
    const gone = await account.getAccessToken({ scopes, forceRefresh: false });
    expect(outcome(gone), "isCurrentAccountNotFound");
    expect(outcome(await account.signOut()), "isUserNotSignedIn");

    await client.signIn({ username: ada.username, scopes });
    expect(whose(await client.signIn({ ...bob, scopes })), bob.username);
  },
};
