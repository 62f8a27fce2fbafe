// The released client, set up for the sandbox's first app.

import "./browser.mjs";

import { CustomAuthPublicClientApplication } from "@azure/msal-browser/custom-auth";

export const clientId = "11111111-1111-4111-8111-111111111111";

export const bob = { username: "bob@contoso.example", password: "Builder-2024!" };
export const ada = { username: "ada@contoso.example", password: "Lovelace-1815" };
/** Has no password: signs in by a code that is sent by e-mail. */
export const cleo = { username: "cleo@contoso.example" };

/** This client replaces the default scopes by those it is given, so they are named here. */
export const scopes = ["openid", "profile", "offline_access"];

/** A client with an empty cache of its own. */
export function makeClient(tenant) {
  return CustomAuthPublicClientApplication.create({
    auth: { clientId, authority: "https://contoso.ciamlogin.com/" },
    cache: { cacheLocation: "memoryStorage" },
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
