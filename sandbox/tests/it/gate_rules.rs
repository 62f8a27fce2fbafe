//! The gate's back-end rules: the scenarios, and what a seed may say of them.

use doorstep_sandbox::model::{GateRules, Purpose, ResetProof, RiskVerdict, Seed};

use crate::graphs::*;
use crate::guarded::*;
use crate::support::*;
use crate::walks::*;

const BOBS_NUMBER: &str = "+15550100199";

fn sent(world: &World, purpose: Purpose) -> usize {
    let all = world.control().mailbox(None, None);
    all.iter().filter(|mail| mail.purpose == purpose).count()
}

/// Takes a reset from the mailbox's code to its end, with a security code for what is asked.
async fn proves(world: &mut World, may: &str) -> Reply {
    let asked = world.submit(may, TULIP).await;
    assert_eq!(asked.status, 403, "{asked:?}");
    assert_eq!(asked.text("error"), "risk_challenge_required");
    assert_eq!(asked.body["challenge"]["provider"], "security_code");
    let proof = world.code_for(BOBS_NUMBER);
    world.shows.push(("x-risk-proof", proof));
    let submitted = world.submit(may, TULIP).await.token();
    world.poll(&submitted).await;
    world.poll(&submitted).await
}

#[tokio::test]
async fn rules_reset_code() {
    let mut world = guarded_in("rules_reset_code").await;
    let may = world.bob_may_submit().await;
    let done = proves(&mut world, &may).await;
    assert_eq!(done.text("status"), "succeeded");
    assert_eq!(sent(&world, Purpose::ResetProof), 1);
    world.with_password(BOB, TULIP, &[]).await.granted();
}

#[tokio::test]
async fn rules_device_lost() {
    let mut world = guarded_in("rules_device_lost").await;
    let tokens = world.bob_signs_in().await;
    world.shows.push(("x-recovery", "device_lost".to_owned()));
    let start = world.reset(BOB).await;
    assert_eq!(start.text("recovery"), "device_lost");
    let asked = world.reset_step("challenge", &start.token(), &[]).await;
    let code = world.code_for(BOB);
    let may = world.reset_code(&asked.token(), &code).await.token();
    let done = proves(&mut world, &may).await;
    assert_eq!(done.text("status"), "succeeded");
    let refreshed = world.refresh(&tokens.text("refresh_token"), &[]).await;
    assert_eq!(refreshed.error(), "invalid_grant 50173");
    assert_eq!(world.control().user(BOB).expect("bob").groups, ["frozen"]);
    assert_eq!(sent(&world, Purpose::DeviceLostProof), 1);
    while sent(&world, Purpose::DeviceLostNotice) < 2 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn rules_sign_up_group() {
    let world = guarded_in("rules_sign_up_group").await;
    let end = world.dora_signed_up().await;
    assert_eq!(
        world.control().user(DORA).expect("dora").groups,
        ["customers"]
    );
    let held = world.redeem_end(APP, &end.token(), &[]).await;
    assert_eq!(held.error(), "invalid_grant/registration_required 50072");
}

#[tokio::test]
async fn a_verdict_can_be_the_second_proof_and_a_new_device_must_be_cleared() {
    let mut seed = Seed::contoso();
    seed.gate.rules.reset_second_proof = ResetProof::Provider;
    let mut world = guarded_by(seed).await;
    let may = world.bob_may_submit().await;
    let doubted = world.submit(&may, TULIP).await;
    assert_eq!(
        (doubted.status, doubted.text("error").as_str()),
        (403, "risk_challenge_required")
    );
    let asked = world.control().risk().questions;
    let asked = asked.last().expect("a question");
    assert_eq!(asked.verdict, RiskVerdict::Review);
    let proof = world.solved(&doubted);
    world.shows.push(("x-risk-proof", proof));
    assert_eq!(world.submit(&may, TULIP).await.status, 200);
}

#[tokio::test]
async fn without_rules_the_gate_asks_nobody_and_the_seed_stays_as_it_is() {
    let world = guarded().await;
    let may = world.bob_may_submit().await;
    assert_eq!(world.submit(&may, TULIP).await.status, 200);
    let journal = world.control().journal();
    let aside = |path: &str| path.starts_with("/graph") || path.starts_with("/webhook");
    assert!(!journal.iter().any(|entry| aside(&entry.path)));
    let groups: Vec<_> = world
        .control()
        .groups()
        .into_iter()
        .map(|group| group.name)
        .collect();
    assert_eq!(groups, ["mfa"]);
}

#[tokio::test]
async fn its_groups_and_its_app_are_there_and_over_https_too() {
    let mut seed = Seed::contoso();
    seed.registrations.services.clear();
    seed.gate.rules = GateRules {
        sign_up_group: Some("customers".to_owned()),
        ..GateRules::default()
    };
    let config = doorstep_sandbox::Config {
        tls: true,
        ..with_gate(seed)
    };
    let sandbox = doorstep_sandbox::start(config).await.expect("a sandbox");
    let services = sandbox.control().apps().services;
    assert_eq!(services[0].client_id.to_string(), SERVICE);
    let names = sandbox
        .control()
        .groups()
        .into_iter()
        .map(|group| group.name);
    assert_eq!(names.collect::<Vec<_>>(), ["customers", "mfa"]);
    // Makes TLS known to the process.
    let _ = client();
    let pem = sandbox.ca_pem().expect("an authority").as_bytes();
    let authority = reqwest::Certificate::from_pem(pem).expect("a certificate");
    let http = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([authority]);
    let world = World {
        base: sandbox.gate().expect("a gate").to_owned(),
        shows: vec![("x-risk-session", SESSION.to_owned())],
        http: http.build().expect("a client"),
        sandbox,
    };
    world.control().profile(SESSION, "device-1");
    world.dora_signed_up().await.token();
    assert_eq!(
        world.control().user(DORA).expect("dora").groups,
        ["customers"]
    );
}
