//! The core in each scenario of the sandbox's gate: whatever happens there is a step or a typed error.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use doorstep::ports::BoxFuture;
use doorstep::ports::risk::{
    DataUse, RiskDescriptor, RiskFault, RiskJourney, RiskProvider, RiskSession,
};
use doorstep::signals::{FailPolicy, Signals};
use doorstep::transport::ReqwestTransport;
use doorstep::{
    Authority, Channel, Client, Clock, Error, Ports, Reason, SignInOptions, SignInStep, StepKind,
};
use doorstep_sandbox::model::Channel as Sent;
use doorstep_sandbox::{Config, Control, GateSettings, Scenario, scenarios, start};
use doorstep_tests::{BOB, BOB_PASSWORD, ErrorExt as _, StepExt as _, World, todo};

/// What the first answer to Bob's password comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comes {
    To(StepKind),
    ToBeDenied,
    ToNoVerdict,
}

const EXPECTED: [(&str, Comes); 22] = [
    ("risk_anonymous_address", Comes::To(StepKind::MfaRequired)),
    ("risk_blocked_number", Comes::To(StepKind::MfaRequired)),
    ("risk_bot", Comes::ToBeDenied),
    (
        "risk_closed_region",
        Comes::To(StepKind::RegistrationRequired),
    ),
    ("risk_code_first", Comes::To(StepKind::CodeRequired)),
    ("risk_context_undefined", Comes::To(StepKind::SignedIn)),
    (
        "risk_irsf_prefix",
        Comes::To(StepKind::RegistrationRequired),
    ),
    ("risk_low", Comes::To(StepKind::SignedIn)),
    ("risk_new_device", Comes::To(StepKind::MfaRequired)),
    ("risk_no_method", Comes::To(StepKind::RegistrationRequired)),
    ("risk_provider_error", Comes::ToNoVerdict),
    ("risk_provider_garbage", Comes::ToNoVerdict),
    ("risk_provider_slow", Comes::ToNoVerdict),
    ("risk_provider_timeout", Comes::ToNoVerdict),
    ("risk_recovery", Comes::To(StepKind::MfaRequired)),
    ("risk_resubmit", Comes::To(StepKind::MfaRequired)),
    ("risk_session_replayed", Comes::To(StepKind::MfaRequired)),
    ("risk_session_unknown", Comes::To(StepKind::MfaRequired)),
    ("risk_sim_swap", Comes::To(StepKind::MfaRequired)),
    (
        "risk_throttled_number",
        Comes::To(StepKind::RegistrationRequired),
    ),
    ("risk_verdict_flips", Comes::To(StepKind::SignedIn)),
    ("risk_way_around", Comes::ToBeDenied),
];

/// A vendor's software on a device: it profiles under the session that the core names.
struct Profiler(Control);

impl RiskProvider for Profiler {
    fn descriptor(&self) -> RiskDescriptor {
        RiskDescriptor {
            id: "sandbox".to_owned(),
            headers: Vec::new(),
            uses: vec![DataUse::Device],
        }
    }

    fn begin(
        &self,
        session: RiskSession,
        _: RiskJourney,
    ) -> BoxFuture<'_, Result<String, RiskFault>> {
        let session = session.to_string();
        self.0.profile(&session, "phone");
        Box::pin(std::future::ready(Ok(session)))
    }
}

async fn tenant(scenario: &str) -> World {
    // Short only where a test waits for it, so that a busy machine changes nothing.
    let waits = scenario.starts_with("risk_provider_");
    let found = scenarios().iter().find(|one| one.name() == scenario);
    let config = Config {
        seed: found.unwrap().seed().unwrap(),
        gate: Some(GateSettings {
            deadline: Duration::from_secs(if waits { 1 } else { 10 }),
            ..GateSettings::default()
        }),
        ..Config::default()
    };
    let sandbox = start(config).await.unwrap();
    World::around(sandbox, ReqwestTransport::new().unwrap())
}

