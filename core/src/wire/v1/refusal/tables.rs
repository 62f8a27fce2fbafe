//! The service's words and numbers, and what each means (docs/protocol.md 11).

use crate::error::PasswordRule;
use crate::fault::Cause;

/// `suberror`s that say it all.
pub(super) const SUBERRORS: [(&str, Cause); 14] = [
    (
        "password_too_weak",
        Cause::PasswordRejected(PasswordRule::TooWeak),
    ),
    (
        "password_too_short",
        Cause::PasswordRejected(PasswordRule::TooShort),
    ),
    (
        "password_too_long",
        Cause::PasswordRejected(PasswordRule::TooLong),
    ),
    (
        "password_banned",
        Cause::PasswordRejected(PasswordRule::Banned),
    ),
    (
        "password_recently_used",
        Cause::PasswordRejected(PasswordRule::RecentlyUsed),
    ),
    (
        "password_is_invalid",
        Cause::PasswordRejected(PasswordRule::Invalid),
    ),
    ("attribute_validation_failed", Cause::AttributesRejected),
    ("invalid_oob_value", Cause::WrongCode),
    ("provider_blocked_by_rep", Cause::MethodBlocked),
    ("provider_blocked_by_admin", Cause::ContactDisallowed),
    ("introspect_required", Cause::MethodUndecided),
    ("nativeauthapi_disabled", Cause::NativeAuthDisabled),
    // Where they lead on, they did so before.
    ("mfa_required", Cause::InteractionRequired),
    ("registration_required", Cause::InteractionRequired),
];

/// The service's numbers (docs/protocol.md 11.5).
pub(super) const NUMBERS: [(u64, Cause); 25] = [
    (50_126, Cause::WrongPassword),
    (50_034, Cause::UserNotFound),
    (50_053, Cause::LockedOut),
    (50_142, Cause::PasswordResetRequired),
    (50_076, Cause::InteractionRequired),
    (50_181, Cause::WrongCode),
    (50_184, Cause::WrongCode),
    (501_811, Cause::WrongCode),
    (55_000, Cause::ContinuationRejected),
    (55_200, Cause::ContinuationRejected),
    (55_112, Cause::FlowExpired),
    (552_003, Cause::FlowExpired),
    (701_014, Cause::TooManyCodes),
    (550_024, Cause::MethodBlocked),
    (901_001, Cause::ContactRejected),
    (1_003_037, Cause::UserExists),
    (500_222, Cause::NoPassword),
    (399_246, Cause::PasswordRejected(PasswordRule::TooWeak)),
    (400_002, Cause::WrongAuthenticationType),
    (550_022, Cause::ClientConfidential),
    (500_210, Cause::TenantMismatch),
    (901_007, Cause::ChallengeTypesRejected),
    (65_001, Cause::ConsentMissing),
    (70_011, Cause::ScopesRejected),
    (700_016, Cause::ClientUnauthorized),
];

/// The names in `error` that mean one thing, whatever number comes with them.
pub(super) const PLAIN_NAMES: [(&str, Cause); 6] = [
    ("user_already_exists", Cause::UserExists),
    ("unsupported_auth_method", Cause::AuthMethodUnsupported),
    ("auth_not_supported", Cause::AuthMethodUnsupported),
    ("user_not_found", Cause::UserNotFound),
    ("expired_token", Cause::FlowExpired),
    ("unsupported_challenge_type", Cause::ChallengeTypesRejected),
];

/// The names in `error` that a number explains better.
pub(super) const NAMES: [(&str, Cause); 9] = [
    ("unauthorized_client", Cause::ClientUnauthorized),
    ("invalid_client", Cause::ClientIdRejected),
    ("invalid_scope", Cause::ScopesRejected),
    ("access_denied", Cause::AccessDenied),
    ("interaction_required", Cause::InteractionRequired),
    ("consent_required", Cause::ConsentMissing),
    ("slow_down", Cause::Throttled),
    ("temporarily_unavailable", Cause::ServerUnavailable),
    ("server_error", Cause::ServerUnavailable),
];

/// The numbers whose meaning for a refresh token is known.
pub(super) const REFRESH_NUMBERS: [(u64, Cause); 10] = [
    // Revoked; not valid; ran out, for any of three reasons; the account is gone or disabled.
    (50_173, Cause::RefreshRejected),
    (70_000, Cause::RefreshRejected),
    (70_008, Cause::RefreshRejected),
    (700_082, Cause::RefreshRejected),
    (700_084, Cause::RefreshRejected),
    (50_034, Cause::RefreshRejected),
    (50_057, Cause::RefreshRejected),
    // Another token may still be had with it, or this one later.
    (65_001, Cause::ConsentMissing),
    (50_142, Cause::PasswordResetRequired),
    (50_053, Cause::LockedOut),
];

pub(super) fn find<K: PartialEq>(table: &[(K, Cause)], key: &K) -> Option<Cause> {
    let row = table.iter().find(|(known, _)| known == key)?;
    Some(row.1)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::wanted;
    use super::*;

    #[test]
    fn the_page_has_every_number_that_is_known_here_and_no_other() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/protocol.md");
        let page = std::fs::read_to_string(path).unwrap();
        let section = page.split("\n### 11.5 ").nth(1).unwrap();
        let section = section.split("\n#").next().unwrap();
        let lines = section.lines().filter(|line| line.starts_with("| "));
        let cells = lines.skip(1).map(|line| line.split('|').nth(1).unwrap());
        let on_page: BTreeSet<u64> = cells
            .flat_map(|cell| cell.split(','))
            .map(|number| number.trim().parse().unwrap())
            .collect();
        let rows = NUMBERS.iter().chain(&REFRESH_NUMBERS);
        let in_no_table = [wanted::CREDENTIAL, 90_100];
        let known: BTreeSet<u64> = rows
            .map(|(number, _)| *number)
            .chain(wanted::ATTRIBUTES)
            .chain(in_no_table)
            .collect();
        assert_eq!(on_page, known);
    }
}
