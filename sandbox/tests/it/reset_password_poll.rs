//! The fate of a submitted password.

use doorstep_sandbox::model::ResetOutcome;
use serde_json::json;

use crate::support::*;
use crate::walks::*;

async fn submitted(world: &World) -> String {
    let may = world.bob_may_submit().await;
    world.submit(&may, TULIP).await.token()
}

#[tokio::test]
async fn polls_answer_as_the_tenant_is_set_up() {
    let world = world().await;
    world.with_policies(|policies| {
        policies.password_reset.polls_not_started = 2;
        policies.password_reset.polls_in_progress = 3;
        policies.password_reset.poll_interval = 5;
    });
    let may = world.bob_may_submit().await;
    let submitted = world.submit(&may, TULIP).await;
    assert_eq!(submitted.body["poll_interval"], json!(5));
    let mut seen = Vec::new();
    let mut token = submitted.token();
    for poll in 0..6 {
        let answer = world.poll(&token).await;
        seen.push(answer.text("status"));
        // The token of the answer is as good as the one before it.
        if poll % 2 == 0 {
            token = answer.token();
        }
    }
    assert_eq!(
        seen,
        [
            "not_started",
            "not_started",
            "in_progress",
            "in_progress",
            "in_progress",
            "succeeded"
        ]
    );
}

#[tokio::test]
async fn without_polls_to_wait_through_the_first_one_ends_it() {
    let world = world().await;
    world.with_policies(|policies| policies.password_reset.polls_in_progress = 0);
    let token = submitted(&world).await;
    assert_eq!(world.poll(&token).await.text("status"), "succeeded");
}

#[tokio::test]
async fn the_last_poll_sent_twice_is_answered_twice() {
    let world = world().await;
    let token = submitted(&world).await;
    world.poll(&token).await;
    let first = world.poll(&token).await;
    let second = world.poll(&token).await;
    assert_eq!(first.text("status"), "succeeded");
    assert_eq!(first.body, second.body);
}

#[tokio::test]
async fn a_failed_password_changes_nothing_and_another_can_be_submitted() {
    let world = world().await;
    world.with_policies(|policies| {
        policies.password_reset.outcomes = vec![ResetOutcome::Failed];
    });
    let token = submitted(&world).await;
    let waiting = world.submit(&token, "Tulip-43!").await;
    assert_eq!(waiting.error(), "invalid_request 55200");
    world.poll(&token).await;
    let failed = world.poll(&token).await;
    assert_eq!(failed.text("status"), "failed");
    assert_eq!(world.poll(&token).await.text("status"), "failed");
    world.with_password(BOB, BOB_PASSWORD, &[]).await.granted();
    let again = world.submit(&failed.token(), TULIP).await.token();
    world.poll(&again).await;
    assert_eq!(world.poll(&again).await.text("status"), "succeeded");
    world.with_password(BOB, TULIP, &[]).await.granted();
}

#[tokio::test]
async fn after_a_failure_the_token_of_the_submission_takes_another_password_too() {
    let world = world().await;
    world.with_policies(|policies| {
        policies.password_reset.polls_in_progress = 0;
        policies.password_reset.outcomes = vec![ResetOutcome::Failed];
    });
    let token = submitted(&world).await;
    assert_eq!(world.poll(&token).await.text("status"), "failed");
    let again = world.submit(&token, "Tulip-43!").await.token();
    assert_eq!(world.poll(&again).await.text("status"), "succeeded");
}

#[tokio::test]
async fn a_password_that_is_not_taken_in_the_end_leaves_the_token_of_the_code_good() {
    let world = world().await;
    world.with_policies(|policies| {
        policies.password_reset.polls_in_progress = 0;
        policies.password_reset.outcomes = vec![ResetOutcome::Failed, ResetOutcome::PasswordBanned];
    });
    let may = world.bob_may_submit().await;
    for _ in 0..2 {
        let token = world.submit(&may, TULIP).await.token();
        let waiting = world.submit(&may, "Tulip-43!").await;
        assert_eq!(waiting.error(), "invalid_request 55200");
        assert_ne!(world.poll(&token).await.body["status"], json!("succeeded"));
    }
    let token = world.submit(&may, TULIP).await.token();
    assert_eq!(world.poll(&token).await.text("status"), "succeeded");
    let over = world.submit(&may, "Tulip-43!").await;
    assert_eq!(over.error(), "invalid_request 55200");
    world.with_password(BOB, TULIP, &[]).await.granted();
}

#[tokio::test]
async fn the_window_goes_on_after_a_failure() {
    let world = world().await;
    world.with_policies(|policies| {
        policies.password_reset.polls_in_progress = 0;
        policies.password_reset.outcomes = vec![ResetOutcome::Failed];
        policies.lifetimes.continuation_token = 3600;
    });
    let token = submitted(&world).await;
    let failed = world.poll(&token).await.token();
    world.control().advance_clock(600);
    for token in [token, failed] {
        let late = world.submit(&token, "Tulip-43!").await;
        assert_eq!(late.error(), "expired_token 552003");
    }
}

#[tokio::test]
async fn a_password_can_be_refused_as_late_as_at_the_poll() {
    let world = world().await;
    for (outcome, suberror) in [
        (ResetOutcome::PasswordTooShort, "password_too_short"),
        (ResetOutcome::PasswordTooLong, "password_too_long"),
        (ResetOutcome::PasswordIsInvalid, "password_is_invalid"),
        (ResetOutcome::PasswordTooWeak, "password_too_weak"),
        (ResetOutcome::PasswordBanned, "password_banned"),
        (ResetOutcome::PasswordRecentlyUsed, "password_recently_used"),
    ] {
        world.with_policies(|policies| {
            policies.password_reset.polls_in_progress = 0;
            policies.password_reset.outcomes = vec![outcome];
        });
        let token = submitted(&world).await;
        let refused = world.poll(&token).await;
        assert_eq!(refused.error(), format!("invalid_grant/{suberror} 399246"));
        let again = world.submit(&token, TULIP).await;
        assert_eq!(again.status, 200, "{suberror}");
    }
    world.with_password(BOB, BOB_PASSWORD, &[]).await.granted();
}

#[tokio::test]
async fn a_poll_whose_answer_was_lost_says_the_same_again() {
    let world = world().await;
    for (outcome, said) in [
        (
            ResetOutcome::PasswordBanned,
            "invalid_grant/password_banned 399246",
        ),
        (
            ResetOutcome::PasswordTooWeak,
            "invalid_grant/password_too_weak 399246",
        ),
    ] {
        world.with_policies(|policies| {
            policies.password_reset.polls_in_progress = 0;
            policies.password_reset.outcomes = vec![outcome, ResetOutcome::Failed];
        });
        let may = world.bob_may_submit().await;
        let token = world.submit(&may, TULIP).await.token();
        for _ in 0..2 {
            assert_eq!(world.poll(&token).await.error(), said);
        }
        let token = world.submit(&may, "Tulip-43!").await.token();
        for _ in 0..2 {
            assert_eq!(world.poll(&token).await.text("status"), "failed");
        }
    }
}

#[tokio::test]
async fn a_user_deleted_in_the_middle_is_not_found() {
    let world = world().await;
    let token = submitted(&world).await;
    world.control().remove_user(BOB).expect("bob");
    assert_eq!(world.poll(&token).await.error(), "user_not_found 50034");
}
