//! The scenarios of the gate: verdicts, and what they come to at tokens, texts and sign-ups.

use doorstep_sandbox::model::RiskVerdict;

use crate::guarded::*;
use crate::support::*;

#[tokio::test]
async fn risk_low() {
    let world = guarded_in("risk_low").await;
    let granted = world.bob_signs_in().await;
    assert!(world.contexts(&granted).await.is_null());
    assert_eq!(world.decisions("token"), [("allow".to_owned(), 200)]);
}

#[tokio::test]
async fn risk_new_device() {
    let world = guarded_in("risk_new_device").await;
    let demand = world.bob_signs_in().await;
    let granted = world.bob_proves(&demand, "email").await;
    assert_eq!(world.contexts(&granted).await, serde_json::json!(["c3"]));
    world.until_told("challenge_pass").await;
    world.bob_signs_in().await.granted();
}

#[tokio::test]
async fn risk_anonymous_address() {
    let world = guarded_in("risk_anonymous_address").await;
    let demand = world.bob_signs_in().await;
    let refused = world.bob_chooses(&demand, "sms").await;
    assert_eq!(refused.text("error"), "risk_challenge_required");
    assert_eq!((refused.status, world.texts()), (403, 0));
}

#[tokio::test]
async fn risk_bot() {
    let mut world = guarded_in("risk_bot").await;
    let blocked = world.bob_signs_in().await;
    assert_eq!(
        (blocked.status, blocked.text("suberror")),
        (403, "risk_blocked".to_owned())
    );
    let refused = world.sign_up(APP, &[]).await;
    assert_eq!(refused.text("error"), "risk_challenge_required");
    let proof = world.solved(&refused);
    world.shows.push(("x-risk-proof", proof));
    assert_eq!(world.sign_up(APP, &[]).await.status, 200);
    assert_eq!(world.sign_up(APP, &[]).await.status, 403, "once");
}

#[tokio::test]
async fn risk_sim_swap() {
    let mut world = guarded_in("risk_sim_swap").await;
    let demand = world.bob_signs_in().await;
    let methods = world.introspect(&demand.token()).await;
    let sms = methods.method("sms");
    let refused = world.challenge_method(&methods.token(), &sms).await;
    assert_eq!((refused.status, world.texts()), (403, 0));
    let proof = world.solved(&refused);
    world.shows.push(("x-risk-proof", proof));
    let sent = world.challenge_method(&methods.token(), &sms).await;
    assert_eq!((sent.status, world.texts()), (200, 1));
    let code = world.code_for("+15550100199");
    world
        .redeem(&sent.token(), "mfa_oob", ("oob", &code), &[])
        .await
        .granted();
}

#[tokio::test]
async fn risk_irsf_prefix() {
    let world = guarded_in("risk_irsf_prefix").await;
    let methods = world.bob_must_register().await;
    let blocked = world.ask_contact(&methods.token(), "+88213550100").await;
    assert_eq!(blocked.text("suberror"), "risk_blocked");
    assert_eq!((blocked.status, world.texts()), (403, 0));
    let sent = world.ask_contact(&methods.token(), NUMBER).await;
    assert_eq!((sent.status, world.texts()), (200, 1), "the flow goes on");
}

#[tokio::test]
async fn risk_blocked_number() {
    let world = guarded_in("risk_blocked_number").await;
    let demand = world.bob_signs_in().await;
    let refused = world.bob_chooses(&demand, "sms").await;
    assert_eq!(
        refused.error(),
        "access_denied/provider_blocked_by_rep 550024"
    );
    assert_eq!(world.texts(), 0);
}

#[tokio::test]
async fn risk_closed_region() {
    let world = guarded_in("risk_closed_region").await;
    let methods = world.bob_must_register().await;
    let refused = world.ask_contact(&methods.token(), "+9795550100").await;
    assert_eq!(
        refused.error(),
        "access_denied/provider_blocked_by_admin 550024"
    );
    assert_eq!(world.texts(), 0);
}

#[tokio::test]
async fn risk_throttled_number() {
    let world = guarded_in("risk_throttled_number").await;
    let methods = world.bob_must_register().await;
    for _ in 0..15 {
        assert_eq!(
            world.ask_contact(&methods.token(), NUMBER).await.status,
            200
        );
    }
    let refused = world.ask_contact(&methods.token(), NUMBER).await;
    assert_eq!(refused.error(), "invalid_request 701014");
    assert_eq!(world.texts(), 15);
}

/// Nothing goes on, nothing is lost: the same call goes through once there is a verdict.
async fn no_verdict(name: &str, failure: &str) {
    let world = impatient_in(name).await;
    let trouble = world.control().risk().rules[0].verdict;
    let token = world.password_asked(BOB).await;
    let redeem = || world.redeem(&token, "password", ("password", BOB_PASSWORD), &[]);
    let late = redeem().await;
    assert_eq!(late.status, 503, "{late:?}");
    assert_eq!(late.text("suberror"), "risk_unavailable");
    let failures: Vec<_> = world.control().risk().calls;
    let last = failures.last().expect("a call");
    assert_eq!(last.failure.as_deref(), Some(failure));
    world.says_to_all(RiskVerdict::Review);
    let demand = redeem().await;
    let methods = world.introspect(&demand.token()).await;
    let sms = methods.method("sms");
    world.says_to_all(trouble);
    let late = world.challenge_method(&methods.token(), &sms).await;
    assert_eq!((late.status, world.texts()), (503, 0));
    world.says_to_all(RiskVerdict::Pass);
    let sent = world.challenge_method(&methods.token(), &sms).await;
    assert_eq!((sent.status, world.texts()), (200, 1));
}

#[tokio::test]
async fn risk_provider_timeout() {
    no_verdict("risk_provider_timeout", "late").await;
}

#[tokio::test]
async fn risk_provider_error() {
    no_verdict("risk_provider_error", "status").await;
}

#[tokio::test]
async fn risk_provider_garbage() {
    no_verdict("risk_provider_garbage", "garbage").await;
}

#[tokio::test]
async fn risk_provider_slow() {
    no_verdict("risk_provider_slow", "late").await;
}
