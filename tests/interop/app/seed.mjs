// What the sandbox's seed has, and a person who is new.

/** The app that creates accounts with e-mail and password. */
export const clientId = "11111111-1111-4111-8111-111111111111";

export const bob = { username: "bob@contoso.example", password: "Builder-2024!" };
/** Is asked for a second factor, by e-mail or to the number. */
export const ada = { username: "ada@contoso.example", password: "Lovelace-1815", phone: "+15550100123" };
/** Has no password: signs in by a code that is sent by e-mail. */
export const cleo = { username: "cleo@contoso.example" };
/** Has no account. */
export const dora = { username: "dora@contoso.example", password: "Tulip-42!" };

/** This client replaces the default scopes by those it is given, so they are named here. */
export const scopes = ["openid", "profile", "offline_access"];

/** A code of the same length that differs in its last digit. */
export function otherThan(code) {
  return code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10);
}
