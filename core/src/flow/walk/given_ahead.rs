//! What an app gives ahead of a sign-up's questions, and what becomes of it.

use super::sign_up::{at_code, at_password, kind};
use super::tenant::{Answer, Want};
use super::world::*;
use crate::attributes::Attributes;
use crate::error::Landing;
use crate::flow::{SignUpFlow, SignUpOptions, StepKind};

fn ahead(world: &World) -> SignUpFlow {
    let attributes = Attributes::new().city(ATTRIBUTE);
    let options = SignUpOptions::new(USERNAME)
        .password(PASSWORD)
        .attributes(attributes);
    world.client.sign_up(options).unwrap()
}

#[test]
fn a_password_given_ahead_answers_the_question_without_the_person() {
    let world = World::new();
    let body = serde_json::json!({"continuation_token": "t", "challenge_type": "password"});
    world
        .tenant
        .script([Answer::Ordinary, Answer::Json(200, body)]);
    let (sent, step) = world.requests(ahead(&world).start());
    assert_eq!((sent, kind(&step)), (3, StepKind::SignedUp));
    assert_eq!(world.tenant.last().field("password"), Some(PASSWORD));
}

#[test]
fn what_is_given_ahead_goes_with_the_start_and_is_not_asked_for_again() {
    let world = World::with(&[Want::Password]);
    let flow = ahead(&world);
    let reply = at_code(&flow);
    let start = &world.tenant.journal()[0];
    assert_eq!(start.field("password"), Some(PASSWORD));
    assert_eq!(
        start.field("attributes"),
        Some(r#"{"city":"planted-attribute"}"#)
    );
    assert_eq!(kind(&ready(reply.submit(CODE))), StepKind::SignedUp);
}

#[test]
fn what_is_given_ahead_and_refused_ends_the_sign_up() {
    for answer in [
        Answer::bad_password("password_banned"),
        Answer::error("invalid_grant", "attribute_validation_failed", 0),
        Answer::error("attributes_required", "", 55106),
        Answer::error("user_already_exists", "", 1_003_037),
        Answer::error("unsupported_auth_method", "", 0),
    ] {
        let world = World::new();
        let flow = ahead(&world);
        let without_token = match answer {
            Answer::Json(status, mut body) => {
                body["continuation_token"] = serde_json::Value::Null;
                Answer::Json(status, body)
            }
            other => other,
        };
        world.tenant.script([without_token.clone()]);
        let outcome = ready(flow.start());
        let Err(error) = outcome else {
            panic!("{outcome:?}");
        };
        assert_eq!(error.info().landing, Landing::FlowOver, "{without_token:?}");
        assert_eq!(code_of(&flow.current()), "finished");
        assert_eq!(world.records.keys(""), [""; 0]);
        assert_eq!(flow.flow().state().given, crate::exchange::Given::default());
    }
}

#[test]
fn a_password_typed_late_is_not_kept_for_the_sign_in() {
    let world = World::with(&[Want::Password]);
    let flow = world.sign_up();
    ready(at_password(&flow).submit(PASSWORD)).unwrap();
    assert_eq!(flow.flow().state().given.password, None);
}
