//! Through the browser and back: what the journey survives, and what it does not take.

use std::sync::Arc;

use serde_json::json;

use super::page::{Page, parameter};
use super::steps::kind;
use super::tenant::{Answer, Want};
use super::world::*;
use crate::browser::BrowserOptions;
use crate::client::{Client, Ports, ResumedFlow};
use crate::config::Config;
use crate::error::Landing;
use crate::flow::{
    AuthorizationUrl, BrowserReply, ResetPasswordStep, SignInFlow, SignInStep, SignUpStep, StepKind,
};

/// A sign-in that the service sent to the browser.
fn at_browser(world: &World) -> (SignInFlow, BrowserReply) {
    world.tenant.script([Answer::redirect()]);
    let flow = world.sign_in();
    match ready(flow.start()) {
        Ok(SignInStep::BrowserRequired { reply, .. }) => (flow, reply),
        other => panic!("{other:?}"),
    }
}

fn journey(reply: &BrowserReply) -> AuthorizationUrl {
    ready(reply.authorization_url(&BrowserOptions::new())).unwrap()
}

#[test]
fn a_journey_through_the_browser_signs_in_with_one_request() {
    let world = World::new();
    let (_flow, reply) = at_browser(&world);
    let (sent, url) = world.requests(reply.authorization_url(&BrowserOptions::new()));
    assert_eq!(sent, 0);
    let callback = Page::default().signs_in(&url.unwrap());
    let (sent, step) = world.requests(reply.complete(&callback));
    assert_eq!((sent, kind(&step)), (1, StepKind::SignedIn));
    assert_eq!(world.records.keys("flow-"), [""; 0]);
}

#[test]
fn a_sign_up_and_a_reset_come_back_from_the_browser_signed_in() {
    let world = World::new();
    world
        .tenant
        .script([Answer::redirect(), Answer::redirect()]);
    let sign_up = match ready(world.sign_up().start()) {
        Ok(SignUpStep::BrowserRequired { reply, .. }) => reply,
        other => panic!("{other:?}"),
    };
    let reset = match ready(world.reset().start()) {
        Ok(ResetPasswordStep::BrowserRequired { reply, .. }) => reply,
        other => panic!("{other:?}"),
    };
    for reply in [sign_up, reset] {
        let callback = Page::default().signs_in(&journey(&reply));
        assert_eq!(kind(&ready(reply.complete(&callback))), StepKind::SignedIn);
    }
}

#[test]
fn a_callback_with_another_state_is_not_ours_and_the_right_one_may_still_come() {
    let world = World::new();
    let (_flow, reply) = at_browser(&world);
    let right = Page::default().signs_in(&journey(&reply));
    let wrong = format!("{HOME}?code=c&state=other");
    let (sent, outcome) = world.requests(reply.complete(&wrong));
    assert_eq!((sent, code_of(&outcome)), (0, "callback_not_ours"));
    assert_eq!(kind(&ready(reply.complete(&right))), StepKind::SignedIn);
}

#[test]
fn a_callback_before_any_journey_is_not_ours() {
    let world = World::new();
    let (_flow, reply) = at_browser(&world);
    let (sent, outcome) = world.requests(reply.complete(&format!("{HOME}?code=c&state=")));
    assert_eq!((sent, code_of(&outcome)), (0, "callback_not_ours"));
}

#[test]
fn tokens_of_another_journey_sign_nobody_in() {
    let world = World::new();
    let (flow, reply) = at_browser(&world);
    let callback = Page::default().signs_in_to_another(&journey(&reply));
    let error = refused(ready(reply.complete(&callback)));
    assert_eq!(error.info().code, "unexpected_reply");
    assert_eq!(error.info().landing, Landing::FlowOver);
    assert_eq!(code_of(&flow.current()), "finished");
    assert!(ready(world.client.accounts()).unwrap().is_empty());
    assert_eq!(world.records.keys(""), [""; 0]);
}

#[test]
fn who_leaves_the_page_may_go_there_again() {
    let world = World::new();
    let (_flow, reply) = at_browser(&world);
    let page = Page::default();
    let left = page.refuses(&journey(&reply), "access_denied");
    let (sent, outcome) = world.requests(reply.complete(&left));
    assert_eq!((sent, code_of(&outcome)), (0, "browser_cancelled"));
    let callback = page.signs_in(&journey(&reply));
    assert_eq!(kind(&ready(reply.complete(&callback))), StepKind::SignedIn);
}

#[test]
fn a_refusal_of_the_page_that_is_for_good_ends_the_flow_as_it_says() {
    for (error, code) in [
        ("invalid_scope", "scopes_rejected"),
        ("unauthorized_client", "client_unauthorized"),
        ("consent_required", "consent_missing"),
    ] {
        let world = World::new();
        let (flow, reply) = at_browser(&world);
        let callback = Page::default().refuses(&journey(&reply), error);
        let (sent, outcome) = world.requests(reply.complete(&callback));
        let told = refused(outcome);
        assert_eq!((sent, told.info().code), (0, code));
        assert_eq!(told.info().landing, Landing::FlowOver);
        assert_eq!(code_of(&flow.current()), "finished", "{error}");
        assert_eq!(world.records.keys(""), [""; 0]);
    }
}

