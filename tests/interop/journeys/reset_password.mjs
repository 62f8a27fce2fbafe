// Password reset, and the sign-in behind it.

import { outcome, whose } from "../app/outcome.mjs";
import { ada, bob, cleo, otherThan, scopes } from "../app/seed.mjs";
import { purpose } from "../app/recording.mjs";

export const title = "password reset";

const password = "Tulip-42!";

/** The person where a new password can be given, after a wrong code and the right one. */
async function mayChoose({ client, sandbox, expect }, policies, { username } = bob) {
  await sandbox.setPolicies({ password_reset: { polls_in_progress: 0, ...policies } });
  const asked = await client.resetPassword({ username });
  expect(outcome(asked), "ResetPasswordCodeRequiredState");
  const code = await sandbox.latestCode(username);
  expect(outcome(await asked.state.submitCode(otherThan(code))), "isInvalidCode");
  const due = await asked.state.submitCode(code);
  expect(outcome(due), "ResetPasswordPasswordRequiredState");
  return due.state;
}

export const tests = {
  async "a new password is taken after a bad one, and the person is signed in"(here) {
    const { makeClient, sent, expect } = here;
    const step = await mayChoose(here);
    const weak = await step.submitNewPassword("tulip");
    expect([outcome(weak), weak.error.errorData.subError], ["isInvalidPassword", "password_too_short"]);

    const done = await step.submitNewPassword(password);
    expect(outcome(done), "ResetPasswordCompletedState");
    expect(whose(await done.state.signIn({ scopes })), bob.username);
    expect(
      sent.map(purpose),
      ["start", "challenge", "oob", "oob", "submit", "submit", "poll_completion", "continuation_token"],
    );

    const later = await makeClient();
    expect(outcome(await later.signIn({ ...bob, scopes })), "isPasswordIncorrect");
    expect(whose(await later.signIn({ username: bob.username, password, scopes })), bob.username);
  },

  async "a reset that takes a while is asked about until it is done"(here) {
    const { sent, waits, expect } = here;
    const step = await mayChoose(here, { polls_not_started: 1, polls_in_progress: 2, poll_interval: 3 });

    expect(outcome(await step.submitNewPassword(password)), "ResetPasswordCompletedState");

    expect(sent.map(purpose).filter((word) => word === "poll_completion").length, 4);
    expect(waits, [3000, 3000, 3000]);
  },

  async "a password can fail, and be given again"(here) {
    const step = await mayChoose(here, { outcomes: ["failed"] });
    here.expect(outcome(await step.submitNewPassword(password)), "isPasswordResetFailed");
    here.expect(outcome(await step.submitNewPassword(password)), "ResetPasswordCompletedState");
  },

  async "a password can be refused as late as at the poll, and another one be given"(here) {
    const step = await mayChoose(here, { outcomes: ["password_banned"] });
    here.expect(outcome(await step.submitNewPassword("Crocus-42!")), "isInvalidPassword");
    here.expect(outcome(await step.submitNewPassword(password)), "ResetPasswordCompletedState");
  },

  async "the password of before is not taken again"(here) {
    const refused = await (await mayChoose(here)).submitNewPassword(bob.password);
    here.expect([outcome(refused), refused.error.errorData.subError], ["isInvalidPassword", "password_recently_used"]);
  },

  async "another code voids the first"({ client, sandbox, expect }) {
    const asked = await client.resetPassword({ username: bob.username });
    const first = await sandbox.latestCode(bob.username);
    const again = await asked.state.resendCode();
    expect(outcome(again), "ResetPasswordCodeRequiredState");

    expect(outcome(await again.state.submitCode(first)), "isInvalidCode");
    const due = await again.state.submitCode(await sandbox.latestCode(bob.username));
    expect(outcome(due), "ResetPasswordPasswordRequiredState");
  },

  async "the sign-in behind it is asked for a second factor"(here) {
    const { sandbox, expect } = here;
    const done = await (await mayChoose(here, {}, ada)).submitNewPassword(password);
    const awaiting = await done.state.signIn({ scopes });
    expect(outcome(awaiting), "MfaAwaitingState");

    const sms = awaiting.state.getAuthMethods().find((method) => method.challenge_channel === "sms");
    const challenged = await awaiting.state.requestChallenge(sms.id);
    const code = await sandbox.latestCode(ada.phone, "sms");
    expect(whose(await challenged.state.submitChallenge(code)), ada.username);
  },

  async "an unknown person, one without a password and a name that is none are told apart"({ client, expect }) {
    const start = async (username) => outcome(await client.resetPassword({ username }));
    expect(await start("nobody@contoso.example"), "isUserNotFound");
    expect(await start(cleo.username), "invalid_request 500222");
    expect(await start(" "), "isInvalidUsername");
  },
};
