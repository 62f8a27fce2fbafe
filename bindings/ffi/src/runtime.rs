//! The one runtime of the process. It belongs to no client, so that none that is collected ends a call.

use std::cell::RefCell;
use std::time::Duration;

use doorstep::ports::BoxFuture;
use once_cell::sync::OnceCell;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot::{self, Receiver};

use crate::call::Answer;
use crate::error::Failure;

/// Threads that may wait for the host at a time, all its hooks together.
const HOOK_THREADS: usize = 16;

static RUNTIME: OnceCell<Runtime> = OnceCell::new();

tokio::task_local! {
    /// Why a hook of the host failed during the present call.
    static REASON: RefCell<Option<String>>;
}

/// The runtime, made at the first call. A process that may start no threads gets told so, each time.
pub(crate) fn runtime() -> Result<&'static Runtime, Failure> {
    RUNTIME
        .get_or_try_init(|| {
            Builder::new_multi_thread()
                .worker_threads(2)
                .max_blocking_threads(HOOK_THREADS)
                .thread_keep_alive(Duration::from_secs(10))
                .thread_name("doorstep")
                .enable_all()
                .build()
        })
        .map_err(|error| Failure::no_runtime(&error))
}

/// Runs a call to its end, whether or not anybody waits for it.
pub(crate) fn run(
    work: BoxFuture<'static, Result<Answer, Failure>>,
) -> Result<Receiver<Result<Answer, Failure>>, Failure> {
    let (sender, answer) = oneshot::channel();
    spawn(Box::pin(async move {
        let result = work.await;
        let result = result.map_err(|failure| failure.because(REASON.with(RefCell::take)));
        // Nobody waits any more: what was done is saved, and `current()` shows it.
        drop(sender.send(result));
    }))?;
    Ok(answer)
}

/// Runs `task` with a place of its own for why hooks fail meanwhile.
pub(crate) fn spawn(task: BoxFuture<'static, ()>) -> Result<(), Failure> {
    drop(runtime()?.spawn(REASON.scope(RefCell::default(), task)));
    Ok(())
}

/// Notes why a hook failed, for the error that the present call may end in.
pub(crate) fn note(reason: &str) {
    // Outside of a call there is no error that could carry it.
    let _ = REASON.try_with(|cell| cell.replace(Some(reason.to_owned())));
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::sync::Notify;

    use super::*;

    #[test]
    fn a_call_nobody_waits_for_runs_to_its_end() {
        let (go, done) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (its_go, its_done) = (Arc::clone(&go), Arc::clone(&done));
        runtime().unwrap().block_on(async move {
            let mut call = run(Box::pin(async move {
                its_go.notified().await;
                its_done.notify_one();
                Ok(Answer::Done)
            }))
            .unwrap();
            assert!(call.try_recv().is_err(), "it waits for a go");
            drop(call);
            go.notify_one();
            done.notified().await;
        });
    }
}
