//! Sign-ins in which a method is registered.

use doorstep::SignInOptions;
use doorstep::StepKind::{
    CodeRequired, PasswordRequired, RegistrationCodeRequired, RegistrationRequired, SignedIn,
    SignedUp,
};
use doorstep_sandbox::model::NewUser;

use super::Move::{Code, Password, Register, Resend, SignIn, Start, WrongCode};
use super::{Journey, eleven_minutes, five_minutes, forgotten};
use crate::{DORA, DORA_PASSWORD, World, as_new, todo};

const PHONE: &str = "+15550100177";

pub(super) fn journeys() -> Vec<Journey> {
    let dora = |name| {
        let options = SignInOptions::new(DORA).scopes(todo());
        Journey::sign_in(name, options)
    };
    let signed_up = |name| {
        Journey::sign_up(name, as_new())
            .scenario("sign_up_mfa")
            .ahead(DORA_PASSWORD)
            .then(Start, CodeRequired)
            .then(Code, SignedUp)
            .then(SignIn, RegistrationRequired)
    };
    vec![
        dora("a phone, after contacts that are none")
            .given(dora_without_a_method)
            .then(Start, PasswordRequired)
            .then(Password(DORA_PASSWORD), RegistrationRequired)
            .refused(Register("sms", "+123"), "contact_rejected")
            .refused(Register("sms", "+19005550100"), "method_blocked")
            .refused(Register("sms", "+979123456789"), "contact_disallowed")
            .then(Register("sms", PHONE), RegistrationCodeRequired)
            .refused(WrongCode, "wrong_code")
            .meanwhile(five_minutes)
            .then(Resend, RegistrationCodeRequired)
            .then(Code, SignedIn),
        dora("another contact while a code is waited for")
            .given(dora_without_a_method)
            .ahead(DORA_PASSWORD)
            .then(Start, RegistrationRequired)
            .then(Register("sms", PHONE), RegistrationCodeRequired)
            .then(
                Register("email", "dora@home.example"),
                RegistrationCodeRequired,
            )
            .then(Code, SignedIn),
        dora("a registration that waited too long")
            .given(dora_without_a_method)
            .ahead(DORA_PASSWORD)
            .then(Start, RegistrationRequired)
            .meanwhile(eleven_minutes)
            .refused(Register("sms", PHONE), "flow_expired"),
        dora("a registration that the service forgot")
            .given(dora_without_a_method)
            .ahead(DORA_PASSWORD)
            .then(Start, RegistrationRequired)
            .meanwhile(forgotten)
            .refused(Register("sms", PHONE), "continuation_rejected"),
        dora("a phone after a code")
            .given(dora_without_a_password)
            .then(Start, CodeRequired)
            .then(Code, RegistrationRequired)
            .then(Register("sms", PHONE), RegistrationCodeRequired)
            .then(Code, SignedIn),
        signed_up("the address of the sign-up").then(Register("email", DORA), SignedIn),
        signed_up("the address of the sign-up, after another contact")
            .then(Register("sms", PHONE), RegistrationCodeRequired)
            .then(Register("email", DORA), SignedIn),
    ]
}

fn dora_without_a_method(world: &mut World) {
    world.add(NewUser::with_password(DORA, DORA_PASSWORD).group("mfa"));
}

fn dora_without_a_password(world: &mut World) {
    world.add(NewUser::with_email_code(DORA).group("mfa"));
}
