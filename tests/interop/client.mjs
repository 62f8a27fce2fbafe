// The released client, set up for the sandbox's first app.

import assert from "node:assert/strict";
import { after, before, beforeEach } from "node:test";

import { forget } from "./browser.mjs"; // before the client: it looks for a browser when it is loaded
import { start } from "./sandbox.mjs";

import { CustomAuthPublicClientApplication } from "@azure/msal-browser/custom-auth";

export const clientId = "11111111-1111-4111-8111-111111111111";

export const bob = { username: "bob@contoso.example", password: "Builder-2024!" };
export const ada = { username: "ada@contoso.example", password: "Lovelace-1815" };
/** Has no password: signs in by a code that is sent by e-mail. */
export const cleo = { username: "cleo@contoso.example" };

/** This client replaces the default scopes by those it is given, so they are named here. */
export const scopes = ["openid", "profile", "offline_access"];

/**
 * Gives the tests of a suite a sandbox, fresh from its seed, and a client that nobody has used, as
 * `{ sandbox, client }`; both are there once a test runs.
 */
export function useSandbox() {
  const here = {};
  before(async () => {
    here.sandbox = await start();
  });
  beforeEach(async () => {
    await here.sandbox.reset();
    here.client = await makeClient(here.sandbox.tenant);
    forget();
  });
  after(async () => {
    assert.equal(await here.sandbox.stop(), 0, "the sandbox ends cleanly");
  });
  return here;
}

function makeClient(tenant) {
  return CustomAuthPublicClientApplication.create({
    auth: { clientId, authority: "https://contoso.ciamlogin.com/" },
    cache: { cacheLocation: "memoryStorage" }, // one cache for each client
    customAuth: {
      authApiProxyUrl: tenant,
      challengeTypes: ["password", "oob", "redirect"],
      capabilities: ["mfa_required", "registration_required"],
    },
  });
}

/** The account of a result, or an error that says what came instead. */
export function accountOf(result) {
  if (!result.isCompleted()) {
    throw new Error(`not signed in: ${result.state?.stateType}`, { cause: result.error?.errorData });
  }
  return result.data;
}
