//! Asking the provider, and deciding.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::time::Duration;

use axum::http::HeaderMap;
use tokio::time::Instant;

use super::call::NativeCall;
use super::gate::Gate;
use super::record::Record;
use super::refusal::{Challenge, Refusal};
use super::session::{self, Session};
use super::sticky::Marks;
use crate::claims::names_all;
use crate::config::Rule;
use crate::decide::{
    Asked, Decision, FailPolicy, Mode, SessionState, Situation, Verdict, Watch, decide,
};
use crate::provider::{Assessment, Failure, Outcome, Purpose, Question};
use crate::seal::{Envelope, Reference};
use crate::words::Route;

/// What the call was told by, beside its form.
pub(super) struct Circumstances<'a> {
    pub(super) headers: &'a HeaderMap,
    pub(super) client: IpAddr,
    pub(super) path: &'a str,
}

/// A call that goes on, and what it goes on with.
pub(super) struct Judged {
    pub(super) decision: Decision,
    /// The verdict, where there was one.
    pub(super) verdict: Option<Verdict>,
    /// The provider's name for it, when a step-up follows.
    pub(super) reference: Option<Reference>,
}

/// Decides about a call. What does not go on is refused.
pub(super) async fn judge(
    gate: &Gate,
    call: &NativeCall,
    around: &Circumstances<'_>,
    record: &mut Record,
) -> Result<Judged, Refusal> {
    let rules = &gate.rules;
    let (purpose, rule) = match call.watch() {
        Watch::Nothing | Watch::Unknown => return unwatched(gate, call, record),
        Watch::Token => (Purpose::Token, &rules.token),
        Watch::Sms if call.route == Route::RegisterChallenge => {
            (Purpose::Sms, &rules.register_challenge)
        }
        Watch::Sms => (Purpose::Sms, &rules.challenge),
        Watch::SignUp => (Purpose::SignUp, &rules.sign_up),
    };
    let (session, assessment) = ask(gate, call, around, purpose, rule, record).await;
    let marks = marks(call, &session);
    let mut situation = situation(gate, call, session.state(), assessment.verdict, rule.fail);
    let now = gate.clock.now();
    if was_demanded(gate, call.flow.as_ref()) {
        situation = situation.never_open();
    }
    // A demand is for tokens. Texts and sign-ups know no second try, and the second factor may need a text.
    let may_stick = gate.mode == Mode::Resubmit && call.watch() == Watch::Token;
    if may_stick && gate.sticky.holds(&marks, now) {
        situation = situation.once_challenged();
    }
    let decision = decide(situation);
    record.decision = Some(decision);
    let reference = assessment.reference.clone().map(|id| Reference {
        provider: rule.provider.clone(),
        id,
    });
    tell_of_step_up(gate, decision, reference.as_ref());
    match decision {
        Decision::Pass | Decision::Allow => Ok(Judged {
            decision,
            verdict: heard(&session, &assessment),
            reference: None,
        }),
        Decision::StepUp => Ok(Judged {
            decision,
            verdict: heard(&session, &assessment),
            reference,
        }),
        Decision::AskAgain => Err(ask_again(gate, &marks, now)),
        Decision::Challenge => Err(Refusal::Challenge(Challenge {
            provider: rule.provider.clone(),
            payload: assessment.payload.unwrap_or_default(),
            members: assessment.members,
        })),
        Decision::Block => Err(Refusal::Block(assessment.members)),
        Decision::RateLimit => Err(Refusal::RateLimit(
            assessment.members,
            assessment.retry_after,
        )),
        Decision::FailClosed => Err(Refusal::FailClosed),
        Decision::Refuse => Err(Refusal::Grant),
    }
}

fn unwatched(gate: &Gate, call: &NativeCall, record: &mut Record) -> Result<Judged, Refusal> {
    let nobody = SessionState::Missing;
    let situation = situation(gate, call, nobody, Verdict::Failed, FailPolicy::Closed);
    let decision = decide(situation);
    record.decision = Some(decision);
    if decision.forwards() {
        Ok(Judged {
            decision,
            verdict: None,
            reference: None,
        })
    } else {
        Err(Refusal::Grant)
    }
}

