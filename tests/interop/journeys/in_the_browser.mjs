// Where the flow cannot go on inside the app: every start and every token call may say so.

import { outcome, whose } from "../app/outcome.mjs";
import { ada, bob, cleo, dora, scopes } from "../app/seed.mjs";

export const title = "on in the browser";

const redirect = "isRedirectRequired";

export const tests = {
  async "a password that the app cannot take"({ makeClient, expect }) {
    const client = await makeClient({ challengeTypes: ["oob", "redirect"] });
    expect(outcome(await client.signIn({ username: bob.username, scopes })), redirect);
    expect(outcome(await client.signUp(dora)), redirect);
  },

  async "a code that the app cannot take"({ makeClient, expect }) {
    const client = await makeClient({ challengeTypes: ["password", "redirect"] });
    expect(outcome(await client.signIn({ ...cleo, scopes })), redirect);
    expect(outcome(await client.signUp(dora)), redirect);
    expect(outcome(await client.resetPassword({ username: bob.username })), redirect);
  },

  async "an app that leaves everything to the browser"({ makeClient, expect }) {
    const client = await makeClient({ challengeTypes: [] });
    expect(outcome(await client.signIn({ ...bob, scopes })), redirect);
    expect(outcome(await client.signUp(dora)), redirect);
    expect(outcome(await client.resetPassword({ username: bob.username })), redirect);
  },

  async "a second factor that the app does not know of"({ makeClient, expect }) {
    const client = await makeClient({ capabilities: ["registration_required"] });
    const { username, password } = ada;
    const refused = await client.signIn({ username, password, scopes });
    expect([outcome(refused), refused.error.errorData.redirectReason.length > 0], [redirect, true]);
    expect(whose(await client.signIn({ ...bob, scopes })), bob.username);
  },

  async "a registration that the app does not know of"({ makeClient, sandbox, expect }) {
    await sandbox.askAllForSecondFactor();
    const client = await makeClient({ capabilities: ["mfa_required"] });
    expect(outcome(await client.signIn({ ...bob, scopes })), redirect);

    const asked = await client.signUp(dora);
    const done = await asked.state.submitCode(await sandbox.latestCode(dora.username));
    expect(outcome(await done.state.signIn({ scopes })), redirect);
  },

  async "an account of another identity provider"({ client, sandbox, expect }) {
    const username = "fern@fabrikam.example";
    await sandbox.addUser({ username, federated: true });
    expect(outcome(await client.signIn({ username, scopes })), redirect);
    expect(outcome(await client.resetPassword({ username })), redirect);
  },

  async "a risky number, where the tenant would rather see the browser"({ client, sandbox, expect }) {
    await sandbox.setPolicies({ sms: { risky: "redirect" } });
    await sandbox.changeUser(ada.username, { methods: [{ channel: "sms", target: "+19005550100" }] });
    const { username, password } = ada;
    const awaiting = await client.signIn({ username, password, scopes });
    const [sms] = awaiting.state.getAuthMethods();
    expect(outcome(await awaiting.state.requestChallenge(sms.id)), redirect);
  },
};
