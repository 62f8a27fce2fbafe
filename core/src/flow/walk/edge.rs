//! What stands in front of the service refuses, or wants a context asked for (docs/risk.md 7).

use serde_json::json;

use super::steps::{at_mfa, at_password, kind};
use super::tenant::Answer;
use super::world::*;
use crate::challenge::BrowserReasonKind;
use crate::client::{Client, Ports};
use crate::config::Config;
use crate::error::{Area, Denier, Error, Landing, Reason, Setting};
use crate::flow::{SignInOptions, SignInStep, StepKind};
use crate::ids::MethodId;
use crate::terms::Claims;

fn step_up(context: &str) -> Answer {
    Answer::Json(202, json!({"auth_context": context}))
}

/// The claims of each request for tokens.
fn claims(world: &World) -> Vec<Option<String>> {
    let journal = world.tenant.journal();
    let tokens = journal.iter().filter(|call| call.path.ends_with("/token"));
    tokens
        .map(|call| call.field("claims").map(str::to_owned))
        .collect()
}

/// The claims that ask for the context of that number.
fn c(number: u8) -> Option<String> {
    let claims = Claims::authentication_context(number).ok()?;
    Some(claims.as_json().to_owned())
}

/// A client on this world that was set up without a redirect URI and without a context.
fn bare_client(world: &World) -> Client {
    let config = Config::new(
        "https://contoso.ciamlogin.com/",
        "11111111-1111-4111-8111-111111111111",
    );
    let ports = Ports {
        http: world.tenant.clone(),
        vault: world.vault.clone(),
        records: world.records.clone(),
        clock: world.clock.clone(),
        events: None,
    };
    Client::new(&config.unwrap(), ports)
}

#[test]
fn a_step_up_asks_once_more_with_the_context_and_keeps_it_to_the_last_call() {
    let world = World::with_mfa();
    let flow = world.sign_in();
    let reply = at_password(&flow);
    world.tenant.script([step_up("c5")]);
    let Ok(SignInStep::MfaRequired { reply, .. }) = ready(reply.submit(PASSWORD)) else {
        panic!("{flow:?}");
    };
    let journal = world.tenant.journal();
    let passwords = journal
        .iter()
        .filter(|call| call.field("password") == Some(PASSWORD));
    assert_eq!(passwords.count(), 2);

    // Another process still asks for it.
    drop(reply);
    let resumed = resume(&world.next_process(), flow.id()).unwrap();
    let Ok(SignInStep::MfaRequired { reply, .. }) = resumed.current() else {
        panic!("{resumed:?}");
    };
    let step = ready(reply.choose(&MethodId::new("m-email")));
    let Ok(SignInStep::MfaCodeRequired { reply, .. }) = step else {
        panic!("{step:?}");
    };
    let step = ready(reply.submit(CODE));
    assert_eq!(kind(&step), StepKind::SignedIn);
    assert_eq!(claims(&world), [None, c(5), c(5)]);
}

#[test]
fn a_refresh_asks_for_the_context_that_the_session_was_raised_to() {
    let world = World::new();
    let reply = at_password(&world.sign_in());
    world.tenant.script([step_up("c5")]);
    let Ok(SignInStep::SignedIn { account }) = ready(reply.submit(PASSWORD)) else {
        panic!("{reply:?}");
    };
    world.clock.forward(seconds(7_200));
    ready(account.access_token(&crate::terms::Scopes::none())).unwrap();
    assert_eq!(claims(&world), [None, c(5), c(5)]);
}

#[test]
fn a_step_up_takes_the_place_of_the_apps_contexts_and_leaves_its_other_claims() {
    let world = World::new();
    let own =
        r#"{"id_token":{"auth_time":{"essential":true}},"access_token":{"acrs":{"value":"c1"}}}"#;
    let own: Claims = own.parse().unwrap();
    let options = SignInOptions::new(USERNAME).claims(own);
    let reply = at_password(&world.client.sign_in(options).unwrap());
    world.tenant.script([step_up("C5")]);
    assert_eq!(kind(&ready(reply.submit(PASSWORD))), StepKind::SignedIn);
    let sent = claims(&world).pop().unwrap().unwrap();
    let sent: serde_json::Value = serde_json::from_str(&sent).unwrap();
    assert_eq!(
        sent,
        json!({
            "id_token": {"auth_time": {"essential": true}},
            "access_token": {"acrs": {"essential": true, "value": "c5"}},
        })
    );
}

