//! The core's answers to the gate, in front of the sandbox: a step-up, a challenge before a text, a refusal, a verdict that
//! could not be had (docs/risk.md 7.1).

use doorstep::{
    Account, Channel, Config, Denier, Landing, MethodId, MfaReply, Reason, SignInFlow,
    SignInOptions, StepKind,
};
use doorstep_sandbox::model::{RiskPurpose, RiskVerdict};
use doorstep_tests::{
    BOB, BOB_PASSWORD, ErrorExt as _, Perimeter, StepExt as _, by, jwt_claims, todo,
};
use serde_json::{Value, json};

const BOBS_NUMBER: &str = "+15550100199";

fn as_bob() -> SignInOptions {
    SignInOptions::new(BOB).scopes(todo())
}

async fn contexts(account: &Account) -> Value {
    let token = account.access_token(&todo()).await.unwrap();
    jwt_claims(&token.secret)["acrs"].clone()
}

/// Bob's sign-in, stepped up, with the choice of his second factor.
async fn at_choice(edge: &Perimeter) -> (SignInFlow, MfaReply, [MethodId; 2]) {
    let flow = edge.client().sign_in(as_bob()).unwrap();
    let reply = flow.start().await.password();
    let (methods, reply) = reply.submit(BOB_PASSWORD).await.mfa();
    let ids = [Channel::Sms, Channel::Email].map(|channel| by(&methods, &channel));
    (flow, reply, ids)
}

#[tokio::test]
async fn a_known_device_meets_nothing() {
    let edge = Perimeter::in_scenario("risk_low").await;
    let flow = edge.client().sign_in(as_bob()).unwrap();
    let reply = flow.start().await.password();
    let account = reply.submit(BOB_PASSWORD).await.account();
    assert_eq!(contexts(&account).await, json!(null));
    assert_eq!(edge.world.http().sent(), 3);
}

#[tokio::test]
async fn a_step_up_by_rewriting_and_one_by_202_end_with_the_context_in_the_token() {
    for (scenario, passwords) in [("risk_new_device", 1), ("risk_resubmit", 2)] {
        let edge = Perimeter::in_scenario(scenario).await;
        let (_, reply, [_, email]) = at_choice(&edge).await;
        let (_, reply) = reply.choose(&email).await.mfa_code();
        let account = reply.submit(edge.world.code_of(BOB)).await.account();
        assert_eq!(contexts(&account).await, json!(["c3"]), "{scenario}");
        let exchanges = edge.world.http().exchanges();
        let sent = exchanges
            .iter()
            .filter(|sent| sent.form.contains_key("password"));
        assert_eq!(sent.count(), passwords, "{scenario}");
    }
}

#[tokio::test]
async fn a_context_that_was_demanded_by_202_survives_the_process() {
    let edge = Perimeter::in_scenario("risk_resubmit").await;
    let (flow, reply, _) = at_choice(&edge).await;
    let id = flow.id();
    drop((flow, reply));
    let doorstep::ResumedFlow::SignIn(flow) = edge.resumed(id).await.unwrap() else {
        panic!("a sign-in");
    };
    let (methods, reply) = flow.current().mfa();
    let (_, reply) = reply
        .choose(&by(&methods, &Channel::Email))
        .await
        .mfa_code();
    let account = reply.submit(edge.world.code_of(BOB)).await.account();
    assert_eq!(contexts(&account).await, json!(["c3"]));
    let last = edge.world.http().exchanges().pop().unwrap();
    let claims: Value = serde_json::from_str(&last.form["claims"]).unwrap();
    assert_eq!(claims["access_token"]["acrs"]["value"], "c3");
}

#[tokio::test]
async fn a_challenge_before_a_text_is_solved_and_one_text_goes_out() {
    let edge = Perimeter::in_scenario("risk_sim_swap").await;
    let (flow, reply, [sms, _]) = at_choice(&edge).await;
    let (challenge, reply) = reply.choose(&sms).await.verification();
    assert_eq!((challenge.provider(), edge.texts()), ("generic", 0));

    let (second, reply) = reply.submit("no-proof").await.verification();
    assert_eq!((second.attempt(), edge.texts()), (2, 0));
    let (_, reply) = reply.submit(edge.solve(&second)).await.mfa_code();
    assert_eq!(edge.texts(), 1);
    assert!(flow.is_durable());
    let account = reply
        .submit(edge.world.code_of(BOBS_NUMBER))
        .await
        .account();
    assert_eq!(contexts(&account).await, json!(["c3"]));
}

#[tokio::test]
async fn who_gives_a_challenge_up_takes_another_method_and_no_text_goes_out() {
    let edge = Perimeter::in_scenario("risk_sim_swap").await;
    let (_, reply, [sms, _]) = at_choice(&edge).await;
    let (_, reply) = reply.choose(&sms).await.verification();
    let (methods, reply) = reply.go_back().await.mfa();
    let (_, reply) = reply
        .choose(&by(&methods, &Channel::Email))
        .await
        .mfa_code();
    let _ = reply.submit(edge.world.code_of(BOB)).await.account();
    assert_eq!(edge.texts(), 0);
}

