//! Sign-ins that follow a sign-up or a reset.

use doorstep::StepKind::{
    CodeRequired, MfaCodeRequired, MfaRequired, NewPasswordRequired, PasswordRequired,
    PasswordReset, RegistrationCodeRequired, RegistrationRequired, SignedIn, SignedUp,
};
use doorstep_sandbox::model::{Channel, NewMethod, NewUser, UserChange};

use super::Move::{ByEmail, BySms, Code, Password, Register, SignIn, Start};
use super::{Journey, eleven_minutes};
use crate::{ADA, BOB, BOB_PASSWORD, DORA, DORA_PASSWORD, World, as_new, reset_of};

const NEW: &str = "Carpenter-2025";
const PHONE: &str = "+15550100177";

pub(super) fn journeys() -> Vec<Journey> {
    let signed_up = |name| {
        Journey::sign_up(name, as_new())
            .ahead(DORA_PASSWORD)
            .then(Start, CodeRequired)
            .then(Code, SignedUp)
    };
    let reset = |name, who| {
        Journey::reset(name, reset_of(who))
            .then(Start, CodeRequired)
            .then(Code, NewPasswordRequired)
            .then(Password(NEW), PasswordReset)
    };
    vec![
        signed_up("a second factor after a sign-up")
            .meanwhile(phone_for_dora)
            .then(SignIn, MfaRequired)
            .then(BySms, MfaCodeRequired)
            .then(Code, SignedIn),
        signed_up("a password after a sign-up that waited")
            .meanwhile(eleven_minutes)
            .then(SignIn, PasswordRequired)
            .then(Password(DORA_PASSWORD), SignedIn),
        signed_up("a code after a sign-up that was forgotten")
            .meanwhile(dora_by_code)
            .then(SignIn, CodeRequired)
            .then(Code, SignedIn),
        reset("a second factor after a reset", ADA)
            .then(SignIn, MfaRequired)
            .then(ByEmail, MfaCodeRequired)
            .then(Code, SignedIn),
        reset("a registration after a reset", BOB)
            .meanwhile(World::demand_mfa_of_all)
            .then(SignIn, RegistrationRequired)
            .then(Register("sms", PHONE), RegistrationCodeRequired)
            .then(Code, SignedIn),
        reset("a password after a reset that waited", BOB)
            .meanwhile(eleven_minutes)
            .then(SignIn, PasswordRequired)
            .then(Password(NEW), SignedIn),
        reset("a password after a reset that was forgotten", BOB)
            .meanwhile(super::forgotten)
            .then(SignIn, PasswordRequired)
            .then(Password(BOB_PASSWORD), SignedIn),
        reset("a code after a reset that waited", BOB)
            .meanwhile(bob_by_code)
            .then(SignIn, CodeRequired)
            .then(Code, SignedIn),
    ]
}

fn phone_for_dora(world: &World) {
    world.demand_mfa_of_all();
    let method = NewMethod {
        channel: Channel::Sms,
        target: PHONE.to_owned(),
    };
    let change = UserChange {
        methods: Some(vec![method]),
        ..UserChange::default()
    };
    world.control().change_user(DORA, change).unwrap();
}

fn dora_by_code(world: &World) {
    world.control().reset();
    world.add(NewUser::with_email_code(DORA));
}

fn bob_by_code(world: &World) {
    world.advance(660);
    world.control().remove_user(BOB);
    world.add(NewUser::with_email_code(BOB));
}
