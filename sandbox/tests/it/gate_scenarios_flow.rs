//! The scenarios of the gate in which sessions, claims and ways around it play a part.

use crate::guarded::*;
use crate::support::*;
use crate::walks::*;

const EVE: &str = "eve@contoso.example";

#[tokio::test]
async fn risk_session_unknown() {
    let world = guarded_in("risk_session_unknown").await;
    let demand = world.bob_signs_in().await;
    let blocked = world.bob_chooses(&demand, "sms").await;
    assert_eq!(blocked.text("suberror"), "risk_blocked");
    assert_eq!(world.texts(), 0);
    let methods = world.bob_signs_in().await;
    world.bob_proves(&methods, "email").await.granted();
}

/// The id that an app made up beside the one of the profile: the defect of the vendor's sample (docs/risk.md 2.2).
#[tokio::test]
async fn another_session_than_the_profiled_one_is_unknown_without_any_rule() {
    let mut world = guarded_in("risk_new_device").await;
    world.shows[0].1 = "0a1b2c3d4e5f60718293a4b5c6d7e8f9".to_owned();
    let demand = world.bob_signs_in().await;
    let blocked = world.bob_chooses(&demand, "sms").await;
    assert_eq!((blocked.status, world.texts()), (403, 0));
    let verdicts = world.control().risk().questions.into_iter();
    assert!(verdicts.into_iter().all(|question| {
        question.verdict == doorstep_sandbox::model::RiskVerdict::UnknownSession
    }));
}

#[tokio::test]
async fn risk_session_replayed() {
    let world = guarded_in("risk_session_replayed").await;
    let demand = world.bob_signs_in().await;
    assert!(demand.error().starts_with("invalid_grant/mfa_required"));
    let blocked = world.with_password(EVE, "Explorer-2000", &[]).await;
    assert_eq!(
        (blocked.status, blocked.text("suberror")),
        (403, "risk_blocked".to_owned())
    );
    world.bob_proves(&demand, "email").await.granted();
}

#[tokio::test]
async fn risk_verdict_flips() {
    let world = guarded_in("risk_verdict_flips").await;
    world.bob_signs_in().await.granted();
    let demand = world.bob_signs_in().await;
    assert!(demand.error().starts_with("invalid_grant/mfa_required"));
}

#[tokio::test]
async fn what_was_demanded_of_a_flow_stays_demanded_when_the_verdict_flips_back() {
    let world = guarded_in("risk_new_device").await;
    let demand = world.bob_signs_in().await;
    world.says_to_all(doorstep_sandbox::model::RiskVerdict::Pass);
    let granted = world.bob_proves(&demand, "email").await;
    assert_eq!(world.contexts(&granted).await, serde_json::json!(["c3"]));
}

#[tokio::test]
async fn risk_resubmit() {
    let world = guarded_in("risk_resubmit").await;
    let token = world.password_asked(BOB).await;
    let redeem = |more| world.redeem(&token, "password", ("password", BOB_PASSWORD), more);
    for _ in 0..2 {
        let asked = redeem(&[]).await;
        assert_eq!(
            (asked.status, asked.text("auth_context")),
            (202, "c3".to_owned())
        );
    }
    world.says_to_all(doorstep_sandbox::model::RiskVerdict::Pass);
    let asked = redeem(&[]).await;
    assert_eq!(asked.status, 202, "a changed mind does not undo the demand");
    let easier = r#"{"access_token":{"acrs":{"essential":true,"value":"c9"}}}"#;
    let (easier, named) = ([("claims", easier)], [("claims", C3)]);
    assert_eq!(redeem(&easier).await.status, 202);
    let demand = redeem(&named).await;
    world.bob_proves(&demand, "email").await.granted();
}

