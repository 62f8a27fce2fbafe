//! A clock that a test sets forward, for the device and the tenant together.

use std::convert::Infallible;
use std::time::{Duration, SystemTime};

use doorstep::ports::BoxFuture;
use doorstep::{Clock, Timestamp};
use doorstep_sandbox::Control;
use tokio::sync::watch;

/// Sleeps shorter than this are over at once: pauses between two attempts, which no test waits
/// for.
const NAP: Duration = Duration::from_secs(1);

/// Sleeps longer than this are limits, such as that of a request, and no pauses.
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// The device's clock: the machine's, plus what the test added. Sleeps end when the test moves
/// the clock past them.
pub struct TestClock {
    tenant: Control,
    ahead: watch::Sender<Duration>,
    /// When the pause ends that began last.
    pause: watch::Sender<Duration>,
}

impl TestClock {
    /// A clock that takes the tenant's along.
    pub fn new(tenant: Control) -> Self {
        Self {
            tenant,
            ahead: watch::Sender::new(Duration::ZERO),
            pause: watch::Sender::new(Duration::ZERO),
        }
    }

    /// Moves both clocks.
    pub fn advance(&self, seconds: u32) {
        self.tenant.advance_clock(seconds);
        self.advance_device(Duration::from_secs(seconds.into()));
    }

    /// Moves both clocks whenever the core pauses between two requests, to the end of the pause.
    pub async fn pass(&self) -> Infallible {
        let mut pauses = self.pause.subscribe();
        loop {
            let now = *self.ahead.borrow();
            let end = pauses.wait_for(|end| *end > now).await;
            let left = end.map(|end| end.saturating_sub(now)).unwrap_or_default();
            self.advance(u32::try_from(left.as_millis().div_ceil(1000)).unwrap());
        }
    }

    /// Moves the device's clock alone.
    pub fn advance_device(&self, time: Duration) {
        self.ahead.send_modify(|ahead| *ahead += time);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        (SystemTime::now() + *self.ahead.borrow()).into()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let mut ahead = self.ahead.subscribe();
        let end = *ahead.borrow() + duration;
        if (NAP..=LONGEST_PAUSE).contains(&duration) {
            self.pause.send_replace(end);
        }
        Box::pin(async move {
            let over = duration < NAP || ahead.wait_for(|ahead| *ahead >= end).await.is_ok();
            if !over {
                std::future::pending::<()>().await;
            }
        })
    }
}
