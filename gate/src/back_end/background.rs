//! Work that goes on after the answer, and ends with the gate.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::task::JoinSet;

/// The most work that goes on at a time.
const MOST: usize = 1024;

/// Work under way. Where it is dropped it breaks off.
#[derive(Debug, Default)]
pub(crate) struct Background(Mutex<JoinSet<()>>);

/// There is too much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Overloaded;

impl Background {
    /// Begins work that nothing but the end of the gate breaks off.
    pub(crate) fn begin(
        &self,
        work: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), Overloaded> {
        let mut under_way = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while under_way.try_join_next().is_some() {}
        if under_way.len() >= MOST {
            tracing::warn!("too much work goes on in the background");
            return Err(Overloaded);
        }
        under_way.spawn(work);
        Ok(())
    }

    /// Waits for what is under way, for so long.
    pub(crate) async fn finish(&self, grace: Duration) {
        let mut left = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let all = async { while left.join_next().await.is_some() {} };
        if tokio::time::timeout(grace, all).await.is_err() {
            tracing::warn!("work in the background was left undone");
        }
    }
}

/// The most times that work is done again.
const MOST_TRIES: u32 = 40;
/// The longest wait between two of them.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// Does something over and over until it comes off, half an hour at least.
pub(crate) async fn insist<T, E, W: Future<Output = Result<T, E>>>(
    first_wait: Duration,
    work: impl Fn() -> W,
) -> Result<T, E> {
    let mut wait = first_wait;
    for _ in 1..MOST_TRIES {
        if let Ok(done) = work().await {
            return Ok(done);
        }
        tokio::time::sleep(wait).await;
        wait = wait.saturating_mul(2).min(LONGEST_WAIT);
    }
    work().await
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_is_under_way_is_waited_for_and_what_takes_too_long_is_not() {
        let background = Background::default();
        let (tell, told) = oneshot::channel();
        let work = async {
            tokio::time::sleep(Duration::from_secs(5)).await;
            let _ = tell.send(());
        };
        background.begin(work).unwrap();
        background.finish(Duration::from_secs(10)).await;
        assert!(told.await.is_ok());
        let (tell, told) = oneshot::channel::<()>();
        let work = async {
            std::future::pending::<()>().await;
            drop(tell);
        };
        background.begin(work).unwrap();
        background.finish(Duration::from_secs(10)).await;
        assert!(told.await.is_err(), "it was broken off");
    }

    #[tokio::test]
    async fn there_is_an_end_to_what_goes_on_at_a_time() {
        let background = Background::default();
        for _ in 0..MOST {
            background.begin(std::future::pending()).unwrap();
        }
        assert_eq!(background.begin(async {}), Err(Overloaded));
        let quick = Background::default();
        for _ in 0..MOST * 2 {
            quick.begin(async {}).unwrap();
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn work_is_done_until_it_comes_off_for_half_an_hour() {
        let tries = Arc::new(AtomicU32::new(0));
        let count = || tries.fetch_add(1, Ordering::SeqCst);
        let begun = tokio::time::Instant::now();
        let never = insist(Duration::from_millis(250), || async {
            count();
            Err::<(), ()>(())
        });
        assert_eq!(never.await, Err(()));
        assert_eq!(tries.load(Ordering::SeqCst), MOST_TRIES);
        assert!(begun.elapsed() > Duration::from_mins(30));
        let third = insist(Duration::from_millis(250), || async {
            if count() < MOST_TRIES + 2 {
                Err(())
            } else {
                Ok(7)
            }
        });
        assert_eq!(third.await, Ok(7));
    }
}
