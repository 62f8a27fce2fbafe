//! A sign-up from step to step (docs/protocol.md 17.1).

use super::tenant::{Answer, Want};
use super::world::*;
use crate::attributes::Attributes;
use crate::client::ResumedFlow;
use crate::error::{Error, Landing, PasswordRule, Problem};
use crate::flow::{
    AttributesReply, SignUpCodeReply, SignUpFlow, SignUpOptions, SignUpPasswordReply, SignUpStep,
    StepKind,
};

pub(super) type Outcome = Result<SignUpStep, Error>;

pub(super) fn kind(outcome: &Outcome) -> StepKind {
    match outcome {
        Ok(step) => step.kind(),
        Err(error) => panic!("{error:?}"),
    }
}

pub(super) fn at_code(flow: &SignUpFlow) -> SignUpCodeReply {
    match ready(flow.start()) {
        Ok(SignUpStep::CodeRequired { reply, .. }) => reply,
        other => panic!("{other:?}"),
    }
}

pub(super) fn at_password(flow: &SignUpFlow) -> SignUpPasswordReply {
    match ready(at_code(flow).submit(CODE)) {
        Ok(SignUpStep::PasswordRequired { reply }) => reply,
        other => panic!("{other:?}"),
    }
}

fn asked(step: Outcome) -> (Vec<String>, AttributesReply) {
    match step {
        Ok(SignUpStep::AttributesRequired { attributes, reply }) => {
            let names = attributes.into_iter().map(|wanted| wanted.name);
            (names.collect(), reply)
        }
        other => panic!("{other:?}"),
    }
}

fn paths(world: &World) -> Vec<String> {
    let journal = world.tenant.journal();
    journal.into_iter().map(|request| request.path).collect()
}

#[test]
fn an_account_by_code_alone_takes_a_start_a_challenge_and_a_code() {
    let world = World::new();
    let flow = world.sign_up();
    let reply = at_code(&flow);
    assert_eq!(
        paths(&world),
        ["/signup/v1.0/start", "/signup/v1.0/challenge"]
    );
    let (sent, step) = world.requests(reply.submit(CODE));
    assert_eq!((sent, kind(&step)), (1, StepKind::SignedUp));
}

#[test]
fn a_password_that_is_wanted_is_asked_for_by_a_challenge_of_its_own() {
    let world = World::with(&[Want::Password]);
    let flow = world.sign_up();
    let reply = at_code(&flow);
    let (sent, step) = world.requests(reply.submit(CODE));
    assert_eq!((sent, kind(&step)), (2, StepKind::PasswordRequired));
    assert_eq!(world.tenant.last().path, "/signup/v1.0/challenge");
    let Ok(SignUpStep::PasswordRequired { reply }) = step else {
        panic!("{step:?}");
    };
    let (sent, step) = world.requests(reply.submit(PASSWORD));
    assert_eq!((sent, kind(&step)), (1, StepKind::SignedUp));
}

#[test]
fn a_challenge_that_got_lost_is_made_by_the_next_call_and_the_code_is_not_sent_again() {
    let world = World::with(&[Want::Password]);
    let flow = world.sign_up();
    let reply = at_code(&flow);
    let [one, two] = Answer::offline();
    world.tenant.script([Answer::Ordinary, one, two]);
    assert_eq!(code_of(&ready(reply.submit(CODE))), "offline");
    assert_eq!(kind(&flow.current()), StepKind::CodeRequired);
    let (sent, step) = world.requests(reply.submit(CODE));
    assert_eq!((sent, kind(&step)), (1, StepKind::PasswordRequired));
    assert_eq!(world.tenant.last().field("oob"), None);
}

#[test]
fn a_password_that_is_wanted_first_is_asked_for_first() {
    let world = World::new();
    let body = serde_json::json!({"continuation_token": "t", "challenge_type": "password"});
    world
        .tenant
        .script([Answer::Ordinary, Answer::Json(200, body)]);
    assert_eq!(
        kind(&ready(world.sign_up().start())),
        StepKind::PasswordRequired
    );
}

#[test]
fn a_wrong_code_a_bad_password_and_bad_attributes_keep_their_steps() {
    let world = World::with(&[Want::Password, Want::Attributes]);
    let flow = world.sign_up();
    let code = at_code(&flow);
    world.tenant.script([Answer::wrong_code()]);
    assert_eq!(code_of(&ready(code.submit(CODE))), "wrong_code");
    let Ok(SignUpStep::PasswordRequired { reply }) = ready(code.submit(CODE)) else {
        panic!("{flow:?}");
    };
    world
        .tenant
        .script([Answer::bad_password("password_too_short")]);
    let outcome = ready(reply.submit(PASSWORD));
    let Err(Error::Fixable { problem, info }) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(problem, Problem::PasswordRejected(PasswordRule::TooShort));
    assert_eq!(info.landing, Landing::SameStep);
    let (names, reply) = asked(ready(reply.submit(PASSWORD)));
    assert_eq!(names, ["displayName"]);
    let refused = Answer::error("invalid_grant", "attribute_validation_failed", 0);
    world.tenant.script([refused]);
    let outcome = ready(reply.submit(Attributes::new().display_name("?")));
    let Err(Error::Fixable { problem, info }) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(problem, Problem::AttributesRejected);
    assert_eq!(info.attributes, ["city"]);
    let step = ready(reply.submit(Attributes::new().display_name(ATTRIBUTE)));
    assert_eq!(kind(&step), StepKind::SignedUp);
}

