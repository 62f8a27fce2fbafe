//! Sign-ups that end with an account.

use doorstep::Attributes as Given;
use doorstep::StepKind::{AttributesRequired, CodeRequired, PasswordRequired, SignedIn, SignedUp};
use doorstep_sandbox::model::NewUser;

use super::Move::{Attributes, Code, Password, Resend, SignIn, Start, WrongCode};
use super::{Journey, five_minutes, two_codes};
use crate::{ATTRIBUTES_APP, CODE_APP, DORA, DORA_PASSWORD, Tamper, World, as_new};

pub(super) fn journeys() -> Vec<Journey> {
    let new = |name| Journey::sign_up(name, as_new()).then(Start, CodeRequired);
    let all = || Given::new().display_name("Dora").city("Delft");
    vec![
        new("a code, wrong, sent again, right, and a password")
            .refused(WrongCode, "wrong_code")
            .meanwhile(five_minutes)
            .then(Resend, CodeRequired)
            .then(Code, PasswordRequired)
            .refused(Password("1"), "password_too_short")
            .then(Password(DORA_PASSWORD), SignedUp)
            .then(SignIn, SignedIn),
        Journey::sign_up("a new password given ahead", as_new())
            .ahead(DORA_PASSWORD)
            .then(Start, CodeRequired)
            .then(Code, SignedUp)
            .then(SignIn, SignedIn),
        new("too many codes for a new account")
            .given(two_codes)
            .not_struck()
            .then(Resend, CodeRequired)
            .refused(Resend, "too_many_codes")
            .then(Code, PasswordRequired)
            .then(Password(DORA_PASSWORD), SignedUp),
        new("a password and then attributes, once refused, one after the other")
            .app(ATTRIBUTES_APP)
            .then(Code, PasswordRequired)
            .then(Password(DORA_PASSWORD), AttributesRequired)
            .refused(
                Attributes(all().custom("age", "old")),
                "attributes_rejected",
            )
            .then(Attributes(Given::new().city("Delft")), AttributesRequired)
            .then(Attributes(Given::new().display_name("Dora")), SignedUp)
            .then(SignIn, SignedIn),
        new("attributes after the code")
            .app(CODE_APP)
            .then(Code, AttributesRequired)
            .then(Attributes(all()), SignedUp)
            .then(SignIn, SignedIn),
        Journey::sign_up("attributes given ahead", as_new().attributes(all()))
            .app(CODE_APP)
            .then(Start, CodeRequired)
            .then(Code, SignedUp)
            .then(SignIn, SignedIn),
        new("attributes on two pages")
            .scenario("sign_up_two_screens")
            .then(Code, AttributesRequired)
            .then(
                Attributes(Given::new().display_name("Dora")),
                AttributesRequired,
            )
            .then(Attributes(Given::new().postal_code("2611 AB")), SignedUp),
        Journey::sign_up("a code that makes an account without a token", as_new())
            .not_struck()
            .ahead(DORA_PASSWORD)
            .then(Start, CodeRequired)
            .meanwhile(made_without_a_token)
            .then(Code, SignedUp)
            .then(SignIn, PasswordRequired)
            .then(Password(DORA_PASSWORD), SignedIn),
        new("a password that makes an account without a token")
            .not_struck()
            .then(Code, PasswordRequired)
            .meanwhile(made_without_a_token)
            .then(Password(DORA_PASSWORD), SignedUp)
            .then(SignIn, PasswordRequired)
            .then(Password(DORA_PASSWORD), SignedIn),
        new("attributes that make an account without a token")
            .not_struck()
            .app(CODE_APP)
            .then(Code, AttributesRequired)
            .meanwhile(made_without_a_token)
            .then(Attributes(all()), SignedUp)
            .then(SignIn, PasswordRequired)
            .then(Password(DORA_PASSWORD), SignedIn),
    ]
}

/// The service may make an account and give nothing to go on with (docs/protocol.md 3.3).
fn made_without_a_token(world: &World) {
    world.add(NewUser::with_password(DORA, DORA_PASSWORD));
    let made = r#"{"expires_in":600}"#.to_owned();
    world
        .http()
        .next(Tamper::Answer(200, "application/json", made));
}
