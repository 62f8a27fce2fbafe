//! Security codes that went out, and flows that proved theirs: in this process alone (docs/risk.md 8.1). What is kept is
//! never forgotten for somebody else; where there is no room nothing more is sent.

mod flow;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ring::hmac;
use ring::rand::SystemRandom;

pub(crate) use self::flow::Asking;
use self::flow::{Flow, State};
use super::code;
use super::hourly::Hourly;
use super::webhook::Way;
use crate::config::CodeSettings;

/// The most flows that are kept.
const MOST: usize = 100_000;
/// The most codes that go out in one flow.
const MOST_CODES: u8 = 3;

/// Something that is known by a keyed hash.
pub(super) type Mark = [u8; 32];

/// A flow, by its token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct FlowMark(Mark);

/// A code is not to be had now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limited {
    /// There were too many in this hour. It is over after so long.
    TooMany(Duration),
    /// There is no room to keep another one.
    Full,
}

/// What becomes of a wish for a code.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// This one is to be sent.
    Send(NewCode),
    /// The last one is good still, and it is too early for another.
    Wait(Asking),
    /// The flow had its codes and tries.
    Spent,
}

/// A code that has to go out.
#[derive(PartialEq, Eq)]
pub(crate) struct NewCode {
    pub(crate) code: String,
    person: Mark,
    at: Duration,
}

/// Without the code.
impl std::fmt::Debug for NewCode {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("NewCode")
    }
}

/// What becomes of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tried {
    /// It was the code.
    Right,
    /// It was not, and there are tries left.
    Wrong(Asking),
    /// There are no tries left.
    Spent,
    /// No code of this flow is known here.
    Unknown,
}

/// Codes, tries and starts.
pub(crate) struct Ledger {
    key: hmac::Key,
    random: SystemRandom,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    flows: HashMap<FlowMark, Flow>,
    codes: Hourly,
    starts: Hourly,
}

/// The machine gave no random number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoRandom;

impl Ledger {
    /// An empty one, with a key of its own.
    pub(crate) fn new() -> Result<Self, NoRandom> {
        let random = SystemRandom::new();
        let key = hmac::Key::generate(hmac::HMAC_SHA256, &random).map_err(|_| NoRandom)?;
        Ok(Self {
            key,
            random,
            kept: Mutex::default(),
        })
    }

    /// The flow of this token of the tenant's.
    pub(crate) fn flow(&self, token: &str) -> FlowMark {
        FlowMark(self.mark("flow", token))
    }

    /// Whether the flow gave its second proof.
    pub(crate) fn is_proven(&self, flow: FlowMark) -> bool {
        let kept = self.kept();
        let flow = kept.flows.get(&flow);
        flow.is_some_and(|flow| flow.state != State::Open)
    }

    /// Whether all was done that the proof was wanted for.
    pub(crate) fn is_acted(&self, flow: FlowMark) -> bool {
        let kept = self.kept();
        let flow = kept.flows.get(&flow);
        flow.is_some_and(|flow| flow.state == State::Acted)
    }

    /// Notes that it was.
    pub(crate) fn acted(&self, flow: FlowMark) {
        if let Some(flow) = self.kept().flows.get_mut(&flow) {
            flow.state = State::Acted;
        }
    }

    /// Notes that somebody else vouched for the flow. It is kept `until` then.
    pub(crate) fn proven(
        &self,
        flow: FlowMark,
        now: Duration,
        until: Duration,
    ) -> Result<(), Limited> {
        let mut kept = self.kept();
        kept.make_room(now)?;
        kept.flows.insert(flow, Flow::proven(until));
        Ok(())
    }

