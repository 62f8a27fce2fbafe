//! The gate with HTTPS, for pages of other origins, and with each provider's words.

use doorstep_sandbox::Config;
use doorstep_sandbox::model::{Judge, Judges, RiskPurpose, RiskRule, RiskVerdict, Seed};
use reqwest::{Certificate, Client};

use crate::guarded::*;
use crate::support::*;

#[tokio::test]
async fn with_tls_gate_and_provider_have_the_same_authority() {
    let config = Config {
        tls: true,
        ..with_gate(Seed::contoso())
    };
    let mut world = world_of(config).await;
    let pem = world.sandbox.ca_pem().expect("an authority").to_owned();
    let authority = Certificate::from_pem(pem.as_bytes()).expect("a certificate");
    world.http = Client::builder()
        .no_proxy()
        .tls_certs_only([authority])
        .build()
        .expect("a client");
    world.base = world.sandbox.gate().expect("a gate").to_owned();
    world.shows = vec![("x-risk-session", SESSION.to_owned())];
    assert!(world.base.starts_with("https://127.0.0.1:"));
    let risk = world.sandbox.risk().expect("a provider").to_owned();
    assert!(risk.starts_with("https://"));
    let profile = [("session_id", SESSION), ("device_id", "d")];
    let profiled = Reply::of(world.request(&format!("{risk}/fp/x"), &profile)).await;
    assert_eq!(profiled.status, 200);
    world.says(RiskPurpose::Token, RiskVerdict::Pass);
    world.with_password(BOB, BOB_PASSWORD, &[]).await.granted();
    let document = world
        .get(&format!(
            "{}/v2.0/.well-known/openid-configuration",
            world.base
        ))
        .await;
    assert_eq!(
        document.text("token_endpoint"),
        format!("{}/oauth2/v2.0/token", world.base),
        "the tenant knows by which name it was called"
    );
}

#[tokio::test]
async fn pages_of_other_origins_may_call_where_the_sandbox_lets_them() {
    for (cors, allowed) in [(true, Some("*")), (false, None)] {
        let config = Config {
            cors,
            ..with_gate(Seed::contoso())
        };
        let mut world = world_of(config).await;
        world.base = world.sandbox.gate().expect("a gate").to_owned();
        world.shows = vec![("origin", "https://app.example".to_owned())];
        let begun = world.initiate(BOB).await;
        let origin = begun.headers.get("access-control-allow-origin");
        assert_eq!(origin.and_then(|origin| origin.to_str().ok()), allowed);
        let risk = world.sandbox.risk().expect("a provider");
        let profile = world.request(&format!("{risk}/fp/x"), &[("session_id", SESSION)]);
        let profiled = Reply::of(profile).await;
        let opened = profiled.headers.contains_key("access-control-allow-origin");
        assert_eq!(opened, cors);
    }
}

fn judged_by(judges: Judges) -> Seed {
    let mut seed = Seed::contoso();
    seed.gate.judges = judges;
    seed
}

#[tokio::test]
async fn prove_judges_new_numbers_and_its_proof_is_the_correlation_id() {
    let mut world = guarded_by(judged_by(Judges {
        register_challenge: Judge::Prove,
        ..Judges::default()
    }))
    .await;
    world.says(RiskPurpose::Token, RiskVerdict::Pass);
    let rule = RiskRule::of(RiskVerdict::Challenge).phone(NUMBER);
    world.control().set_risk(rule).expect("a rule");
    let methods = world.bob_registers().await;
    let refused = world.ask_contact(&methods.token(), NUMBER).await;
    let id = refused.body["challenge"]["payload"]["correlationId"].clone();
    let id = id.as_str().expect("an id").to_owned();
    world.shows.push(("x-risk-proof", id.clone()));
    let early = world.ask_contact(&methods.token(), NUMBER).await;
    assert_eq!(
        (early.status, world.texts()),
        (403, 0),
        "nobody solved it yet"
    );
    assert!(world.control().solve_challenge(&id).is_some());
    let other = world.ask_contact(&methods.token(), "+15550100778").await;
    assert_eq!(
        (other.status, world.texts()),
        (403, 0),
        "it is of another number"
    );
    let again = world.ask_contact(&methods.token(), NUMBER).await;
    assert_eq!(
        (again.status, world.texts()),
        (403, 0),
        "and was used up by it"
    );

    world.shows.pop();
    let refused = world.ask_contact(&methods.token(), NUMBER).await;
    let id = refused.body["challenge"]["payload"]["correlationId"].clone();
    let id = id.as_str().expect("an id").to_owned();
    assert!(world.control().solve_challenge(&id).is_some());
    world.shows.push(("x-risk-proof", id));
    let sent = world.ask_contact(&methods.token(), NUMBER).await;
    assert_eq!((sent.status, world.texts()), (200, 1));
}

#[tokio::test]
async fn human_judges_by_the_header_of_its_own_software() {
    let mut world = guarded_by(judged_by(Judges {
        sign_up: Judge::Human,
        ..Judges::default()
    }))
    .await;
    let start = [
        ("username", "dora@contoso.example"),
        ("client_id", APP),
        ("challenge_type", ALL_TYPES),
    ];
    world.shows = vec![("x-px-authorization", "3:token".to_owned())];
    let refused = world.post_to("signup/v1.0/start", &start).await;
    assert_eq!(
        (refused.status, refused.text("action")),
        (403, "captcha".to_owned())
    );
    let challenge = refused.text("uuid");
    let fresh = world
        .control()
        .solve_challenge(&challenge)
        .expect("a header");
    world.shows = vec![("x-px-authorization", fresh)];
    let begun = world.post_to("signup/v1.0/start", &start).await;
    assert_eq!(begun.status, 200, "{begun:?}");
}

#[tokio::test]
async fn prove_cannot_judge_what_names_no_number() {
    let config = with_gate(judged_by(Judges {
        token: Judge::Prove,
        ..Judges::default()
    }));
    let refused = doorstep_sandbox::start(config)
        .await
        .err()
        .expect("refused");
    assert!(
        refused.to_string().contains("gate.judges.token"),
        "{refused}"
    );
}
