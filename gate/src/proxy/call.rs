//! A native call as the gate understands it.

use super::form::Form;
use super::refusal::Refusal;
use crate::decide::{Watch, watch};
use crate::seal::{Envelope, Seal, Stage, Unopened};
use crate::words::{Channel, Grant, Route, is_contact};

const TOKEN: &str = "continuation_token";

/// A native call: its form, and the flow that it goes on with.
pub(super) struct NativeCall {
    pub(super) route: Route,
    pub(super) grant: Grant,
    pub(super) channel: Channel,
    pub(super) form: Form,
    /// The flow so far; one that has no token yet when the call begins it, none outside of flows.
    pub(super) flow: Option<Envelope>,
}

impl NativeCall {
    /// Understands a call, or says why it is none.
    pub(super) fn read(route: Route, form: Form, seal: &Seal, now: u64) -> Result<Self, Refusal> {
        let grant = match route {
            Route::Token => Grant::read(form.get("grant_type")),
            _ => Grant::Other,
        };
        let flow = flow(route, grant, &form, seal, now)?;
        let grant = at_its_stage(grant, flow.as_ref());
        let target = form.get("challenge_target");
        if route == Route::RegisterChallenge && target.is_some_and(|target| !is_contact(target)) {
            return Err(Refusal::Target);
        }
        let channel = channel(route, &form, flow.as_ref());
        Ok(Self {
            route,
            grant,
            channel,
            form,
            flow,
        })
    }

    /// Which rule watches it.
    pub(super) fn watch(&self) -> Watch {
        watch(self.route, self.grant, self.channel)
    }

    /// Who is meant: the name that the flow began with, whatever the call says.
    pub(super) fn user(&self) -> Option<&str> {
        self.flow.as_ref()?.user.as_deref()
    }

    /// The number that a text would go to, where the call names it.
    pub(super) fn phone(&self) -> Option<&str> {
        match (self.route, self.channel) {
            (Route::RegisterChallenge, Channel::Sms | Channel::Unknown) => {
                self.form.get("challenge_target")
            }
            _ => None,
        }
    }

    /// Whether the claims of the call are the gate's business.
    pub(super) fn takes_claims(&self) -> bool {
        self.route == Route::Token && self.grant.continues_a_flow()
    }
}

fn flow(
    route: Route,
    grant: Grant,
    form: &Form,
    seal: &Seal,
    now: u64,
) -> Result<Option<Envelope>, Refusal> {
    if route.begins() {
        return Ok(Some(Envelope {
            token: String::new(),
            user: form.get("username").map(str::to_owned),
            stage: Stage::First,
            methods: std::collections::BTreeMap::new(),
            contexts: std::collections::BTreeSet::new(),
            verdict: None,
            reference: None,
            recovery: None,
            proven: false,
            unassigned: false,
            expires: 0,
        }));
    }
    if route == Route::Token && !grant.continues_a_flow() {
        return Ok(None);
    }
    let token = form.get(TOKEN).ok_or(Refusal::Token)?;
    match seal.open(token, now) {
        Ok(envelope) => Ok(Some(envelope)),
        Err(Unopened::Foreign) => Err(Refusal::Token),
        Err(Unopened::Expired) => Err(Refusal::Expired),
    }
}

/// A second factor is proved where one was asked for. Elsewhere the word would be a way to tokens that nobody judges.
fn at_its_stage(grant: Grant, flow: Option<&Envelope>) -> Grant {
    match (grant, flow.map(|flow| flow.stage)) {
        (Grant::MfaOob, None | Some(Stage::First)) => Grant::Other,
        (grant, _) => grant,
    }
}

/// Where a code would go (docs/protocol.md 5.2, 7.2).
fn channel(route: Route, form: &Form, flow: Option<&Envelope>) -> Channel {
    match (route, flow) {
        (Route::Challenge, Some(flow)) => match (form.get("id"), flow.stage) {
            (None, Stage::First) => Channel::Email,
            // Without an id the service picks a method, and the gate does not know which.
            (None, Stage::Second) => Channel::Unknown,
            (Some(id), Stage::First | Stage::Second) => {
                flow.methods.get(id).copied().unwrap_or(Channel::Unknown)
            }
        },
        (Route::RegisterChallenge, _) => {
            Channel::to_contact(form.get("challenge_channel"), form.get("challenge_target"))
        }
        (_, _) => Channel::Unknown,
    }
}
