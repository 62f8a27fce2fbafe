// The second factor by e-mail, as the released JavaScript client does it.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { sent } from "./browser.mjs";
import { accountOf, ada, scopes, useSandbox } from "./client.mjs";
import { otherThan } from "./sandbox.mjs";

describe("second factor", { timeout: 60_000 }, () => {
  const here = useSandbox();

  async function askForCode() {
    const awaiting = await here.client.signIn({ ...ada, scopes });
    assert.ok(awaiting.isMfaRequired(), `came to ${awaiting.state.stateType}`);
    const email = awaiting.state.getAuthMethods().find((method) => method.challenge_channel === "email");
    const challenged = await awaiting.state.requestChallenge(email.id);
    assert.ok(challenged.isVerificationRequired(), `came to ${challenged.state.stateType}`);
    return challenged.state;
  }

  test("password and e-mail code sign in with six requests", async () => {
    const step = await askForCode();
    assert.equal(step.getChannel(), "email");
    const [code] = await here.sandbox.codes(ada.username, "email");
    assert.equal(code.length, step.getCodeLength());

    const account = accountOf(await step.submitChallenge(code));

    assert.equal(account.getClaims().preferred_username, ada.username);
    assert.deepEqual(
      sent.map(({ path, form }) => form.get("grant_type") ?? path.slice(path.lastIndexOf("/") + 1)),
      ["initiate", "challenge", "password", "introspect", "challenge", "mfa_oob"],
    );
  });

  test("nothing is sent to the person before a method is chosen", async () => {
    const awaiting = await here.client.signIn({ ...ada, scopes });

    const channels = awaiting.state.getAuthMethods().map((method) => method.challenge_channel);
    assert.deepEqual(channels.sort(), ["email", "sms"]);
    assert.deepEqual(await here.sandbox.codes(ada.username, "email"), []);
  });

  test("the label shows where the code went without saying it", async () => {
    const label = (await askForCode()).getSentTo();
    assert.ok(label.includes("*"), label);
    assert.ok(!label.includes(ada.username), label);
  });

  test("a wrong code keeps the step", async () => {
    const step = await askForCode();
    const [code] = await here.sandbox.codes(ada.username, "email");

    const refused = await step.submitChallenge(otherThan(code));
    assert.ok(refused.isFailed());
    assert.ok(refused.error.isIncorrectChallenge());

    accountOf(await step.submitChallenge(code));
  });
});
