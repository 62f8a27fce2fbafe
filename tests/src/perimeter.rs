//! A tenant behind the sandbox's own gate, which asks the sandbox's risk provider, and a device that was profiled there.

use std::sync::Arc;
use std::time::Duration;

use doorstep::ports::http::Http;
use doorstep::{Authority, Client, Config, Error, FlowId, Ports, ResumedFlow, RiskChallenge};
use doorstep_sandbox::model::{Channel, Fault, Faults, RiskPurpose, RiskRule, RiskVerdict};
use doorstep_sandbox::{GateSettings, scenarios, start};
use serde_json::Value;

use crate::risk::ShowsSession;
use crate::{APP, World};

/// The session that the device shows.
const SESSION: &str = "5f0c1a2b3c4d5e6f708192a3b4c5d6e7";
/// How long the provider may take. Some tests wait for it.
const DEADLINE: Duration = Duration::from_millis(400);

/// What can die between an app and its tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The gate.
    Gate,
    /// The risk provider that the gate asks.
    Provider,
    /// The tenant behind the gate.
    Tenant,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Gate, Self::Provider, Self::Tenant];
}

/// A tenant behind its gate.
pub struct Perimeter {
    /// The tenant, and the device.
    pub world: World,
}

impl Perimeter {
    /// In one of the sandbox's scenarios.
    pub async fn in_scenario(name: &str) -> Self {
        let scenario = scenarios().iter().find(|one| one.name() == name);
        let config = doorstep_sandbox::Config {
            seed: scenario.expect("a scenario of that name").seed().unwrap(),
            gate: Some(GateSettings {
                deadline: DEADLINE,
                ..GateSettings::default()
            }),
            ..doorstep_sandbox::Config::default()
        };
        Self::of(config).await
    }

    /// As `config` says.
    pub(crate) async fn of(config: doorstep_sandbox::Config) -> Self {
        let world = World::around(start(config).await.unwrap(), World::transport());
        world.control().profile(SESSION, "device-1");
        Self { world }
    }

    /// Has the provider answer so to every question of that purpose.
    pub fn says(&self, purpose: RiskPurpose, verdict: RiskVerdict) {
        let rule = RiskRule::of(verdict).purpose(purpose);
        self.world.control().set_risk(rule).unwrap();
    }

    /// How many texts the tenant sent.
    pub fn texts(&self) -> usize {
        self.world.control().mailbox(None, Some(Channel::Sms)).len()
    }

    /// The person solves a challenge.
    pub fn solve(&self, challenge: &RiskChallenge) -> String {
        let payload: Value = serde_json::from_str(challenge.payload()).unwrap();
        let id = payload["id"].as_str().expect("a challenge has an id");
        let proof = self.world.control().solve_challenge(id);
        proof.expect("the provider knows the challenge")
    }

    /// The part dies.
    pub async fn kill(&self, part: Part) {
        match part {
            Part::Gate => self.world.sandbox.stop_gate().await,
            Part::Provider => self.world.sandbox.stop_risk().await,
            Part::Tenant => self.world.fault(Fault {
                drop: true,
                times: 1_000_000,
                ..Fault::of("*")
            }),
        }
    }

    /// The part is started again, as it was.
    pub async fn revive(&self, part: Part) {
        match part {
            Part::Gate => self.world.sandbox.start_gate().await.unwrap(),
            Part::Provider => self.world.sandbox.start_risk().await.unwrap(),
            Part::Tenant => {
                let nothing = Faults { faults: Vec::new() };
                self.world.control().set_faults(nothing).unwrap();
            }
        }
    }

    /// A process of the app, which calls through the gate.
    pub fn client(&self) -> Client {
        self.client_over(Arc::clone(&self.world.device.http) as _)
    }

    /// The same over another network.
    pub fn client_over(&self, network: Arc<dyn Http>) -> Client {
        let gate = self.world.sandbox.gate().expect("a gate");
        let authority = Authority::for_development(gate).unwrap();
        let config = Config::with_authority(authority, APP).unwrap();
        let device = &self.world.device;
        let ports = Ports {
            http: Arc::new(ShowsSession::over(network, SESSION)),
            vault: Arc::clone(&device.vault),
            records: Arc::clone(&device.records),
            clock: Arc::clone(&device.clock) as _,
            events: None,
        };
        Client::new(&config, ports)
    }

    /// The flow `id` in a new process of the app.
    ///
    /// # Errors
    /// Those of [`Client::resume`].
    pub async fn resumed(&self, id: FlowId) -> Result<ResumedFlow, Error> {
        self.client().resume(id).await
    }
}
