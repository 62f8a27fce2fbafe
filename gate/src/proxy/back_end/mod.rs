//! The back-end rules (docs/risk.md 8): what happens before a call goes on to the tenant, and after its answer.

mod assign;
mod device_lost;
mod done;
mod due;
mod frozen;
mod reset;
mod second_proof;
mod security_code;
mod who;

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{Response, StatusCode};

pub use self::done::Done;
use self::due::Due;
use super::call::NativeCall;
use super::gate::Gate;
use super::judge::Circumstances;
use super::record::Record;
use super::refusal::Refusal;
use crate::back_end::{Background, Directory, Ledger, Limited, NoRandom, Webhook};
use crate::clock::Clock;
use crate::config;
use crate::decide::{Decision, Watch};
use crate::provider::{Failure, Http};
use crate::words::Route;

/// The rules, with what they work with.
pub(super) struct BackEnd {
    directory: Arc<Directory>,
    webhook: Option<Arc<Webhook>>,
    ledger: Arc<Ledger>,
    background: Arc<Background>,
    /// The first wait of work that is done again and again.
    wait: Duration,
    /// How long a client waits for what may also be done later.
    patience: Duration,
    reset: Option<config::SecondProof>,
    sign_up_group: Option<String>,
    due: Arc<Due>,
    device_lost: Option<config::DeviceLost>,
}

impl BackEnd {
    pub(super) fn new(
        settings: config::BackEnd,
        http: &Http,
        clock: &Clock,
    ) -> Result<Self, NoRandom> {
        let directory = settings.directory;
        let webhook = settings
            .webhook
            .map(|settings| Arc::new(Webhook::new(http.clone(), clock.clone(), settings)));
        Ok(Self {
            wait: directory.wait,
            patience: directory.deadline,
            directory: Arc::new(Directory::new(http.clone(), clock.clone(), directory)),
            webhook,
            ledger: Arc::new(Ledger::new()?),
            background: Arc::default(),
            reset: settings.reset,
            sign_up_group: settings.sign_up_group,
            due: Arc::default(),
            device_lost: settings.device_lost,
        })
    }

    /// Work that goes on after answers.
    pub(super) fn background(&self) -> Arc<Background> {
        Arc::clone(&self.background)
    }
}

/// What the rules want before the tenant sees the call, which learns from them what its flow carries on.
pub(super) async fn before(
    gate: &Gate,
    call: &mut NativeCall,
    around: &Circumstances<'_>,
    record: &mut Record,
) -> Result<(), Refusal> {
    let outcome = match &gate.back_end {
        Some(rules) => ruled(gate, rules, call, around, record).await,
        None => unruled(call),
    };
    if let Err(refusal) = &outcome {
        record.decision = decision(refusal);
    }
    outcome
}

async fn ruled(
    gate: &Gate,
    rules: &BackEnd,
    call: &mut NativeCall,
    around: &Circumstances<'_>,
    record: &mut Record,
) -> Result<(), Refusal> {
    match call.route {
        Route::ResetPasswordStart => device_lost::begun(rules, call, around.headers, record),
        Route::ResetPasswordSubmit => reset::submitted(gate, rules, call, around, record).await,
        Route::Token => assign::made_up_for(rules, call, record).await,
        Route::Challenge | Route::RegisterChallenge if call.watch() == Watch::Sms => {
            frozen::text(gate, rules, call, record).await
        }
        _ => Ok(()),
    }
}

/// A flow that another gate's rules hold goes no further here.
fn unruled(call: &NativeCall) -> Result<(), Refusal> {
    let Some(flow) = &call.flow else {
        return Ok(());
    };
    let is_recovery = flow.recovery.is_some() && !flow.proven;
    let is_held = match call.route {
        Route::ResetPasswordSubmit => is_recovery,
        Route::Token => flow.unassigned,
        _ => false,
    };
    if is_held {
        return Err(Refusal::FailClosed);
    }
    Ok(())
}

/// What the rules make of the tenant's answer, and note in the flow.
pub(super) async fn after(
    gate: &Gate,
    call: &mut NativeCall,
    answer: &Response<Bytes>,
    record: &mut Record,
) {
    let (Some(rules), Some(flow)) = (&gate.back_end, &mut call.flow) else {
        return;
    };
    match (call.route, answer.status()) {
        (Route::SignUpContinue, StatusCode::OK) => {
            assign::signed_up(rules, flow, answer.body(), record).await;
        }
        (Route::ResetPasswordStart, status) if status != StatusCode::OK => {
            device_lost::refused(rules, flow, record);
        }
        (_, _) => {}
    }
}

fn decision(refusal: &Refusal) -> Option<Decision> {
    match refusal {
        Refusal::Challenge(_) => Some(Decision::Challenge),
        Refusal::Block(_) => Some(Decision::Block),
        Refusal::RateLimit(..) => Some(Decision::RateLimit),
        Refusal::FailClosed => Some(Decision::FailClosed),
        _ => None,
    }
}

/// Refuses for good.
fn blocked(record: &mut Record, done: Done) -> Refusal {
    record.back_end = Some(done);
    Refusal::Block(serde_json::Map::new())
}

/// Refuses because the back end said nothing.
fn failed(record: &mut Record, done: Done, failure: Failure) -> Refusal {
    record.back_end = Some(done);
    record.failure = Some(failure);
    Refusal::FailClosed
}

/// Refuses for now.
fn limited(record: &mut Record, limited: Limited) -> Refusal {
    match limited {
        Limited::TooMany(left) => {
            record.back_end = Some(Done::TooMany);
            let seconds = u32::try_from(left.as_secs().max(1)).unwrap_or(u32::MAX);
            Refusal::RateLimit(serde_json::Map::new(), Some(seconds))
        }
        Limited::Full => {
            record.back_end = Some(Done::Full);
            Refusal::FailClosed
        }
    }
}
