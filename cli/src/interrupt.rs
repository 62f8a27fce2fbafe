//! Ctrl-c and the other ways to ask a process to end, where something must be put back first.

use std::pin::pin;
use std::task::{Context, Poll};

use crate::exit::Failure;

/// The signal that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Interrupted {
    pub(crate) name: &'static str,
    pub(crate) number: u8,
}

impl From<Interrupted> for Failure {
    fn from(signal: Interrupted) -> Self {
        Self::interrupted(signal)
    }
}

const CTRL_C: Interrupted = Interrupted {
    name: "SIGINT",
    number: 2,
};

/// Listens for the signals that ask a process to end. From its making on they do nothing else.
pub(crate) struct Interrupts {
    #[cfg(unix)]
    listeners: Vec<(Interrupted, tokio::signal::unix::Signal)>,
    #[cfg(not(unix))]
    ctrl_c: std::pin::Pin<Box<dyn Future<Output = ()>>>,
}

impl Interrupts {
    #[cfg(unix)]
    pub(crate) fn listen() -> Result<Self, Failure> {
        use tokio::signal::unix::{SignalKind, signal};
        let hang_up = Interrupted {
            name: "SIGHUP",
            number: 1,
        };
        let terminate = Interrupted {
            name: "SIGTERM",
            number: 15,
        };
        let listeners = [CTRL_C, terminate, hang_up].map(|which| {
            let listener = signal(SignalKind::from_raw(which.number.into()));
            listener.map(|listener| (which, listener))
        });
        let listeners: Result<_, _> = listeners.into_iter().collect();
        Ok(Self {
            listeners: listeners.map_err(|error| Failure::machine(&error))?,
        })
    }

    #[cfg(not(unix))]
    pub(crate) fn listen() -> Result<Self, Failure> {
        Ok(Self {
            ctrl_c: Box::pin(async {
                if tokio::signal::ctrl_c().await.is_err() {
                    std::future::pending::<()>().await;
                }
            }),
        })
    }

    /// Does `work`, unless a signal comes first: then it is dropped where it stands.
    pub(crate) async fn or<T>(&mut self, work: impl Future<Output = T>) -> Result<T, Interrupted> {
        let mut work = pin!(work);
        std::future::poll_fn(|context| {
            if let Poll::Ready(which) = self.poll(context) {
                return Poll::Ready(Err(which));
            }
            work.as_mut().poll(context).map(Ok)
        })
        .await
    }

    #[cfg(unix)]
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Interrupted> {
        // Each is polled, so that each wakes.
        let mut came = Poll::Pending;
        for (which, listener) in &mut self.listeners {
            if listener.poll_recv(context).is_ready() {
                came = Poll::Ready(*which);
            }
        }
        came
    }

    #[cfg(not(unix))]
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Interrupted> {
        self.ctrl_c.as_mut().poll(context).map(|()| CTRL_C)
    }
}
