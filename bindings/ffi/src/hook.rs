//! How the host is called: on a thread of its own, with patience that ends.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::runtime::note;

/// A hook that hung so often in a row is not called any more.
const HUNG_TOO_OFTEN: u32 = 2;

/// The longest reason that is kept, in characters.
const LONGEST_REASON: usize = 200;

/// What a hook of the host throws.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum HookError {
    /// Not now: the device is locked.
    #[error("locked")]
    Locked,
    /// It failed.
    #[error("{reason}")]
    Failed {
        /// Why, for logs. Of several lines the first one is kept.
        reason: String,
    },
}

/// Whatever else a hook throws is a failure, with the first line of what it says.
impl From<uniffi::UnexpectedUniFFICallbackError> for HookError {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed {
            reason: error.reason,
        }
    }
}

/// Why a hook gave no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HookFault {
    /// The device is locked.
    Locked,
    /// It threw.
    Failed,
    /// It did not return in time.
    Hung,
    /// It was not called: it hung too often.
    Unavailable,
}

/// One of the host's objects, and how it behaved so far.
pub(crate) struct Hook {
    name: &'static str,
    patience: Duration,
    hung: AtomicU32,
}

impl Hook {
    pub(crate) fn new(name: &'static str, patience: Duration) -> Arc<Self> {
        Arc::new(Self {
            name,
            patience,
            hung: AtomicU32::new(0),
        })
    }

    /// Calls the host on a thread that may wait, and waits for it as long as there is patience. To be
    /// awaited on the runtime.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        call: impl FnOnce() -> Result<T, HookError> + Send + 'static,
    ) -> Result<T, HookFault> {
        let place = Arc::new(Mutex::new(None));
        let its_place = Arc::clone(&place);
        self.call(Box::new(move || {
            let value = call()?;
            *its_place.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
            Ok(())
        }))
        .await?;
        let value = place.lock().unwrap_or_else(PoisonError::into_inner).take();
        value.ok_or(HookFault::Failed)
    }

    /// As [`Self::ask`], once for hooks of every kind.
    async fn call(
        &self,
        call: Box<dyn FnOnce() -> Result<(), HookError> + Send>,
    ) -> Result<(), HookFault> {
        if self.hung.load(Ordering::Relaxed) >= HUNG_TOO_OFTEN {
            self.tell("it hung too often and is not called any more");
            return Err(HookFault::Unavailable);
        }
        let answer = tokio::task::spawn_blocking(call);
        let Ok(answer) = tokio::time::timeout(self.patience, answer).await else {
            self.hung.fetch_add(1, Ordering::Relaxed);
            self.tell("it did not return in time");
            return Err(HookFault::Hung);
        };
        self.hung.store(0, Ordering::Relaxed);
        match answer {
            Ok(Ok(())) => Ok(()),
            Ok(Err(HookError::Locked)) => {
                self.tell("it says that the device is locked");
                Err(HookFault::Locked)
            }
            Ok(Err(HookError::Failed { reason })) => {
                self.tell(&first_line(&reason));
                Err(HookFault::Failed)
            }
            Err(_) => {
                self.tell("it panicked");
                Err(HookFault::Failed)
            }
        }
    }

    /// To the log and to the error that the present call may end in.
    fn tell(&self, what: &str) {
        let what = format!("{}: {what}", self.name);
        tracing::warn!("a hook failed: {what}");
        note(&what);
    }
}

fn first_line(reason: &str) -> String {
    let line = reason.lines().map(str::trim).find(|line| !line.is_empty());
    line.unwrap_or("no reason given")
        .chars()
        .take(LONGEST_REASON)
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::runtime::runtime;

    fn ask<T: Send + 'static>(
        hook: &Arc<Hook>,
        call: impl FnOnce() -> Result<T, HookError> + Send + 'static,
    ) -> Result<T, HookFault> {
        runtime().unwrap().block_on(hook.ask(call))
    }

    #[test]
    fn a_hook_that_hung_twice_is_not_called_a_third_time() {
        let hook = Hook::new("vault", Duration::ZERO);
        let (go, gate) = mpsc::channel::<()>();
        let gate = Arc::new(Mutex::new(gate));
        for _ in 0..2 {
            let gate = Arc::clone(&gate);
            let hung = ask(&hook, move || {
                let gate = gate.lock().unwrap();
                gate.recv().map_err(|_| HookError::Locked)
            });
            assert_eq!(hung, Err(HookFault::Hung));
        }
        let (called, calls) = mpsc::channel();
        let third = ask(&hook, move || {
            called.send(()).map_err(|_| HookError::Locked)
        });
        assert_eq!(third, Err(HookFault::Unavailable));
        assert!(calls.recv().is_err(), "it was called");
        drop(go);
    }

    #[test]
    fn a_hook_that_returns_is_forgiven() {
        let hook = Hook::new("vault", Duration::from_mins(1));
        hook.hung.store(1, Ordering::Relaxed);
        assert_eq!(ask(&hook, || Ok(7)), Ok(7));
        assert_eq!(hook.hung.load(Ordering::Relaxed), 0);
    }

    #[test]
    fn what_a_hook_throws_is_told_apart() {
        let hook = Hook::new("records", Duration::from_mins(1));
        let locked: Result<(), _> = ask(&hook, || Err(HookError::Locked));
        assert_eq!(locked, Err(HookFault::Locked));
        let thrown = HookError::from(uniffi::UnexpectedUniFFICallbackError::new("boom"));
        let failed: Result<(), _> = ask(&hook, || Err(thrown));
        assert_eq!(failed, Err(HookFault::Failed));
    }

    #[test]
    fn of_a_reason_the_first_line_is_kept() {
        assert_eq!(
            first_line("\n  IllegalState: boom \n\tat App.kt:7"),
            "IllegalState: boom"
        );
        assert_eq!(first_line(" \n"), "no reason given");
        assert_eq!(first_line(&"x".repeat(999)).len(), LONGEST_REASON);
    }
}
