//! Codes by turns: each method and each contact has its own wait for another one.

use super::registration::{self, email};
use super::steps::{at_mfa_code, kind};
use super::tenant::Want;
use super::world::*;
use crate::error::Error;
use crate::flow::{SignInStep, StepKind};
use crate::ids::MethodId;

#[test]
fn methods_chosen_by_turns_wait_each_for_its_interval() {
    let world = World::with_mfa();
    let flow = world.sign_in();
    let reply = at_mfa_code(&flow);
    let [email, sms] = ["m-email", "m-sms"].map(MethodId::new);
    let Ok(SignInStep::MfaCodeRequired { reply, .. }) = ready(reply.choose(&sms)) else {
        panic!("{reply:?}");
    };
    let (sent, outcome) = world.requests(reply.choose(&email));
    assert_eq!((sent, code_of(&outcome)), (0, "resend_too_soon"));
    world.clock.forward(seconds(100));
    let next = resume(&world.next_process(), flow.id()).unwrap();
    let Ok(SignInStep::MfaCodeRequired { reply, .. }) = next.current() else {
        panic!("{next:?}");
    };
    let Err(Error::Later { retry_after, .. }) = ready(reply.choose(&email)) else {
        panic!("{reply:?}");
    };
    assert_eq!(retry_after, Some(seconds(200)));
    world.clock.forward(seconds(200));
    assert_eq!(
        kind(&ready(reply.choose(&email))),
        StepKind::MfaCodeRequired
    );
}

#[test]
fn contacts_named_by_turns_wait_each_for_its_interval() {
    let world = World::with(&[Want::Registration]);
    let reply = registration::at_code(&world.sign_in());
    let Ok(SignInStep::RegistrationCodeRequired { reply, .. }) =
        ready(reply.register(&email(), "planted@office.example"))
    else {
        panic!("{reply:?}");
    };
    let (sent, outcome) = world.requests(reply.register(&email(), CONTACT));
    assert_eq!((sent, code_of(&outcome)), (0, "resend_too_soon"));
    world.clock.forward(seconds(300));
    let step = ready(reply.register(&email(), CONTACT));
    assert_eq!(kind(&step), StepKind::RegistrationCodeRequired);
}
