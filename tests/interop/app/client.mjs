// The released client, set up for the sandbox's first app.

import { CustomAuthPublicClientApplication } from "@azure/msal-browser/custom-auth";

import { clientId } from "./seed.mjs";

/** A client that nobody has used; `changes` takes the place of what an app usually sets. */
export function makeClient(tenant, changes = {}) {
  return CustomAuthPublicClientApplication.create({
    auth: { clientId, authority: "https://contoso.ciamlogin.com/" },
    cache: { cacheLocation: changes.cacheLocation ?? "memoryStorage" },
    customAuth: {
      authApiProxyUrl: tenant,
      challengeTypes: changes.challengeTypes ?? ["password", "oob", "redirect"],
      capabilities: changes.capabilities ?? ["mfa_required", "registration_required"],
    },
  });
}
