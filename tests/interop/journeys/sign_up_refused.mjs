// What a sign-up is refused.

import { outcome } from "../app/outcome.mjs";
import { bob, dora } from "../app/seed.mjs";

export const title = "sign-up, refused";

const { username } = dora;

/** Passwords that break one rule each, by the rule. */
const weak = {
  password_too_short: "Tul-42!",
  password_too_long: `Tulip-42!${"x".repeat(248)}`,
  password_too_weak: "tulipsandroses",
  password_banned: "Password-42!",
  password_is_invalid: "Tulip\u00e9-42!",
};

export const tests = {
  async "what is refused at the start is told apart"({ client, sandbox, expect }) {
    expect(outcome(await client.signUp({ username: bob.username })), "isUserAlreadyExists");
    expect(outcome(await client.signUp({ username: "dora" })), "isInvalidUsername");
    expect(outcome(await client.signUp({ username, password: "tulip" })), "isInvalidPassword");

    await sandbox.setUserFlow({
      sign_up: "email_code",
      attributes: [{ name: "age", type: "number", required: true }],
    });
    const rejected = await client.signUp({ username, attributes: { age: "many" } });
    expect(outcome(rejected), "isAttributesValidationFailed");
  },

  async "every rule for passwords has its own name"({ client, expect }) {
    for (const [rule, password] of Object.entries(weak)) {
      const refused = await client.signUp({ username, password });
      expect([outcome(refused), refused.error.errorData.subError], ["isInvalidPassword", rule]);
    }
  },

  async "the same rules hold when the password is asked for"({ client, sandbox, expect }) {
    const asked = await client.signUp({ username });
    const due = await asked.state.submitCode(await sandbox.latestCode(username));
    for (const [rule, password] of Object.entries(weak)) {
      const refused = await due.state.submitPassword(password);
      expect([outcome(refused), refused.error.errorData.subError], ["isInvalidPassword", rule]);
    }
    expect(outcome(await due.state.submitPassword(dora.password)), "SignUpCompletedState");
  },

  async "a name that was taken in the meantime is refused in the end"({ client, sandbox, expect }) {
    const asked = await client.signUp(dora);
    await sandbox.addUser(dora);
    const refused = await asked.state.submitCode(await sandbox.latestCode(username));
    expect(outcome(refused), "user_already_exists 1003037");
  },

  async "the seventh code of a sign-up is refused"({ client, sandbox, expect }) {
    let asked = await client.signUp(dora);
    for (let sent = 1; sent < 6; sent += 1) {
      asked = await asked.state.resendCode();
    }
    const code = await sandbox.latestCode(username);
    expect(outcome(await asked.state.resendCode()), "invalid_request 701014");
    expect(outcome(await asked.state.submitCode(code)), "SignUpCompletedState");
  },
};