#[test]
fn attributes_longer_than_any_are_not_sent() {
    let largest = Attributes::new().street_address("\u{1f3e0}".repeat(1_024));
    let huge = Attributes::new().city("x".repeat(4_097));
    let many = (0..=120).fold(Attributes::new(), |all, number| {
        all.custom(format!("extension_{number}"), number)
    });
    let named = Attributes::new().custom("n".repeat(257), true);
    let world = World::with(&[Want::Attributes]);
    for attributes in [huge, many, named] {
        let options = SignUpOptions::new(USERNAME).attributes(attributes.clone());
        let outcome = world.client.sign_up(options);
        assert_eq!(code_of(&outcome), "input_too_long");
        let (_, reply) = asked(ready(at_code(&world.sign_up()).submit(CODE)));
        let (sent, outcome) = world.requests(reply.submit(attributes));
        assert_eq!((sent, code_of(&outcome)), (0, "input_too_long"));
        let (sent, _) = world.requests(reply.submit(largest.clone()));
        assert_eq!(sent, 1);
    }
}

#[test]
fn attributes_may_be_asked_for_twice() {
    let world = World::with(&[Want::Attributes, Want::MoreAttributes]);
    let reply = at_code(&world.sign_up());
    let (names, first) = asked(ready(reply.submit(CODE)));
    assert_eq!(names, ["displayName"]);
    let (names, second) = asked(ready(
        first.submit(Attributes::new().display_name(ATTRIBUTE)),
    ));
    assert_eq!(names, ["city"]);
    assert_ne!(first.revision(), second.revision());
    let (sent, outcome) = world.requests(first.submit(Attributes::new()));
    assert_eq!((sent, code_of(&outcome)), (0, "stale_step"));
    let step = ready(second.submit(Attributes::new().city(ATTRIBUTE)));
    assert_eq!(kind(&step), StepKind::SignedUp);
}

#[test]
fn a_second_proof_that_is_wanted_is_another_code() {
    let world = World::with(&[Want::Verification]);
    let flow = world.sign_up();
    let first = at_code(&flow);
    let Ok(SignUpStep::CodeRequired { reply, .. }) = ready(first.submit(CODE)) else {
        panic!("{flow:?}");
    };
    let (sent, outcome) = world.requests(first.submit(CODE));
    assert_eq!((sent, code_of(&outcome)), (0, "stale_step"));
    assert_eq!(kind(&ready(reply.submit(CODE))), StepKind::SignedUp);
}

#[test]
fn another_code_waits_for_the_interval_and_voids_the_one_before() {
    let world = World::new();
    let old = at_code(&world.sign_up());
    let (sent, outcome) = world.requests(old.resend());
    assert_eq!((sent, code_of(&outcome)), (0, "resend_too_soon"));
    world.clock.forward(seconds(300));
    world
        .tenant
        .script([Answer::error("invalid_request", "", 701_014)]);
    assert_eq!(code_of(&ready(old.resend())), "too_many_codes");
    let Ok(SignUpStep::CodeRequired { reply, .. }) = ready(old.resend()) else {
        panic!("{old:?}");
    };
    let (sent, outcome) = world.requests(old.submit(CODE));
    assert_eq!((sent, code_of(&outcome)), (0, "stale_step"));
    assert_eq!(kind(&ready(reply.submit(CODE))), StepKind::SignedUp);
}

#[test]
fn what_the_service_no_longer_knows_ends_the_sign_up_at_every_step() {
    for answer in [
        Answer::expired(),
        Answer::error("invalid_request", "", 55200),
        Answer::error("user_already_exists", "", 1_003_037),
    ] {
        for steps in 0..3 {
            let world = World::with(&[Want::Password, Want::Attributes]);
            let flow = world.sign_up();
            let at =
                |number| std::slice::from_ref(&answer)[..usize::from(steps == number)].to_vec();
            let code = at_code(&flow);
            world.tenant.script(at(0));
            let mut outcome = ready(code.submit(CODE));
            if let Ok(SignUpStep::PasswordRequired { reply }) = &outcome {
                world.tenant.script(at(1));
                outcome = ready(reply.submit(PASSWORD));
            }
            if let Ok(SignUpStep::AttributesRequired { reply, .. }) = &outcome {
                world.tenant.script(at(2));
                outcome = ready(reply.submit(Attributes::new().city(ATTRIBUTE)));
            }
            let Err(error) = outcome else {
                panic!("{outcome:?}");
            };
            assert_eq!(
                error.info().landing,
                Landing::FlowOver,
                "{steps}: {answer:?}"
            );
            assert!(flow.current().is_err());
            assert_eq!(world.records.keys(""), [""; 0]);
        }
    }
}

#[test]
fn every_step_of_a_sign_up_survives_the_process() {
    let world = World::with(&[Want::Password, Want::Attributes]);
    let flow = world.sign_up();
    let shown = |flow: &SignUpFlow| format!("{:?}", flow.current());
    let resumed = || match ready(world.next_process().resume(flow.id())) {
        Ok(ResumedFlow::SignUp(resumed)) => resumed,
        other => panic!("{other:?}"),
    };
    let code = at_code(&flow);
    assert_eq!(shown(&resumed()), shown(&flow));
    let Ok(SignUpStep::PasswordRequired { reply }) = ready(code.submit(CODE)) else {
        panic!("{flow:?}");
    };
    assert_eq!(shown(&resumed()), shown(&flow));
    let (_, reply) = asked(ready(reply.submit(PASSWORD)));
    assert_eq!(shown(&resumed()), shown(&flow));
    ready(reply.submit(Attributes::new().city(ATTRIBUTE))).unwrap();
    assert_eq!(shown(&resumed()), shown(&flow));
}
