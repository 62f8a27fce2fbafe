//! Sign-ins with one factor.

use doorstep::SignInOptions;
use doorstep::StepKind::{BrowserRequired, CodeRequired, PasswordRequired, SignedIn};
use doorstep_sandbox::model::{Password, UserChange};

use super::Move::{Code, Password as Typed, Resend, Start, WrongCode};
use super::{Journey, eleven_minutes, five_minutes, forgotten, two_codes};
use crate::{BOB_PASSWORD, CLEO, World, as_bob, as_cleo};

pub(super) fn journeys() -> Vec<Journey> {
    let named = |name| SignInOptions::new(name);
    let by_password = |name| Journey::sign_in(name, as_bob()).then(Start, PasswordRequired);
    let by_code = |name| Journey::sign_in(name, as_cleo()).then(Start, CodeRequired);
    vec![
        by_password("a password, at the second attempt")
            .refused(Typed("wrong"), "wrong_password")
            .then(Typed(BOB_PASSWORD), SignedIn),
        Journey::sign_in("a password given ahead", as_bob())
            .ahead(BOB_PASSWORD)
            .then(Start, SignedIn),
        Journey::sign_in("a password given ahead to no avail", as_cleo())
            .ahead(BOB_PASSWORD)
            .then(Start, CodeRequired)
            .then(Code, SignedIn),
        by_code("a code, wrong, sent again, right")
            .refused(WrongCode, "wrong_code")
            .meanwhile(five_minutes)
            .then(Resend, CodeRequired)
            .then(Code, SignedIn),
        by_code("too many codes")
            .given(two_codes)
            .not_struck()
            .then(Resend, CodeRequired)
            .refused(Resend, "too_many_codes")
            .then(Code, SignedIn),
        by_code("a password instead of another code")
            .meanwhile(password_for_cleo)
            .then(Resend, PasswordRequired)
            .then(Typed(BOB_PASSWORD), SignedIn),
        by_password("a password that must be changed")
            .scenario("password_change_forced")
            .refused(Typed(BOB_PASSWORD), "password_reset_required"),
        by_password("a sign-in that waited too long")
            .meanwhile(eleven_minutes)
            .refused(Typed(BOB_PASSWORD), "flow_expired"),
        by_password("a sign-in that the service forgot")
            .meanwhile(forgotten)
            .refused(Typed(BOB_PASSWORD), "continuation_rejected"),
        Journey::sign_in("nobody", named("nobody@contoso.example"))
            .refused(Start, "user_not_found"),
        Journey::sign_in("no name", named("no body@contoso.example"))
            .refused(Start, "invalid_username"),
        Journey::sign_in("no native authentication", as_bob())
            .scenario("native_auth_off")
            .refused(Start, "native_auth_disabled"),
        Journey::sign_in(
            "an account of another provider",
            named("fay@contoso.example"),
        )
        .scenario("federated_user")
        .then(Start, BrowserRequired),
    ]
}

fn password_for_cleo(world: &World) {
    let change = UserChange {
        password: Some(Password::new(BOB_PASSWORD)),
        ..UserChange::default()
    };
    world.control().change_user(CLEO, change).unwrap();
    world.advance(300);
}
