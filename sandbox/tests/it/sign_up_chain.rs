//! Codes and continuation tokens of a sign-up, and the token call that ends it.

use doorstep_sandbox::model::{LockoutPolicy, Outcome, SignUpMethod};
use serde_json::json;

use crate::support::*;
use crate::walks::*;

async fn code_asked(world: &World) -> String {
    world.with_attributes(SignUpMethod::EmailCode, Vec::new());
    let start = world.sign_up(APP, &[]).await.token();
    world.sign_up_challenge(APP, &start).await.token()
}

#[tokio::test]
async fn another_code_voids_the_one_before_and_a_wrong_one_keeps_the_step() {
    let world = world().await;
    let asked = code_asked(&world).await;
    let old = world.code_for(DORA);
    let again = world.sign_up_challenge(APP, &asked).await.token();
    let void = world.sign_up_continue(APP, &again, &[("oob", &old)]).await;
    assert_eq!(void.error(), "invalid_grant/invalid_oob_value 501811");
    let wrong = world.sign_up_continue(APP, &again, &[("oob", "0")]).await;
    assert_eq!(wrong.error(), "invalid_grant/invalid_oob_value 50181");
    assert!(wrong.body.get("continuation_token").is_none());
    let code = world.code_for(DORA);
    let done = world.sign_up_continue(APP, &asked, &[("oob", &code)]).await;
    assert_eq!(done.status, 200);
}

#[tokio::test]
async fn the_seventh_code_is_refused_and_the_sixth_stays_good() {
    let world = world().await;
    let asked = code_asked(&world).await;
    for _ in 0..5 {
        assert_eq!(world.sign_up_challenge(APP, &asked).await.status, 200);
    }
    let many = world.sign_up_challenge(APP, &asked).await;
    assert_eq!(many.error(), "invalid_request 701014");
    let code = world.code_for(DORA);
    let done = world.sign_up_continue(APP, &asked, &[("oob", &code)]).await;
    assert_eq!(done.status, 200);
}

#[tokio::test]
async fn too_many_wrong_codes_lock_the_sign_up_for_a_while() {
    let world = world().await;
    world.with_policies(|policies| {
        policies.lockout = LockoutPolicy {
            threshold: 3,
            ..LockoutPolicy::default()
        };
    });
    let asked = code_asked(&world).await;
    for _ in 0..3 {
        world.sign_up_continue(APP, &asked, &[("oob", "0")]).await;
    }
    let code = world.code_for(DORA);
    let locked = world.sign_up_continue(APP, &asked, &[("oob", &code)]).await;
    assert_eq!(locked.error(), "invalid_grant 50053");
    world.control().advance_clock(61);
    let done = world.sign_up_continue(APP, &asked, &[("oob", &code)]).await;
    assert_eq!(done.status, 200);
}

#[tokio::test]
async fn codes_and_tokens_run_out() {
    let world = world().await;
    world.with_policies(|policies| policies.codes.lifetime = 60);
    let asked = code_asked(&world).await;
    let code = world.code_for(DORA);
    world.control().advance_clock(60);
    let late = world.sign_up_continue(APP, &asked, &[("oob", &code)]).await;
    assert_eq!(late.error(), "invalid_grant/invalid_oob_value 501811");
    world.control().advance_clock(540);
    let expired = world.sign_up_challenge(APP, &asked).await;
    assert_eq!(expired.error(), "expired_token 552003");
    let expired = world.sign_up_continue(APP, &asked, &[("oob", &code)]).await;
    assert_eq!(expired.error(), "expired_token 552003");
}

#[tokio::test]
async fn a_step_sent_twice_is_answered_twice_and_taken_once() {
    let world = world().await;
    let asked = code_asked(&world).await;
    let code = world.code_for(DORA);
    let first = world.sign_up_continue(APP, &asked, &[("oob", &code)]).await;
    let second = world.sign_up_continue(APP, &asked, &[("oob", &code)]).await;
    assert_eq!(first.body, second.body);
    assert_eq!(world.control().users().len(), 4);
    let stale = world.sign_up_continue(APP, &asked, &[("oob", "0")]).await;
    assert_eq!(stale.error(), "invalid_request 55200");
    let elsewhere = world.redeem(&asked, "oob", ("oob", &code), &[]).await;
    assert_eq!(elsewhere.error(), "invalid_request 55200");
}

#[tokio::test]
async fn the_last_token_is_worth_tokens_once() {
    let world = world().await;
    let done = world.dora_signed_up().await.token();
    let tokens = world.redeem_end(APP, &done, &[]).await;
    let again = world.redeem_end(APP, &done, &[]).await;
    assert_eq!(tokens.granted().body, again.body);
    let other = world.redeem_end(APP, &done, &[("dc", "x")]).await;
    assert_eq!(other.error(), "invalid_request 55200");
    let outcomes: Vec<_> = world
        .control()
        .sign_ins()
        .iter()
        .map(|sign_in| sign_in.outcome)
        .collect();
    assert_eq!(
        outcomes,
        [Outcome::Granted, Outcome::Repeated, Outcome::Refused]
    );
}

#[tokio::test]
async fn a_user_deleted_before_the_token_call_gets_nothing() {
    let world = world().await;
    let done = world.dora_signed_up().await.token();
    world.control().remove_user(DORA).expect("dora");
    let gone = world.redeem_end(APP, &done, &[]).await;
    assert_eq!(gone.error(), "invalid_grant 50034");
}

#[tokio::test]
async fn tokens_of_one_flow_are_no_good_in_another() {
    let world = world().await;
    let sign_up = world.sign_up(APP, &[]).await.token();
    let sign_in = world.initiate(BOB).await.token();
    let reset = world.reset(BOB).await.token();
    let bad = "invalid_request 55200";
    for token in [&sign_up, &reset] {
        assert_eq!(world.challenge(token).await.error(), bad);
        assert_eq!(world.introspect(token).await.error(), bad);
        assert_eq!(world.redeem_end(APP, token, &[]).await.error(), bad);
        let password = world
            .redeem(token, "password", ("password", BOB_PASSWORD), &[])
            .await;
        assert_eq!(password.error(), bad);
    }
    for token in [&sign_in, &reset] {
        assert_eq!(world.sign_up_challenge(APP, token).await.error(), bad);
        let given = [("oob", "1")];
        assert_eq!(
            world.sign_up_continue(APP, token, &given).await.error(),
            bad
        );
    }
    for token in [&sign_up, &sign_in] {
        assert_eq!(world.reset_step("challenge", token, &[]).await.error(), bad);
        assert_eq!(world.reset_code(token, "1").await.error(), bad);
        assert_eq!(world.submit(token, TULIP).await.error(), bad);
        assert_eq!(world.poll(token).await.error(), bad);
    }
    let done = world.dora_signed_up().await.token();
    assert_eq!(world.challenge(&done).await.error(), bad);
    assert_eq!(world.sign_up_challenge(APP, &done).await.error(), bad);
    assert_eq!(world.submit(&done, TULIP).await.error(), bad);
    let foreign = world.redeem_end(CODE_APP, &done, &[]).await;
    assert_eq!(foreign.error(), bad);
    assert_eq!(world.redeem_end(APP, &done, &[]).await.status, 200);
}

#[tokio::test]
async fn a_new_account_is_shown_to_the_administrator() {
    let world = world().await;
    world.dora_signed_up().await;
    let users = world.get(&format!("{}/users", world.sandbox.admin())).await;
    assert_eq!(users.body[3]["username"], DORA);
    assert_eq!(users.body[3]["has_password"], json!(true));
    assert_eq!(users.body[3]["attributes"], json!({}));
}
