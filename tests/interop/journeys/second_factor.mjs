// The second factor, by e-mail and by text message.

import { outcome, whose } from "../app/outcome.mjs";
import { ada, otherThan, scopes } from "../app/seed.mjs";
import { purpose } from "../app/recording.mjs";

export const title = "second factor";

/** Ada after her password, where she chooses how a code reaches her. */
async function choosing({ client, expect }) {
  const { username, password } = ada;
  const awaiting = await client.signIn({ username, password, scopes });
  expect(outcome(awaiting), "MfaAwaitingState");
  const methods = awaiting.state.getAuthMethods();
  return {
    methods,
    ask: (channel) => {
      const method = methods.find(({ challenge_channel }) => challenge_channel === channel);
      return awaiting.state.requestChallenge(method.id);
    },
  };
}

export const tests = {
  async "password and e-mail code sign in with six requests"(here) {
    const { sandbox, sent, expect } = here;
    const challenged = await (await choosing(here)).ask("email");
    expect(outcome(challenged), "MfaVerificationRequiredState");
    const code = await sandbox.latestCode(ada.username);
    expect([challenged.state.getChannel(), challenged.state.getCodeLength()], ["email", code.length]);

    const done = await challenged.state.submitChallenge(code);

    expect(whose(done), ada.username);
    expect(done.data.getClaims().preferred_username, ada.username);
    expect(sent.map(purpose), ["initiate", "challenge", "password", "introspect", "challenge", "mfa_oob"]);
  },

  async "a text message does as well, after a wrong code too"(here) {
    const { sandbox, expect } = here;
    const challenged = await (await choosing(here)).ask("sms");
    expect(challenged.state.getChannel(), "sms");
    expect(await sandbox.codes(ada.username, "email"), []);
    const code = await sandbox.latestCode(ada.phone, "sms");

    expect(outcome(await challenged.state.submitChallenge(otherThan(code))), "isIncorrectChallenge");
    expect(whose(await challenged.state.submitChallenge(code)), ada.username);
  },

  async "nothing is sent to the person before a method is chosen"(here) {
    const { sandbox, expect } = here;
    const { methods } = await choosing(here);
    expect(methods.map((method) => method.challenge_channel).sort(), ["email", "sms"]);
    expect(await sandbox.codes(ada.username, "email"), []);
    expect(await sandbox.codes(ada.phone, "sms"), []);
  },

  async "the label shows where the code went without saying it"(here) {
    const { ask } = await choosing(here);
    for (const [channel, target] of [["email", ada.username], ["sms", ada.phone]]) {
      const label = (await ask(channel)).state.getSentTo();
      here.expect([label.includes("*"), label.includes(target)], [true, false]);
    }
  },

  async "a wrong code keeps the step"(here) {
    const { sandbox, expect } = here;
    const challenged = await (await choosing(here)).ask("email");
    const code = await sandbox.latestCode(ada.username);

    expect(outcome(await challenged.state.submitChallenge(otherThan(code))), "isIncorrectChallenge");
    expect(whose(await challenged.state.submitChallenge(code)), ada.username);
  },

  async "another code, also by the other way, voids the one before"(here) {
    const { sandbox, expect } = here;
    const { methods, ask } = await choosing(here);
    const challenged = await ask("email");
    const first = await sandbox.latestCode(ada.username);

    const again = await challenged.state.requestChallenge(methods[0].id);
    expect(outcome(again), "MfaVerificationRequiredState");
    const sms = methods.find(({ challenge_channel }) => challenge_channel === "sms");
    const other = await again.state.requestChallenge(sms.id);

    expect(outcome(await other.state.submitChallenge(first)), "isIncorrectChallenge");
    expect(whose(await other.state.submitChallenge(await sandbox.latestCode(ada.phone, "sms"))), ada.username);
  },

  async "a number that is blocked leaves the other method"(here) {
    const { sandbox, expect } = here;
    await sandbox.changeUser(ada.username, {
      methods: [{ channel: "email", target: ada.username }, { channel: "sms", target: "+19005550100" }],
    });
    const { ask } = await choosing(here);
    expect(outcome(await ask("sms")), "isVerificationContactBlocked");

    const challenged = await ask("email");
    expect(whose(await challenged.state.submitChallenge(await sandbox.latestCode(ada.username))), ada.username);
  },
};
