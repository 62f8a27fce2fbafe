//! Challenges that a person solves: set for one session and one number or name, proved once, for ten minutes.

use super::question::Question;
use crate::bounded::BoundedMap;
use crate::clock::Timestamp;
use crate::model::{Judge, RiskChallenge, RiskPurpose};
use crate::random;

/// The most challenges that wait.
const MOST: usize = 2000;
/// For how long one is good.
const LIFETIME: u32 = 600;

#[derive(Debug)]
struct Challenge {
    number: u64,
    at: Timestamp,
    judge: Judge,
    purpose: RiskPurpose,
    session: Option<String>,
    user: Option<String>,
    phone: Option<String>,
    proof: Option<String>,
    used: bool,
}

impl Challenge {
    fn is_about(&self, question: &Question) -> bool {
        self.purpose == question.purpose
            && (self.judge == Judge::Human || self.session == question.session)
            && self.user == question.user
            && self.phone == question.phone
    }

    fn is_over(&self, now: Timestamp) -> bool {
        self.used || self.at.plus(LIFETIME) <= now
    }
}

/// Challenges by id.
#[derive(Debug)]
pub(super) struct Challenges {
    by_id: BoundedMap<String, Challenge>,
    by_proof: BoundedMap<String, String>,
    counted: u64,
}

impl Default for Challenges {
    fn default() -> Self {
        Self {
            by_id: BoundedMap::new(MOST),
            by_proof: BoundedMap::new(MOST),
            counted: 0,
        }
    }
}

impl Challenges {
    /// Sets a challenge, and gives its id.
    pub(super) fn begin(&mut self, question: &Question, now: Timestamp) -> String {
        self.counted += 1;
        let id = random::token();
        let challenge = Challenge {
            number: self.counted,
            at: now,
            judge: question.judge,
            purpose: question.purpose,
            session: question.session.clone(),
            user: question.user.clone(),
            phone: question.phone.clone(),
            proof: None,
            used: false,
        };
        self.by_id.insert(id.clone(), challenge);
        id
    }

    /// Solves a challenge, and gives the proof; the same one when it was solved before.
    pub(super) fn solve(&mut self, id: &str, now: Timestamp) -> Option<String> {
        let challenge = self.by_id.get_mut(id)?;
        if challenge.is_over(now) {
            return None;
        }
        if let Some(proof) = &challenge.proof {
            return Some(proof.clone());
        }
        let proof = match challenge.judge {
            // Prove asks by the id of the challenge itself whether possession was proved.
            Judge::Prove => id.to_owned(),
            // HUMAN's software in the app has a new header after a solved challenge.
            Judge::Human => format!("3:{}", random::token()),
            Judge::ThreatMetrix | Judge::Generic => random::token(),
        };
        challenge.proof = Some(proof.clone());
        self.by_proof.insert(proof.clone(), id.to_owned());
        Some(proof)
    }

    /// Uses a proof up for the very question that its challenge was set for.
    pub(super) fn redeem(&mut self, question: &Question, now: Timestamp) -> bool {
        let shown = match question.judge {
            // The new header that came of the challenge is the session of the next call.
            Judge::Human => &question.session,
            Judge::ThreatMetrix | Judge::Prove | Judge::Generic => &question.proof,
        };
        let Some(proof) = shown else {
            return false;
        };
        let Some(id) = self.by_proof.get(proof.as_str()).cloned() else {
            return false;
        };
        match self.by_id.get_mut(id.as_str()) {
            Some(challenge) if challenge.is_about(question) && !challenge.is_over(now) => {
                challenge.used = true;
                true
            }
            Some(_) | None => false,
        }
    }

    /// The number that a challenge is about, and whether its possession was proved.
    pub(super) fn possession(&self, id: &str, now: Timestamp) -> Option<(String, bool)> {
        let challenge = self.by_id.get(id)?;
        let proved = challenge.proof.is_some() && !challenge.is_over(now);
        Some((challenge.phone.clone()?, proved))
    }

    /// As [`Challenges::possession`], and uses it up.
    pub(super) fn validated(&mut self, id: &str, now: Timestamp) -> Option<(String, bool)> {
        let possession = self.possession(id, now)?;
        if let Some(challenge) = self.by_id.get_mut(id) {
            challenge.used |= possession.1;
        }
        Some(possession)
    }

    /// For reading, oldest first.
    pub(super) fn view(&self) -> Vec<RiskChallenge> {
        let mut all: Vec<_> = self.by_id.iter().collect();
        all.sort_by_key(|(_, challenge)| challenge.number);
        let one = |(id, challenge): (&String, &Challenge)| RiskChallenge {
            id: id.clone(),
            at: challenge.at.rfc3339(),
            purpose: challenge.purpose,
            solved: challenge.proof.is_some(),
            used: challenge.used,
        };
        all.into_iter().map(one).collect()
    }
}
