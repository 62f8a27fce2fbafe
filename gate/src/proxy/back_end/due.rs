//! New accounts that are not in their group yet, by name, so that no other flow of such a person gets tokens here in the
//! meantime. The flow of the sign-up says it by itself, at every gate.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The most names that are remembered.
const MOST: usize = 100_000;

/// The names.
#[derive(Debug, Default)]
pub(super) struct Due(Mutex<HashSet<String>>);

impl Due {
    /// Remembers a name, until it is [done](Due::done).
    pub(super) fn begin(&self, name: &str) {
        let mut names = self.names();
        if names.len() < MOST {
            names.insert(plain(name));
        } else {
            tracing::error!("too many new accounts wait for their group");
        }
    }

    /// Whether the account of that name waits.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names().contains(&plain(name))
    }

    /// The account is in its group.
    pub(super) fn done(&self, name: &str) {
        self.names().remove(&plain(name));
    }

    fn names(&self) -> MutexGuard<'_, HashSet<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A name as the tenant compares it.
fn plain(name: &str) -> String {
    name.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_waits_in_any_case_until_it_is_done() {
        let due = Due::default();
        due.begin("Ada@contoso.example");
        assert!(due.has(" ada@CONTOSO.example") && !due.has("bob@contoso.example"));
        due.done("ADA@contoso.example");
        assert!(!due.has("ada@contoso.example"));
    }

    #[test]
    fn there_is_an_end_to_what_is_remembered() {
        let due = Due::default();
        (0..=MOST).for_each(|number| due.begin(&number.to_string()));
        assert!(due.has("0") && !due.has(&MOST.to_string()));
    }
}
