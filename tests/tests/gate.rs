//! The core's flows through the gate, in front of the sandbox: its policy for the context c3 wants a second factor.

use doorstep::{
    Account, BrowserOptions, FirstFactors, RedirectUri, SignInOptions, SignInStep, SignUpOptions,
    SignUpStep,
};
use doorstep_gate::decide::Decision;
use doorstep_gate::words::{Grant, Route};
use doorstep_sandbox::model::{Channel, JournalEntry, NewUser};
use doorstep_tests::{
    BOB, BOB_PASSWORD, DORA, DORA_PASSWORD, ErrorExt as _, GuardedTenant, Says, SignUpStepExt,
    StepExt as _, Surfer, jwt_claims, todo,
};
use serde_json::{Value, json};

const EVE: &str = "eve@contoso.example";
const PASSWORD: &str = "Explorer-2000";
const NUMBER: &str = "+15550100777";
const SESSION: &str = "5f0c1a2b3c4d5e6f708192a3b4c5d6e7";
const DOUBT: [Says; 1] = [Says::Verdict("review")];

/// A tenant with Eve, who has an address and a number and needs them for nothing but c3.
async fn tenant() -> GuardedTenant {
    let tenant = GuardedTenant::start().await;
    let user = NewUser::with_password(EVE, PASSWORD);
    let user = user
        .method(Channel::Email, EVE)
        .method(Channel::Sms, NUMBER);
    tenant.world.add(user);
    tenant
}

fn as_eve() -> SignInOptions {
    SignInOptions::new(EVE).scopes(todo()).password(PASSWORD)
}

async fn contexts(account: &Account) -> Value {
    let token = account.access_token(&todo()).await.unwrap();
    jwt_claims(&token.secret)["acrs"].clone()
}

/// The token requests that reached the tenant.
fn token_requests(tenant: &GuardedTenant) -> Vec<JournalEntry> {
    let journal = tenant.world.journal().into_iter();
    journal
        .filter(|entry| entry.path.ends_with("/token"))
        .collect()
}

fn texts(tenant: &GuardedTenant) -> usize {
    tenant
        .world
        .control()
        .mailbox(None, Some(Channel::Sms))
        .len()
}

#[tokio::test]
async fn a_known_device_signs_in_without_a_second_factor() {
    let tenant = tenant().await;
    let flow = tenant.client(Some(SESSION)).sign_in(as_eve()).unwrap();
    let account = flow.start().await.account();
    assert_eq!(contexts(&account).await, json!(null));
    let asked = tenant.provider.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0]["user"], EVE);
    assert_eq!(asked[0]["session"], SESSION);
}

#[tokio::test]
async fn a_new_device_is_stepped_up_through_c3_and_proves_it_once() {
    let tenant = tenant().await;
    tenant.provider.says("token", &DOUBT);
    let flow = tenant.client(Some(SESSION)).sign_in(as_eve()).unwrap();
    let (methods, reply) = flow.start().await.mfa();
    let email = methods
        .iter()
        .find(|method| method.channel == doorstep::Channel::Email);
    let (_, reply) = reply.choose(&email.unwrap().id).await.mfa_code();
    let _ = reply.submit(tenant.world.wrong_code(EVE)).await.problem();
    let account = reply.submit(tenant.world.code_of(EVE)).await.account();
    assert_eq!(contexts(&account).await, json!(["c3"]));
    assert_eq!(
        tenant.provider.asked().len(),
        1,
        "the proof is not judged again"
    );

    let claims = r#"{"access_token":{"acrs":{"essential":true,"value":"c3"}}}"#;
    let asked: Vec<_> = token_requests(&tenant)
        .iter()
        .map(|entry| {
            (
                entry.form["grant_type"].clone(),
                entry.form["claims"].clone(),
            )
        })
        .collect();
    let with_claims = |grant: &str| (grant.to_owned(), claims.to_owned());
    assert_eq!(
        asked,
        [
            with_claims("password"),
            with_claims("mfa_oob"),
            with_claims("mfa_oob")
        ]
    );
}

#[tokio::test]
async fn who_shows_no_session_is_stepped_up_and_nobody_is_asked() {
    let tenant = tenant().await;
    let flow = tenant.client(None).sign_in(as_eve()).unwrap();
    let _ = flow.start().await.mfa();
    assert!(tenant.provider.asked().is_empty());
}

#[tokio::test]
async fn a_refresh_never_meets_a_step_up() {
    let tenant = tenant().await;
    let flow = tenant.client(Some(SESSION)).sign_in(as_eve()).unwrap();
    let account = flow.start().await.account();
    for says in [
        Says::Verdict("reject"),
        Says::Verdict("review"),
        Says::Drops,
    ] {
        tenant.provider.says("token", &[says]);
        let before = contexts(&account).await;
        tenant.world.advance(3600);
        assert_eq!(contexts(&account).await, before);
    }
    assert_eq!(
        tenant.provider.asked().len(),
        1,
        "the sign-in alone was judged"
    );
    let records = tenant.records();
    let refreshes = records
        .iter()
        .filter(|record| record.grant == Some(Grant::RefreshToken));
    assert!(refreshes.clone().count() >= 3);
    assert!(
        refreshes
            .into_iter()
            .all(|record| record.decision == Some(Decision::Pass))
    );
}

