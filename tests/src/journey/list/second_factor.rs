//! Sign-ins with a second factor.

use doorstep::StepKind::{
    BrowserRequired, CodeRequired, MfaCodeRequired, MfaRequired, PasswordRequired, SignedIn,
};
use doorstep::{Claims, SignInOptions};
use doorstep_sandbox::model::{Channel, NewUser};

use super::Move::{ByEmail, BySms, Code, Password, Resend, Start, WrongCode};
use super::{Journey, eleven_minutes, five_minutes, two_codes};
use crate::{ADA_PASSWORD, BOB_PASSWORD, World, as_ada, as_bob, todo};

const EVE: &str = "eve@contoso.example";

pub(super) fn journeys() -> Vec<Journey> {
    let as_eve = || SignInOptions::new(EVE).scopes(todo());
    let ada = |name| {
        Journey::sign_in(name, as_ada())
            .ahead(ADA_PASSWORD)
            .then(Start, MfaRequired)
    };
    vec![
        Journey::sign_in("two factors, one step at a time", as_ada())
            .then(Start, PasswordRequired)
            .then(Password(ADA_PASSWORD), MfaRequired)
            .then(ByEmail, MfaCodeRequired)
            .refused(WrongCode, "wrong_code")
            .meanwhile(five_minutes)
            .then(Resend, MfaCodeRequired)
            .then(Code, SignedIn),
        ada("another method while a code is waited for")
            .then(ByEmail, MfaCodeRequired)
            .then(BySms, MfaCodeRequired)
            .then(Code, SignedIn),
        ada("too many second codes")
            .given(two_codes)
            .not_struck()
            .then(BySms, MfaCodeRequired)
            .then(Resend, MfaCodeRequired)
            .refused(Resend, "too_many_codes")
            .then(Code, SignedIn),
        ada("a second factor that waited too long")
            .then(ByEmail, MfaCodeRequired)
            .meanwhile(eleven_minutes)
            .refused(Code, "flow_expired"),
        Journey::sign_in("a number that is blocked", as_bob())
            .scenario("sms_blocked")
            .ahead(BOB_PASSWORD)
            .then(Start, MfaRequired)
            .refused(BySms, "method_blocked"),
        Journey::sign_in("a code and then another by text message", as_eve())
            .given(eve_with_a_phone)
            .then(Start, CodeRequired)
            .then(Code, MfaRequired)
            .then(BySms, MfaCodeRequired)
            .then(Code, SignedIn),
        Journey::sign_in(
            "a context that wants a second factor",
            as_ada().claims(c3()),
        )
        .ahead(ADA_PASSWORD)
        .then(Start, MfaRequired)
        .then(BySms, MfaCodeRequired)
        .then(Code, SignedIn),
        Journey::sign_in("no screen for a second factor", as_ada())
            .given(without_screens)
            .ahead(ADA_PASSWORD)
            .then(Start, BrowserRequired),
    ]
}

fn c3() -> Claims {
    Claims::authentication_context(3).unwrap()
}

fn eve_with_a_phone(world: &mut World) {
    let eve = NewUser::with_email_code(EVE).method(Channel::Sms, "+15550100155");
    world.add(eve.group("mfa"));
}

fn without_screens(world: &mut World) {
    world.device.config = world.device.config.clone().mfa(false);
}
