//! The sign-in after a sign-up or a reset (docs/protocol.md 3.5, 8.5 and 12.3).

use super::reset;
use super::steps::kind;
use super::tenant::{Answer, Want};
use super::world::*;
use crate::challenge::CodePurpose;
use crate::client::ResumedFlow;
use crate::flow::{
    MfaCodeReply, ResetPasswordFlow, ResetPasswordOptions, ResetPasswordStep, SignInAfter,
    SignInOptions, SignInStep, SignUpFlow, SignUpOptions, SignUpStep, StepKind,
};
use crate::ids::MethodId;
use crate::terms::Claims;

fn signed_up(flow: &SignUpFlow) -> SignInAfter {
    let step = match ready(flow.start()) {
        Ok(SignUpStep::CodeRequired { reply, .. }) => ready(reply.submit(CODE)),
        other => other,
    };
    match step {
        Ok(SignUpStep::SignedUp { next }) => next,
        other => panic!("{other:?}"),
    }
}

fn password_reset(flow: &ResetPasswordFlow) -> SignInAfter {
    match ready(reset::at_new_password(flow).submit(NEW_PASSWORD)) {
        Ok(ResetPasswordStep::PasswordReset { next, .. }) => next,
        other => panic!("{other:?}"),
    }
}

/// A sign-up and a reset that are done, each in its world.
fn both(wants: &[Want]) -> [(World, SignInAfter); 2] {
    let (one, other) = (World::with(wants), World::with(wants));
    let (sign_up, reset) = (signed_up(&one.sign_up()), password_reset(&other.reset()));
    [(one, sign_up), (other, reset)]
}

