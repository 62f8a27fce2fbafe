//! The calls of a provider, each within its budget.

use super::{Begun, Transaction};
use crate::ids::CorrelationId;
use crate::ports::http::Header;
use crate::ports::risk::{RiskJourney, RiskProfile, RiskPurpose, RiskRoute, RiskVerdict};
use crate::signals::engine::Engine;
use crate::signals::header;
use crate::signals::hook::HookFault;

/// The most that a provider's headers may have in all.
const LARGEST_HEADERS: usize = 16 * 1024;

impl Transaction {
    /// Has the provider begin, unless it has.
    pub(in crate::signals) async fn begin(
        &self,
        engine: &Engine,
        journey: RiskJourney,
        correlation: Option<CorrelationId>,
    ) -> Result<(), HookFault> {
        match self.state().begun {
            Begun::Confirmed => return Ok(()),
            Begun::OtherSession => return Err(HookFault::OtherSession),
            Begun::Not | Begun::Asked => {}
        }
        let Some(provider) = engine.provider() else {
            self.state().begun = Begun::Confirmed;
            return Ok(());
        };
        let begin = || {
            let call = async {
                let _turn = self.beginning.lock().await;
                if self.state().begun == Begun::Confirmed {
                    return Ok(());
                }
                self.state().begun = Begun::Asked;
                let used = provider.host.begin(self.session, journey).await;
                let used = used.map_err(|_| HookFault::Failed)?;
                let is_ours = used == self.session.to_string();
                self.state().begun = if is_ours {
                    Begun::Confirmed
                } else {
                    Begun::OtherSession
                };
                is_ours.then_some(()).ok_or(HookFault::OtherSession)
            };
            Box::pin(call) as _
        };
        let budget = engine.setup.budgets.begin;
        engine
            .ask("begin", budget, correlation, |()| "begun", begin)
            .await
    }

    pub(super) async fn ready(
        &self,
        engine: &Engine,
        correlation: Option<CorrelationId>,
    ) -> Result<(), HookFault> {
        let Some(provider) = engine.provider().filter(|_| !self.state().is_ready) else {
            return Ok(());
        };
        let budget = engine.setup.budgets.ready;
        let ready = || {
            let call = async move {
                let profile = provider.host.ready(self.session, budget).await;
                profile.map_err(|_| HookFault::Failed)
            };
            Box::pin(call) as _
        };
        let word = |profile: &RiskProfile| match profile {
            RiskProfile::Full => "full",
            RiskProfile::Partial => "partial",
        };
        engine
            .ask("ready", budget, correlation, word, ready)
            .await?;
        self.state().is_ready = true;
        Ok(())
    }

    pub(super) async fn check(
        &self,
        engine: &Engine,
        purpose: &RiskPurpose,
        correlation: Option<CorrelationId>,
    ) -> Result<RiskVerdict, HookFault> {
        let Some(provider) = engine.provider() else {
            return Ok(RiskVerdict::Allow);
        };
        let budget = engine.setup.budgets.check;
        let check = || {
            let call = async move {
                let verdict = provider.host.check(self.session, purpose.clone(), budget);
                match verdict.await {
                    Ok(RiskVerdict::Unavailable) => Err(HookFault::Unavailable),
                    Ok(verdict) => Ok(verdict),
                    Err(_) => Err(HookFault::Failed),
                }
            };
            Box::pin(call) as _
        };
        engine
            .ask("check", budget, correlation, verdict_word, check)
            .await
    }

    pub(super) async fn attached(
        &self,
        engine: &Engine,
        route: RiskRoute,
        correlation: Option<CorrelationId>,
    ) -> Result<Vec<Header>, HookFault> {
        let adds = engine.setup.routes.contains(&route);
        let provider = engine
            .provider()
            .filter(|provider| adds && !provider.headers.is_empty());
        let Some(provider) = provider else {
            return Ok(Vec::new());
        };
        let budget = engine.setup.budgets.attach;
        let attach = || {
            let call = async move {
                let given = provider.host.attach(self.session, route).await;
                let given = given.map_err(|_| HookFault::Failed)?;
                checked(given, &provider.headers).ok_or(HookFault::BadHeader)
            };
            Box::pin(call) as _
        };
        engine
            .ask("attach", budget, correlation, |_| "attached", attach)
            .await
    }
}

/// The headers that a provider gave, if all of them may be sent.
fn checked(given: Vec<(String, String)>, allowed: &[String]) -> Option<Vec<Header>> {
    let mut headers = Vec::new();
    let mut bytes = 0;
    for (name, value) in given {
        let name = header::name(&name).ok()?;
        let value = header::value(value).ok()?;
        let is_double = headers.iter().any(|(other, _)| *other == name);
        bytes += name.len() + value.len();
        if is_double || !allowed.contains(&name) || bytes > LARGEST_HEADERS {
            return None;
        }
        headers.push((name.into(), value.into()));
    }
    Some(headers)
}

fn verdict_word(verdict: &RiskVerdict) -> &'static str {
    match verdict {
        RiskVerdict::Allow => "allow",
        RiskVerdict::Challenge { .. } => "challenge",
        RiskVerdict::Block => "block",
        RiskVerdict::Unavailable => "unavailable",
    }
}
