//! Password resets.

use doorstep::StepKind::{CodeRequired, NewPasswordRequired, PasswordReset, SignedIn};
use doorstep_sandbox::model::ResetOutcome;

use super::Move::{Code, Password, Resend, SignIn, Start, Wait, WrongCode};
use super::{Journey, eleven_minutes, five_minutes, forgotten, two_codes};
use crate::{BOB, CLEO, World, reset_of};

const NEW: &str = "Carpenter-2025";

pub(super) fn journeys() -> Vec<Journey> {
    let reset = |name| Journey::reset(name, reset_of(BOB)).then(Start, CodeRequired);
    let choosing = |name| reset(name).then(Code, NewPasswordRequired);
    let refused = |name, who| Journey::reset(name, reset_of(who));
    vec![
        reset("a code, wrong, sent again, right, and a new password")
            .refused(WrongCode, "wrong_code")
            .meanwhile(five_minutes)
            .then(Resend, CodeRequired)
            .then(Code, NewPasswordRequired)
            .refused(Password("1"), "password_too_short")
            .then(Password(NEW), PasswordReset)
            .then(SignIn, SignedIn),
        reset("too many codes for a reset")
            .given(two_codes)
            .not_struck()
            .then(Resend, CodeRequired)
            .refused(Resend, "too_many_codes")
            .then(Code, NewPasswordRequired)
            .then(Password(NEW), PasswordReset),
        choosing("a reset that takes its time")
            .scenario("reset_slow")
            .then(Password(NEW), PasswordReset)
            .then(SignIn, SignedIn),
        choosing("a reset that starts late")
            .given(starts_late)
            .then(Password(NEW), PasswordReset),
        choosing("a reset that takes more than five minutes")
            .given(takes_six_minutes)
            .not_struck()
            .refused(Password(NEW), "still_changing")
            .then(Wait, PasswordReset)
            .then(SignIn, SignedIn),
        choosing("a reset that fails once")
            .scenario("reset_fails_once")
            .refused(Password(NEW), "password_not_changed")
            .then(Password(NEW), PasswordReset),
        choosing("a password refused late by every rule")
            .given(refused_by_every_rule)
            .not_struck()
            .refused(Password(NEW), "password_too_short")
            .refused(Password(NEW), "password_too_long")
            .refused(Password(NEW), "password_invalid")
            .refused(Password(NEW), "password_too_weak")
            .refused(Password(NEW), "password_banned")
            .refused(Password(NEW), "password_recently_used")
            .then(Password(NEW), PasswordReset),
        choosing("a new password that comes too late")
            .meanwhile(eleven_minutes)
            .refused(Password(NEW), "flow_expired"),
        reset("a reset that the service forgot")
            .meanwhile(forgotten)
            .refused(Code, "continuation_rejected"),
        reset("a verification after the code")
            .given(phone_to_be_verified)
            .refused(Code, "verification_required"),
        refused("nobody's password", "nobody@contoso.example").refused(Start, "user_not_found"),
        refused("the password of no name", "no body@contoso.example")
            .refused(Start, "invalid_username"),
        refused("a reset without native authentication", BOB)
            .scenario("native_auth_off")
            .refused(Start, "native_auth_disabled"),
        refused("an account without a password", CLEO).refused(Start, "no_password"),
    ]
}

fn starts_late(world: &mut World) {
    world.policies(|policies| policies.password_reset.polls_not_started = 1);
}

fn takes_six_minutes(world: &mut World) {
    world.policies(|policies| {
        policies.password_reset.poll_interval = 15;
        policies.password_reset.polls_in_progress = 24;
    });
}

fn refused_by_every_rule(world: &mut World) {
    world.policies(|policies| {
        policies.password_reset.outcomes = vec![
            ResetOutcome::PasswordTooShort,
            ResetOutcome::PasswordTooLong,
            ResetOutcome::PasswordIsInvalid,
            ResetOutcome::PasswordTooWeak,
            ResetOutcome::PasswordBanned,
            ResetOutcome::PasswordRecentlyUsed,
        ];
    });
}

fn phone_to_be_verified(world: &mut World) {
    let unverified = vec!["phone".to_owned()];
    world.policies(|policies| policies.password_reset.unverified_attributes = unverified);
}
