//! Step-up against the sandbox: its policy for the context c3 wants a second factor.

use doorstep::{Account, ClaimsChallenge, Client, Reason, SignInFlow, SignInOptions, StepUp};
use doorstep_sandbox::model::{Channel, Fault, NewUser};
use doorstep_tests::{ErrorExt as _, StepExt as _, World, jwt_claims, todo};
use serde_json::json;

const DORA: &str = "dora@contoso.example";
const PASSWORD: &str = "Explorer-2000";
const TOKEN: &str = "oauth2/v2.0/token";

/// Somebody who has a second factor and has not needed it.
async fn dora(world: &World) -> (Client, Account) {
    let user = NewUser::with_password(DORA, PASSWORD);
    world.add(user.method(Channel::Sms, "+15550100777"));
    let client = world.client();
    let options = SignInOptions::new(DORA).scopes(todo()).password(PASSWORD);
    let flow = client.sign_in(options).unwrap();
    let account = flow.start().await.account();
    (client, account)
}

fn challenge() -> ClaimsChallenge {
    let header = r#"Bearer error="insufficient_user_authentication", acr_values="c3""#;
    ClaimsChallenge::parse([header]).unwrap().unwrap()
}

async fn contexts(account: &Account) -> serde_json::Value {
    let token = account.access_token(&todo()).await.unwrap();
    jwt_claims(&token.secret)["acrs"].clone()
}

async fn sign_in(client: &Client, account: &Account) -> SignInFlow {
    match client.step_up(account, &todo(), &challenge()).await {
        Ok(StepUp::SignIn(flow)) => flow,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn who_gave_a_second_factor_steps_up_without_being_asked() {
    let world = World::start().await;
    let account = world.ada().await;
    let client = world.client();
    let outcome = client.step_up(&account, &todo(), &challenge()).await;
    assert!(matches!(outcome, Ok(StepUp::Token(_))), "{outcome:?}");
    assert_eq!(contexts(&account).await, json!(["c3"]));
}

#[tokio::test]
async fn a_step_up_asks_for_the_second_factor_and_leads_back_to_the_call() {
    let world = World::start().await;
    let (client, account) = dora(&world).await;
    assert_eq!(contexts(&account).await, json!(null));
    let flow = sign_in(&client, &account).await;
    let reply = flow.start().await.password();
    let (methods, reply) = reply.submit(PASSWORD).await.mfa();
    let _sent = reply.choose(&methods[0].id).await.mfa_code();

    let flow = world.device.resumed(flow.id()).await;
    let (_, reply) = flow.current().mfa_code();
    let same = reply.submit(world.code_of(DORA)).await.account();
    assert_eq!(same, account);
    let token = same.access_token(&flow.scopes()).await.unwrap();
    assert_eq!(jwt_claims(&token.secret)["acrs"], json!(["c3"]));
    world.advance(3600);
    assert_eq!(contexts(&same).await, json!(["c3"]), "renewed");
}

#[tokio::test]
async fn a_service_in_trouble_neither_signs_out_nor_asks_the_person() {
    let world = World::start().await;
    let (client, account) = dora(&world).await;
    world.fault(Fault {
        status: Some(503),
        ..Fault::of(TOKEN)
    });
    let refused = client.step_up(&account, &todo(), &challenge()).await;
    assert_eq!(refused.later().0, Reason::ServerUnavailable);
    assert_eq!(contexts(&account).await, json!(null));
}