#[tokio::test]
async fn a_resend_by_text_is_challenged_like_the_first_one() {
    let edge = Perimeter::in_scenario("risk_sim_swap").await;
    let (_, reply, [sms, _]) = at_choice(&edge).await;
    let (challenge, reply) = reply.choose(&sms).await.verification();
    let (_, reply) = reply.submit(edge.solve(&challenge)).await.mfa_code();
    edge.world.advance(300);
    let (challenge, reply) = reply.resend().await.verification();
    assert_eq!((challenge.attempt(), edge.texts()), (1, 1));
    let (_, reply) = reply.submit(edge.solve(&challenge)).await.mfa_code();
    assert_eq!(edge.texts(), 2);
    let _ = reply
        .submit(edge.world.code_of(BOBS_NUMBER))
        .await
        .account();
}

#[tokio::test]
async fn a_blocked_text_is_denied_by_the_gate_and_the_flow_goes_on_without() {
    let edge = Perimeter::in_scenario("risk_sim_swap").await;
    edge.says(RiskPurpose::Sms, RiskVerdict::Reject);
    let (flow, reply, [sms, _]) = at_choice(&edge).await;
    let error = reply.choose(&sms).await.error();
    assert_eq!(error.info().code, "risk_blocked");
    assert_eq!(error.info().landing, Landing::SameStep);
    assert_eq!(reply.choose(&sms).await.denied(), Denier::Gate);
    assert_eq!(edge.texts(), 0);
    let (methods, reply) = flow.current().mfa();
    let (_, reply) = reply
        .choose(&by(&methods, &Channel::Email))
        .await
        .mfa_code();
    let _ = reply.submit(edge.world.code_of(BOB)).await.account();
}

#[tokio::test]
async fn blocked_tokens_and_limited_texts_keep_the_step() {
    let edge = Perimeter::in_scenario("risk_low").await;
    let flow = edge.client().sign_in(as_bob()).unwrap();
    let reply = flow.start().await.password();
    edge.says(RiskPurpose::Token, RiskVerdict::Reject);
    assert_eq!(reply.submit(BOB_PASSWORD).await.denied(), Denier::Gate);
    edge.says(RiskPurpose::Token, RiskVerdict::Review);
    let (methods, reply) = reply.submit(BOB_PASSWORD).await.mfa();
    let sms = by(&methods, &Channel::Sms);
    edge.says(RiskPurpose::Sms, RiskVerdict::RateLimit);
    let (reason, _) = reply.choose(&sms).await.later();
    assert_eq!((reason, edge.texts()), (Reason::Throttled, 0));
    edge.says(RiskPurpose::Sms, RiskVerdict::Pass);
    let _ = reply.choose(&sms).await.mfa_code();
}

#[tokio::test]
async fn without_a_verdict_nothing_goes_out_and_it_can_be_tried_again() {
    use RiskVerdict::{Error, Garbage, Slow, Timeout};
    for silent in [Timeout, Error, Garbage, Slow] {
        let edge = Perimeter::in_scenario("risk_low").await;
        let flow = edge.client().sign_in(as_bob()).unwrap();
        let reply = flow.start().await.password();
        edge.says(RiskPurpose::Token, silent);
        let (reason, _) = reply.submit(BOB_PASSWORD).await.later();
        assert_eq!(reason, Reason::RiskUnavailable, "{silent:?}");
        assert!(!flow.is_uncertain(), "{silent:?}: the tenant never saw it");

        edge.says(RiskPurpose::Token, RiskVerdict::Review);
        edge.says(RiskPurpose::Sms, silent);
        let (methods, reply) = reply.submit(BOB_PASSWORD).await.mfa();
        let sms = by(&methods, &Channel::Sms);
        let (reason, _) = reply.choose(&sms).await.later();
        assert_eq!(
            (reason, edge.texts()),
            (Reason::RiskUnavailable, 0),
            "{silent:?}"
        );
        assert_eq!(flow.current().unwrap().kind(), StepKind::MfaRequired);

        edge.says(RiskPurpose::Sms, RiskVerdict::Pass);
        let (_, reply) = reply.choose(&sms).await.mfa_code();
        assert_eq!(edge.texts(), 1);
        let _ = reply
            .submit(edge.world.code_of(BOBS_NUMBER))
            .await
            .account();
    }
}

#[tokio::test]
async fn a_context_of_the_apps_own_does_not_weaken_the_gates() {
    let edge = Perimeter::in_scenario("risk_resubmit").await;
    let options = as_bob().claims(doorstep::Claims::authentication_context(1).unwrap());
    let flow = edge.client().sign_in(options).unwrap();
    let reply = flow.start().await.password();
    let (methods, reply) = reply.submit(BOB_PASSWORD).await.mfa();
    let (_, reply) = reply
        .choose(&by(&methods, &Channel::Email))
        .await
        .mfa_code();
    let account = reply.submit(edge.world.code_of(BOB)).await.account();
    assert_eq!(contexts(&account).await, json!(["c3"]));
}

#[test]
fn the_context_of_a_step_up_is_checked_when_the_client_is_set_up() {
    let config = || Config::new("https://contoso.ciamlogin.com/", doorstep_tests::APP).unwrap();
    assert!(config().step_up_context(99).is_ok());
    for wrong in [0, 100, 255] {
        let error = config().step_up_context(wrong).map(drop);
        assert_eq!(error.setting(), doorstep::Setting::StepUpContext);
    }
}
