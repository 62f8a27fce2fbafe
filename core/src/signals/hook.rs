//! One call of a provider: bounded in time, and whatever it does the flow goes on.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;
use std::time::Duration;

use crate::clock::Clock;
use crate::ports::BoxFuture;

/// Why a call of a provider came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HookFault {
    /// It took longer than its budget.
    Late,
    /// It says that it failed.
    Failed,
    /// It panicked.
    Panicked,
    /// It profiles under another session than it was given.
    OtherSession,
    /// It gave a header that can't be sent.
    BadHeader,
    /// It says that it can't judge.
    Unavailable,
    /// It was not called: it was late too often just before.
    Resting,
}

impl HookFault {
    /// The word for events.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Failed => "failed",
            Self::Panicked => "panicked",
            Self::OtherSession => "other_session",
            Self::BadHeader => "bad_header",
            Self::Unavailable => "unavailable",
            Self::Resting => "resting",
        }
    }
}

/// What `call` gives, unless `budget` is over first. Where it answers at once no timer is set.
pub(super) async fn bounded<'a, T>(
    clock: &dyn Clock,
    budget: Duration,
    call: impl FnOnce() -> BoxFuture<'a, T>,
) -> Result<T, HookFault> {
    let mut answer = caught(call)?;
    let mut limit = None;
    poll_fn(|context| {
        match caught(|| answer.as_mut().poll(context)) {
            Ok(Poll::Ready(answer)) => return Poll::Ready(Ok(answer)),
            Ok(Poll::Pending) => {}
            Err(fault) => return Poll::Ready(Err(fault)),
        }
        let limit = limit.get_or_insert_with(|| clock.sleep(budget));
        limit.as_mut().poll(context).map(|()| Err(HookFault::Late))
    })
    .await
}

/// Calls what must return at once.
pub(super) fn caught<T>(call: impl FnOnce() -> T) -> Result<T, HookFault> {
    // What a provider leaves half done is its own: the core shares nothing with it that could be left half done.
    catch_unwind(AssertUnwindSafe(call)).map_err(|_| HookFault::Panicked)
}
