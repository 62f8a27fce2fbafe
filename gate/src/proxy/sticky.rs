//! Who was asked to come back with a context (docs/risk.md 2.2). Only for the mode with 202: the flow's token does not
//! change there, so the demand has to be remembered, by this instance.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use ring::digest::{Context, SHA256};

/// The most demands that are remembered.
const MOST: usize = 100_000;

type Mark = [u8; 32];

/// Demands that still hold.
#[derive(Debug, Default)]
pub(super) struct Sticky(Mutex<HashMap<Mark, Duration>>);

/// There is no room for another demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Full;

/// What a demand is known by: the flow's token, and the person with the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marks(Vec<Mark>);

impl Marks {
    /// For a call. Nothing of it can be read back.
    pub(super) fn of(token: &str, user: Option<&str>, session: Option<&str>) -> Self {
        let person = user
            .zip(session)
            .map(|(user, session)| mark(&["session", &user.to_lowercase(), session]));
        Self(
            std::iter::once(mark(&["token", token]))
                .chain(person)
                .collect(),
        )
    }
}

fn mark(parts: &[&str]) -> Mark {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part.as_bytes());
    }
    let mut mark = Mark::default();
    mark.copy_from_slice(context.finish().as_ref());
    mark
}

impl Sticky {
    /// Whether a demand holds.
    pub(super) fn holds(&self, marks: &Marks, now: Duration) -> bool {
        let demands = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        marks
            .0
            .iter()
            .any(|mark| demands.get(mark).is_some_and(|until| now < *until))
    }

    /// Remembers a demand.
    pub(super) fn demand(&self, marks: &Marks, now: Duration, until: Duration) -> Result<(), Full> {
        let mut demands = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if demands.len() + marks.0.len() > MOST {
            demands.retain(|_, until| now < *until);
        }
        if demands.len() + marks.0.len() > MOST {
            return Err(Full);
        }
        demands.extend(marks.0.iter().map(|mark| (*mark, until)));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_demand_holds_for_the_token_and_for_the_person_in_the_session() {
        let sticky = Sticky::default();
        let marks = Marks::of("token", Some("Ada@contoso.example"), Some("session"));
        sticky.demand(&marks, at(0), at(10)).unwrap();
        let holds =
            |token, user, session, now| sticky.holds(&Marks::of(token, user, session), at(now));
        assert!(holds("token", None, None, 9));
        assert!(holds(
            "other",
            Some("ada@contoso.example"),
            Some("session"),
            9
        ));
        assert!(!holds(
            "other",
            Some("ada@contoso.example"),
            Some("another"),
            9
        ));
        assert!(!holds(
            "other",
            Some("bob@contoso.example"),
            Some("session"),
            9
        ));
        assert!(!holds("token", None, None, 10), "it has ended");
    }

    #[test]
    fn no_demand_is_forgotten_for_another() {
        let sticky = Sticky::default();
        for number in 0..MOST {
            sticky
                .demand(&Marks::of(&number.to_string(), None, None), at(0), at(10))
                .unwrap();
        }
        let one_more = Marks::of("one more", None, None);
        assert_eq!(sticky.demand(&one_more, at(5), at(15)), Err(Full));
        assert!(sticky.holds(&Marks::of("0", None, None), at(5)));
        assert_eq!(
            sticky.demand(&one_more, at(10), at(20)),
            Ok(()),
            "the old ones have ended"
        );
    }
}
