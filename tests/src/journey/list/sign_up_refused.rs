//! Sign-ups that end without an account.

use doorstep::StepKind::{AttributesRequired, CodeRequired, PasswordRequired};
use doorstep::{Attributes as Given, SignUpOptions};
use doorstep_sandbox::model::NewUser;

use super::Move::{Attributes, Code, Password, Start};
use super::{Journey, eleven_minutes, forgotten};
use crate::{BOB, CODE_APP, DORA, DORA_PASSWORD, World, as_new};

/// 264 characters.
const LONG: &str = concat!(
    "Tulip-42Tulip-42Tulip-42Tulip-42Tulip-42Tulip-42Tulip-42Tulip-42Tulip-42Tulip-42Tulip-42",
    "Tulip-42Tulip-42Tulip-42Tulip-42Tulip-42Tulip-42Tulip-42Tulip-42Tulip-42Tulip-42Tulip-42",
    "Tulip-42Tulip-42Tulip-42Tulip-42Tulip-42Tulip-42Tulip-42Tulip-42Tulip-42Tulip-42Tulip-42",
);

pub(super) fn journeys() -> Vec<Journey> {
    let new = |name| Journey::sign_up(name, as_new()).then(Start, CodeRequired);
    let all = || Given::new().display_name("Dora").city("Delft");
    let ahead = |name, password, code| {
        Journey::sign_up(name, as_new())
            .ahead(password)
            .refused(Start, code)
    };
    let wrong = || as_new().attributes(Given::new().city(" "));
    vec![
        ahead("too short", "1", "password_too_short"),
        ahead("too long", LONG, "password_too_long"),
        ahead("invalid", "Tulipé-42", "password_invalid"),
        ahead("too weak", "tulip-tulip", "password_too_weak"),
        ahead("banned", "My-PassWord-1", "password_banned"),
        Journey::sign_up("wrong attributes given ahead", wrong())
            .app(CODE_APP)
            .refused(Start, "attributes_rejected"),
        Journey::sign_up("wrong attributes and a password given ahead", wrong())
            .app(crate::ATTRIBUTES_APP)
            .ahead(DORA_PASSWORD)
            .refused(Start, "attributes_rejected"),
        Journey::sign_up("a name that is taken", SignUpOptions::new(BOB))
            .refused(Start, "user_exists"),
        Journey::sign_up("a name that is none", SignUpOptions::new("dora"))
            .refused(Start, "invalid_username"),
        Journey::sign_up("a sign-up without native authentication", as_new())
            .scenario("native_auth_off")
            .refused(Start, "native_auth_disabled"),
        new("a name that is taken meanwhile")
            .then(Code, PasswordRequired)
            .meanwhile(taken)
            .refused(Password(DORA_PASSWORD), "user_exists"),
        new("a sign-up that waited too long")
            .meanwhile(eleven_minutes)
            .refused(Code, "flow_expired"),
        new("a sign-up that the service forgot")
            .then(Code, PasswordRequired)
            .meanwhile(forgotten)
            .refused(Password(DORA_PASSWORD), "continuation_rejected"),
        new("attributes that come too late")
            .app(CODE_APP)
            .then(Code, AttributesRequired)
            .meanwhile(eleven_minutes)
            .refused(Attributes(all()), "flow_expired"),
        new("a verification after the password")
            .scenario("sign_up_verification")
            .then(Code, PasswordRequired)
            .refused(Password(DORA_PASSWORD), "verification_required"),
        Journey::sign_up("a verification after the first code", as_new())
            .ahead(DORA_PASSWORD)
            .scenario("sign_up_verification")
            .then(Start, CodeRequired)
            .refused(Code, "verification_required"),
        new("a verification after the attributes")
            .given(phone_to_be_verified)
            .app(CODE_APP)
            .then(Code, AttributesRequired)
            .refused(Attributes(all()), "verification_required"),
    ]
}

fn taken(world: &World) {
    world.add(NewUser::with_email_code(DORA));
}

fn phone_to_be_verified(world: &mut World) {
    world.policies(|policies| policies.sign_up.unverified_attributes = vec!["phone".to_owned()]);
}
