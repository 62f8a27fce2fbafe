//! Whoever signs up is put into a group, and its policy is in force at the first sign-in, whatever happens in between.

use std::time::Duration;

use doorstep::{Reason, RegistrationMethod, ResumedFlow, SignInAfter, SignInStep};
use doorstep_sandbox::model::{DirectoryPolicy, Fault, Faults, GraphPermission, Outcome};
use doorstep_tests::{
    DORA, DORA_PASSWORD, ErrorExt as _, Perimeter, SignUpStepExt as _, StepExt as _, as_new,
};

const GROUP: &str = "customers";
const ADD: &str = "graph/v1.0/groups/{group}/members/$ref";
/// For tests that wait until a gate gives Graph up for now.
const SOON: Duration = Duration::from_millis(500);

async fn edge() -> Perimeter {
    Perimeter::ruled("rules_sign_up_group").await
}

async fn impatient() -> Perimeter {
    Perimeter::with_rules("rules_sign_up_group", |config| {
        config.gate.as_mut().unwrap().back_end_deadline = SOON;
    })
    .await
}

/// Dora's sign-up, to its end.
async fn signed_up(edge: &Perimeter) -> SignInAfter {
    let options = as_new().password(DORA_PASSWORD);
    let flow = edge.client().sign_up(options).unwrap();
    let (_, reply) = flow.start().await.code();
    reply.submit(edge.mailbox_code()).await.signed_up()
}

fn groups(edge: &Perimeter) -> Vec<String> {
    edge.world.control().user(DORA).unwrap().groups
}

/// The policy of the group is in force: there are no tokens without a method.
fn is_held(step: Result<SignInStep, doorstep::Error>) -> Vec<RegistrationMethod> {
    step.registration().0
}

fn tokens(edge: &Perimeter) -> usize {
    let log = edge.world.control().sign_ins().into_iter();
    let granted = log.filter(|entry| entry.outcome == Outcome::Granted);
    granted.filter(|entry| entry.username.is_some()).count()
}

fn fault(edge: &Perimeter, fault: Fault) {
    edge.world.control().inject(fault).unwrap();
}

fn down(edge: &Perimeter) {
    let down = Fault {
        status: Some(503),
        times: 1_000_000,
        ..Fault::of("graph/*")
    };
    fault(edge, down);
}

fn up(edge: &Perimeter) {
    let nothing = Faults { faults: Vec::new() };
    edge.world.control().set_faults(nothing).unwrap();
}

/// What a call comes to once Graph was asked in time.
async fn at_last(
    call: impl AsyncFn() -> Result<SignInStep, doorstep::Error>,
) -> Result<SignInStep, doorstep::Error> {
    loop {
        match call().await {
            Err(doorstep::Error::Later {
                reason: Reason::RiskUnavailable,
                ..
            }) => {}
            other => return other,
        }
    }
}

async fn begun(next: SignInAfter) -> Result<SignInStep, doorstep::Error> {
    next.sign_in().start().await
}

#[tokio::test]
async fn the_groups_policy_is_in_force_at_the_first_sign_in() {
    let edge = edge().await;
    let next = signed_up(&edge).await;
    assert_eq!(groups(&edge), [GROUP]);
    let step = begun(next).await;
    assert!(!is_held(step).is_empty());
    assert_eq!(tokens(&edge), 0);
}

#[tokio::test]
async fn around_the_rule_the_same_account_would_get_tokens_at_once() {
    let edge = edge().await;
    let flow = edge
        .world
        .client()
        .sign_up(as_new().password(DORA_PASSWORD));
    let (_, reply) = flow.unwrap().start().await.code();
    let next = reply.submit(edge.mailbox_code()).await.signed_up();
    let step = begun(next).await;
    let _ = step.account();
    assert!(groups(&edge).is_empty());
}

#[tokio::test]
async fn graph_may_fail_and_throttle_before_it_works() {
    let edge = edge().await;
    for (endpoint, status, retry_after) in [
        ("graph/v1.0/users", 503, None),
        (ADD, 429, Some(0)),
        (ADD, 504, None),
    ] {
        let failure = Fault {
            status: Some(status),
            retry_after,
            ..Fault::of(endpoint)
        };
        fault(&edge, failure);
    }
    let next = signed_up(&edge).await;
    assert!(
        edge.world.control().faults().faults.is_empty(),
        "all were met"
    );
    let step = begun(next).await;
    let _ = is_held(step);
    assert_eq!(groups(&edge), [GROUP]);
}

