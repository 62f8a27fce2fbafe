//! What the service's codes and redirects mean, and what to change: one table, for `doorstep
//! doctor`, for the failures of the other commands, and for `docs/doctor.md`, which a test compares
//! with it.

use doorstep::{BrowserReasonKind, Setting};

/// A row: what the service says, what that means, and what to do about it.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) keys: &'static [&'static str],
    pub(crate) meaning: &'static str,
    pub(crate) change: &'static str,
}

macro_rules! rows {
    ($($keys:expr, $meaning:expr, $change:expr;)+) => {
        &[$(Row { keys: &$keys, meaning: $meaning, change: $change },)+]
    };
}

/// The heading of the table.
pub(crate) const HEADING: [&str; 3] = ["the service says", "meaning", "what to change"];

/// Settings of the tenant and of the app first, then what people do, then sessions. `AADSTS…` are
/// the service's numbers, words in lower case its `error` and `suberror`, the others the reasons of
/// `browser_required` (docs/protocol.md 1.9, 4, 9 and 11.5).
pub(crate) const ROWS: &[Row] = rows! {
    ["AADSTS700016", "unauthorized_client"],
        "The tenant does not know the client id, or the application is in no user flow.",
        "Check the client id and that it is this tenant's; then External Identities, User flows: add the application to the flow.";
    ["AADSTS90100 client_id"],
        "The tenant does not know the client id, or the application is in no user flow.",
        "Check the client id and that it is this tenant's; then External Identities, User flows: add the application to the flow.";
    ["nativeauthapi_disabled"],
        "Native authentication is off for the application.",
        Setting::NativeAuthentication.advice();
    ["AADSTS550022"],
        "The application is registered as a confidential client.",
        Setting::PublicClientFlows.advice();
    ["AADSTS500210"],
        "The tenant in the authority does not belong to its host.",
        Setting::Authority.advice();
    ["AADSTS901007", "unsupported_challenge_type"],
        "The service does not take the list of first factors; it must end in redirect.",
        Setting::FirstFactors.advice();
    ["AADSTS65001", "consent_required"],
        "Nobody consented to the scopes asked for.",
        Setting::Consent.advice();
    ["AADSTS70011", "invalid_scope"],
        "The service does not know a scope, or the scopes are of two resources.",
        Setting::Scopes.advice();
    ["unsupported_auth_method", "auth_not_supported"],
        "A password was given for a user flow that takes none.",
        "Leave out the password, or give the user flow e-mail with password.";
    ["AADSTS500222"],
        "The account has no password that could be reset, or the tenant has no password reset.",
        "Authentication methods: enable the e-mail one-time passcode for the users, and password reset; an account that signs in by code needs none.";
    ["AADSTS550024", "provider_blocked_by_rep"],
        "The service does not trust the address or number with a code.",
        "Take another method or contact. Where it is wrong, ask the service's support to release the number.";
    ["provider_blocked_by_admin"],
        "Text messages do not go to the number's region.",
        "Authentication methods, SMS: let the region in; or take another method.";
    ["introspect_required"],
        "Several second factors fit, and none was named.",
        "Nothing: the library names one. Another client must list them first.";
    ["MissingMfaCapability"],
        "A second factor is due, and none was offered.",
        "Offer it: Config::mfa(true), or on the command line no --no-mfa.";
    ["MissingRegistrationCapability"],
        "A method for the second factor must be registered first, which was not offered.",
        "Offer it: Config::registration(true), or on the command line no --no-registration.";
    ["PasswordNotOffered"],
        "The account signs in with a password, which was not offered.",
        "Offer it: FirstFactors::PasswordAndCode, or --offer both.";
    ["CodeNotOffered"],
        "The account signs in with a code, which was not offered.",
        "Offer it: FirstFactors::PasswordAndCode, or --offer both.";
    ["Federated"],
        "The account belongs to another identity provider.",
        "Nothing: such an account signs in in the browser.";
    ["UnknownChallenge"],
        "The service wants a challenge that this version does not know.",
        "Look for a newer version; until then the browser is the way.";
    ["Unstated"],
        "The service gave no reason that this version knows.",
        "Look into the tenant's sign-in log, by the correlation id.";
    ["AADSTS50034", "user_not_found"],
        "There is no account of that name.",
        "Check the name, or sign up.";
    ["AADSTS1003037", "user_already_exists"],
        "There is an account of that name already.",
        "Sign in, or take another name.";
    ["AADSTS90100 username"],
        "The username is empty, too long, or not of a form that the service takes.",
        "Give an e-mail address; for an alias, enable aliases in the tenant.";
    ["AADSTS50126"],
        "The password is not right.",
        "Type it again, or reset it.";
    ["AADSTS50142"],
        "The password must be reset before it can be used again.",
        "Reset it.";
    ["AADSTS50053"],
        "Too many failures: the account is locked for a while.",
        "Wait a minute or more; each further failure makes it longer.";
    ["AADSTS50057"],
        "The account is disabled.",
        "Users: enable it.";
    ["AADSTS50181", "AADSTS50184", "AADSTS501811", "invalid_oob_value"],
        "The code is not right, or no longer.",
        "Type the newest one, or have another one sent.";
    ["AADSTS701014"],
        "Too many codes were asked for.",
        "Wait before asking for another one.";
    ["AADSTS901001"],
        "The address or number is not of a form that the service takes.",
        "Give an e-mail address, or a number such as +1 555 010 0123.";
    ["AADSTS399246", "password_too_weak", "password_too_short", "password_too_long", "password_banned", "password_recently_used", "password_is_invalid"],
        "The new password breaks a rule.",
        "Take another one: 8 to 256 characters of three kinds, without the tenant's banned words, and not used before.";
    ["AADSTS55102", "AADSTS55106", "attributes_required"],
        "The user flow wants attributes.",
        "Give them when they are asked for; those of the first page can be given at the start.";
    ["attribute_validation_failed"],
        "A value does not fit its attribute.",
        "Correct the values of the attributes that are named.";
    ["AADSTS55103", "credential_required"],
        "The user flow wants a password for the new account.",
        "Offer passwords: FirstFactors::PasswordAndCode, or --offer both.";
    ["AADSTS400002"],
        "The account may not sign in this way.",
        "Sign in the way that the account was made for.";
    ["AADSTS50072", "AADSTS50079", "registration_required"],
        "A method for the second factor must be registered first.",
        "Nothing: the library asks for it where the capability is offered.";
    ["AADSTS50076", "mfa_required"],
        "A policy wants a second factor.",
        "Nothing at a sign-in. For a token of a session: sign in again.";
    ["AADSTS55000", "AADSTS55200"],
        "The service does not know the flow's token.",
        "Begin anew. Where it comes often, see that no two processes go on with one flow.";
    ["AADSTS55112", "AADSTS552003", "expired_token"],
        "The flow waited too long.",
        "Begin anew.";
    ["AADSTS50173", "AADSTS70000", "AADSTS70008", "AADSTS700082", "AADSTS700084"],
        "The session was revoked or ran out.",
        "Sign in again.";
    ["AADSTS54005", "AADSTS501481"],
        "The browser's code was used before, or by somebody else.",
        "Begin the journey through the browser anew.";
    ["AADSTS50011"],
        "The address that the browser comes back to is not registered.",
        Setting::RedirectUri.advice();
};