/// Asks the provider of a rule about a call.
pub(super) async fn ask(
    gate: &Gate,
    call: &NativeCall,
    around: &Circumstances<'_>,
    purpose: Purpose,
    rule: &Rule,
    record: &mut Record,
) -> (Session, Assessment) {
    // A rule without its provider is refused when the configuration is read.
    let Some(provider) = gate.providers.get(&rule.provider) else {
        return (Session::Missing, Assessment::failed(Failure::NothingToAsk));
    };
    let takes = |session: &str| provider.takes(session);
    let session = Session::read(around.headers, provider.session_header(), takes);
    record.session = Some(session.state());
    let Session::Present(id) = &session else {
        return (session, Assessment::failed(Failure::NothingToAsk));
    };
    let question = Question {
        purpose,
        session: id.clone(),
        user: call.user().map(str::to_owned),
        phone: call.phone().map(str::to_owned),
        address: around.client,
        path: around.path.to_owned(),
        signals: session::signals(around.headers),
        proof: proof(purpose, around.headers),
    };
    let begun = Instant::now();
    let assessment = provider.assess(&question).await;
    record.provider_ms = Some(millis(begun.elapsed()));
    record.verdict = Some(assessment.verdict);
    record.failure = assessment.failure;
    if assessment.failure.is_some_and(Failure::may_be_the_clients) {
        record.session = Some(SessionState::Malformed);
        return (Session::Malformed, assessment);
    }
    (session, assessment)
}

/// What was got for a solved challenge, where the answer can be a challenge. A step-up is proved to the tenant.
fn proof(purpose: Purpose, headers: &HeaderMap) -> Option<String> {
    match purpose {
        Purpose::Token => None,
        Purpose::Sms | Purpose::SignUp | Purpose::ResetPassword => session::proof(headers),
    }
}

fn situation(
    gate: &Gate,
    call: &NativeCall,
    session: SessionState,
    verdict: Verdict,
    fail: FailPolicy,
) -> Situation {
    let demanded = BTreeSet::from([gate.context.clone()]);
    let is_named =
        names_all(call.form.get("claims"), &demanded) || was_demanded(gate, call.flow.as_ref());
    Situation {
        route: call.route,
        grant: call.grant,
        channel: call.channel,
        session,
        verdict,
        fail,
        mode: gate.mode,
        asked: if is_named {
            Asked::Named
        } else {
            Asked::Unnamed
        },
    }
}

/// Whether the flow's token says that the context was demanded already.
fn was_demanded(gate: &Gate, flow: Option<&Envelope>) -> bool {
    flow.is_some_and(|flow| flow.contexts.contains(&gate.context))
}

fn marks(call: &NativeCall, session: &Session) -> Marks {
    let token = call.flow.as_ref().map_or("", |flow| flow.token.as_str());
    let session = match session {
        Session::Present(id) => Some(id.as_str()),
        Session::Missing | Session::Malformed => None,
    };
    Marks::of(token, call.user(), session)
}

fn heard(session: &Session, assessment: &Assessment) -> Option<Verdict> {
    matches!(session, Session::Present(_)).then_some(assessment.verdict)
}

fn ask_again(gate: &Gate, marks: &Marks, now: Duration) -> Refusal {
    match gate.sticky.demand(marks, now, now + gate.token_lifetime) {
        Ok(()) => Refusal::AskAgain(gate.context.clone()),
        // A demand that would be forgotten must not be made: the second try would go through.
        Err(_) => Refusal::FailClosed,
    }
}

/// The provider hears of a step-up before it happens, in case the person gives up; under the name of the call that the
/// flow keeps, so that beginning and end are told of the same one. A call that has to be made again keeps none.
fn tell_of_step_up(gate: &Gate, decision: Decision, reference: Option<&Reference>) {
    if let Some(reference) = reference.filter(|_| decision == Decision::StepUp) {
        gate.reports.tell(reference, Outcome::ChallengeBegun);
    }
}

pub(super) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
