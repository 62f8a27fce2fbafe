// The way back into an account on a device that the risk provider does not know: a reset, and a step-up behind it.

import { outcome, whose } from "../app/outcome.mjs";
import { bob, otherThan, scopes } from "../app/seed.mjs";

export const title = "recovery";

export const tests = {
  async "who resets a password on a new device gives a second code after it"({ client, sandbox, expect }) {
    const { username } = bob;
    await sandbox.changeUser(username, { methods: [{ channel: "email", target: username }] });
    const asked = await client.resetPassword({ username });
    const first = await sandbox.latestCode(username);
    expect(outcome(await asked.state.submitCode(otherThan(first))), "isInvalidCode");
    const due = await asked.state.submitCode(first);
    const done = await due.state.submitNewPassword("Tulip-42!");
    expect(outcome(done), "ResetPasswordCompletedState");

    const awaiting = await done.state.signIn({ scopes });
    expect(outcome(awaiting), "MfaAwaitingState");
    const [email] = awaiting.state.getAuthMethods();
    const sent = await awaiting.state.requestChallenge(email.id);
    const second = await sandbox.latestCode(username);
    expect(second === first, false);
    expect(outcome(await sent.state.submitChallenge(otherThan(second))), "isIncorrectChallenge");
    expect(whose(await sent.state.submitChallenge(second)), username);
  },
};