#[tokio::test]
async fn an_answer_that_got_lost_is_no_second_membership() {
    let edge = edge().await;
    let lost = Fault {
        drop: true,
        when: doorstep_sandbox::model::FaultPoint::After,
        ..Fault::of(ADD)
    };
    fault(&edge, lost);
    let next = signed_up(&edge).await;
    assert_eq!(groups(&edge), [GROUP]);
    let step = begun(next).await;
    let _ = is_held(step);
}

#[tokio::test]
async fn the_directory_may_lag_behind_the_tenant() {
    let edge = edge().await;
    edge.world.policies(|policies| {
        policies.directory = DirectoryPolicy {
            lag_lookups: 3,
            lag_seconds: 0,
        };
    });
    let step = begun(signed_up(&edge).await).await;
    let _ = is_held(step);
    assert_eq!(groups(&edge), [GROUP]);
}

#[tokio::test]
async fn while_graph_is_down_there_is_an_account_and_no_token() {
    let edge = impatient().await;
    down(&edge);
    let next = signed_up(&edge).await;
    let flow = next.sign_in();
    let (reason, _) = flow.start().await.later();
    assert_eq!(reason, Reason::RiskUnavailable);
    assert_eq!((tokens(&edge), groups(&edge).len()), (0, 0));
    up(&edge);
    let _ = is_held(at_last(|| flow.start()).await);
    assert_eq!((tokens(&edge), groups(&edge)), (0, vec![GROUP.to_owned()]));
}

#[tokio::test]
async fn a_gate_that_dies_in_between_leaves_the_rest_to_the_next() {
    let edge = impatient().await;
    down(&edge);
    let next = signed_up(&edge).await;
    edge.world.sandbox.stop_gate().await;
    up(&edge);
    assert!(groups(&edge).is_empty(), "the work died with the gate");
    edge.world.sandbox.start_gate().await.unwrap();
    let flow = next.sign_in();
    let _ = is_held(at_last(|| flow.start()).await);
    assert_eq!(groups(&edge), [GROUP]);
}

#[tokio::test]
async fn an_app_that_dies_in_between_goes_on_with_the_same_flow() {
    let edge = impatient().await;
    down(&edge);
    let flow = signed_up(&edge).await.sign_in();
    let _ = flow.start().await.later();
    up(&edge);
    let ResumedFlow::SignUp(flow) = edge.resumed(flow.id()).await.unwrap() else {
        panic!("a sign-up");
    };
    let flow = flow.current().signed_up().sign_in();
    let _ = is_held(at_last(|| flow.start()).await);
    assert_eq!(groups(&edge), [GROUP]);
}

#[tokio::test]
async fn a_gate_that_may_not_write_groups_lets_nobody_in() {
    let edge = impatient().await;
    edge.world.registrations(|apps| {
        let gate = &mut apps.services[0];
        let writes = GraphPermission::GroupMemberReadWriteAll;
        gate.permissions.retain(|permission| *permission != writes);
    });
    let next = signed_up(&edge).await;
    let step = begun(next).await;
    assert_eq!(step.later().0, Reason::RiskUnavailable);
    assert_eq!(tokens(&edge), 0);
}

#[tokio::test]
async fn another_flow_of_the_same_person_is_held_as_well() {
    let edge = impatient().await;
    down(&edge);
    let _ = signed_up(&edge).await;
    let options = doorstep::SignInOptions::new(DORA).scopes(doorstep_tests::todo());
    let flow = edge
        .client()
        .sign_in(options.password(DORA_PASSWORD))
        .unwrap();
    let (reason, _) = flow.start().await.later();
    assert_eq!((reason, tokens(&edge)), (Reason::RiskUnavailable, 0));
    up(&edge);
    let reply = flow.current().password();
    let _ = is_held(at_last(|| reply.submit(DORA_PASSWORD)).await);
}