#[test]
fn a_step_up_without_a_context_takes_the_one_that_is_set_and_is_an_error_without() {
    for answer in [Answer::Text(202, ""), Answer::Json(202, json!({}))] {
        let world = World::new();
        let reply = at_password(&world.sign_in());
        world.tenant.script([answer.clone()]);
        assert_eq!(kind(&ready(reply.submit(PASSWORD))), StepKind::SignedIn);
        assert_eq!(claims(&world), [None, c(3)]);

        let world = World::new();
        let flow = bare_client(&world)
            .sign_in(SignInOptions::new(USERNAME))
            .unwrap();
        let reply = at_password(&flow);
        world.tenant.script([answer]);
        let Err(Error::Broken { area, info }) = ready(reply.submit(PASSWORD)) else {
            panic!("{flow:?}");
        };
        assert_eq!(area, Area::Configuration(Setting::StepUpContext));
        assert_eq!(info.landing, Landing::SameStep);
        assert_eq!(claims(&world), [None]);
    }
}

#[test]
fn a_step_up_that_is_asked_for_again_or_of_no_known_form_is_an_error() {
    let scripts = [
        (vec![step_up("c5"), step_up("c5")], 2),
        (vec![step_up("c5"), step_up("c6")], 2),
        (vec![step_up("c100")], 1),
        (vec![step_up("c0")], 1),
        (vec![step_up("urn:strong")], 1),
        (vec![Answer::Json(202, json!({"auth_context": ["c5"]}))], 1),
    ];
    for (script, most) in scripts {
        let world = World::new();
        let flow = world.sign_in();
        let reply = at_password(&flow);
        world.tenant.script(script);
        let (sent, outcome) = world.requests(reply.submit(PASSWORD));
        assert_eq!((sent, code_of(&outcome)), (most, "step_up_rejected"));
        assert_eq!(kind(&flow.current()), StepKind::PasswordRequired);
        assert_eq!(kind(&ready(reply.submit(PASSWORD))), StepKind::SignedIn);
    }
}

#[test]
fn a_202_elsewhere_is_an_answer_like_any_other() {
    let world = World::with_mfa();
    let reply = at_mfa(&world.sign_in());
    let sent = json!({"continuation_token": "planted-ct-x", "challenge_type": "oob"});
    world.tenant.script([Answer::Json(202, sent)]);
    let step = ready(reply.choose(&MethodId::new("m-email")));
    assert_eq!(kind(&step), StepKind::MfaCodeRequired);
}

#[test]
fn a_refusal_in_front_of_the_service_keeps_the_step() {
    let blocked = json!({"error": "access_denied", "suberror": "risk_blocked"});
    let refusals = [
        (Answer::Json(403, blocked), Denier::Gate),
        (
            Answer::Json(403, json!({"action": "block"})),
            Denier::Provider,
        ),
    ];
    for (answer, who) in refusals {
        let world = World::with_mfa();
        let reply = at_mfa(&world.sign_in());
        world.tenant.script([answer]);
        let outcome = ready(reply.choose(&MethodId::new("m-sms")));
        let Err(Error::Denied { by, info }) = outcome else {
            panic!("{outcome:?}");
        };
        assert_eq!((by, info.landing), (who, Landing::SameStep));
        let step = ready(reply.choose(&MethodId::new("m-email")));
        assert_eq!(kind(&step), StepKind::MfaCodeRequired);
    }
}

#[test]
fn a_risk_that_nobody_could_judge_leaves_no_doubt_and_is_tried_again() {
    let world = World::with_mfa();
    let flow = world.sign_in();
    let reply = at_mfa(&flow);
    world.tenant.script([Answer::risk_unavailable()]);
    let outcome = ready(reply.choose(&MethodId::new("m-sms")));
    let Err(Error::Later { reason, .. }) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(reason, Reason::RiskUnavailable);
    assert!(!flow.is_uncertain());
    let step = ready(reply.choose(&MethodId::new("m-sms")));
    assert_eq!(kind(&step), StepKind::MfaCodeRequired);
}

#[test]
fn a_page_that_only_a_browser_can_pass_leads_there_where_the_app_can_come_back() {
    let world = World::new();
    let reply = at_password(&world.sign_in());
    world.tenant.script([Answer::ChallengePage(403)]);
    let step = ready(reply.submit(PASSWORD));
    let Ok(SignInStep::BrowserRequired { reason, .. }) = step else {
        panic!("{step:?}");
    };
    assert_eq!(reason.kind(), BrowserReasonKind::EdgeChallenge);

    let flow = bare_client(&world)
        .sign_in(SignInOptions::new(USERNAME))
        .unwrap();
    let reply = at_password(&flow);
    world.tenant.script([Answer::ChallengePage(503)]);
    let Err(Error::Broken { area, info }) = ready(reply.submit(PASSWORD)) else {
        panic!("{flow:?}");
    };
    assert_eq!((area, info.code), (Area::Edge, "edge_challenge"));
    assert_eq!(kind(&ready(reply.submit(PASSWORD))), StepKind::SignedIn);
}
