//! A tenant behind its gate: every post goes through it, with the session of a device or without.

use std::time::Duration;

use doorstep_sandbox::model::{RiskPurpose, RiskRule, RiskVerdict, Seed};
use doorstep_sandbox::{Config, GateSettings};
use reqwest::RequestBuilder;
use serde_json::Value;

use crate::support::*;

pub(crate) const SESSION: &str = "5f0c1a2b3c4d5e6f708192a3b4c5d6e7";
/// What the provider is called with.
pub(crate) const SECRET: &str = "sandbox-secret";
pub(crate) const NUMBER: &str = "+15550100777";

/// Short, because tests wait for it, and long enough for a machine that has more to do.
pub(crate) const DEADLINE: Duration = Duration::from_millis(400);

/// A tenant with a gate, a device that was profiled, and its session in every post.
pub(crate) async fn guarded() -> World {
    guarded_by(Seed::contoso()).await
}

pub(crate) async fn guarded_by(seed: Seed) -> World {
    let world = unprofiled(seed).await;
    world.control().profile(SESSION, "device-1");
    world
}

/// A gate whose provider has not seen the device.
pub(crate) async fn unprofiled(seed: Seed) -> World {
    let mut world = world_of(with_gate(seed)).await;
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
