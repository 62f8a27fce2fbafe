//! Handles on a flow: double taps, stale screens, cancelling, giving up on a call.

use doorstep::{Misuse, StepKind};
use doorstep_tests::{
    ADA, ADA_PASSWORD, BOB, BOB_PASSWORD, DORA, ErrorExt as _, ResetStepExt, SignUpStepExt,
    StepExt as _, World, as_ada, as_bob, as_cleo, as_new, reset_of,
};

#[tokio::test]
async fn a_second_tap_while_a_call_runs_sends_nothing() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_bob()).unwrap();
    let reply = flow.start().await.password();
    let gate = world.http().hold_next_answer();
    let first = reply.clone();
    let first = tokio::spawn(async move { first.submit(BOB_PASSWORD).await });
    world.http().until_answered(3).await;
    assert_eq!(reply.submit(BOB_PASSWORD).await.misuse(), Misuse::Busy);
    assert!(!flow.is_uncertain(), "a call that runs is not in doubt");
    gate.notify_one();
    first.await.unwrap().account();
    assert_eq!(world.http().sent(), 3);
}

#[tokio::test]
async fn a_reply_of_an_earlier_step_sends_nothing() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_ada()).unwrap();
    let password = flow.start().await.password();
    let (methods, choice) = password.submit(ADA_PASSWORD).await.mfa();
    let stale = password.submit(ADA_PASSWORD).await;
    assert_eq!(stale.misuse(), Misuse::StaleStep);
    let (_, code) = choice.choose(&methods[0].id).await.mfa_code();
    let stale = choice.choose(&methods[1].id).await;
    assert_eq!(stale.misuse(), Misuse::StaleStep);
    assert_eq!(world.http().sent(), 5);
    code.submit(world.code_of(ADA)).await.account();
}

#[tokio::test]
async fn a_flow_has_no_step_before_its_start_and_none_to_answer_after_its_end() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_bob()).unwrap();
    assert_eq!(flow.current().misuse(), Misuse::NotStarted);
    assert!(!flow.is_durable());
    let reply = flow.start().await.password();
    assert!(flow.is_durable());
    reply.submit(BOB_PASSWORD).await.account();
    let late = reply.submit(BOB_PASSWORD).await;
    assert_eq!(late.misuse(), Misuse::Finished);
    assert_eq!(flow.start().await.unwrap().kind(), StepKind::SignedIn);
    assert_eq!(world.http().sent(), 3);
}

#[tokio::test]
async fn cancelling_ends_the_flow_in_any_state_and_as_often_as_one_likes() {
    let world = World::start().await;
    let client = world.client();
    let flow = client.sign_in(as_bob()).unwrap();
    flow.cancel().await;
    assert_eq!(flow.start().await.misuse(), Misuse::Cancelled);
    assert_eq!(world.http().sent(), 0);

    let flow = client.sign_in(as_bob()).unwrap();
    let reply = flow.start().await.password();
    flow.cancel().await;
    flow.cancel().await;
    assert_eq!(flow.current().misuse(), Misuse::Cancelled);
    let late = reply.submit(BOB_PASSWORD).await;
    assert_eq!(late.misuse(), Misuse::Cancelled);
    assert!(client.pending().await.unwrap().is_empty());
    let gone = client.resume(flow.id()).await;
    assert_eq!(gone.misuse(), Misuse::Finished);
    assert_eq!(world.http().sent(), 2);
}

#[tokio::test]
async fn cancelling_while_the_tokens_are_on_their_way_discards_them() {
    let world = World::start().await;
    let client = world.client();
    let flow = client.sign_in(as_bob()).unwrap();
    let reply = flow.start().await.password();
    let gate = world.http().hold_next_answer();
    let call = tokio::spawn(async move { reply.submit(BOB_PASSWORD).await });
    world.http().until_answered(3).await;
    flow.cancel().await;
    gate.notify_one();
    assert_eq!(call.await.unwrap().misuse(), Misuse::Cancelled);
    assert!(client.accounts().await.unwrap().is_empty());
    assert!(world.device.record_names("").await.is_empty());
}

