//! The registration of a method in the middle of a conversation.

use serde_json::Value;

use crate::process::Talk;
use crate::sign_up::{DORA, DORA_PASSWORD};
use crate::stage::{BOB, BOB_PASSWORD, Stage};

#[tokio::test]
async fn a_phone_is_registered_and_another_contact_can_be_taken() {
    let stage = Stage::set().await;
    let mut command = stage.sign_in_json(BOB);
    command.args(["--context", "3"]);
    let mut talk = Talk::begin(command);
    talk.json().await;
    talk.type_line(BOB_PASSWORD).await;
    let step = talk.json().await;
    assert_eq!(step["step"], "registration_required");
    assert_eq!(step["methods"][0]["known_contact"], BOB);
    talk.type_line("sms").await;
    talk.type_line("+1900 555 0100").await;
    let error = &talk.json().await["error"];
    assert_eq!(error["code"], "method_blocked");
    talk.type_line("sms").await;
    talk.type_line("+15550100177").await;
    let step = talk.json().await;
    assert_eq!(step["step"], "registration_code_required");
    assert_eq!(step["code"]["channel"], "sms");
    talk.type_line("other").await;
    talk.type_line("email").await;
    talk.type_line("").await;
    let step = talk.json().await;
    assert_eq!(step["code"]["channel"], "email");
    talk.type_line(&stage.code_of(BOB)).await;
    assert_eq!(talk.json().await["step"], "signed_in");
    assert_eq!(talk.end().await.code(), Some(0));
}

#[tokio::test]
async fn a_new_account_registers_the_address_that_it_proved_without_another_code() {
    let stage = Stage::of_scenario("sign_up_mfa").await;
    let mut talk = Talk::begin(stage.json("sign-up", DORA));
    talk.json().await;
    talk.type_line(&stage.code_of(DORA)).await;
    assert_eq!(talk.json().await["step"], "password_required");
    talk.type_line(DORA_PASSWORD).await;
    assert_eq!(talk.json().await["step"], "signed_up");
    let step = talk.json().await;
    assert_eq!(step["step"], "registration_required");
    assert_eq!(step["flow"], "sign_in");
    talk.type_line("email").await;
    talk.type_line("").await;
    let step = talk.json().await;
    assert_eq!(step["step"], "signed_in");
    assert_ne!(step["account"]["object_id"], Value::Null);
    assert_eq!(talk.end().await.code(), Some(0));
}
