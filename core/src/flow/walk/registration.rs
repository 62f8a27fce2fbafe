//! Registering a method in the middle of a sign-in (docs/protocol.md 17.4).

use super::steps::{at_password, kind};
use super::tenant::{Answer, Want};
use super::world::*;
use crate::challenge::Channel;
use crate::flow::{RegistrationCodeReply, RegistrationReply, SignInFlow, SignInStep, StepKind};
use crate::ids::MethodId;

pub(super) fn email() -> MethodId {
    MethodId::new("email")
}

fn at_registration(flow: &SignInFlow) -> RegistrationReply {
    match ready(at_password(flow).submit(PASSWORD)) {
        Ok(SignInStep::RegistrationRequired { reply, .. }) => reply,
        other => panic!("{other:?}"),
    }
}

pub(super) fn at_code(flow: &SignInFlow) -> RegistrationCodeReply {
    match ready(at_registration(flow).register(&email(), CONTACT)) {
        Ok(SignInStep::RegistrationCodeRequired { reply, .. }) => reply,
        other => panic!("{other:?}"),
    }
}

fn world() -> World {
    World::with(&[Want::Registration])
}

#[test]
fn the_methods_are_listed_without_the_person_and_the_known_address_is_offered() {
    let world = world();
    let reply = at_password(&world.sign_in());
    let (sent, step) = world.requests(reply.submit(PASSWORD));
    let Ok(SignInStep::RegistrationRequired { methods, .. }) = step else {
        panic!("{step:?}");
    };
    assert_eq!(sent, 2);
    let known: Vec<_> = methods
        .iter()
        .map(|method| (method.id.as_str(), method.known_contact.as_deref()))
        .collect();
    assert_eq!(known, [("email", Some(CONTACT)), ("sms", None)]);
}

#[test]
fn a_code_registers_the_contact_and_signs_in_without_naming_the_person() {
    let world = world();
    let reply = at_code(&world.sign_in());
    let (sent, step) = world.requests(reply.submit(CODE));
    assert_eq!((sent, kind(&step)), (2, StepKind::SignedIn));
    let last = world.tenant.last();
    assert_eq!(last.field("grant_type"), Some("continuation_token"));
    assert_eq!(last.field("username"), None);
}

#[test]
fn a_contact_that_is_proved_already_signs_in_at_once() {
    let world = World::with(&[Want::Registration, Want::Preverified]);
    let reply = at_registration(&world.sign_in());
    let (sent, step) = world.requests(reply.register(&email(), CONTACT));
    assert_eq!((sent, kind(&step)), (3, StepKind::SignedIn));
    let journal = world.tenant.journal();
    let confirmed = &journal[journal.len() - 2];
    assert_eq!(confirmed.path, "/register/v1.0/continue");
    assert_eq!(confirmed.field("grant_type"), Some("continuation_token"));
    assert_eq!(confirmed.field("oob"), None);
}

#[test]
fn a_contact_that_is_not_taken_keeps_the_step() {
    for (answer, code) in [
        (
            Answer::error("invalid_request", "", 901_001),
            "contact_rejected",
        ),
        (
            Answer::error("access_denied", "provider_blocked_by_rep", 550_024),
            "method_blocked",
        ),
        (
            Answer::error("access_denied", "provider_blocked_by_admin", 550_024),
            "contact_disallowed",
        ),
    ] {
        let world = world();
        let reply = at_registration(&world.sign_in());
        world.tenant.script([answer]);
        let sms = MethodId::new("sms");
        let outcome = ready(reply.register(&sms, "+1 555 010 0123"));
        assert_eq!(code_of(&outcome), code);
        let sent = world.tenant.last();
        assert_eq!(sent.field("challenge_target"), Some("+15550100123"));
        let step = ready(reply.register(&email(), CONTACT));
        assert_eq!(kind(&step), StepKind::RegistrationCodeRequired);
    }
}

#[test]
fn what_is_no_contact_and_no_method_is_not_sent() {
    let world = world();
    let reply = at_registration(&world.sign_in());
    for (method, contact, code) in [
        ("email", " ", "blank_contact"),
        ("sms", "()", "blank_contact"),
        ("voice", CONTACT, "unknown_method"),
    ] {
        let method = MethodId::new(method);
        let (sent, outcome) = world.requests(reply.register(&method, contact));
        assert_eq!((sent, code_of(&outcome)), (0, code));
    }
}

#[test]
fn a_wrong_code_keeps_the_step_of_a_registration() {
    let world = world();
    let reply = at_code(&world.sign_in());
    world.tenant.script([Answer::wrong_code()]);
    assert_eq!(code_of(&ready(reply.submit(CODE))), "wrong_code");
    assert_eq!(kind(&ready(reply.submit(CODE))), StepKind::SignedIn);
}

#[test]
fn another_contact_may_be_taken_at_once_and_the_same_one_after_its_interval() {
    let world = world();
    let reply = at_code(&world.sign_in());
    let (email, again) = (email(), format!(" {CONTACT} "));
    for call in [
        reply.register(&email, again.as_str()),
        reply.register(&email, CONTACT),
    ] {
        let (sent, outcome) = world.requests(call);
        assert_eq!((sent, code_of(&outcome)), (0, "resend_too_soon"));
    }
    let (sent, outcome) = world.requests(reply.resend());
    assert_eq!((sent, code_of(&outcome)), (0, "resend_too_soon"));
    let sms = MethodId::new("sms");
    let step = ready(reply.register(&sms, "+1 555 010 0123"));
    let Ok(SignInStep::RegistrationCodeRequired { code, reply, .. }) = step else {
        panic!("{step:?}");
    };
    assert_eq!((code.channel, code.repeats), (Channel::Sms, None));
    world.clock.forward(seconds(300));
    let step = ready(reply.resend());
    assert_eq!(kind(&step), StepKind::RegistrationCodeRequired);
    let sent = world.tenant.last();
    assert_eq!(sent.field("challenge_target"), Some("+15550100123"));
}

#[test]
fn what_got_lost_after_the_code_is_made_up_for_without_the_code() {
    let world = world();
    let flow = world.sign_in();
    let reply = at_code(&flow);
    world
        .tenant
        .script([Answer::Ordinary, Answer::Text(503, "")]);
    assert_eq!(code_of(&ready(reply.submit(CODE))), "server_unavailable");
    assert_eq!(kind(&flow.current()), StepKind::RegistrationCodeRequired);

    let resumed = resume(&world.next_process(), flow.id()).unwrap();
    let Ok(SignInStep::RegistrationCodeRequired { reply, .. }) = resumed.current() else {
        panic!("{resumed:?}");
    };
    let (sent, step) = world.requests(reply.submit(CODE));
    assert_eq!((sent, kind(&step)), (1, StepKind::SignedIn));
    assert_eq!(world.tenant.last().field("oob"), None);
}

#[test]
fn every_step_of_a_registration_survives_the_process() {
    let world = world();
    let flow = world.sign_in();
    let shown = |flow: &SignInFlow| format!("{:?}", flow.current());
    let reply = at_registration(&flow);
    let resumed = resume(&world.next_process(), flow.id()).unwrap();
    assert_eq!(shown(&resumed), shown(&flow));
    ready(reply.register(&email(), CONTACT)).unwrap();
    let resumed = resume(&world.next_process(), flow.id()).unwrap();
    assert_eq!(shown(&resumed), shown(&flow));
}
