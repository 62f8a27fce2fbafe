// Sign-in with one factor.

import { outcome, whose } from "../app/outcome.mjs";
import { bob, cleo, clientId, otherThan, scopes } from "../app/seed.mjs";

export const title = "sign-in";

export const tests = {
  async "a password given at once signs in with three requests"({ client, sent, expect }) {
    const result = await client.signIn({ ...bob, scopes });

    expect(whose(result), bob.username);
    expect(
      sent.map(({ path }) => path.slice(path.indexOf("/oauth2/"))),
      ["/oauth2/v2.0/initiate", "/oauth2/v2.0/challenge", "/oauth2/v2.0/token"],
    );
  },

  async "the account's claims are those of the person"({ client, expect }) {
    const claims = (await client.signIn({ ...bob, scopes })).data.getClaims();

    expect([claims.aud, claims.preferred_username, claims.name], [clientId, bob.username, "Bob"]);
    expect(/^https:\/\/.+\/v2\.0$/.test(claims.iss), true);
    expect(claims.exp > claims.iat, true);
  },

  async "a wrong password given at once is told apart and can be corrected"({ client, expect }) {
    const refused = await client.signIn({ ...bob, password: "not-this-one", scopes });
    expect(outcome(refused), "isPasswordIncorrect");

    expect(whose(await client.signIn({ ...bob, scopes })), bob.username);
  },

  async "a wrong password given when asked keeps the step"({ client, expect }) {
    const asked = await client.signIn({ username: bob.username, scopes });
    expect(outcome(asked), "SignInPasswordRequiredState");

    expect(outcome(await asked.state.submitPassword("not-this-one")), "isInvalidPassword");
    expect(whose(await asked.state.submitPassword(bob.password)), bob.username);
  },

  async "an e-mail code signs in, after a wrong one too"({ client, sandbox, expect }) {
    const asked = await client.signIn({ ...cleo, scopes });
    expect(outcome(asked), "SignInCodeRequiredState");
    const code = await sandbox.latestCode(cleo.username);
    expect(asked.state.getCodeLength(), code.length);

    expect(outcome(await asked.state.submitCode(otherThan(code))), "isInvalidCode");
    expect(whose(await asked.state.submitCode(code)), cleo.username);
  },

  async "another code voids the first"({ client, sandbox, expect }) {
    const asked = await client.signIn({ ...cleo, scopes });
    const first = await sandbox.latestCode(cleo.username);
    const again = await asked.state.resendCode();
    expect(outcome(again), "SignInCodeRequiredState");

    expect(outcome(await again.state.submitCode(first)), "isInvalidCode");
    expect(whose(await again.state.submitCode(await sandbox.latestCode(cleo.username))), cleo.username);
  },

  async "a step that was left too long has expired"({ client, sandbox, expect }) {
    const asked = await client.signIn({ username: bob.username, scopes });
    await sandbox.advance(601);
    expect(outcome(await asked.state.submitPassword(bob.password)), "isTokenExpired");
  },

  async "a person whom nobody knows, and a name that is none, are told apart"({ client, expect }) {
    const unknown = await client.signIn({ username: "nobody@contoso.example", password: "x", scopes });
    expect(outcome(unknown), "isUserNotFound");
    expect(outcome(await client.signIn({ username: " ", scopes })), "isInvalidUsername");
  },

  async "a person who must choose another password is told so"({ client, sandbox, expect }) {
    await sandbox.changeUser(bob.username, { password_change_required: true });
    expect(outcome(await client.signIn({ ...bob, scopes })), "isPasswordResetRequired");
  },

  async "nobody signs in over somebody else"({ client, expect }) {
    await client.signIn({ ...bob, scopes });
    expect(outcome(await client.signIn({ ...cleo, scopes })), "user_already_signed_in");
  },
};
