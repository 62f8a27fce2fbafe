//! Risk signals: the host's provider, as the core's port. All its calls cross in one form, by words that both sides
//! know, so that a call of another kind costs no code at the boundary.

mod settings;
#[cfg(test)]
mod tests;
mod words;

use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use doorstep::ports::BoxFuture;
use doorstep::ports::risk::{
    RiskDescriptor, RiskEnd, RiskFault, RiskJourney, RiskOutcome, RiskProfile, RiskProvider,
    RiskPurpose, RiskRoute, RiskSession, RiskVerdict,
};
use doorstep::signals::Budgets;
use tokio::sync::oneshot;

pub use self::settings::{AddedHeader, FailPolicy, RiskSettings};
pub(crate) use self::settings::{data_uses, invalid};
use crate::error::millis;
use crate::hook::HookError;
use crate::queue::Queue;
use crate::transport::Header;

/// A risk provider's software.
#[uniffi::export(callback_interface)]
pub trait RiskHooks: Send + Sync {
    /// Begins to answer `call` and returns at once; what comes of it goes into `slot`, from any thread.
    fn ask(&self, call: RiskCall, slot: Arc<RiskSlot>) -> Result<(), HookError>;

    /// Takes in what nobody waits for: what came of a decision, the end of a transaction.
    fn tell(&self, call: RiskCall) -> Result<(), HookError>;
}

/// A call of a provider.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct RiskCall {
    /// What is asked for: `begin`, `ready`, `attach`, `check`; or told: `report`, `end`.
    pub hook: String,
    /// The transaction.
    pub session: String,
    /// What it is about: the flow, the route, the purpose, the decision, the end.
    pub about: String,
    /// What belongs to it: the result of a decision; for `begin`, `resumed` where the flow goes on in another process.
    pub detail: String,
    /// A phone number that was typed, or the way that a code took.
    pub target: Option<String>,
    /// How long the answer is waited for.
    pub budget_millis: u64,
}

/// Where the answer to one call goes. The first one counts; what comes too late goes nowhere.
#[derive(uniffi::Object)]
pub struct RiskSlot(Mutex<Option<oneshot::Sender<Said>>>);

/// What a provider said.
struct Said {
    word: String,
    text: String,
    headers: Vec<Header>,
}

#[uniffi::export]
impl RiskSlot {
    /// The answer, by its word: `begun` with the session that is really used, `full`, `partial`, `attached` with
    /// headers, `allow`, `block`, `challenge` with what the challenge needs. Any other word is a failure.
    pub fn complete(&self, word: String, text: String, headers: Vec<Header>) {
        let sender = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let said = Said {
            word,
            text,
            headers,
        };
        if let Some(sender) = sender {
            // Nobody waits any more.
            drop(sender.send(said));
        }
    }
}

/// The host's provider, as the core's port. Time is the core's to keep.
pub(crate) struct HostRisk {
    host: Arc<dyn RiskHooks>,
    descriptor: RiskDescriptor,
    budgets: Budgets,
    /// Calls that the host has not returned from. They hold threads that others need.
    inside: Arc<AtomicU32>,
    queue: Option<Queue>,
}

/// A host that so many calls are stuck in is not called any more, until one returns.
const STUCK: u32 = 2;

impl HostRisk {
    pub(crate) fn new(
        host: Box<dyn RiskHooks>,
        descriptor: RiskDescriptor,
        budgets: Budgets,
    ) -> Self {
        Self {
            host: Arc::from(host),
            descriptor,
            budgets,
            inside: Arc::default(),
            queue: Queue::new("doorstep-risk"),
        }
    }