fn at_second_code(step: Result<SignInStep, crate::error::Error>, method: &str) -> MfaCodeReply {
    let Ok(SignInStep::MfaRequired { reply, .. }) = step else {
        panic!("{step:?}");
    };
    match ready(reply.choose(&MethodId::new(method))) {
        Ok(SignInStep::MfaCodeRequired { reply, .. }) => reply,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_done_leads_to_tokens_with_one_request_that_names_the_person() {
    for (world, next) in both(&[]) {
        let (sent, step) = world.requests(next.sign_in().start());
        assert_eq!((sent, kind(&step)), (1, StepKind::SignedIn));
        let last = world.tenant.last();
        assert_eq!(last.field("grant_type"), Some("continuation_token"));
        assert_eq!(last.field("username"), Some(USERNAME));
        assert_eq!(world.records.keys("flow-"), [""; 0]);
        assert_eq!(ready(world.client.accounts()).unwrap().len(), 1);
    }
}

#[test]
fn what_is_done_survives_the_process_and_still_leads_to_tokens() {
    let world = World::new();
    let flow = world.sign_up();
    let _next = signed_up(&flow);
    let resumed = ready(world.next_process().resume(flow.id())).unwrap();
    let ResumedFlow::SignUp(resumed) = resumed else {
        panic!("{resumed:?}");
    };
    assert_eq!(
        kind(&ready(signed_up(&resumed).sign_in().start())),
        StepKind::SignedIn
    );

    let flow = world.reset();
    let _next = password_reset(&flow);
    let resumed = ready(world.next_process().resume(flow.id())).unwrap();
    let ResumedFlow::ResetPassword(resumed) = resumed else {
        panic!("{resumed:?}");
    };
    let Ok(ResetPasswordStep::PasswordReset { next, .. }) = resumed.current() else {
        panic!("{resumed:?}");
    };
    assert_eq!(kind(&ready(next.sign_in().start())), StepKind::SignedIn);
}

#[test]
fn a_token_that_is_no_longer_taken_is_no_dead_end() {
    for answer in [
        Answer::expired(),
        Answer::error("invalid_request", "", 55200),
        Answer::error("invalid_grant", "", 1),
    ] {
        for (world, next) in both(&[]) {
            let sign_in = next.sign_in();
            world.tenant.script([answer.clone()]);
            let (sent, step) = world.requests(sign_in.start());
            let Ok(SignInStep::PasswordRequired { reply }) = step else {
                panic!("{step:?}");
            };
            assert_eq!(sent, 3, "the token, an ordinary sign-in, its first factor");
            assert_eq!(kind(&ready(reply.submit(PASSWORD))), StepKind::SignedIn);
        }
    }
}

#[test]
fn without_a_token_at_the_end_it_is_an_ordinary_sign_in() {
    let world = World::with(&[Want::NoToken, Want::Codes]);
    let next = signed_up(&world.sign_up());
    let (sent, step) = world.requests(next.sign_in().start());
    let Ok(SignInStep::CodeRequired { reply, code }) = step else {
        panic!("{step:?}");
    };
    assert_eq!((sent, code.repeats), (2, Some(CodePurpose::SignUp)));
    assert_eq!(kind(&ready(reply.submit(CODE))), StepKind::SignedIn);
}

#[test]
fn a_start_that_was_dropped_or_lost_can_be_made_again() {
    for answer in [Answer::Silence, Answer::Text(502, "<html>")] {
        for (world, next) in both(&[]) {
            let sign_in = next.sign_in();
            world.tenant.script([answer.clone()]);
            if matches!(answer, Answer::Silence) {
                dropped_on_the_way(sign_in.start());
            } else {
                assert_eq!(code_of(&ready(sign_in.start())), "edge_unavailable");
            }
            assert!(sign_in.is_uncertain());
            assert_eq!(kind(&ready(sign_in.start())), StepKind::SignedIn);
        }
    }
}

#[test]
fn scopes_and_claims_of_the_start_reach_the_tokens_through_everything_between() {
    for wants in [vec![], vec![Want::Mfa], vec![Want::Registration]] {
        let world = World::with(&wants);
        let claims = Claims::authentication_context(3).unwrap();
        let scopes = "api://todo/ToDo.Read".parse().unwrap();
        let options = SignUpOptions::new(USERNAME)
            .scopes(scopes)
            .claims(claims.clone());
        let next = signed_up(&world.client.sign_up(options).unwrap());
        lead_to_tokens(&next);
        let scopes = "api://todo/ToDo.Read".parse().unwrap();
        let options = ResetPasswordOptions::new(USERNAME)
            .scopes(scopes)
            .claims(claims.clone());
        let next = password_reset(&world.client.reset_password(options).unwrap());
        lead_to_tokens(&next);
        let journal = world.tenant.journal();
        let tokens: Vec<_> = journal
            .iter()
            .filter(|sent| sent.path == "/oauth2/v2.0/token")
            .collect();
        assert_eq!(tokens.len(), if wants.is_empty() { 2 } else { 4 });
        for sent in tokens {
            let scope = "openid profile offline_access api://todo/ToDo.Read";
            assert_eq!(sent.field("scope"), Some(scope));
            assert_eq!(sent.field("claims"), Some(claims.as_json()));
        }
    }
}

fn lead_to_tokens(next: &SignInAfter) {
    let step = match ready(next.sign_in().start()) {
        step @ Ok(SignInStep::MfaRequired { .. }) => {
            ready(at_second_code(step, "m-sms").submit(CODE))
        }
        Ok(SignInStep::RegistrationRequired { reply, .. }) => {
            let method = MethodId::new("email");
            match ready(reply.register(&method, CONTACT)) {
                Ok(SignInStep::RegistrationCodeRequired { reply, .. }) => ready(reply.submit(CODE)),
                other => other,
            }
        }
        other => other,
    };
    assert_eq!(kind(&step), StepKind::SignedIn);
}

#[test]
fn a_second_factor_after_a_reset_says_that_its_code_repeats_the_place() {
    let world = World::with_mfa();
    let next = password_reset(&world.reset());
    let step = ready(next.sign_in().start());
    let Ok(SignInStep::MfaRequired { reply, .. }) = step else {
        panic!("{step:?}");
    };
    for (method, repeats) in [
        ("m-sms", None),
        ("m-email", Some(CodePurpose::PasswordReset)),
    ] {
        let sign_in = next.sign_in();
        let step = match ready(sign_in.start()) {
            Ok(SignInStep::MfaCodeRequired { reply, .. }) => {
                ready(reply.choose(&MethodId::new(method)))
            }
            _ => ready(reply.choose(&MethodId::new(method))),
        };
        let Ok(SignInStep::MfaCodeRequired { code, .. }) = step else {
            panic!("{step:?}");
        };
        assert_eq!(code.repeats, repeats, "{method}");
    }
}

#[test]
fn a_code_that_is_sent_again_for_the_same_thing_repeats_nothing() {
    let world = World::new();
    let flow = world.reset();
    let reply = reset::at_code(&flow);
    world.clock.forward(seconds(300));
    let step = ready(reply.resend());
    let Ok(ResetPasswordStep::CodeRequired { code, .. }) = step else {
        panic!("{step:?}");
    };
    assert_eq!(code.repeats, None);
}

#[test]
fn the_handles_of_what_is_past_and_of_what_is_to_come_say_so() {
    let world = World::with_mfa();
    let flow = world.sign_up();
    let sign_in = signed_up(&flow).sign_in();
    assert_eq!(code_of(&sign_in.current()), "not_started");
    assert_eq!(sign_in.id(), flow.id());
    let step = ready(sign_in.start());
    assert_eq!(kind(&step), StepKind::MfaRequired);
    assert_eq!(code_of(&flow.current()), "finished");
    let (sent, outcome) = world.requests(flow.start());
    assert_eq!((sent, code_of(&outcome)), (0, "finished"));
    let resumed = ready(world.next_process().resume(flow.id())).unwrap();
    assert!(matches!(resumed, ResumedFlow::SignIn(_)), "{resumed:?}");
    ready(at_second_code(step, "m-sms").submit(CODE)).unwrap();
    assert_eq!(code_of(&flow.current()), "finished");
    assert_eq!(kind(&sign_in.current()), StepKind::SignedIn);
}

#[test]
fn a_reset_from_a_sign_in_carries_the_person_and_the_terms_over() {
    let world = World::new();
    let scopes = "api://todo/ToDo.Read".parse().unwrap();
    let options = SignInOptions::new(USERNAME).scopes(scopes);
    let sign_in = world.client.sign_in(options).unwrap();
    world.tenant.script([
        Answer::Ordinary,
        Answer::Ordinary,
        Answer::error("invalid_request", "", 50142),
    ]);
    let Ok(SignInStep::PasswordRequired { reply }) = ready(sign_in.start()) else {
        panic!("{sign_in:?}");
    };
    assert_eq!(
        code_of(&ready(reply.submit(PASSWORD))),
        "password_reset_required"
    );
    let reset = sign_in.reset_password();
    assert_ne!(reset.id(), sign_in.id());
    let next = password_reset(&reset);
    assert_eq!(kind(&ready(next.sign_in().start())), StepKind::SignedIn);
    let last = world.tenant.last();
    assert_eq!(last.field("username"), Some(USERNAME));
    let scope = "openid profile offline_access api://todo/ToDo.Read";
    assert_eq!(last.field("scope"), Some(scope));
}

#[test]
fn a_cancel_ends_what_is_done_and_leaves_no_record() {
    for (world, next) in both(&[]) {
        let sign_in = next.sign_in();
        ready(sign_in.cancel());
        let (sent, outcome) = world.requests(sign_in.start());
        assert_eq!((sent, code_of(&outcome)), (0, "cancelled"));
        assert_eq!(world.records.keys(""), [""; 0]);
    }
}