/// The app on a device that was profiled, which calls through the gate.
fn client(world: &World) -> Client {
    let authority = Authority::for_development(world.sandbox.gate().unwrap()).unwrap();
    let config = doorstep::Config::with_authority(authority, doorstep_tests::APP).unwrap();
    let device = &world.device;
    let ports = Ports {
        http: Arc::clone(&device.http) as _,
        vault: Arc::clone(&device.vault),
        records: Arc::clone(&device.records),
        clock: Arc::clone(&device.clock) as Arc<dyn Clock>,
        events: None,
    };
    let profiler = Arc::new(Profiler(world.control().clone()));
    let signals = Signals::with_provider(profiler, FailPolicy::Open).unwrap();
    let client = Client::with_signals(&config, ports, signals);
    client.set_consent(&[DataUse::Device]);
    client
}

async fn signs_in(world: &World) -> Result<SignInStep, Error> {
    let options = SignInOptions::new(BOB).scopes(todo());
    let flow = client(world)
        .sign_in(options.password(BOB_PASSWORD))
        .unwrap();
    flow.start().await
}

fn texts(world: &World) -> usize {
    world.control().mailbox(None, Some(Sent::Sms)).len()
}

#[tokio::test]
async fn every_scenario_comes_to_a_step_or_a_typed_error() {
    let named = scenarios().iter().map(Scenario::name);
    let named: Vec<_> = named.filter(|name| name.starts_with("risk_")).collect();
    assert_eq!(named, EXPECTED.map(|(name, _)| name));
    let mut came = BTreeMap::new();
    for (name, _) in EXPECTED {
        let world = tenant(name).await;
        let outcome = match signs_in(&world).await {
            Ok(step) => Comes::To(step.kind()),
            Err(Error::Denied { .. }) => Comes::ToBeDenied,
            Err(Error::Later {
                reason: Reason::RiskUnavailable,
                ..
            }) => Comes::ToNoVerdict,
            Err(other) => panic!("{name}: {other:?}"),
        };
        assert_eq!(texts(&world), 0, "{name}");
        came.insert(name, outcome);
    }
    assert_eq!(came, BTreeMap::from(EXPECTED));
}

#[tokio::test]
async fn a_number_in_doubt_is_a_step_whose_proof_sends_the_text_once() {
    let world = tenant("risk_sim_swap").await;
    let (methods, reply) = signs_in(&world).await.mfa();
    let sms = doorstep_tests::by(&methods, &Channel::Sms);
    let Ok(SignInStep::VerificationRequired { challenge, reply }) = reply.choose(&sms).await else {
        panic!("no challenge");
    };
    assert_eq!((challenge.provider(), texts(&world)), ("generic", 0));
    let payload: serde_json::Value = serde_json::from_str(challenge.payload()).unwrap();
    let proof = world
        .control()
        .solve_challenge(payload["id"].as_str().unwrap());
    let (_, reply) = reply.submit(proof.unwrap()).await.mfa_code();
    assert_eq!(texts(&world), 1);
    let code = world.code_of("+15550100199");
    let _ = reply.submit(code).await.account();
}

#[tokio::test]
async fn a_bad_number_gets_no_text_and_another_one_is_the_way_on() {
    let world = tenant("risk_irsf_prefix").await;
    let (methods, reply) = signs_in(&world).await.registration();
    let sms = methods.iter().find(|method| method.channel == Channel::Sms);
    let sms = &sms.unwrap().id;
    let _ = reply.register(sms, "+88213550100").await.denied();
    assert_eq!(texts(&world), 0);
    let _ = reply
        .register(sms, "+15550100777")
        .await
        .registration_code();
    assert_eq!(texts(&world), 1);
}

#[tokio::test]
async fn a_provider_that_comes_back_lets_the_same_step_go_on() {
    let world = tenant("risk_new_device").await;
    let options = SignInOptions::new(BOB).scopes(todo());
    let flow = client(&world).sign_in(options).unwrap();
    let reply = flow.start().await.password();
    world.sandbox.stop_risk().await;
    let (reason, _) = reply.submit(BOB_PASSWORD).await.later();
    assert_eq!(reason, Reason::RiskUnavailable);
    world.sandbox.start_risk().await.unwrap();
    let (methods, reply) = reply.submit(BOB_PASSWORD).await.mfa();
    let email = doorstep_tests::by(&methods, &Channel::Email);
    let (_, reply) = reply.choose(&email).await.mfa_code();
    let _ = reply.submit(world.code_of(BOB)).await.account();
}