#[tokio::test]
async fn the_tenants_own_tokens_never_reach_the_app() {
    let tenant = tenant().await;
    tenant.provider.says("token", &DOUBT);
    let flow = tenant.client(Some(SESSION)).sign_in(as_eve()).unwrap();
    let (methods, reply) = flow.start().await.mfa();
    let _ = reply.choose(&methods[0].id).await.mfa_code();
    let exchanges = tenant.world.http().exchanges();
    let tokens: Vec<String> = exchanges
        .iter()
        .filter_map(|exchange| serde_json::from_str::<Value>(&exchange.body).ok())
        .filter_map(|body| Some(body["continuation_token"].as_str()?.to_owned()))
        .collect();
    assert!(tokens.len() >= 4, "{tokens:?}");
    assert!(
        tokens.iter().all(|token| token.starts_with("dg1.test.")),
        "{tokens:?}"
    );
}

#[tokio::test]
async fn a_number_that_is_refused_gets_no_text_and_another_method_is_the_way_on() {
    let tenant = tenant().await;
    tenant.provider.says("token", &DOUBT);
    tenant.provider.says("sms", &[Says::Verdict("reject")]);
    let flow = tenant.client(Some(SESSION)).sign_in(as_eve()).unwrap();
    let (methods, reply) = flow.start().await.mfa();
    let sms = methods
        .iter()
        .find(|method| method.channel == doorstep::Channel::Sms);
    assert!(reply.choose(&sms.unwrap().id).await.is_err());
    assert_eq!(texts(&tenant), 0);
    let blocked = tenant
        .records()
        .into_iter()
        .find(|record| record.route == Route::Challenge && record.status == 403);
    assert_eq!(blocked.unwrap().decision, Some(Decision::Block));
}

#[tokio::test]
async fn who_must_register_a_number_gets_no_text_before_it_was_judged() {
    let tenant = GuardedTenant::start().await;
    tenant.world.demand_mfa_of_all();
    tenant
        .provider
        .says("sms", &[Says::Verdict("reject"), Says::Verdict("pass")]);
    let options = SignInOptions::new(BOB)
        .scopes(todo())
        .password(BOB_PASSWORD);
    let flow = tenant
        .client(Some(SESSION))
        .sign_in(options.clone())
        .unwrap();
    let (methods, reply) = flow.start().await.registration();
    let sms = methods
        .iter()
        .find(|method| method.channel == doorstep::Channel::Sms);
    let sms = &sms.unwrap().id;
    assert!(reply.register(sms, NUMBER).await.is_err());
    assert_eq!(texts(&tenant), 0);
    assert_eq!(tenant.provider.asked().last().unwrap()["phone"], NUMBER);

    let flow = tenant.client(Some(SESSION)).sign_in(options).unwrap();
    let (_, reply) = flow.start().await.registration();
    let (_, reply) = reply.register(sms, NUMBER).await.registration_code();
    assert_eq!(texts(&tenant), 1);
    let _ = reply.submit(tenant.world.code_of(NUMBER)).await.account();
}

#[tokio::test]
async fn a_sign_up_is_judged_before_it_begins_and_leads_to_tokens() {
    let tenant = GuardedTenant::start().await;
    let options = || SignUpOptions::new(DORA).scopes(todo());
    let held = tenant
        .client(None)
        .sign_up(options())
        .unwrap()
        .start()
        .await;
    assert!(
        matches!(held, Ok(SignUpStep::VerificationRequired { .. })),
        "{held:?}"
    );
    assert!(
        tenant.world.journal().is_empty(),
        "nothing reached the tenant"
    );

    let flow = tenant.client(Some(SESSION)).sign_up(options()).unwrap();
    let (_, reply) = SignUpStepExt::code(flow.start().await);
    let step = reply.submit(tenant.world.code_of(DORA)).await;
    let reply = SignUpStepExt::password(step);
    let next = SignUpStepExt::signed_up(reply.submit(DORA_PASSWORD).await);
    let _ = next.sign_in().start().await.account();
    assert_eq!(
        tenant
            .provider
            .asked()
            .iter()
            .filter(|asked| asked["purpose"] == "sign_up")
            .count(),
        1
    );
}

#[tokio::test]
async fn the_browsers_pages_and_the_grant_behind_them_pass_unwatched() {
    let tenant = tenant().await;
    tenant.provider.says("token", &[Says::Verdict("reject")]);
    let home = RedirectUri::parse("doorstep://callback").unwrap();
    let client = tenant.client_with(Some(SESSION), |config| {
        config.redirect_uri(home).first_factors(FirstFactors::Code)
    });
    let flow = client
        .sign_in(SignInOptions::new(BOB).scopes(todo()))
        .unwrap();
    let Ok(SignInStep::BrowserRequired { reply, .. }) = flow.start().await else {
        panic!("Bob has no first factor that this app could ask for");
    };
    let page = reply
        .authorization_url(&BrowserOptions::new())
        .await
        .unwrap();
    let page = page.as_str().to_owned();
    assert!(page.starts_with(&tenant.url()), "{page}");
    let callback = Surfer::new(&tenant.world)
        .sign_in(&page, BOB, BOB_PASSWORD)
        .await;
    let _ = reply.complete(&callback).await.account();
    assert!(tenant.provider.asked().is_empty());
}
