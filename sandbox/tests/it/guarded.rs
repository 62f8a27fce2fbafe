//! A tenant behind its gate: every post goes through it, with the session of a device or without.

use std::time::Duration;

use doorstep_sandbox::model::{RiskPurpose, RiskRule, RiskVerdict, Seed};
use doorstep_sandbox::{Config, GateSettings, scenarios};
use reqwest::{Client, RequestBuilder};
use serde_json::Value;

use crate::support::*;

pub(crate) const SESSION: &str = "5f0c1a2b3c4d5e6f708192a3b4c5d6e7";
/// What the provider is called with.
pub(crate) const SECRET: &str = "sandbox-secret";
pub(crate) const NUMBER: &str = "+15550100777";

/// For a machine that has more to do: no test waits for it.
const DEADLINE: Duration = Duration::from_secs(10);
/// For tests that do wait for it.
const SOON: Duration = Duration::from_secs(1);

/// A tenant with a gate, a device that was profiled, and its session in every post.
pub(crate) async fn guarded() -> World {
    guarded_by(Seed::contoso()).await
}

pub(crate) async fn guarded_by(seed: Seed) -> World {
    let world = behind_its_gate(with_gate(seed)).await;
    world.control().profile(SESSION, "device-1");
    world
}

/// The same by the name of a scenario.
pub(crate) async fn guarded_in(name: &str) -> World {
    guarded_by(seed_of(name)).await
}

/// The same with a gate that soon gives a silent provider up.
pub(crate) async fn impatient_in(name: &str) -> World {
    let mut config = with_gate(seed_of(name));
    config.gate.as_mut().expect("a gate").deadline = SOON;
    let world = behind_its_gate(config).await;
    world.control().profile(SESSION, "device-1");
    world
}

/// A client that keeps no connection: none that a killed gate has left behind.
pub(crate) fn forgetful() -> Client {
    // The usual one makes TLS known to the process.
    let _ = client();
    let builder = Client::builder().no_proxy().pool_max_idle_per_host(0);
    builder.build().expect("a client")
}

fn seed_of(name: &str) -> Seed {
    let scenario = scenarios().iter().find(|one| one.name() == name);
    scenario.expect(name).seed().expect("a seed")
}

async fn behind_its_gate(config: Config) -> World {
    let mut world = world_of(config).await;
    world.base = world.sandbox.gate().expect("a gate").to_owned();
    world.shows = vec![("x-risk-session", SESSION.to_owned())];
    world
}

pub(crate) fn with_gate(seed: Seed) -> Config {
    Config {
        seed,
        gate: Some(GateSettings {
            deadline: DEADLINE,
            ..GateSettings::default()
        }),
        ..Config::default()
    }
}

impl World {
    /// Has the provider answer so to everybody.
    pub(crate) fn says(&self, purpose: RiskPurpose, verdict: RiskVerdict) {
        let rule = RiskRule::of(verdict).purpose(purpose);
        self.control().set_risk(rule).expect("a rule");
    }

    /// Has the provider answer so to everybody, whatever the call is about.
    pub(crate) fn says_to_all(&self, verdict: RiskVerdict) {
        let rule = RiskRule::of(verdict);
        self.control().set_risk(rule).expect("a rule");
    }

    /// Bob's sign-in with his password, up to the answer of `/token`.
    pub(crate) async fn bob_signs_in(&self) -> Reply {
        self.with_password(BOB, BOB_PASSWORD, &[]).await
    }

    /// Bob's methods after a demand, and a code asked for to one of them.
    pub(crate) async fn bob_chooses(&self, demand: &Reply, channel: &str) -> Reply {
        assert!(demand.error().starts_with("invalid_grant/mfa_required"));
        let methods = self.introspect(&demand.token()).await;
        self.challenge_method(&methods.token(), &methods.method(channel))
            .await
    }

    /// The same to the end.
    pub(crate) async fn bob_proves(&self, demand: &Reply, channel: &str) -> Reply {
        let asked = self.bob_chooses(demand, channel).await;
        let code = self.code_for(BOB);
        self.redeem(&asked.token(), "mfa_oob", ("oob", &code), &[])
            .await
    }

    /// The contexts in the access token of an answer that has one.
    pub(crate) async fn contexts(&self, answer: &Reply) -> Value {
        let token = answer.granted().text("access_token");
        self.verified(&token).await["acrs"].clone()
    }

    /// Bob, who has no method, up to the answer that lists what he can register.
    pub(crate) async fn bob_must_register(&self) -> Reply {
        let demand = self.bob_signs_in().await;
        assert_eq!(demand.error(), "invalid_grant/registration_required 50072");
        self.register("introspect", &demand.token(), &[]).await
    }

    /// The proof of the challenge in a refusal.
    pub(crate) fn solved(&self, refusal: &Reply) -> String {
        let id = refusal.body["challenge"]["payload"]["id"].as_str();
        let proof = self.control().solve_challenge(id.expect("an id"));
        proof.expect("a proof")
    }

    /// Waits until the gate has told the provider of an outcome, which it does beside its calls.
    pub(crate) async fn until_told(&self, said: &str) {
        let told = || self.control().risk().updates;
        while !told().iter().any(|update| update.said == said) {
            tokio::task::yield_now().await;
        }
    }

    /// How many texts went out.
    pub(crate) fn texts(&self) -> usize {
        let sms = doorstep_sandbox::model::Channel::Sms;
        self.control().mailbox(None, Some(sms)).len()
    }

    /// What the gate decided about its calls, with what it answered.
    pub(crate) fn decisions(&self, route: &str) -> Vec<(String, u16)> {
        let calls = self.control().risk().calls.into_iter();
        calls
            .filter(|call| call.route == route)
            .map(|call| (call.decision.unwrap_or_default(), call.status))
            .collect()
    }

    pub(crate) fn at_risk(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.risk().expect("a risk provider"))
    }

    pub(crate) async fn tmx(&self, path: &str, more: &[(&str, &str)]) -> Value {
        let mut form = vec![("org_id", "sandbox"), ("api_key", SECRET)];
        form.extend_from_slice(more);
        let reply = Reply::of(self.request(&self.at_risk(path), &form)).await;
        assert_eq!(reply.status, 200);
        reply.body
    }

    pub(crate) fn json(&self, path: &str, bearer: &str, body: &Value) -> RequestBuilder {
        self.http
            .post(self.at_risk(path))
            .bearer_auth(bearer)
            .body(body.to_string())
    }

    pub(crate) async fn said(&self, path: &str, bearer: &str, body: &Value) -> Value {
        let reply = Reply::of(self.json(path, bearer, body)).await;
        assert_eq!(reply.status, 200, "{reply:?}");
        reply.body
    }
}
