// Sign-ins of the released client, for `cargo xtask bench`: for each line of standard input, which
// says how many, a line with the wall and CPU time of each in microseconds.
//
//   node bench.mjs AUTHORITY CLIENT_ID USERNAME PASSWORD

import { createInterface } from "node:readline";

import "./drive/window.mjs"; // before the client: it looks for a browser when it is loaded

import { CustomAuthPublicClientApplication } from "@azure/msal-browser/custom-auth";

const [tenant, clientId, username, password] = process.argv.slice(2);
const scopes = ["openid", "profile", "offline_access"];

function makeClient() {
  return CustomAuthPublicClientApplication.create({
    auth: { clientId, authority: "https://contoso.ciamlogin.com/" },
    cache: { cacheLocation: "memoryStorage" },
    customAuth: {
      authApiProxyUrl: tenant,
      challengeTypes: ["password", "oob", "redirect"],
      capabilities: ["mfa_required"],
    },
  });
}

/** With a client that nobody is signed in to; making it is not measured. */
async function signIn() {
  const client = await makeClient();
  const cpuBefore = process.cpuUsage();
  const begun = process.hrtime.bigint();
  const result = await client.signIn({ username, password, scopes });
  const wall = Number((process.hrtime.bigint() - begun) / 1000n);
  const { user, system } = process.cpuUsage(cpuBefore);
  if (!result.isCompleted()) {
    throw new Error(`not signed in: ${result.state?.stateType}`, { cause: result.error?.errorData });
  }
  return { wall, cpu: user + system };
}

for await (const line of createInterface({ input: process.stdin })) {
  const times = [];
  for (let left = Number(line); left > 0; left -= 1) {
    times.push(await signIn());
  }
  console.log(JSON.stringify(times));
}
