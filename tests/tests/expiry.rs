//! Flows that waited too long, here or at the service.

use std::time::Duration;

use doorstep::{Landing, Misuse};
use doorstep_tests::{
    ADA, ADA_PASSWORD, BOB_PASSWORD, ErrorExt as _, StepExt as _, World, as_ada, as_bob,
};

#[tokio::test]
async fn a_continuation_token_that_expired_ends_the_flow() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_bob()).unwrap();
    let reply = flow.start().await.password();
    world.advance(601);
    let error = reply.submit(BOB_PASSWORD).await.error();
    assert_eq!(error.info().server_code, Some(552_003));
    assert_eq!(error.info().landing, Landing::FlowOver);
    assert_eq!(Err::<(), _>(error).misuse(), Misuse::Expired);
    assert_eq!(flow.current().misuse(), Misuse::Expired);
    assert!(world.device.record_names("").await.is_empty());
}

#[tokio::test]
async fn a_continuation_token_that_the_service_forgot_ends_the_flow() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_ada()).unwrap();
    let reply = flow.start().await.password();
    let (methods, reply) = reply.submit(ADA_PASSWORD).await.mfa();
    world.control().reset();
    let error = reply.choose(&methods[0].id).await.error();
    assert_eq!(error.info().code, "continuation_rejected");
    assert_eq!(error.info().server_code, Some(55_200));
    assert_eq!(Err::<(), _>(error).misuse(), Misuse::Expired);
    assert!(world.device.record_names("").await.is_empty());
}

#[tokio::test]
async fn each_step_renews_the_time_that_is_left() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_ada()).unwrap();
    let reply = flow.start().await.password();
    world.advance(500);
    let (methods, reply) = reply.submit(ADA_PASSWORD).await.mfa();
    world.advance(500);
    let (_, reply) = reply.choose(&methods[0].id).await.mfa_code();
    world.advance(500);
    reply.submit(world.code_of(ADA)).await.account();
}

#[tokio::test]
async fn a_flow_that_waited_too_long_here_ends_without_a_request() {
    let world = World::start().await;
    let client = world.client_with(|config| config.flow_lifetime(Duration::from_mins(2)));
    let flow = client.sign_in(as_bob()).unwrap();
    let reply = flow.start().await.password();
    world.device.clock.advance_device(Duration::from_mins(3));
    let late = reply.submit(BOB_PASSWORD).await;
    assert_eq!(late.misuse(), Misuse::Expired);
    assert_eq!(world.http().sent(), 2);
    assert!(world.device.record_names("").await.is_empty());
}

#[tokio::test]
async fn a_flow_that_waited_too_long_in_its_record_is_not_resumed() {
    let world = World::start().await;
    let id = {
        let flow = world.client().sign_in(as_bob()).unwrap();
        flow.start().await.password();
        flow.id()
    };
    let waiting = world.client().pending().await.unwrap();
    assert_eq!(waiting.len(), 1);
    let (since, until) = (waiting[0].since, waiting[0].until);
    assert_eq!(until.since(since), Duration::from_mins(30));
    world.advance(1800);
    assert!(world.client().pending().await.unwrap().is_empty());
    let gone = world.client().resume(id).await;
    assert_eq!(gone.misuse(), Misuse::Finished);
}

#[tokio::test]
async fn resuming_what_expired_says_so_once() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_bob()).unwrap();
    flow.start().await.password();
    world.advance(1800);
    let client = world.client();
    let expired = client.resume(flow.id()).await;
    assert_eq!(expired.misuse(), Misuse::Expired);
    let gone = client.resume(flow.id()).await;
    assert_eq!(gone.misuse(), Misuse::Finished);
    assert!(world.device.record_names("").await.is_empty());
}
