// Sign-up, as far as an account and the sign-in behind it.

import { outcome, whose } from "../app/outcome.mjs";
import { dora, otherThan, scopes } from "../app/seed.mjs";
import { purpose } from "../app/recording.mjs";

export const title = "sign-up";

const { username, password } = dora;

export const tests = {
  async "a password given at once is kept until the code, and the person is signed in"(here) {
    const { client, sandbox, sent, expect } = here;
    const asked = await client.signUp(dora);
    expect(outcome(asked), "SignUpCodeRequiredState");
    const code = await sandbox.latestCode(username);
    expect([asked.state.getCodeLength(), asked.state.getCodeResendInterval()], [code.length, 300]);

    expect(outcome(await asked.state.submitCode(otherThan(code))), "isInvalidCode");
    const done = await asked.state.submitCode(code);
    expect(outcome(done), "SignUpCompletedState");
    expect(whose(await done.state.signIn({ scopes })), username);

    expect(sent.map(purpose), ["start", "challenge", "oob", "oob", "continuation_token"]);
  },

  async "password and attributes are asked for after another code"({ client, sandbox, expect }) {
    await sandbox.setUserFlow({
      sign_up: "email_password",
      attributes: [{ name: "displayName", required: true }],
    });
    const asked = await client.signUp({ username });
    const first = await sandbox.latestCode(username);
    const again = await asked.state.resendCode();
    expect(outcome(again), "SignUpCodeRequiredState");
    expect(outcome(await again.state.submitCode(first)), "isInvalidCode");
    const passwordDue = await again.state.submitCode(await sandbox.latestCode(username));
    expect(outcome(passwordDue), "SignUpPasswordRequiredState");

    expect(outcome(await passwordDue.state.submitPassword("tulip")), "isInvalidPassword");
    const due = await passwordDue.state.submitPassword(password);
    expect(outcome(due), "SignUpAttributesRequiredState");
    expect(due.state.getRequiredAttributes(), [{ name: "displayName", type: "string", required: true }]);

    const rejected = await due.state.submitAttributes({ displayName: "x".repeat(257) });
    expect(outcome(rejected), "isAttributesValidationFailed");
    const done = await due.state.submitAttributes({ displayName: "Dora" });
    const signedIn = await done.state.signIn({ scopes });
    expect(signedIn.data.getClaims().name, "Dora");
  },

  async "attributes given at once are not asked for"({ client, sandbox, expect }) {
    await sandbox.setUserFlow({
      sign_up: "email_code",
      attributes: [{ name: "displayName", required: true }, { name: "age", type: "number", required: true }],
    });
    const asked = await client.signUp({ username, attributes: { displayName: "Dora", age: "33" } });
    const done = await asked.state.submitCode(await sandbox.latestCode(username));
    expect(outcome(done), "SignUpCompletedState");
    const signedIn = await done.state.signIn({ scopes });
    expect(signedIn.data.getClaims().name, "Dora");
    expect((await sandbox.readUser(username)).attributes.age, "33");
  },

  // This client has no state for a second screen: it tells that attributes are missing, and goes on from the first.
  async "attributes on two screens are given one screen after the other"({ client, sandbox, expect }) {
    await sandbox.setUserFlow({
      sign_up: "email_code",
      attributes: [{ name: "displayName", required: true }, { name: "city", required: true, page: 2 }],
    });
    const asked = await client.signUp({ username });
    const first = await asked.state.submitCode(await sandbox.latestCode(username));
    expect(first.state.getRequiredAttributes().map(({ name }) => name), ["displayName"]);

    const second = await first.state.submitAttributes({ displayName: "Dora" });
    expect(outcome(second), "isMissingRequiredAttributes");
    expect(second.error.errorData.attributes.map(({ name }) => name), ["city"]);

    const done = await first.state.submitAttributes({ city: "Ulm" });
    expect(outcome(done), "SignUpCompletedState");
    expect(whose(await done.state.signIn({ scopes })), username);
    expect((await sandbox.readUser(username)).attributes, { city: "Ulm", displayName: "Dora" });
  },

  async "the sign-in behind it is asked for a second factor"({ client, sandbox, expect }) {
    const asked = await client.signUp(dora);
    const done = await asked.state.submitCode(await sandbox.latestCode(username));
    const phone = "+15550100188";
    await sandbox.changeUser(username, { groups: ["mfa"], methods: [{ channel: "sms", target: phone }] });

    const awaiting = await done.state.signIn({ scopes });
    expect(outcome(awaiting), "MfaAwaitingState");
    const challenged = await awaiting.state.requestChallenge(awaiting.state.getAuthMethods()[0].id);
    expect(whose(await challenged.state.submitChallenge(await sandbox.latestCode(phone, "sms"))), username);
  },

  async "the account signs in with what was chosen"({ client, makeClient, sandbox, expect }) {
    const asked = await client.signUp(dora);
    await asked.state.submitCode(await sandbox.latestCode(username));
    const later = await makeClient();
    expect(whose(await later.signIn({ username, password, scopes })), username);
  },
};