#[tokio::test]
async fn risk_context_undefined() {
    let world = guarded_in("risk_context_undefined").await;
    world.bob_signs_in().await.granted();
    assert_eq!(world.decisions("token"), [("step_up".to_owned(), 200)]);
    let asked = &world.control().sign_ins()[0];
    assert_eq!(asked.contexts[0].as_str(), "c9");
    assert!(asked.policies.is_empty(), "{asked:?}");
}

#[tokio::test]
async fn risk_no_method() {
    let world = guarded_in("risk_no_method").await;
    let methods = world.bob_must_register().await;
    let asked = world.ask_contact(&methods.token(), NUMBER).await;
    let code = world.code_for(NUMBER);
    let given = [("grant_type", "oob"), ("oob", code.as_str())];
    let registered = world.register("continue", &asked.token(), &given).await;
    let granted = world.redeem_end(APP, &registered.token(), &[]).await;
    assert_eq!(world.contexts(&granted).await, serde_json::json!(["c3"]));
}

#[tokio::test]
async fn risk_code_first() {
    let world = guarded_in("risk_code_first").await;
    let demand = world.with_code(BOB, &[]).await;
    let methods = world.introspect(&demand.token()).await;
    let channels = methods.body["methods"].as_array().expect("methods");
    assert_eq!(channels.len(), 1, "{channels:?}");
    let sent = world
        .challenge_method(&methods.token(), &methods.method("sms"))
        .await;
    assert_eq!((sent.status, world.texts()), (200, 1));
}

#[tokio::test]
async fn risk_way_around() {
    let mut world = guarded_in("risk_way_around").await;
    let blocked = world.bob_signs_in().await;
    assert_eq!(blocked.text("suberror"), "risk_blocked");
    let sealed = world.initiate(BOB).await.token();
    assert!(sealed.starts_with("dg1."), "{sealed}");

    let gate = std::mem::replace(&mut world.base, world.sandbox.tenant().to_owned());
    let foreign = world.challenge(&sealed).await;
    assert_eq!(
        foreign.error(),
        "invalid_request 55200",
        "of no use at the tenant"
    );
    let bare = world.initiate(BOB).await.token();
    world.bob_signs_in().await.granted();
    world.base = gate;
    let refused = world.challenge(&bare).await;
    assert_eq!(refused.status, 400, "nor the tenant's at the gate");
    assert_eq!(refused.body["error_codes"][0], 55200);
}

#[tokio::test]
async fn risk_recovery() {
    let world = guarded_in("risk_recovery").await;
    let done = world.bob_reset_to(TULIP).await;
    let demand = world.redeem_end(APP, &done.token(), &[]).await;
    assert!(demand.error().starts_with("invalid_grant/mfa_required"));
    let code = world.code_for(BOB);
    world.bob_proves(&demand, "email").await.granted();
    assert_ne!(world.code_for(BOB), code);
    let codes = world.control().mailbox(Some(BOB), None);
    assert_eq!(codes.len(), 2, "one for the reset, one for the step-up");
}

/// The gate dies in the middle of a flow, and another one with its key goes on.
#[tokio::test]
async fn a_gate_that_is_killed_before_any_call_of_a_flow_loses_nothing() {
    let mut world = guarded_in("risk_new_device").await;
    world.http = forgetful();
    let restarted = || async {
        world.sandbox.stop_gate().await;
        world.sandbox.start_gate().await.expect("started again");
    };
    let begun = world.initiate(BOB).await.token();
    restarted().await;
    let token = world.challenge(&begun).await.token();
    restarted().await;
    let demand = world
        .redeem(&token, "password", ("password", BOB_PASSWORD), &[])
        .await;
    restarted().await;
    let methods = world.introspect(&demand.token()).await;
    restarted().await;
    let asked = world
        .challenge_method(&methods.token(), &methods.method("email"))
        .await;
    restarted().await;
    let code = world.code_for(BOB);
    world
        .redeem(&asked.token(), "mfa_oob", ("oob", &code), &[])
        .await
        .granted();
}
