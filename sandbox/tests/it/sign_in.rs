//! First factors: password and e-mail code.

use crate::support::*;

#[tokio::test]
async fn a_password_signs_in_with_three_requests() {
    let world = world().await;
    let token = world.initiate(BOB).await.token();
    let challenge = world.challenge(&token).await;
    assert_eq!(challenge.body["challenge_type"], "password");
    let tokens = world.redeem(&challenge.token(), "password", ("password", BOB_PASSWORD), &[]).await;
    tokens.granted();
    assert_eq!(world.control().journal().len(), 3);
    assert_eq!(tokens.text("scope"), SCOPES);
    assert_eq!(tokens.body["expires_in"], 3600);
}

#[tokio::test]
async fn an_e_mail_code_signs_in() {
    let world = world().await;
    let token = world.initiate(CLEO).await.token();
    let challenge = world.challenge(&token).await;
    assert_eq!(challenge.body["challenge_type"], "oob");
    assert_eq!(challenge.body["challenge_channel"], "email");
    assert_eq!(challenge.body["challenge_target_label"], "c***o@c***o.example");
    assert_eq!((challenge.body["code_length"].as_u64(), challenge.body["interval"].as_u64()), (Some(8), Some(300)));
    let code = world.code_for(CLEO);
    assert_eq!(code.len(), 8);
    world.redeem(&challenge.token(), "oob", ("oob", &code), &[]).await.granted();
}

#[tokio::test]
async fn a_second_factor_signs_in_with_six_requests() {
    let world = world().await;
    let demand = world.with_password(ADA, ADA_PASSWORD, &[]).await;
    assert_eq!(demand.error(), "invalid_grant/mfa_required 50076");
    let methods = world.introspect(&demand.token()).await;
    assert_eq!(methods.body["methods"].as_array().map(Vec::len), Some(2));
    let asked = world.challenge_method(&methods.token(), &methods.method("sms")).await;
    assert_eq!(asked.body["challenge_target_label"], "+1********3");
    let code = world.code_for("+15550100123");
    world.redeem(&asked.token(), "mfa_oob", ("oob", &code), &[]).await.granted();
    assert_eq!(world.control().journal().len(), 6);
}
