//! What signals are set up with.

use std::sync::Arc;
use std::time::Duration;

use doorstep::ports::risk::{DataUse, RiskDescriptor, RiskRoute};
use doorstep::signals::{self, Budgets, Signals};

use super::{HostRisk, RiskHooks, words};
use crate::error::{Failure, Setting};

/// What risk signals are set up with.
#[derive(Debug, Clone, uniffi::Record)]
pub struct RiskSettings {
    /// The provider's name; empty where there is none.
    pub provider: String,
    /// The names of the headers that the provider may add.
    pub provider_headers: Vec<String>,
    /// What the provider does, by the words `device` and `behaviour`.
    pub uses: Vec<String>,
    /// What happens where the provider does not answer: before tokens,
    pub policy: FailPolicy,
    /// before a text message,
    pub sms_policy: FailPolicy,
    /// and before a new account.
    pub sign_up_policy: FailPolicy,
    /// How long the calls may take: `begin`,
    pub begin_millis: u64,
    /// `ready`,
    pub ready_millis: u64,
    /// `attach`,
    pub attach_millis: u64,
    /// `check`.
    pub check_millis: u64,
    /// The routes whose requests bear signals, by their words; empty for those that a gate watches.
    pub routes: Vec<String>,
    /// Headers of the app's own.
    pub headers: Vec<AddedHeader>,
    /// Whether the session goes along as `session_id`, too.
    pub legacy_session_header: bool,
}

/// A header of the app's own.
#[derive(Debug, Clone, uniffi::Record)]
pub struct AddedHeader {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// The routes whose requests bear it.
    pub routes: Vec<String>,
}

/// What happens where a provider does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum FailPolicy {
    /// Nothing is sent.
    Closed,
    /// It goes on.
    Open,
    /// The person has to solve something first.
    Challenge,
}

impl From<FailPolicy> for signals::FailPolicy {
    fn from(policy: FailPolicy) -> Self {
        match policy {
            FailPolicy::Closed => Self::Closed,
            FailPolicy::Open => Self::Open,
            FailPolicy::Challenge => Self::Challenge,
        }
    }
}

impl RiskSettings {
    pub(crate) fn signals(&self, provider: Option<Box<dyn RiskHooks>>) -> Result<Signals, Failure> {
        let signals = match provider {
            None => Signals::without_provider(),
            Some(host) => {
                let provider = Arc::new(HostRisk::new(host, self.descriptor()?, self.budgets()));
                Signals::with_provider(provider, self.policy.into()).map_err(invalid)?
            }
        };
        let mut signals = signals
            .sms_policy(self.sms_policy.into())
            .sign_up_policy(self.sign_up_policy.into())
            .legacy_session_header(self.legacy_session_header)
            .budgets(self.budgets());
        if !self.routes.is_empty() {
            signals = signals.routes(&routes(&self.routes)?);
        }
        for header in &self.headers {
            let routes = routes(&header.routes)?;
            signals = signals
                .header(&header.name, header.value.clone(), &routes)
                .map_err(invalid)?;
        }
        Ok(signals)
    }

    fn budgets(&self) -> Budgets {
        Budgets {
            begin: Duration::from_millis(self.begin_millis),
            ready: Duration::from_millis(self.ready_millis),
            attach: Duration::from_millis(self.attach_millis),
            check: Duration::from_millis(self.check_millis),
        }
    }

    fn descriptor(&self) -> Result<RiskDescriptor, Failure> {
        Ok(RiskDescriptor {
            id: self.provider.clone(),
            headers: self.provider_headers.clone(),
            uses: data_uses(&self.uses)?,
        })
    }
}

pub(crate) fn data_uses(given: &[String]) -> Result<Vec<DataUse>, Failure> {
    let uses = given.iter().map(|word| words::data_use_of(word));
    uses.map(|data_use| data_use.ok_or_else(unknown)).collect()
}

fn routes(given: &[String]) -> Result<Vec<RiskRoute>, Failure> {
    let routes = given.iter().map(|word| words::route_of(word));
    routes.map(|route| route.ok_or_else(unknown)).collect()
}

fn unknown() -> Failure {
    Failure::setting(
        Setting::Signals,
        "signals_invalid",
        "There is no such word.",
    )
}

pub(crate) fn invalid(error: impl std::fmt::Display) -> Failure {
    Failure::setting(Setting::Signals, "signals_invalid", &error.to_string())
}
