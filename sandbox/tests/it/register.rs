//! Registration of a method in the middle of a sign-in.

use doorstep_sandbox::model::{Channel, NewUser, Purpose};
use serde_json::json;

use crate::support::*;

const PHONE: &str = "+15550100177";

/// Ends a registration with the code that was sent to `to`.
async fn confirm(world: &World, asked: &Reply, to: &str) -> Reply {
    let code = world.code_for(to);
    world
        .register(
            "continue",
            &asked.token(),
            &[("grant_type", "oob"), ("oob", &code)],
        )
        .await
}

/// Redeems the token of a finished registration for the context `c3`.
async fn tokens(world: &World, token: &str) -> Reply {
    let fields = [
        ("client_id", APP),
        ("continuation_token", token),
        ("grant_type", "continuation_token"),
        ("scope", SCOPES),
        ("claims", C3),
    ];
    world.post("token", &fields).await
}

#[tokio::test]
async fn the_kinds_of_methods_are_listed_by_word_with_the_known_address() {
    let world = world().await;
    let listed = world.bob_registers().await;
    assert_eq!(
        listed.body["methods"],
        json!([
            {"id": "email", "challenge_type": "oob", "challenge_channel": "email", "login_hint": BOB},
            {"id": "sms", "challenge_type": "oob", "challenge_channel": "sms"},
        ])
    );
}

#[tokio::test]
async fn after_an_e_mail_code_only_sms_can_be_registered() {
    let world = world().await;
    let demand = world.with_code(CLEO, &[("claims", C3)]).await;
    let listed = world.register("introspect", &demand.token(), &[]).await;
    assert_eq!(listed.body["methods"].as_array().map(Vec::len), Some(1));
    assert_eq!(listed.method("sms"), "sms");
    let refused = world
        .ask_contact(&listed.token(), "other@contoso.example")
        .await;
    assert_eq!(refused.error(), "invalid_request 90100");
}

#[tokio::test]
async fn a_registered_number_signs_in_at_once_and_is_the_second_factor_from_then_on() {
    let world = world().await;
    let listed = world.bob_registers().await;
    let asked = world
        .ask_contact(&listed.token(), "+1 (555) 010-0177")
        .await;
    assert_eq!(asked.body["challenge_type"], "oob");
    assert_eq!(asked.body["binding_method"], "prompt");
    assert_eq!(asked.body["challenge_channel"], "sms");
    assert_eq!(asked.body["challenge_target"], "+1********7");
    assert!(asked.body.get("challenge_target_label").is_none());
    assert_eq!(
        (&asked.body["code_length"], &asked.body["interval"]),
        (&json!(8), &json!(300))
    );
    let mail = world.control().mailbox(Some(PHONE), Some(Channel::Sms));
    assert_eq!(mail[0].purpose, Purpose::Registration);

    let done = confirm(&world, &asked, PHONE).await;
    let granted = tokens(&world, &done.token()).await;
    let claims = world
        .verified(&granted.granted().text("access_token"))
        .await;
    assert_eq!(
        (&claims["acrs"], &claims["amr"]),
        (&json!(["c3"]), &json!(["mfa"]))
    );
    let refreshed = world
        .refresh(&granted.text("refresh_token"), &[("claims", C3)])
        .await;
    refreshed.granted();

    let again = world
        .with_password(BOB, BOB_PASSWORD, &[("claims", C3)])
        .await;
    assert_eq!(again.error(), "invalid_grant/mfa_required 50076");
    let methods = world.introspect(&again.token()).await;
    assert!(uuid::Uuid::parse_str(&methods.method("sms")).is_ok());
}

#[tokio::test]
async fn an_address_can_be_registered_and_the_channel_can_be_named() {
    let world = world().await;
    let listed = world.bob_registers().await;
    let fields = [
        ("challenge_type", "oob"),
        ("challenge_target", "second@contoso.example"),
        ("challenge_channel", "email"),
    ];
    let asked = world.register("challenge", &listed.token(), &fields).await;
    assert_eq!(asked.body["challenge_channel"], "email");
    let done = confirm(&world, &asked, "second@contoso.example").await;
    tokens(&world, &done.token()).await.granted();
    let bob = world.control().user(BOB).expect("bob");
    assert_eq!(bob.methods[0].target, "second@contoso.example");
}

#[tokio::test]
async fn a_wrong_code_keeps_the_token_and_another_contact_can_be_chosen() {
    let world = world().await;
    let listed = world.bob_registers().await;
    let first = world.ask_contact(&listed.token(), PHONE).await;
    let wrong = [("grant_type", "oob"), ("oob", "wrong")];
    let refused = world.register("continue", &first.token(), &wrong).await;
    assert_eq!(refused.error(), "invalid_grant/invalid_oob_value 50181");

    let old = world.code_for(PHONE);
    let second = world.ask_contact(&first.token(), "+15550100188").await;
    let stale = [("grant_type", "oob"), ("oob", old.as_str())];
    let refused = world.register("continue", &second.token(), &stale).await;
    assert_eq!(refused.error(), "invalid_grant/invalid_oob_value 501811");

    let done = confirm(&world, &first, "+15550100188").await;
    tokens(&world, &done.token()).await.granted();
    let bob = world.control().user(BOB).expect("bob");
    let targets: Vec<_> = bob.methods.iter().map(|method| &method.target).collect();
    assert_eq!(targets, ["+15550100188"]);
}

#[tokio::test]
async fn the_same_confirmation_twice_is_answered_twice_and_carried_out_once() {
    let world = world().await;
    let listed = world.bob_registers().await;
    let asked = world.ask_contact(&listed.token(), PHONE).await;
    let first = confirm(&world, &asked, PHONE).await;
    let again = confirm(&world, &asked, PHONE).await;
    assert_eq!(first.token(), again.token());
    assert_eq!(world.control().user(BOB).expect("bob").methods.len(), 1);

    let granted = tokens(&world, &first.token()).await;
    let repeated = tokens(&world, &first.token()).await;
    assert_eq!(granted.granted().body, repeated.body);
}

#[tokio::test]
async fn a_policy_for_a_group_asks_for_a_registration_as_well() {
    let world = world().await;
    let dora = NewUser::with_password("dora@contoso.example", "Tulip-42!").group("mfa");
    world.control().add_user(dora).expect("added");
    let demand = world
        .with_password("dora@contoso.example", "Tulip-42!", &[])
        .await;
    let listed = world.register("introspect", &demand.token(), &[]).await;
    let asked = world.ask_contact(&listed.token(), PHONE).await;
    let done = confirm(&world, &asked, PHONE).await;
    tokens(&world, &done.token()).await.granted();
}
