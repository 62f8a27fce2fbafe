// A method for the second factor, registered in the middle of a sign-in.

import { outcome, whose } from "../app/outcome.mjs";
import { bob, cleo, dora, otherThan, scopes } from "../app/seed.mjs";
import { purpose } from "../app/recording.mjs";

export const title = "registration";

const phone = "+15550100177";

/** Bob after his password, whom policy asks for a second factor and who has none. */
async function registering({ client, sandbox, expect }) {
  await sandbox.changeUser(bob.username, { groups: ["mfa"] });
  const due = await client.signIn({ ...bob, scopes });
  expect(outcome(due), "AuthMethodRegistrationRequiredState");
  return due.state;
}

/** Asks for a code to a contact of the given kind. */
function challenge(state, methods, channel, verificationContact) {
  const authMethodType = methods.find(({ challenge_channel }) => challenge_channel === channel);
  return state.challengeAuthMethod({ authMethodType, verificationContact });
}

export const tests = {
  async "an e-mail address is registered and the person signed in, with seven requests"(here) {
    const { sandbox, sent, expect } = here;
    const state = await registering(here);
    const [email] = state.getAuthMethods().filter((method) => method.challenge_channel === "email");
    expect([email.id, email.login_hint], ["email", bob.username]);

    const challenged = await challenge(state, state.getAuthMethods(), "email", email.login_hint);
    expect(outcome(challenged), "AuthMethodVerificationRequiredState");
    const code = await sandbox.latestCode(bob.username);
    expect([challenged.state.getChannel(), challenged.state.getCodeLength()], ["email", code.length]);
    expect(challenged.state.getSentTo().includes("*"), true);
    expect(whose(await challenged.state.submitChallenge(code)), bob.username);

    expect(
      sent.map(purpose),
      ["initiate", "challenge", "password", "introspect", "challenge", "oob", "continuation_token"],
    );
    expect((await sandbox.readUser(bob.username)).methods.map(({ target }) => target), [bob.username]);
  },

  async "a number is registered, after a wrong code too, and asked for from then on"(here) {
    const { makeClient, sandbox, expect } = here;
    const state = await registering(here);
    const challenged = await challenge(state, state.getAuthMethods(), "sms", phone);
    expect(challenged.state.getChannel(), "sms");
    const code = await sandbox.latestCode(phone, "sms");

    expect(outcome(await challenged.state.submitChallenge(otherThan(code))), "isIncorrectChallenge");
    expect(whose(await challenged.state.submitChallenge(code)), bob.username);

    const next = await (await makeClient()).signIn({ ...bob, scopes });
    expect(outcome(next), "MfaAwaitingState");
    expect(next.state.getAuthMethods().map((method) => method.challenge_channel), ["sms"]);
  },

  async "another code, also to another contact, voids the one before"(here) {
    const { sandbox, expect } = here;
    const state = await registering(here);
    const methods = state.getAuthMethods();
    const challenged = await challenge(state, methods, "email", "else@contoso.example");
    const first = await sandbox.latestCode("else@contoso.example");
    const again = await challenge(challenged.state, methods, "email", "else@contoso.example");
    expect(outcome(again), "AuthMethodVerificationRequiredState");
    const other = await challenge(again.state, methods, "sms", phone);

    expect(outcome(await other.state.submitChallenge(first)), "isIncorrectChallenge");
    expect(whose(await other.state.submitChallenge(await sandbox.latestCode(phone, "sms"))), bob.username);
  },

  async "contacts that cannot be used are told apart, and another one is taken"(here) {
    const { sandbox, expect } = here;
    const state = await registering(here);
    const methods = state.getAuthMethods();
    const refused = async (channel, contact) => outcome(await challenge(state, methods, channel, contact));

    expect(await refused("sms", "+123"), "isInvalidInput");
    expect(await refused("email", "nowhere"), "isInvalidInput");
    expect(await refused("sms", "+19005550100"), "isVerificationContactBlocked");
    expect(await refused("sms", "+97912345678"), "access_denied provider_blocked_by_admin 550024");

    const challenged = await challenge(state, methods, "sms", phone);
    expect(whose(await challenged.state.submitChallenge(await sandbox.latestCode(phone, "sms"))), bob.username);
  },

  async "an e-mail code as first factor leaves the number"({ client, sandbox, expect }) {
    await sandbox.changeUser(cleo.username, { groups: ["mfa"] });
    const asked = await client.signIn({ ...cleo, scopes });
    const due = await asked.state.submitCode(await sandbox.latestCode(cleo.username));
    expect(outcome(due), "AuthMethodRegistrationRequiredState");
    expect(due.state.getAuthMethods().map((method) => method.challenge_channel), ["sms"]);

    const challenged = await challenge(due.state, due.state.getAuthMethods(), "sms", phone);
    expect(whose(await challenged.state.submitChallenge(await sandbox.latestCode(phone, "sms"))), cleo.username);
  },

  async "the address of a sign-up needs no other code"({ client, sandbox, expect }) {
    await sandbox.askAllForSecondFactor();
    const asked = await client.signUp(dora);
    const done = await asked.state.submitCode(await sandbox.latestCode(dora.username));
    const due = await done.state.signIn({ scopes });
    expect(outcome(due), "AuthMethodRegistrationRequiredState");

    const completed = await challenge(due.state, due.state.getAuthMethods(), "email", dora.username);

    expect(outcome(completed), "AuthMethodRegistrationCompletedState");
    expect(whose(completed), dora.username);
    expect((await sandbox.codes(dora.username, "email")).length, 1);
  },

  async "after a sign-up a number can be registered instead"({ client, sandbox, expect }) {
    await sandbox.askAllForSecondFactor();
    const asked = await client.signUp(dora);
    const done = await asked.state.submitCode(await sandbox.latestCode(dora.username));
    const due = await done.state.signIn({ scopes });

    const challenged = await challenge(due.state, due.state.getAuthMethods(), "sms", phone);

    expect(whose(await challenged.state.submitChallenge(await sandbox.latestCode(phone, "sms"))), dora.username);
  },
};