/// The row for a word or a number as the service writes it.
pub(crate) fn find(key: &str) -> Option<&'static Row> {
    let is_it = |row: &&Row| row.keys.iter().any(|known| known.eq_ignore_ascii_case(key));
    ROWS.iter().find(is_it)
}

/// The row for the service's number.
pub(crate) fn find_number(number: u64) -> Option<&'static Row> {
    find(&format!("AADSTS{number}"))
}

/// The row for a refusal. The word says more than the number.
pub(crate) fn find_refusal(suberror: Option<&str>, number: Option<u32>) -> Option<&'static Row> {
    let by_word = suberror.and_then(find);
    by_word.or_else(|| find_number(number?.into()))
}

/// The row for the reason of a step that goes on in the browser.
pub(crate) fn find_reason(kind: BrowserReasonKind) -> Option<&'static Row> {
    find(&format!("{kind:?}"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_key_stands_twice_and_no_row_is_empty() {
        let mut seen = BTreeSet::new();
        for row in ROWS {
            assert!(!row.meaning.is_empty() && !row.change.is_empty());
            for key in row.keys {
                assert!(seen.insert(key.to_lowercase()), "{key}");
            }
        }
    }

    #[test]
    fn every_reason_for_the_browser_has_a_row() {
        for kind in [
            BrowserReasonKind::MissingMfaCapability,
            BrowserReasonKind::MissingRegistrationCapability,
            BrowserReasonKind::PasswordNotOffered,
            BrowserReasonKind::CodeNotOffered,
            BrowserReasonKind::Federated,
            BrowserReasonKind::UnknownChallenge,
            BrowserReasonKind::Unstated,
        ] {
            assert!(find_reason(kind).is_some(), "{kind:?}");
        }
    }
}
