//! The gate that the sandbox brings along, with its risk provider.

use doorstep_sandbox::model::{RiskPurpose, RiskRule, RiskVerdict, Seed};
use serde_json::json;

use crate::guarded::*;
use crate::support::*;

#[tokio::test]
async fn there_is_none_unless_it_is_asked_for() {
    let world = world().await;
    assert_eq!((world.sandbox.gate(), world.sandbox.risk()), (None, None));
    let world = guarded().await;
    let gate = world.sandbox.gate().expect("a gate");
    assert!(gate.ends_with(&world.control().info().tenant_id), "{gate}");
    assert!(world.sandbox.risk().is_some());
}

#[tokio::test]
async fn a_device_is_new_until_its_person_proved_a_second_factor_there() {
    let world = guarded().await;
    world
        .control()
        .set_policies(doorstep_sandbox::model::Policies {
            conditional_access: world.control().policies().conditional_access.split_off(1),
            ..world.control().policies()
        })
        .expect("policies");
    let demand = world.with_password(ADA, ADA_PASSWORD, &[]).await;
    assert!(demand.error().starts_with("invalid_grant/mfa_required"));
    let methods = world.introspect(&demand.token()).await;
    let asked = world
        .challenge_method(&methods.token(), &methods.method("email"))
        .await;
    let code = world.code_for(ADA);
    let granted = world
        .redeem(&asked.token(), "mfa_oob", ("oob", &code), &[])
        .await;
    let claims = world
        .verified(&granted.granted().text("access_token"))
        .await;
    assert_eq!(claims["acrs"], json!(["c3"]));
    let said = |book: doorstep_sandbox::model::RiskBook| -> Vec<String> {
        book.updates.into_iter().map(|update| update.said).collect()
    };
    while said(world.control().risk()).len() < 2 {
        tokio::task::yield_now().await;
    }
    assert_eq!(
        said(world.control().risk()),
        ["challenge_init", "challenge_pass"]
    );

    world.with_password(ADA, ADA_PASSWORD, &[]).await.granted();
    let verdicts: Vec<_> = world
        .control()
        .risk()
        .questions
        .iter()
        .map(|question| (question.provider.clone(), question.verdict))
        .collect();
    let by_tmx = |verdict| ("threat_metrix".to_owned(), verdict);
    assert_eq!(
        verdicts,
        [by_tmx(RiskVerdict::Review), by_tmx(RiskVerdict::Pass)]
    );
}

#[tokio::test]
async fn a_number_in_doubt_is_challenged_and_its_proof_is_good_once() {
    let world = guarded().await;
    world.says(RiskPurpose::Token, RiskVerdict::Pass);
    world
        .control()
        .set_risk(RiskRule::of(RiskVerdict::Challenge).phone(NUMBER))
        .expect("a rule");
    let methods = world.bob_registers().await;
    let refused = world.ask_contact(&methods.token(), NUMBER).await;
    assert_eq!((refused.status, world.texts()), (403, 0));
    assert_eq!(refused.text("error"), "risk_challenge_required");
    let challenge = refused.body["challenge"]["payload"]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let page = refused.body["challenge"]["payload"]["page"]
        .as_str()
        .expect("a page");
    let shown = world.http.get(page).send().await.expect("a page");
    assert_eq!(shown.status(), 200);
    let solved = Reply::of(world.http.post(page).header("accept", "application/json")).await;
    let proof = solved.text("proof");
    assert_eq!(
        world.control().solve_challenge(&challenge),
        Some(proof.clone())
    );

    let mut world = world;
    world.shows.push(("x-risk-proof", proof));
    let other = world.ask_contact(&methods.token(), "+15550100778").await;
    assert_eq!(other.status, 200, "another number is in no doubt");
    let sent = world.ask_contact(&methods.token(), NUMBER).await;
    assert_eq!((sent.status, world.texts()), (200, 2));
    let again = world.ask_contact(&methods.token(), NUMBER).await;
    assert_eq!(
        (again.status, world.texts()),
        (403, 2),
        "a proof is good once"
    );
}

#[tokio::test]
async fn a_proof_is_of_one_session_and_one_number() {
    let mut world = guarded().await;
    world.says(RiskPurpose::Token, RiskVerdict::Pass);
    world.says(RiskPurpose::Sms, RiskVerdict::Challenge);
    let methods = world.bob_registers().await;
    let refused = world.ask_contact(&methods.token(), NUMBER).await;
    let challenge = refused.body["challenge"]["payload"]["id"].clone();
    let challenge = challenge.as_str().expect("an id");
    let proof = world.control().solve_challenge(challenge).expect("a proof");
    world.shows.push(("x-risk-proof", proof));
    let other = world.ask_contact(&methods.token(), "+15550100778").await;
    assert_eq!(other.status, 403);
    world.shows[0].1 = "another0session0of0the0same0one0".to_owned();
    let other = world.ask_contact(&methods.token(), NUMBER).await;
    assert_eq!((other.status, world.texts()), (403, 0));
    world.control().advance_clock(600);
    world.shows[0].1 = SESSION.to_owned();
    let late = world.ask_contact(&methods.token(), NUMBER).await;
    assert_eq!((late.status, world.texts()), (403, 0), "ten minutes");
}

#[tokio::test]
async fn killed_and_started_again_it_goes_on_with_the_same_flow() {
    let mut world = guarded().await;
    world.http = forgetful();
    world.says(RiskPurpose::Token, RiskVerdict::Pass);
    let token = world.password_asked(BOB).await;
    let redeem = || {
        let form = [
            ("client_id", APP),
            ("continuation_token", token.as_str()),
            ("grant_type", "password"),
            ("password", BOB_PASSWORD),
            ("scope", SCOPES),
        ];
        world.request(&format!("{}/oauth2/v2.0/token", world.base), &form)
    };
    world.sandbox.stop_gate().await;
    assert!(redeem().send().await.is_err(), "nobody listens");
    world.sandbox.start_gate().await.expect("started again");
    world.sandbox.stop_risk().await;
    let late = Reply::of(redeem()).await;
    assert_eq!(
        (late.status, late.text("suberror")),
        (503, "risk_unavailable".to_owned())
    );
    world.sandbox.start_risk().await.expect("started again");
    assert_eq!(Reply::of(redeem()).await.status, 200);
    let decided = [("fail_closed".to_owned(), 503), ("allow".to_owned(), 200)];
    assert_eq!(world.decisions("token"), decided);
}

#[tokio::test]
async fn a_reset_takes_rules_sessions_and_records_along() {
    let mut seed = Seed::contoso();
    seed.risk
        .rules
        .push(RiskRule::of(RiskVerdict::Reject).user(BOB));
    let world = guarded_by(seed).await;
    let rules = |world: &World| world.control().risk().rules.len();
    world.says(RiskPurpose::Token, RiskVerdict::Pass);
    world.with_password(BOB, BOB_PASSWORD, &[]).await.granted();
    assert_eq!(rules(&world), 2);
    world.control().reset();
    let book = world.control().risk();
    assert_eq!(rules(&world), 1, "that of the seed");
    assert!(book.sessions.is_empty() && book.questions.is_empty() && book.calls.is_empty());
    let blocked = world.with_password(BOB, BOB_PASSWORD, &[]).await;
    assert_eq!(blocked.text("suberror"), "risk_blocked");
}
