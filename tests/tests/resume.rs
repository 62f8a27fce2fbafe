//! Killed after any step, resumed in a new process, finished.

use std::path::Path;

use doorstep::ports::http::HttpFault;
use doorstep::{Channel, Misuse, Problem, Reason, SignInFlow, SignInOptions, SignInStep, StepKind};
use doorstep_tests::{
    ADA, ADA_PASSWORD, BOB_PASSWORD, CLEO, Device, ErrorExt as _, Outcome, Scratch, StepExt as _,
    Tamper, World, as_ada, as_bob, as_cleo, by, todo,
};

/// What the person does at a step.
async fn answer(world: &World, step: SignInStep) -> Outcome {
    match step {
        SignInStep::PasswordRequired { reply } => reply.submit(ADA_PASSWORD).await,
        SignInStep::CodeRequired { reply, .. } => reply.submit(world.code_of(CLEO)).await,
        SignInStep::MfaRequired { methods, reply } => {
            reply.choose(&by(&methods, &Channel::Email)).await
        }
        SignInStep::MfaCodeRequired { reply, .. } => reply.submit(world.code_of(ADA)).await,
        done => Ok(done),
    }
}

/// Drives a sign-in to its end, with a new process after each step, and gives the steps.
async fn with_a_kill_after_every_step(
    world: &World,
    device: &Device,
    options: SignInOptions,
) -> Vec<StepKind> {
    let flow = device.client().sign_in(options).unwrap();
    let (id, correlation) = (flow.id(), flow.correlation_id());
    let mut step = flow.start().await.unwrap();
    drop(flow);
    let mut steps = vec![step.kind()];
    while step.kind() != StepKind::SignedIn {
        let (kind, sent) = (step.kind(), world.http().sent());
        drop(step);
        let flow = device.resumed(id).await;
        assert_eq!(world.http().sent(), sent, "resuming needs no network");
        assert_eq!(flow.current().unwrap().kind(), kind);
        assert_eq!(flow.correlation_id(), correlation);
        assert!(flow.is_durable() && !flow.is_uncertain());
        step = answer(world, flow.current().unwrap()).await.unwrap();
        steps.push(step.kind());
    }
    let gone = device.client().resume(id).await;
    assert_eq!(gone.misuse(), Misuse::Finished);
    let accounts = device.client().accounts().await.unwrap();
    accounts[0].access_token(&todo()).await.unwrap();
    steps
}

const TWO_FACTORS: [StepKind; 4] = [
    StepKind::PasswordRequired,
    StepKind::MfaRequired,
    StepKind::MfaCodeRequired,
    StepKind::SignedIn,
];
const ONE_CODE: [StepKind; 2] = [StepKind::CodeRequired, StepKind::SignedIn];

#[tokio::test]
async fn from_records_in_memory_every_step_is_resumed() {
    let world = World::start().await;
    let steps = with_a_kill_after_every_step(&world, &world.device, as_ada()).await;
    assert_eq!(steps, TWO_FACTORS);
    assert_eq!(world.journal().len(), 6);
    let other = World::start().await;
    let steps = with_a_kill_after_every_step(&other, &other.device, as_cleo()).await;
    assert_eq!(steps, ONE_CODE);
    assert_eq!(other.journal().len(), 3);
}

#[tokio::test]
async fn from_records_in_files_every_step_is_resumed() {
    let world = World::start().await;
    let (first, second) = (Scratch::make(), Scratch::make());
    let device = world.device.in_files(first.path());
    let steps = with_a_kill_after_every_step(&world, &device, as_ada()).await;
    assert_eq!(steps, TWO_FACTORS);
    let device = world.device.in_files(second.path());
    let steps = with_a_kill_after_every_step(&world, &device, as_cleo()).await;
    assert_eq!(steps, ONE_CODE);
}

#[tokio::test]
async fn what_waits_is_listed_with_its_step() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_ada()).unwrap();
    let _step = answer(&world, flow.start().await.unwrap()).await;
    let waiting = world.client().pending().await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].id, flow.id());
    assert_eq!(waiting[0].step, StepKind::MfaRequired);
    assert_eq!(world.http().sent(), 4);
}

#[tokio::test]
async fn a_wrong_answer_before_the_kill_costs_nothing() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_ada()).unwrap();
    let reply = flow.start().await.password();
    assert_eq!(
        reply.submit("wrong").await.problem(),
        Problem::WrongPassword
    );
    let flow = world.device.resumed(flow.id()).await;
    assert!(!flow.is_uncertain());
    let step = answer(&world, flow.current().unwrap()).await.unwrap();
    let _sent = answer(&world, step).await.mfa_code().1;
    let (_, reply) = flow.current().mfa_code();
    let wrong = reply.submit(world.wrong_code(ADA)).await;
    assert_eq!(wrong.problem(), Problem::WrongCode);
    let flow = world.device.resumed(flow.id()).await;
    assert!(!flow.is_uncertain());
    answer(&world, flow.current().unwrap()).await.account();
}