    fn ask<T: 'static>(
        &self,
        call: RiskCall,
        read: fn(Said) -> Option<T>,
    ) -> BoxFuture<'_, Result<T, RiskFault>> {
        let said = self.said(call);
        Box::pin(async move { said.await.and_then(read).ok_or(RiskFault) })
    }

    /// As [`Self::ask`], once for answers of every kind.
    fn said(&self, call: RiskCall) -> impl Future<Output = Option<Said>> + Send + 'static {
        let (sender, answer) = oneshot::channel();
        let slot = Arc::new(RiskSlot(Mutex::new(Some(sender))));
        let (host, inside) = (Arc::clone(&self.host), Arc::clone(&self.inside));
        async move {
            if inside.load(Ordering::SeqCst) >= STUCK {
                return None;
            }
            inside.fetch_add(1, Ordering::SeqCst);
            let returned = tokio::task::spawn_blocking(move || {
                let _inside = Inside(inside);
                // What the host throws lets go of the slot: no answer.
                let _ = host.ask(call, slot);
            });
            let said = answer.await.ok();
            // A host may answer before it returns. Whoever calls it next must not take this call for one that is stuck.
            let _ = returned.await;
            said
        }
    }

    fn tell(&self, call: RiskCall) {
        let host = Arc::clone(&self.host);
        if let Some(queue) = &self.queue {
            queue.put(move || drop(host.tell(call)));
        }
    }
}

/// A call that the host has not returned from.
struct Inside(Arc<AtomicU32>);

impl Drop for Inside {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn call(hook: &str, session: RiskSession, about: &str) -> RiskCall {
    RiskCall {
        hook: hook.to_owned(),
        session: session.to_string(),
        about: about.to_owned(),
        detail: String::new(),
        target: None,
        budget_millis: 0,
    }
}

impl RiskProvider for HostRisk {
    fn descriptor(&self) -> RiskDescriptor {
        self.descriptor.clone()
    }

    fn begin(
        &self,
        session: RiskSession,
        journey: RiskJourney,
    ) -> BoxFuture<'_, Result<String, RiskFault>> {
        let about = journey.flow.map_or("screen", words::flow);
        let detail = if journey.resumed { "resumed" } else { "" };
        let begin = RiskCall {
            detail: detail.to_owned(),
            budget_millis: millis(self.budgets.begin),
            ..call("begin", session, about)
        };
        self.ask(begin, |said| (said.word == "begun").then_some(said.text))
    }

    fn ready(
        &self,
        session: RiskSession,
        budget: Duration,
    ) -> BoxFuture<'_, Result<RiskProfile, RiskFault>> {
        let ready = RiskCall {
            budget_millis: millis(budget),
            ..call("ready", session, "")
        };
        self.ask(ready, |said| match said.word.as_str() {
            "full" => Some(RiskProfile::Full),
            "partial" => Some(RiskProfile::Partial),
            _ => None,
        })
    }

    fn attach(
        &self,
        session: RiskSession,
        route: RiskRoute,
    ) -> BoxFuture<'_, Result<Vec<(String, String)>, RiskFault>> {
        let attach = RiskCall {
            budget_millis: millis(self.budgets.attach),
            ..call("attach", session, words::route(route))
        };
        self.ask(attach, |said| {
            let headers = said.headers.into_iter();
            let pairs = headers.map(|header| (header.name, header.value));
            (said.word == "attached").then(|| pairs.collect())
        })
    }

    fn check(
        &self,
        session: RiskSession,
        purpose: RiskPurpose,
        budget: Duration,
    ) -> BoxFuture<'_, Result<RiskVerdict, RiskFault>> {
        let target = match &purpose {
            RiskPurpose::SmsToNew { number } => Some(number.expose().to_owned()),
            _ => None,
        };
        let check = RiskCall {
            target,
            budget_millis: millis(budget),
            ..call("check", session, words::purpose(&purpose))
        };
        self.ask(check, |said| match said.word.as_str() {
            "allow" => Some(RiskVerdict::Allow),
            "block" => Some(RiskVerdict::Block),
            "challenge" => Some(RiskVerdict::Challenge { payload: said.text }),
            _ => None,
        })
    }

    fn report(&self, session: RiskSession, outcome: &RiskOutcome) {
        let channel = outcome.channel.as_ref();
        self.tell(RiskCall {
            detail: words::result(outcome.result).to_owned(),
            target: channel.map(words::channel),
            ..call("report", session, words::decision(outcome.decision))
        });
    }

    fn end(&self, session: RiskSession, why: RiskEnd) {
        self.tell(call("end", session, words::end(why)));
    }
}
