//! Scopes and claims survive every step.

use doorstep::{Channel, Claims, Setting, SignInOptions};
use doorstep_sandbox::model::{Channel as SentBy, NewUser, Outcome};
use doorstep_tests::{
    ADA, ADA_PASSWORD, BOB, BOB_PASSWORD, ErrorExt as _, StepExt as _, TODO, World, as_ada, as_bob,
    jwt_claims, todo,
};

const DORA: &str = "dora@contoso.example";
const C3: &str = r#"{"access_token":{"acrs":{"essential":true,"value":"c3"}}}"#;

fn c3() -> Claims {
    Claims::authentication_context(3).unwrap()
}

#[tokio::test]
async fn scopes_are_merged_with_the_default_ones_in_every_token_request() {
    let world = World::start().await;
    let options = as_ada().password(ADA_PASSWORD);
    let flow = world.client().sign_in(options).unwrap();
    let (methods, reply) = flow.start().await.mfa();
    let (_, reply) = reply.choose(&methods[0].id).await.mfa_code();
    let account = reply.submit(world.code_of(ADA)).await.account();
    let journal = world.journal();
    let scopes = journal.iter().filter_map(|entry| entry.form.get("scope"));
    let scopes: Vec<_> = scopes.collect();
    let merged = format!("openid profile offline_access {TODO}");
    assert_eq!(scopes, [&merged, &merged]);
    let token = account.access_token(&todo()).await.unwrap();
    assert_eq!(jwt_claims(&token.secret)["scp"], "ToDo.Read");
    assert_eq!(jwt_claims(&token.secret)["aud"], "api://todo");
}

#[tokio::test]
async fn a_context_leads_to_a_second_factor_and_stands_in_the_token() {
    let world = World::start().await;
    let user = NewUser::with_password(DORA, "Explorer-2000");
    world.add(user.method(SentBy::Email, "dora@elsewhere.example"));
    let options = SignInOptions::new(DORA).scopes(todo()).claims(c3());
    let flow = world.client().sign_in(options).unwrap();
    let reply = flow.start().await.password();
    let (methods, reply) = reply.submit("Explorer-2000").await.mfa();
    let (_, reply) = reply.choose(&methods[0].id).await.mfa_code();
    let code = world.code_of("dora@elsewhere.example");
    let account = reply.submit(code).await.account();

    let token = account.access_token(&todo()).await.unwrap();
    let acrs = &jwt_claims(&token.secret)["acrs"];
    assert_eq!(acrs, &serde_json::json!(["c3"]));
    let journal = world.journal();
    let claims = journal.iter().filter_map(|entry| entry.form.get("claims"));
    assert_eq!(claims.collect::<Vec<_>>(), [C3, C3]);
    let sign_ins = world.control().sign_ins();
    let outcomes: Vec<_> = sign_ins.iter().map(|sign_in| sign_in.outcome).collect();
    assert_eq!(outcomes, [Outcome::MfaRequired, Outcome::Granted]);
    assert_eq!(sign_ins[1].policies, ["Second factor for the context c3"]);
}

#[tokio::test]
async fn scopes_and_claims_survive_a_resume_between_the_factors() {
    let world = World::start().await;
    let options = as_ada().password(ADA_PASSWORD).claims(c3());
    let flow = world.client().sign_in(options).unwrap();
    let (methods, reply) = flow.start().await.mfa();
    let _sent = reply.choose(&methods[0].id).await.mfa_code();
    let flow = world.device.resumed(flow.id()).await;
    let (_, reply) = flow.current().mfa_code();
    let account = reply.submit(world.code_of(ADA)).await.account();
    let token = account.access_token(&todo()).await.unwrap();
    let claims = jwt_claims(&token.secret);
    assert_eq!(claims["acrs"], serde_json::json!(["c3"]));
    assert_eq!(claims["scp"], "ToDo.Read");
}

#[tokio::test]
async fn a_context_sends_a_person_without_methods_to_register_one() {
    let world = World::start().await;
    let options = as_bob().password(BOB_PASSWORD).claims(c3());
    let flow = world.client().sign_in(options).unwrap();
    let (methods, reply) = flow.start().await.registration();
    let email = methods
        .iter()
        .find(|method| method.channel == Channel::Email);
    let sent = reply.register(&email.unwrap().id, BOB).await;
    let (_, reply) = sent.registration_code();
    let account = reply.submit(world.code_of(BOB)).await.account();
    let token = account.access_token(&todo()).await.unwrap();
    let claims = jwt_claims(&token.secret);
    assert_eq!(claims["acrs"], serde_json::json!(["c3"]));
    assert_eq!(claims["scp"], "ToDo.Read");
}

#[tokio::test]
async fn a_context_that_no_policy_is_bound_to_costs_nothing() {
    let world = World::start().await;
    let claims = Claims::authentication_context(9).unwrap();
    let options = as_bob().password(BOB_PASSWORD).claims(claims);
    let flow = world.client().sign_in(options).unwrap();
    flow.start().await.account();
    assert_eq!(world.http().sent(), 3);
}

#[tokio::test]
async fn a_scope_without_consent_names_the_setting() {
    let world = World::start().await;
    world.app(|app| app.consented.clear());
    let options = as_bob().password(BOB_PASSWORD);
    let refused = world.client().sign_in(options).unwrap().start().await;
    assert_eq!(refused.setting(), Setting::Consent);
}

#[tokio::test]
async fn a_scope_that_does_not_exist_names_the_setting() {
    let world = World::start().await;
    let options = SignInOptions::new(BOB).password(BOB_PASSWORD);
    let options = options.scopes("api://todo/ToDo.Write".parse().unwrap());
    let refused = world.client().sign_in(options).unwrap().start().await;
    assert_eq!(refused.setting(), Setting::Scopes);
}
