// What only a page can show: storage, and a browser that stands between the page and the sandbox.

import { outcome, whose } from "../app/outcome.mjs";
import { bob, scopes } from "../app/seed.mjs";

export const title = "across origins";

/** A sign-in whose account is kept in the page's storage. */
const signedIn = (cacheLocation) => async ({ makeClient, expect }) => {
  const client = await makeClient({ cacheLocation });
  expect(whose(await client.signIn({ ...bob, scopes })), bob.username);
};

/** The same account after the page was loaded anew, still good for tokens, until it is signed out. */
const foundAgain = (cacheLocation) => async ({ makeClient, sent, expect }) => {
  const client = await makeClient({ cacheLocation });
  const { data: account } = client.getCurrentAccount();
  expect(account.getAccount().username, bob.username);
  expect(outcome(await account.getAccessToken({ scopes, forceRefresh: false })), "GetAccessTokenCompletedState");
  expect(sent, []);
  expect(outcome(await account.getAccessToken({ scopes, forceRefresh: true })), "GetAccessTokenCompletedState");
  expect(outcome(await account.signOut()), "SignOutCompletedState");
  expect(outcome(client.getCurrentAccount()), "isCurrentAccountNotFound");
};

export const tests = {
  "signed in, kept in sessionStorage": signedIn("sessionStorage"),
  "found again in sessionStorage": foundAgain("sessionStorage"),
  "signed in, kept in localStorage": signedIn("localStorage"),
  "found again in localStorage": foundAgain("localStorage"),

  async "no flow starts where the sandbox is closed to pages"({ client, expect }) {
    const { username } = bob;
    expect(outcome(await client.signIn({ username, scopes })), "http_request_failed");
    expect(outcome(await client.signUp({ username })), "http_request_failed");
    expect(outcome(await client.resetPassword({ username })), "http_request_failed");
  },
};
