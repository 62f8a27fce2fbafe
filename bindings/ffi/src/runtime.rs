//! The one runtime of the process. It belongs to no client, so that none that is collected ends a call.

use std::cell::RefCell;
use std::future::Future;
use std::time::Duration;

use doorstep::ports::BoxFuture;
use once_cell::sync::OnceCell;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

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

/// Runs a call of the core to its end, whether or not anybody waits for it.
///
/// All that depends on the call itself is its boxed future: this code is there once for each type of answer.
pub(crate) fn run<T, U>(
    work: BoxFuture<'static, Result<T, doorstep::Error>>,
) -> BoxFuture<'static, Result<U, Failure>>
where
    T: Send + 'static,
    U: From<T> + Send + 'static,
{
    let (sender, answer) = oneshot::channel();
    let spawned = spawn(Box::pin(async move {
        let result = work.await.map(U::from).map_err(failure);
        // Nobody waits any more: what was done is saved, and `current()` shows it.
        drop(sender.send(result));
    }));
    Box::pin(async move {
        spawned?;
        // The sender is gone without an answer only where the task panicked.
        answer.await.unwrap_or_else(|_| Err(Failure::defect()))
    })
}

fn spawn(task: BoxFuture<'static, ()>) -> Result<(), Failure> {
    drop(runtime()?.spawn(REASON.scope(RefCell::default(), task)));
    Ok(())
}

/// The error of the present call, with what its hooks said.
fn failure(error: doorstep::Error) -> Failure {
    Failure::from(error).because(REASON.with(RefCell::take))
}

/// As [`run`], for a call that can't fail.
pub(crate) fn run_through(
    work: impl Future<Output = ()> + Send + 'static,
) -> BoxFuture<'static, Result<(), Failure>> {
    run(Box::pin(async move {
        work.await;
        Ok::<(), doorstep::Error>(())
    }))
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
    use crate::error::Area;

    #[test]
    fn a_call_nobody_waits_for_runs_to_its_end() {
        let (go, done) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (its_go, its_done) = (Arc::clone(&go), Arc::clone(&done));
        runtime().unwrap().block_on(async move {
            let mut call = Box::pin(run_through(async move {
                its_go.notified().await;
                its_done.notify_one();
            }));
            tokio::select! {
                biased;
                _ = &mut call => panic!("it waits for a go"),
                () = std::future::ready(()) => {}
            }
            drop(call);
            go.notify_one();
            done.notified().await;
        });
    }

    #[test]
    fn a_call_that_panics_is_a_defect_and_no_end_of_the_process() {
        let answer: Result<(), Failure> = runtime().unwrap().block_on(run(Box::pin(async {
            assert!(std::env::args().count() == 0, "on purpose");
            Ok(())
        })));
        assert!(matches!(
            answer,
            Err(Failure::Broken {
                area: Area::Internal,
                ..
            })
        ));
    }

    #[test]
    fn the_reason_of_a_hook_stays_in_its_call() {
        runtime().unwrap().block_on(async {
            note("lost, outside of any call");
            let call = run::<(), ()>(Box::pin(async {
                note("the disk is full");
                Err(doorstep::Config::new("no", "no").unwrap_err())
            }));
            let Err(Failure::Broken { info, .. }) = call.await else {
                panic!("it fails");
            };
            assert_eq!(info.host_reason.as_deref(), Some("the disk is full"));
        });
    }
}
