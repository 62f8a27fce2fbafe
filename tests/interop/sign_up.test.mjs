// Sign-up, as the released JavaScript client does it.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { accountOf, bob, scopes, useSandbox } from "./client.mjs";
import { otherThan } from "./sandbox.mjs";

const username = "dora@contoso.example";
const password = "Tulip-42!";

describe("sign-up", { timeout: 60_000 }, () => {
  const here = useSandbox();

  async function latestCode() {
    return (await here.sandbox.codes(username, "email")).at(-1);
  }

  test("a password given at once is kept until the code, and the person is signed in", async () => {
    const asked = await here.client.signUp({ username, password });
    assert.ok(asked.isCodeRequired(), `came to ${asked.state.stateType}`);
    const code = await latestCode();

    const refused = await asked.state.submitCode(otherThan(code));
    assert.ok(refused.error.isInvalidCode());

    const done = await asked.state.submitCode(code);
    assert.ok(done.isCompleted(), `came to ${done.state.stateType}`);
    const account = accountOf(await done.state.signIn({ scopes }));
    assert.equal(account.getAccount().username, username);
  });

  test("password and attributes are asked for after another code", async () => {
    await here.sandbox.setUserFlow({
      sign_up: "email_password",
      attributes: [{ name: "displayName", required: true }],
    });
    const asked = await here.client.signUp({ username });
    const again = await asked.state.resendCode();
    const passwordDue = await again.state.submitCode(await latestCode());
    assert.ok(passwordDue.isPasswordRequired(), `came to ${passwordDue.state.stateType}`);

    const weak = await passwordDue.state.submitPassword("tulip");
    assert.ok(weak.error.isInvalidPassword());

    const due = await passwordDue.state.submitPassword(password);
    assert.ok(due.isAttributesRequired(), `came to ${due.state.stateType}`);
    assert.deepEqual(due.state.getRequiredAttributes(), [
      { name: "displayName", type: "string", required: true },
    ]);

    const rejected = await due.state.submitAttributes({ displayName: "x".repeat(257) });
    assert.ok(rejected.error.isAttributesValidationFailed());

    const done = await due.state.submitAttributes({ displayName: "Dora" });
    const account = accountOf(await done.state.signIn({ scopes }));
    assert.equal(account.getClaims().name, "Dora");
  });

  test("what is refused at the start is told apart", async () => {
    const taken = await here.client.signUp({ username: bob.username });
    assert.ok(taken.error.isUserAlreadyExists());
    const malformed = await here.client.signUp({ username: "dora" });
    assert.ok(malformed.error.isInvalidUsername());
    const weak = await here.client.signUp({ username, password: "tulip" });
    assert.ok(weak.error.isInvalidPassword());

    await here.sandbox.setUserFlow({
      sign_up: "email_code",
      attributes: [{ name: "age", type: "number", required: true }],
    });
    const rejected = await here.client.signUp({ username, attributes: { age: "many" } });
    assert.ok(rejected.error.isAttributesValidationFailed());
  });
});