    /// Looks at a code that was given. Whoever comes at the same time waits for this.
    pub(crate) fn tried(&self, flow: FlowMark, given: &str, now: Duration) -> Tried {
        let mut kept = self.kept();
        let Some(known) = kept.flows.get_mut(&flow) else {
            return Tried::Unknown;
        };
        if known.state != State::Open {
            return Tried::Right;
        }
        let tag = known.code.filter(|_| now < known.good_until);
        if known.tries_left == 0 {
            return Tried::Spent;
        }
        known.tries_left -= 1;
        let is_right = tag.is_some_and(|tag| {
            // Compares in constant time.
            hmac::verify(&self.key, &bound(flow, given), &tag).is_ok()
        });
        if is_right {
            known.state = State::Proven;
            known.code = None;
            return Tried::Right;
        }
        if known.tries_left == 0 {
            return Tried::Spent;
        }
        Tried::Wrong(known.asking(now))
    }

    /// A code for a flow of this person, which is kept `until` then.
    pub(crate) fn asked(
        &self,
        flow: FlowMark,
        person: &str,
        settings: &CodeSettings,
        now: Duration,
        until: Duration,
    ) -> Result<Asked, Limited> {
        let person = self.mark("person", person);
        let mut kept = self.kept();
        match kept.flows.get(&flow) {
            Some(known) if known.tries_left == 0 => return Ok(Asked::Spent),
            Some(known) if !known.may_have_another(now) => {
                return Ok(if known.is_over(now) {
                    Asked::Spent
                } else {
                    Asked::Wait(known.asking(now))
                });
            }
            Some(_) => {}
            None => kept.make_room(now)?,
        }
        let Ok(code) = code::made(&self.random, settings.length) else {
            return Err(Limited::Full);
        };
        kept.codes.count(person, settings.per_hour, now)?;
        let known = kept
            .flows
            .entry(flow)
            .or_insert_with(|| Flow::open(settings, until));
        known.sends(self.tag(flow, &code), settings, now);
        Ok(Asked::Send(NewCode {
            code,
            person,
            at: now,
        }))
    }

    /// Notes by which way a code went out.
    pub(crate) fn sent(&self, flow: FlowMark, way: Way, now: Duration) -> Option<Asking> {
        let mut kept = self.kept();
        let known = kept.flows.get_mut(&flow)?;
        known.way = way;
        Some(known.asking(now))
    }

    /// Voids a code that did not go out. What is certain not to have gone out does not count.
    pub(crate) fn unsent(&self, flow: FlowMark, new: &NewCode, is_certain: bool) {
        let mut kept = self.kept();
        if let Some(known) = kept
            .flows
            .get_mut(&flow)
            .filter(|known| known.sent == new.at)
        {
            known.voided(is_certain);
        }
        if is_certain {
            kept.codes.take_back(&new.person, new.at);
        }
    }

    /// Counts a start of a recovery for a name.
    pub(crate) fn started(&self, name: &str, limit: u8, now: Duration) -> Result<(), Limited> {
        let name = self.name(name);
        self.kept().starts.count(name, limit, now)
    }

    /// Takes a start back that the tenant refused.
    pub(crate) fn not_started(&self, name: &str, at: Duration) {
        let name = self.name(name);
        self.kept().starts.take_back(&name, at);
    }

    fn name(&self, name: &str) -> Mark {
        self.mark("name", &name.trim().to_lowercase())
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn mark(&self, kind: &str, text: &str) -> Mark {
        hashed(&self.key, &[kind.as_bytes(), b":", text.as_bytes()])
    }

    fn tag(&self, flow: FlowMark, code: &str) -> Mark {
        hashed(&self.key, &[&bound(flow, code)])
    }
}

fn hashed(key: &hmac::Key, parts: &[&[u8]]) -> Mark {
    let mut context = hmac::Context::with_key(key);
    for part in parts {
        context.update(part);
    }
    let mut mark = Mark::default();
    mark.copy_from_slice(context.sign().as_ref());
    mark
}

/// A code is one of its flow alone.
fn bound(flow: FlowMark, code: &str) -> Vec<u8> {
    [b"code:".as_slice(), &flow.0, code.as_bytes()].concat()
}

impl Kept {
    fn make_room(&mut self, now: Duration) -> Result<(), Limited> {
        if self.flows.len() >= MOST {
            self.flows.retain(|_, flow| now < flow.until);
        }
        if self.flows.len() >= MOST {
            return Err(Limited::Full);
        }
        Ok(())
    }
}
