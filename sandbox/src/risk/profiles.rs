//! Sessions and devices: what the provider makes of a call that no rule is for.
//!
//! A session that was never profiled, or too long ago, is unknown. One that was asked about for somebody else is
//! refused. A device that shows a program at work is refused, one behind an anonymous address is to prove more, and one
//! that is new to the person is looked at before tokens and new passwords. It is known from then on when the second factor was given.

use super::question::Question;
use crate::bounded::BoundedMap;
use crate::clock::Timestamp;
use crate::model::{RiskPurpose, RiskSession, RiskVerdict};

/// The most sessions and known devices.
const MOST: usize = 2000;
/// For how long a profile is good.
const LIFETIME: u32 = 1800;
/// The signal of a program.
pub(super) const BOT: &str = "bot";
/// The signal of an address that hides its owner.
pub(super) const ANONYMOUS: &str = "anonymous_ip";

#[derive(Debug)]
struct Profile {
    number: u64,
    at: Timestamp,
    device: String,
    signals: Vec<String>,
    user: Option<String>,
}

/// Sessions by id, and the devices that people are known by.
#[derive(Debug)]
pub(super) struct Profiles {
    sessions: BoundedMap<String, Profile>,
    known: BoundedMap<(String, String), ()>,
    counted: u64,
}

impl Default for Profiles {
    fn default() -> Self {
        Self {
            sessions: BoundedMap::new(MOST),
            known: BoundedMap::new(MOST),
            counted: 0,
        }
    }
}

impl Profiles {
    /// A device shows itself under a session. Whose session it is stays.
    pub(super) fn note(
        &mut self,
        session: &str,
        device: &str,
        signals: Vec<String>,
        now: Timestamp,
    ) {
        self.counted += 1;
        let number = self.counted;
        if let Some(profile) = self.sessions.get_mut(session) {
            profile.at = now;
            device.clone_into(&mut profile.device);
            profile.signals = signals;
            return;
        }
        let profile = Profile {
            number,
            at: now,
            device: device.to_owned(),
            signals,
            user: None,
        };
        self.sessions.insert(session.to_owned(), profile);
    }

    /// The device of a session is the person's own from now on.
    pub(super) fn trust(&mut self, session: Option<&str>, user: Option<&str>) {
        let profile = session.and_then(|session| self.sessions.get(session));
        if let (Some(profile), Some(user)) = (profile, user) {
            let key = (user.to_lowercase(), profile.device.clone());
            if self.known.get(&key).is_none() {
                self.known.insert(key, ());
            }
        }
    }

    /// What comes of a question by the session alone.
    pub(super) fn judge(&mut self, question: &Question, now: Timestamp) -> RiskVerdict {
        // A question about a number or an account alone has nothing to be suspicious about.
        let Some(session) = &question.session else {
            return RiskVerdict::Pass;
        };
        let Some(profile) = self.sessions.get_mut(session.as_str()) else {
            return RiskVerdict::UnknownSession;
        };
        if profile.at.plus(LIFETIME) <= now {
            return RiskVerdict::UnknownSession;
        }
        let user = question.user.as_ref().map(|user| user.to_lowercase());
        match (&profile.user, &user) {
            (Some(owner), Some(user)) if owner != user => return RiskVerdict::Reject,
            (None, Some(user)) => profile.user = Some(user.clone()),
            _ => {}
        }
        if profile.signals.iter().any(|signal| signal == BOT) {
            return RiskVerdict::Reject;
        }
        if profile.signals.iter().any(|signal| signal == ANONYMOUS) {
            return RiskVerdict::Challenge;
        }
        let is_known = user
            .map(|user| (user, profile.device.clone()))
            .is_some_and(|key| self.known.get(&key).is_some());
        match question.purpose {
            RiskPurpose::Token | RiskPurpose::ResetPassword if !is_known => RiskVerdict::Review,
            RiskPurpose::Token
            | RiskPurpose::Sms
            | RiskPurpose::SignUp
            | RiskPurpose::ResetPassword => RiskVerdict::Pass,
        }
    }

    /// For reading, in the order of the first profile.
    pub(super) fn view(&self) -> Vec<RiskSession> {
        let mut all: Vec<_> = self.sessions.iter().collect();
        all.sort_by_key(|(_, profile)| profile.number);
        let one = |(session, profile): (&String, &Profile)| RiskSession {
            session: session.clone(),
            at: profile.at.rfc3339(),
            device: profile.device.clone(),
            signals: profile.signals.clone(),
            user: profile.user.clone(),
        };
        all.into_iter().map(one).collect()
    }
}