#[tokio::test]
async fn cancelling_after_the_end_changes_nothing() {
    let world = World::start().await;
    let client = world.client();
    let flow = client.sign_in(as_bob().password(BOB_PASSWORD)).unwrap();
    flow.start().await.account();
    flow.cancel().await;
    flow.current().account();
    assert_eq!(client.accounts().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_call_that_is_given_up_leaves_the_flow_free_and_in_doubt() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_ada()).unwrap();
    let reply = flow.start().await.password();
    let _never = world.http().hold_next_answer();
    tokio::select! {
        biased;
        outcome = reply.submit(ADA_PASSWORD) => panic!("{outcome:?}"),
        () = world.http().until_answered(3) => {}
    }
    assert!(flow.is_uncertain());
    assert_eq!(flow.current().unwrap().kind(), StepKind::PasswordRequired);
    // The service went on. It takes the same answer again, and the flow catches up.
    let (methods, reply) = reply.submit(ADA_PASSWORD).await.mfa();
    assert!(!flow.is_uncertain());
    let (_, reply) = reply.choose(&methods[0].id).await.mfa_code();
    reply.submit(world.code_of(ADA)).await.account();
}

#[tokio::test]
async fn a_start_that_is_given_up_can_be_started_again() {
    let world = World::start().await;
    let flow = world
        .client()
        .sign_in(as_bob().password(BOB_PASSWORD))
        .unwrap();
    for answered in 1..=2 {
        let _never = world.http().hold_next_answer();
        tokio::select! {
            biased;
            outcome = flow.start() => panic!("{outcome:?}"),
            () = world.http().until_answered(answered) => {}
        }
    }
    flow.start().await.account();
}

#[tokio::test]
async fn two_sign_ins_at_a_time_do_not_disturb_each_other() {
    let world = World::start().await;
    let client = world.client();
    let ada = client.sign_in(as_ada()).unwrap();
    let cleo = client.sign_in(as_cleo()).unwrap();
    let (ada_step, cleo_step) = tokio::join!(ada.start(), cleo.start());
    let (password, (_, code)) = (ada_step.password(), cleo_step.code());
    assert_eq!(client.pending().await.unwrap().len(), 2);
    let (_, choice) = password.submit(ADA_PASSWORD).await.mfa();
    let cleos_code = world.code_of(doorstep_tests::CLEO);
    code.submit(cleos_code).await.account();
    assert_eq!(client.pending().await.unwrap().len(), 1);
    assert_eq!(ada.current().unwrap().kind(), StepKind::MfaRequired);
    drop(choice);
}

#[tokio::test]
async fn a_sign_up_takes_one_call_at_a_time_and_ends_when_it_is_cancelled() {
    let world = World::start().await;
    let flow = world.client().sign_up(as_new()).unwrap();
    assert_eq!(flow.current().misuse(), Misuse::NotStarted);
    let (_, reply) = SignUpStepExt::code(flow.start().await);
    let gate = world.http().hold_next_answer();
    let (first, code) = (reply.clone(), world.code_of(DORA));
    let call = tokio::spawn(async move { first.submit(code).await });
    world.http().until_answered(3).await;
    assert_eq!(reply.submit("12345678").await.misuse(), Misuse::Busy);
    flow.cancel().await;
    gate.notify_one();
    assert_eq!(call.await.unwrap().misuse(), Misuse::Cancelled);
    assert_eq!(flow.start().await.misuse(), Misuse::Cancelled);
    assert_eq!(world.http().sent(), 3);
    assert!(world.device.record_names("").await.is_empty());
}

#[tokio::test]
async fn a_reset_that_is_cancelled_while_the_service_works_asks_no_more() {
    let world = World::start().await;
    world.policies(|policies| policies.password_reset.polls_in_progress = 1000);
    let flow = world.client().reset_password(reset_of(BOB)).unwrap();
    let (_, reply) = ResetStepExt::code(flow.start().await);
    let (_, reply) = reply.submit(world.code_of(BOB)).await.new_password();
    let call = tokio::spawn(async move { reply.submit("Carpenter-2025").await });
    world.http().until_answered(5).await;
    flow.cancel().await;
    let outcome = world.patiently(call).await.unwrap();
    assert_eq!(outcome.misuse(), Misuse::Cancelled);
    assert_eq!(world.http().sent(), 5);
    assert!(world.client().pending().await.unwrap().is_empty());
}
