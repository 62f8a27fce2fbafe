//! Sign-up: the ways through it.

use doorstep_sandbox::model::{Answered, AttributeValue, Channel, Purpose, SignUpMethod};
use serde_json::json;

use crate::support::*;
use crate::walks::*;

#[tokio::test]
async fn a_code_alone_makes_an_account_and_signs_in() {
    let world = world().await;
    world.with_attributes(SignUpMethod::EmailCode, Vec::new());
    let start = world.sign_up(APP, &[]).await;
    let asked = world.sign_up_challenge(APP, &start.token()).await;
    assert_eq!(
        asked.body["challenge_target_label"], "d***a@c***o.example",
        "{asked:?}"
    );
    assert_eq!(
        (
            asked.text("challenge_type"),
            asked.text("binding_method"),
            asked.text("challenge_channel")
        ),
        ("oob".into(), "prompt".into(), "email".into())
    );
    assert_eq!(
        (&asked.body["code_length"], &asked.body["interval"]),
        (&json!(8), &json!(300))
    );
    assert!(world.control().user(DORA).is_none());
    let code = world.code_for(DORA);
    let done = world
        .sign_up_continue(APP, &asked.token(), &[("oob", &code)])
        .await;
    assert_eq!((done.status, &done.body["expires_in"]), (200, &json!(600)));
    let tokens = world.redeem_end(APP, &done.token(), &[]).await;
    let claims = world.verified(&tokens.granted().text("id_token")).await;
    assert_eq!(claims["preferred_username"], DORA);
    assert!(!world.control().user(DORA).expect("dora").has_password);
    world.with_code(DORA, &[]).await.granted();
}

#[tokio::test]
async fn a_password_at_the_start_ends_the_sign_up_with_the_code() {
    let world = world().await;
    let done = world.dora_signed_up().await;
    world
        .redeem_end(APP, &done.token(), &[("username", DORA)])
        .await
        .granted();
    assert_eq!(world.control().journal().len(), 4);
    world.with_password(DORA, TULIP, &[]).await.granted();
}

#[tokio::test]
async fn a_password_can_be_asked_for_after_the_code() {
    let world = world().await;
    let start = world.sign_up(APP, &[]).await;
    let due = world.sign_up_code(APP, &start, &[]).await;
    assert_eq!(due.error(), "credential_required 55103");
    let asked = world.sign_up_challenge(APP, &due.token()).await;
    assert_eq!(asked.text("challenge_type"), "password");
    let again = world.sign_up_challenge(APP, &asked.token()).await;
    let weak = world
        .sign_up_continue(APP, &again.token(), &[("password", "tulip")])
        .await;
    assert_eq!(weak.error(), "invalid_grant/password_too_short 399246");
    assert!(weak.body.get("continuation_token").is_none());
    let done = world
        .sign_up_continue(APP, &again.token(), &[("password", TULIP)])
        .await;
    world.redeem_end(APP, &done.token(), &[]).await.granted();
}

#[tokio::test]
async fn attributes_are_asked_for_last() {
    let world = world().await;
    let start = world.sign_up(ATTRIBUTES_APP, &[]).await;
    let due = world.sign_up_code(ATTRIBUTES_APP, &start, &[]).await;
    let asked = world.sign_up_challenge(ATTRIBUTES_APP, &due.token()).await;
    let due = world
        .sign_up_continue(ATTRIBUTES_APP, &asked.token(), &[("password", TULIP)])
        .await;
    assert_eq!(due.error(), "attributes_required 55106");
    assert_eq!(
        due.body["required_attributes"],
        json!([
            { "name": "displayName", "type": "string", "required": true },
            { "name": "city", "type": "string", "required": true },
            { "name": "age", "type": "number", "required": false },
        ])
    );
    assert!(world.control().user(DORA).is_none());
    let given = r#"{"displayName":"Dora","city":"Utrecht","age":"42"}"#;
    let done = world
        .sign_up_continue(ATTRIBUTES_APP, &due.token(), &[("attributes", given)])
        .await;
    let tokens = world.redeem_end(ATTRIBUTES_APP, &done.token(), &[]).await;
    let claims = world.verified(&tokens.granted().text("id_token")).await;
    assert_eq!(claims["name"], "Dora");
    let dora = world.control().user(DORA).expect("dora");
    assert_eq!(
        dora.attributes,
        [("age", "42"), ("city", "Utrecht"), ("displayName", "Dora")]
            .map(|(name, value)| (name.to_owned(), AttributeValue::from(value)))
            .into()
    );
    assert_eq!(dora.display_name, "Dora");
    assert!(dora.has_password && dora.methods.is_empty());
}

#[tokio::test]
async fn everything_can_be_given_at_the_start() {
    let world = world().await;
    let given = [("password", TULIP), ("attributes", NAME_AND_CITY)];
    let start = world.sign_up(ATTRIBUTES_APP, &given).await;
    let done = world.sign_up_code(ATTRIBUTES_APP, &start, &[]).await;
    world
        .redeem_end(ATTRIBUTES_APP, &done.token(), &[])
        .await
        .granted();
}

#[tokio::test]
async fn attributes_can_come_with_the_code_or_with_the_password() {
    let world = world().await;
    let start = world.sign_up(CODE_APP, &[]).await;
    let given = [("attributes", NAME_AND_CITY)];
    let done = world.sign_up_code(CODE_APP, &start, &given).await;
    world
        .redeem_end(CODE_APP, &done.token(), &[])
        .await
        .granted();

    world.control().reset();
    let start = world.sign_up(ATTRIBUTES_APP, &[]).await;
    let due = world.sign_up_code(ATTRIBUTES_APP, &start, &[]).await;
    let asked = world.sign_up_challenge(ATTRIBUTES_APP, &due.token()).await;
    let given = [("password", TULIP), ("attributes", NAME_AND_CITY)];
    let done = world
        .sign_up_continue(
            ATTRIBUTES_APP,
            &asked.token(),
            &[given[0], given[1], ("grant_type", "password")],
        )
        .await;
    world
        .redeem_end(ATTRIBUTES_APP, &done.token(), &[])
        .await
        .granted();
}

#[tokio::test]
async fn the_code_of_a_sign_up_stands_in_the_mailbox_by_its_purpose() {
    let world = world().await;
    let start = world.sign_up(APP, &[]).await;
    world.sign_up_challenge(APP, &start.token()).await;
    let mails = world.control().mailbox(Some(DORA), Some(Channel::Email));
    assert_eq!(
        (mails.len(), mails[0].purpose, mails[0].to.as_str()),
        (1, Purpose::SignUp, DORA)
    );
}

#[tokio::test]
async fn nothing_that_a_person_gives_stands_in_the_journal() {
    let world = world().await;
    let given = [
        ("password", TULIP),
        ("attributes", r#"{"displayName":"Dora","city":"Utrecht"}"#),
    ];
    let start = world.sign_up(ATTRIBUTES_APP, &given).await;
    let done = world.sign_up_code(ATTRIBUTES_APP, &start, &[]).await;
    world.redeem_end(ATTRIBUTES_APP, &done.token(), &[]).await;
    let journal = world.control().journal();
    assert_eq!(
        journal[0].form["attributes"],
        r#"{"city":"***","displayName":"***"}"#
    );
    let Answered::Answer { body, .. } = &journal[2].answered else {
        panic!("no answer")
    };
    assert_eq!(body["continuation_token"], "***");
    let all = serde_json::to_string(&journal).expect("JSON");
    for secret in [TULIP, "Utrecht", &world.code_for(DORA), &done.token()] {
        assert!(!all.contains(secret), "{secret}");
    }
}