#[tokio::test]
async fn the_interval_between_two_codes_goes_on_over_the_kill() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_cleo()).unwrap();
    let (before, _) = flow.start().await.code();
    let flow = world.device.resumed(flow.id()).await;
    let (code, reply) = flow.current().code();
    assert_eq!(code, before);
    assert_eq!(reply.resend().await.later().0, Reason::ResendTooSoon);
    world.advance(300);
    let _renewed = reply.resend().await.code();
    let flow = world.device.resumed(flow.id()).await;
    let (code, reply) = flow.current().code();
    assert!(code.sent_at > before.sent_at);
    reply.submit(world.code_of(CLEO)).await.account();
}

#[tokio::test]
async fn a_flow_in_the_browsers_hands_is_resumed_there() {
    let world = World::start().await;
    let client = world.client_with(|config| config.mfa(false));
    let flow = client.sign_in(as_ada().password(ADA_PASSWORD)).unwrap();
    let before = flow.start().await.browser();
    let flow = world.device.resumed(flow.id()).await;
    assert_eq!(flow.current().browser(), before);
}

/// The app is killed while the answer to `act` is on its way: the tenant has acted, and nobody
/// here knows. Gives the flow in the next process.
async fn killed_in_the_air(world: &World, flow: SignInFlow) -> SignInFlow {
    world
        .http()
        .next(Tamper::HoldAnswer(std::sync::Arc::default()));
    let answered = world.http().sent() + 1;
    tokio::select! {
        biased;
        outcome = answer(world, flow.current().unwrap()) => panic!("{outcome:?}"),
        () = world.http().until_answered(answered) => {}
    }
    let id = flow.id();
    drop(flow);
    let flow = world.device.resumed(id).await;
    assert!(flow.is_uncertain());
    assert!(flow.is_durable());
    flow
}

#[tokio::test]
async fn a_kill_while_any_answer_is_on_its_way_shows_the_doubt_and_the_step_works_again() {
    let world = World::start().await;
    let mut flow = world.client().sign_in(as_ada()).unwrap();
    flow.start().await.password();
    for kind in &TWO_FACTORS[..3] {
        assert_eq!(flow.current().unwrap().kind(), *kind);
        flow = killed_in_the_air(&world, flow).await;
        assert_eq!(flow.current().unwrap().kind(), *kind);
        answer(&world, flow.current().unwrap()).await.unwrap();
        assert!(!flow.is_uncertain());
    }
    flow.current().account();
    assert_eq!(world.http().sent(), 9);
}

#[tokio::test]
async fn another_password_after_the_service_went_on_ends_the_flow() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_ada()).unwrap();
    flow.start().await.password();
    let flow = killed_in_the_air(&world, flow).await;
    let reply = flow.current().password();
    let late = reply.submit("another").await;
    assert_eq!(late.misuse(), Misuse::Expired);
}

#[tokio::test]
async fn methods_that_could_not_be_listed_are_asked_for_after_the_kill() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_ada()).unwrap();
    let reply = flow.start().await.password();
    world.http().next(Tamper::Pass);
    world.http().next(Tamper::LoseAnswer(HttpFault::Lost));
    let lost = reply.submit(ADA_PASSWORD).await;
    assert_eq!(lost.later().0, Reason::NoAnswer);
    let flow = world.device.resumed(flow.id()).await;
    let reply = flow.current().password();
    // The password is proved already: whatever is typed now leads on and is not sent.
    let (methods, _) = reply.submit("anything").await.mfa();
    assert_eq!(methods.len(), 2);
    assert_eq!(world.http().endpoints()[4..], ["introspect"]);
}

#[tokio::test]
async fn a_sign_in_that_was_not_shown_yet_leaves_no_record() {
    let world = World::start().await;
    let flow = world
        .client()
        .sign_in(as_bob().password(BOB_PASSWORD))
        .unwrap();
    world.http().next(Tamper::Pass);
    world.http().next(Tamper::LoseAnswer(HttpFault::Lost));
    assert_eq!(flow.start().await.later().0, Reason::NoAnswer);
    assert!(!flow.is_durable());
    assert!(world.device.record_names("").await.is_empty());
    flow.start().await.account();
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[cfg(unix)]
#[tokio::test]
async fn files_and_folders_are_their_owners_alone() {
    let world = World::start().await;
    let scratch = Scratch::make();
    let device = world.device.in_files(scratch.path());
    let flow = device.client().sign_in(as_ada()).unwrap();
    flow.start().await.password();
    let flow = device
        .client()
        .sign_in(as_bob().password(BOB_PASSWORD))
        .unwrap();
    flow.start().await.account();
    let files = scratch.files();
    assert_eq!(files.len(), 3, "{files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
        assert_eq!(mode(file.parent().unwrap()), 0o700);
    }
    assert_eq!(mode(&scratch.path().join("key/data-key")), 0o600);
}
