//! First factors: password and e-mail code.

use doorstep_sandbox::model::{NewUser, Outcome, Policies};

use crate::support::*;

#[tokio::test]
async fn a_password_signs_in_with_three_requests() {
    let world = world().await;
    let token = world.initiate(BOB).await.token();
    let challenge = world.challenge(&token).await;
    assert_eq!(challenge.body["challenge_type"], "password");
    let tokens = world
        .redeem(
            &challenge.token(),
            "password",
            ("password", BOB_PASSWORD),
            &[],
        )
        .await;
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
    assert_eq!(
        challenge.body["challenge_target_label"],
        "c***o@c***o.example"
    );
    assert_eq!(
        (
            challenge.body["code_length"].as_u64(),
            challenge.body["interval"].as_u64()
        ),
        (Some(8), Some(300))
    );
    let code = world.code_for(CLEO);
    assert_eq!(code.len(), 8);
    world
        .redeem(&challenge.token(), "oob", ("oob", &code), &[])
        .await
        .granted();
}

#[tokio::test]
async fn a_second_factor_signs_in_with_six_requests() {
    let world = world().await;
    let demand = world.with_password(ADA, ADA_PASSWORD, &[]).await;
    assert_eq!(demand.error(), "invalid_grant/mfa_required 50076");
    let methods = world.introspect(&demand.token()).await;
    assert_eq!(methods.body["methods"].as_array().map(Vec::len), Some(2));
    let asked = world
        .challenge_method(&methods.token(), &methods.method("sms"))
        .await;
    assert_eq!(asked.body["challenge_target_label"], "+1********3");
    let code = world.code_for("+15550100123");
    world
        .redeem(&asked.token(), "mfa_oob", ("oob", &code), &[])
        .await
        .granted();
    assert_eq!(world.control().journal().len(), 6);
}

#[tokio::test]
async fn an_alias_signs_in_like_the_username_unless_the_tenant_forbids_it() {
    let world = world().await;
    let dora = NewUser {
        alias: Some("Dora77".into()),
        ..NewUser::with_password("dora@contoso.example", "Tulip-42!")
    };
    world.control().add_user(dora).expect("added");
    let tokens = world.with_password("dora77", "Tulip-42!", &[]).await;
    let claims = world.verified(&tokens.granted().text("id_token")).await;
    assert_eq!(claims["preferred_username"], "dora@contoso.example");
    let policies = Policies {
        username_alias: false,
        ..world.control().policies()
    };
    world.control().set_policies(policies).expect("policies");
    assert_eq!(
        world.initiate("dora77").await.error(),
        "user_not_found 50034"
    );
}

#[tokio::test]
async fn a_wrong_password_keeps_the_step() {
    let world = world().await;
    let token = world.password_asked(BOB).await;
    let wrong = world
        .redeem(&token, "password", ("password", "nope"), &[])
        .await;
    assert_eq!(wrong.error(), "invalid_grant 50126");
    assert!(wrong.body.get("continuation_token").is_none());
    world
        .redeem(&token, "password", ("password", BOB_PASSWORD), &[])
        .await
        .granted();
}

#[tokio::test]
async fn a_wrong_code_keeps_the_step() {
    let world = world().await;
    let token = world.password_asked(CLEO).await;
    let wrong = world.redeem(&token, "oob", ("oob", "wrong"), &[]).await;
    assert_eq!(wrong.error(), "invalid_grant/invalid_oob_value 50181");
    let code = world.code_for(CLEO);
    world
        .redeem(&token, "oob", ("oob", &code), &[])
        .await
        .granted();
}

#[tokio::test]
async fn a_resend_voids_the_code_before_and_keeps_both_tokens() {
    let world = world().await;
    let first = world.password_asked(CLEO).await;
    let old = world.code_for(CLEO);
    let second = world.challenge(&first).await.token();
    assert_ne!(first, second);
    let stale = world.redeem(&second, "oob", ("oob", &old), &[]).await;
    assert_eq!(stale.error(), "invalid_grant/invalid_oob_value 501811");
    let code = world.code_for(CLEO);
    world
        .redeem(&first, "oob", ("oob", &code), &[])
        .await
        .granted();
}

#[tokio::test]
async fn too_many_resends_are_refused_and_the_last_code_stays_good() {
    let world = world().await;
    let mut token = world.password_asked(CLEO).await;
    for _ in 1..6 {
        token = world.challenge(&token).await.token();
    }
    assert_eq!(
        world.challenge(&token).await.error(),
        "invalid_request 701014"
    );
    assert_eq!(world.control().mailbox(Some(CLEO), None).len(), 6);
    let code = world.code_for(CLEO);
    world
        .redeem(&token, "oob", ("oob", &code), &[])
        .await
        .granted();
}

#[tokio::test]
async fn a_call_sent_twice_is_carried_out_once_and_answered_twice() {
    let world = world().await;
    let token = world.password_asked(BOB).await;
    let first = world
        .redeem(&token, "password", ("password", BOB_PASSWORD), &[])
        .await;
    let again = world
        .redeem(&token, "password", ("password", BOB_PASSWORD), &[])
        .await;
    assert_eq!(first.granted().body, again.granted().body);
    let other = world
        .redeem(&token, "password", ("password", "other"), &[])
        .await;
    assert_eq!(other.error(), "invalid_request 55200");
    let outcomes: Vec<_> = world
        .control()
        .sign_ins()
        .iter()
        .map(|entry| entry.outcome)
        .collect();
    assert_eq!(
        outcomes,
        [Outcome::Granted, Outcome::Repeated, Outcome::Refused]
    );
}

#[tokio::test]
async fn the_token_of_the_start_cannot_be_redeemed_and_can_be_challenged_again() {
    let world = world().await;
    let start = world.initiate(BOB).await.token();
    let early = world
        .redeem(&start, "password", ("password", BOB_PASSWORD), &[])
        .await;
    assert_eq!(early.error(), "invalid_request 55200");
    world.challenge(&start).await;
    let twice = world.challenge(&start).await.token();
    world
        .redeem(&twice, "password", ("password", BOB_PASSWORD), &[])
        .await
        .granted();
    assert_eq!(
        world.challenge(&start).await.error(),
        "invalid_request 55200"
    );
}
