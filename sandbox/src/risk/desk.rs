//! Where the provider decides: rules first, then what it knows of the session.

use std::collections::VecDeque;

use super::challenges::Challenges;
use super::profiles::Profiles;
use super::question::{Question, Ruling};
use crate::bounded::{BoundedMap, Ring};
use crate::clock::Timestamp;
use crate::model::{
    GateCall, Judge, MOST_RULES, RiskBook, RiskQuestion, RiskRule, RiskSeed, RiskUpdate,
    RiskVerdict,
};
use crate::random;

/// The most questions, updates and calls that are kept.
const MOST: usize = 2000;

/// What an update can be about.
#[derive(Debug, Clone)]
struct Asked {
    session: Option<String>,
    user: Option<String>,
}

/// The provider's memory.
#[derive(Debug)]
pub(crate) struct Desk {
    rules: VecDeque<RiskRule>,
    profiles: Profiles,
    challenges: Challenges,
    asked: BoundedMap<String, Asked>,
    questions: Ring<RiskQuestion>,
    updates: Ring<RiskUpdate>,
    calls: Ring<GateCall>,
}

impl Desk {
    /// A provider that knows its rules and nobody.
    pub(crate) fn new(seed: &RiskSeed) -> Self {
        Self {
            rules: seed.rules.iter().cloned().collect(),
            profiles: Profiles::default(),
            challenges: Challenges::default(),
            asked: BoundedMap::new(MOST),
            questions: Ring::new(MOST),
            updates: Ring::new(MOST),
            calls: Ring::new(MOST),
        }
    }

    /// Adds a rule, which counts before those that are there. One for the very same questions takes the old one's place.
    pub(crate) fn set(&mut self, rule: RiskRule) {
        self.rules
            .retain(|known| known.fits != rule.fits || known.purpose != rule.purpose);
        if self.rules.len() >= MOST_RULES {
            self.rules.pop_front();
        }
        self.rules.push_back(rule);
    }

    /// A device shows itself under a session.
    pub(crate) fn profile(
        &mut self,
        session: &str,
        device: &str,
        signals: Vec<String>,
        now: Timestamp,
    ) {
        self.profiles.note(session, device, signals, now);
    }

    /// Solves a challenge; gives its proof, or nothing where there is no such challenge.
    pub(crate) fn solve(&mut self, id: &str, now: Timestamp) -> Option<String> {
        self.challenges.solve(id, now)
    }

    /// Answers a question.
    pub(super) fn judge(&mut self, question: &Question, now: Timestamp) -> Ruling {
        let reference = random::token();
        let mut verdict = self
            .by_rule(question)
            .unwrap_or_else(|| self.profiles.judge(question, now));
        let mut challenge = None;
        if leads_to_a_challenge(question, verdict) {
            if self.challenges.redeem(question, now) {
                verdict = RiskVerdict::Pass;
            } else {
                challenge = Some(self.challenges.begin(question, now));
            }
        }
        self.note(question, verdict, &reference, now);
        Ruling {
            verdict,
            reference,
            challenge,
        }
    }

    /// The number that a challenge is about, and whether its possession was proved.
    pub(super) fn possession(&self, id: &str, now: Timestamp) -> Option<(String, bool)> {
        self.challenges.possession(id, now)
    }

    /// As [`Desk::possession`], and uses it up.
    pub(super) fn validated(&mut self, id: &str, now: Timestamp) -> Option<(String, bool)> {
        self.challenges.validated(id, now)
    }

    /// Hears how a question ended. Nothing where it was never asked.
    pub(super) fn hear(&mut self, reference: &str, said: String, now: Timestamp) -> Option<()> {
        let asked = self.asked.get(reference)?.clone();
        if said == "challenge_pass" || said == "review_status=pass" {
            self.profiles
                .trust(asked.session.as_deref(), asked.user.as_deref());
        }
        self.updates.push(RiskUpdate {
            at: now.rfc3339(),
            reference: reference.to_owned(),
            said,
        });
        Some(())
    }

    /// Keeps what the gate tells of a call.
    pub(crate) fn note_call(&mut self, call: GateCall) {
        self.calls.push(call);
    }

    /// Everything, for reading.
    pub(crate) fn book(&self) -> RiskBook {
        RiskBook {
            rules: self.rules.iter().cloned().collect(),
            sessions: self.profiles.view(),
            questions: self.questions.iter().cloned().collect(),
            challenges: self.challenges.view(),
            updates: self.updates.iter().cloned().collect(),
            calls: self.calls.iter().cloned().collect(),
        }
    }

    fn by_rule(&mut self, question: &Question) -> Option<RiskVerdict> {
        let at = self
            .rules
            .iter()
            .rposition(|rule| question.is_meant_by(rule))?;
        let rule = self.rules.get_mut(at)?;
        let verdict = rule.verdict;
        if let Some(times) = &mut rule.times {
            *times -= 1;
            if *times == 0 {
                self.rules.remove(at);
            }
        }
        Some(verdict)
    }

    fn note(&mut self, question: &Question, verdict: RiskVerdict, reference: &str, now: Timestamp) {
        let asked = Asked {
            session: question.session.clone(),
            user: question.user.clone(),
        };
        self.asked.insert(reference.to_owned(), asked);
        self.questions.push(RiskQuestion {
            at: now.rfc3339(),
            provider: question.judge.word().to_owned(),
            purpose: question.purpose,
            session: question.session.clone(),
            user: question.user.clone(),
            phone: question.phone.as_deref().map(ending),
            proof: question.proof.is_some(),
            verdict,
            reference: reference.to_owned(),
        });
    }
}

fn leads_to_a_challenge(question: &Question, verdict: RiskVerdict) -> bool {
    let doubts = match verdict {
        RiskVerdict::Challenge | RiskVerdict::Review => true,
        // HUMAN has no word for a session that it does not know.
        RiskVerdict::UnknownSession => question.judge == Judge::Human,
        RiskVerdict::Pass
        | RiskVerdict::Reject
        | RiskVerdict::RateLimit
        | RiskVerdict::Timeout
        | RiskVerdict::Error
        | RiskVerdict::Garbage
        | RiskVerdict::Slow => false,
    };
    doubts && question.can_be_challenged()
}

/// The last two digits of a number: enough to tell numbers of a test apart, and not to call anybody.
fn ending(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    let last = digits.len().saturating_sub(2);
    let end: String = digits.get(last..).unwrap_or_default().iter().collect();
    format!("***{end}")
}
