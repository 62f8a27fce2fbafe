//! No text leaves unless it was judged: the first one, each resend, each other method, each new number.

use super::provider::Does;
use super::*;
use crate::flow::{MfaCodeReply, SignInStep};
use crate::secret::Secret;

const NUMBER: &str = "+1 555 010 0123";

fn sms() -> MethodId {
    MethodId::new("m-sms")
}

/// The texts that the tenant was asked for.
fn texts(world: &World) -> usize {
    let is_text = |request: &Received| {
        request.field("id") == Some("m-sms") || request.field("challenge_channel") == Some("sms")
    };
    world
        .tenant
        .journal()
        .iter()
        .filter(|request| is_text(request))
        .count()
}

fn at_text(world: &World) -> MfaCodeReply {
    match ready(at_mfa(&world.sign_in()).choose(&sms())) {
        Ok(SignInStep::MfaCodeRequired { reply, .. }) => reply,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_text_is_closed_where_everything_else_is_open() {
    for does in [Does::Hangs, Does::Fails, Does::Panics] {
        let (world, provider) = world(&[Want::Mfa], FailPolicy::Open);
        let reply = at_mfa(&world.sign_in());
        *provider.check.lock().unwrap() = does;
        let (sent, outcome) = world.requests(reply.choose(&sms()));
        assert_eq!(
            (sent, code_of(&outcome)),
            (0, "risk_unavailable"),
            "{does:?}"
        );
        assert_eq!(texts(&world), 0);
        // A code by e-mail depends on nobody.
        let step = ready(reply.choose(&MethodId::new("m-email")));
        assert_eq!(kind(&step), StepKind::MfaCodeRequired);
    }
}

#[test]
fn every_resend_of_a_text_is_judged_anew() {
    let (world, provider) = world(&[Want::Mfa], FailPolicy::Open);
    let reply = at_text(&world);
    assert_eq!(texts(&world), 1);
    for _ in 0..2 {
        world.clock.forward(seconds(300));
        provider.says([RiskVerdict::Block]);
        let (sent, outcome) = world.requests(reply.resend());
        assert_eq!((sent, code_of(&outcome)), (0, "provider_denied"));
    }
    let (sent, outcome) = world.requests(reply.choose(&sms()));
    assert_eq!((sent, kind(&outcome)), (1, StepKind::MfaCodeRequired));
    assert_eq!(texts(&world), 2);
    let texts_judged = |purpose: &&RiskPurpose| **purpose == RiskPurpose::SmsToKnown;
    assert_eq!(provider.checks().iter().filter(texts_judged).count(), 4);
}

#[test]
fn a_code_by_email_is_not_judged_and_a_channel_that_is_not_known_is() {
    let (world, provider) = world(&[Want::Mfa], FailPolicy::Closed);
    let methods = serde_json::json!({"continuation_token": "planted-ct-1-", "methods": [
        {"id": "m-email", "challenge_type": "oob", "challenge_channel": "email", "login_hint": "a***a"},
        {"id": "m-new", "challenge_type": "oob", "challenge_channel": "pigeon", "login_hint": "p"},
    ]});
    let reply = at_password(&world.sign_in());
    world
        .tenant
        .script([Answer::Ordinary, Answer::Json(200, methods)]);
    let Ok(SignInStep::MfaRequired { reply, .. }) = ready(reply.submit(PASSWORD)) else {
        panic!("a second factor is due");
    };
    provider.take();
    provider.says([RiskVerdict::Block]);
    let (sent, outcome) = world.requests(reply.choose(&MethodId::new("m-new")));
    assert_eq!((sent, code_of(&outcome)), (0, "provider_denied"));
    provider.take();
    drop(ready(reply.choose(&MethodId::new("m-email"))));
    assert_eq!(provider.checks(), []);
}

#[test]
fn a_new_number_is_judged_with_the_number_and_again_at_each_try() {
    let (world, provider) = world(&[Want::Registration], FailPolicy::Open);
    let Ok(SignInStep::RegistrationRequired { reply, .. }) =
        ready(at_password(&world.sign_in()).submit(PASSWORD))
    else {
        panic!("a method is to be registered");
    };
    provider.take();
    provider.says([RiskVerdict::Block]);
    let method = MethodId::new("sms");
    let (sent, outcome) = world.requests(reply.register(&method, NUMBER));
    assert_eq!((sent, code_of(&outcome)), (0, "provider_denied"));
    *provider.check.lock().unwrap() = Does::Fails;
    let (sent, outcome) = world.requests(reply.register(&method, NUMBER));
    assert_eq!((sent, code_of(&outcome)), (0, "risk_unavailable"));
    assert_eq!(texts(&world), 0);
    *provider.check.lock().unwrap() = Does::Well;
    let Ok(SignInStep::RegistrationCodeRequired { reply, .. }) =
        ready(reply.register(&method, NUMBER))
    else {
        panic!("a code is sent");
    };
    world.clock.forward(seconds(300));
    provider.says([RiskVerdict::Unavailable]);
    let (sent, outcome) = world.requests(reply.resend());
    assert_eq!((sent, code_of(&outcome)), (0, "risk_unavailable"));
    assert_eq!(texts(&world), 1);
    let number = RiskPurpose::SmsToNew {
        number: Secret::new("+15550100123"),
    };
    assert_eq!(provider.checks(), vec![number; 4]);
    assert!(!format!("{:?}", provider.checks()).contains("555"));
}

#[test]
fn an_address_to_be_registered_is_not_judged() {
    let (world, provider) = world(&[Want::Registration], FailPolicy::Closed);
    let Ok(SignInStep::RegistrationRequired { reply, .. }) =
        ready(at_password(&world.sign_in()).submit(PASSWORD))
    else {
        panic!("a method is to be registered");
    };
    provider.take();
    ready(reply.register(&MethodId::new("email"), CONTACT)).unwrap();
    assert_eq!(provider.checks(), []);
}

#[test]
fn a_sign_up_is_judged_before_it_begins() {
    let (world, provider) = world(&[], FailPolicy::Open);
    provider.says([RiskVerdict::Block]);
    let flow = world.sign_up();
    let (sent, outcome) = world.requests(flow.start());
    assert_eq!((sent, code_of(&outcome)), (0, "provider_denied"));
    assert_eq!(provider.checks(), [RiskPurpose::SignUp]);
    let (sent, outcome) = world.requests(flow.start());
    assert!(outcome.is_ok(), "{outcome:?}");
    assert_eq!(sent, 2);
}
