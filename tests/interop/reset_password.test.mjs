// Password reset, as the released JavaScript client does it.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { accountOf, bob, cleo, scopes, useSandbox } from "./client.mjs";
import { otherThan } from "./sandbox.mjs";

const password = "Tulip-42!";

describe("password reset", { timeout: 60_000 }, () => {
  const here = useSandbox();

  /** Bob, where he may give a new password. This client waits two seconds between polls, so the first one ends it. */
  async function mayChoose(policies) {
    await here.sandbox.setPolicies({ password_reset: { polls_in_progress: 0, ...policies } });
    const asked = await here.client.resetPassword({ username: bob.username });
    assert.ok(asked.isCodeRequired(), `came to ${asked.state.stateType}`);
    const [code] = await here.sandbox.codes(bob.username, "email");
    const refused = await asked.state.submitCode(otherThan(code));
    assert.ok(refused.error.isInvalidCode());
    const due = await asked.state.submitCode(code);
    assert.ok(due.isPasswordRequired(), `came to ${due.state.stateType}`);
    return due.state;
  }

  test("a new password is taken after a bad one, and the person is signed in", async () => {
    const step = await mayChoose();
    const weak = await step.submitNewPassword("tulip");
    assert.ok(weak.error.isInvalidPassword());

    const done = await step.submitNewPassword(password);
    assert.ok(done.isCompleted(), `came to ${done.state.stateType}`);
    const account = accountOf(await done.state.signIn({ scopes }));
    assert.equal(account.getAccount().username, bob.username);
  });

  test("a password can fail or be refused as late as at the poll", async () => {
    const failed = await (await mayChoose({ outcomes: ["failed"] })).submitNewPassword(password);
    assert.ok(failed.error.isPasswordResetFailed());

    await here.sandbox.reset();
    const refused = await (await mayChoose({ outcomes: ["password_banned"] })).submitNewPassword(password);
    assert.ok(refused.error.isInvalidPassword());
  });

  test("an unknown person and one without a password are told apart", async () => {
    const unknown = await here.client.resetPassword({ username: "nobody@contoso.example" });
    assert.ok(unknown.error.isUserNotFound());
    const without = await here.client.resetPassword({ username: cleo.username });
    assert.deepEqual(without.error.errorData.errorCodes, [500222]);
  });
});