#[test]
fn a_second_journey_voids_the_first() {
    let world = World::new();
    let (_flow, reply) = at_browser(&world);
    let page = Page::default();
    let (first, second) = (journey(&reply), journey(&reply));
    for name in ["state", "nonce", "code_challenge"] {
        assert_ne!(parameter(&first, name), parameter(&second, name), "{name}");
    }
    let (sent, outcome) = world.requests(reply.complete(&page.signs_in(&first)));
    assert_eq!((sent, code_of(&outcome)), (0, "callback_not_ours"));
    let step = ready(reply.complete(&page.signs_in(&second)));
    assert_eq!(kind(&step), StepKind::SignedIn);
}

#[test]
fn a_journey_survives_the_process() {
    let world = World::with(&[Want::Password]);
    world.tenant.script([Answer::redirect()]);
    let flow = world.sign_up();
    let Ok(SignUpStep::BrowserRequired { reply, .. }) = ready(flow.start()) else {
        panic!("{flow:?}");
    };
    let callback = Page::default().signs_in(&journey(&reply));
    let resumed = ready(world.next_process().resume(flow.id())).unwrap();
    let ResumedFlow::SignUp(resumed) = resumed else {
        panic!("{resumed:?}");
    };
    let Ok(SignUpStep::BrowserRequired { reply, .. }) = resumed.current() else {
        panic!("{resumed:?}");
    };
    assert_eq!(kind(&ready(reply.complete(&callback))), StepKind::SignedIn);
    let sent = world.tenant.last();
    assert_eq!(sent.field("grant_type"), Some("authorization_code"));
    assert_eq!(sent.field("redirect_uri"), Some(HOME));
}

#[test]
fn nothing_of_a_journey_can_be_read_in_its_record() {
    let world = World::new();
    let (_flow, reply) = at_browser(&world);
    let url = journey(&reply);
    let [name] = world.records.keys("").try_into().unwrap();
    let bytes = world.records.bytes(&name);
    let state = parameter(&url, "state");
    let nonce = parameter(&url, "nonce");
    for word in [&state, &nonce, "journey", "verifier", HOME, PLANTED] {
        let found = bytes
            .windows(word.len())
            .any(|part| part == word.as_bytes());
        assert!(!found, "{word}");
    }
    let printed = format!("{url:?} {reply:?}");
    assert!(
        !printed.contains(&state) && !printed.contains(PLANTED),
        "{printed}"
    );
}

#[test]
fn without_a_redirect_uri_there_is_no_journey_and_the_step_stays() {
    let world = World::new();
    let id = "11111111-1111-4111-8111-111111111111";
    let config = Config::new("https://contoso.ciamlogin.com/", id).unwrap();
    let ports = Ports {
        http: Arc::clone(&world.tenant) as _,
        vault: Arc::clone(&world.vault) as _,
        records: Arc::clone(&world.records) as _,
        clock: Arc::clone(&world.clock) as _,
        events: None,
    };
    let client = Client::new(&config, ports);
    world.tenant.script([Answer::redirect()]);
    let flow = client
        .sign_in(crate::flow::SignInOptions::new(USERNAME))
        .unwrap();
    let Ok(SignInStep::BrowserRequired { reply, .. }) = ready(flow.start()) else {
        panic!("{flow:?}");
    };
    let (sent, outcome) = world.requests(reply.authorization_url(&BrowserOptions::new()));
    assert_eq!((sent, code_of(&outcome)), (0, "redirect_uri_missing"));
    assert_eq!(kind(&flow.current()), StepKind::BrowserRequired);
}

#[test]
fn a_code_whose_answer_was_lost_keeps_the_step_for_another_journey() {
    let world = World::new();
    let (flow, reply) = at_browser(&world);
    let page = Page::default();
    let callback = page.signs_in(&journey(&reply));
    world.tenant.script([
        Answer::Text(502, "<html>"),
        Answer::error("invalid_grant", "", 54005),
    ]);
    assert_eq!(
        code_of(&ready(reply.complete(&callback))),
        "edge_unavailable"
    );
    assert!(flow.is_uncertain());
    // The code was used: the service takes it once.
    let error = refused(ready(reply.complete(&callback)));
    assert_eq!(error.info().landing, Landing::SameStep, "{error:?}");
    let callback = page.signs_in(&journey(&reply));
    assert_eq!(kind(&ready(reply.complete(&callback))), StepKind::SignedIn);
}

#[test]
fn a_grant_of_the_browser_without_an_id_token_signs_nobody_in() {
    let world = World::new();
    let (_flow, reply) = at_browser(&world);
    let callback = Page::default().signs_in(&journey(&reply));
    let bare = json!({"token_type": "Bearer", "expires_in": 1, "access_token": "planted-at"});
    world.tenant.script([Answer::Json(200, bare)]);
    assert_eq!(code_of(&ready(reply.complete(&callback))), "field_missing");
    assert!(ready(world.client.accounts()).unwrap().is_empty());
}
