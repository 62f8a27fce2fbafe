//! The events port: what happens, told as it happens, for an app's telemetry.

use std::time::Duration;

use crate::flow::{FlowKind, StepKind};
use crate::ids::CorrelationId;

/// Takes in what happens inside a client.
///
/// It is called on a thread that calls the client, when that call ends or is dropped, and never
/// while the core holds a lock: it may ask the client something. It must return at once, so
/// whatever takes time belongs on a queue of the host's own. Events come in their order, one at a
/// time.
pub trait Events: Send + Sync {
    /// Takes in one event.
    fn record(&self, event: &Event);
}

/// Something that happened. It holds no personal data, no token and no text of the service's, so
/// it may leave the device as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// A call to the service ended.
    CallFinished {
        /// What was asked, by the core's own name for it, such as `redeem_password`.
        call: &'static str,
        /// What came of it: a name such as `granted`, or the code of an error
        /// ([`ErrorInfo::code`](crate::ErrorInfo::code)).
        outcome: &'static str,
        /// What kind of status the answer had.
        status: StatusClass,
        /// How long it took, repetitions included.
        latency: Duration,
        /// How many repetitions there were, each of a request that never left the device.
        retries: u32,
        /// The call's id in the service's logs.
        correlation_id: CorrelationId,
    },
    /// A flow came to a step that is about to be handed out.
    StepShown {
        /// What the flow is for.
        flow: FlowKind,
        /// The step.
        step: StepKind,
        /// The flow's id in the service's logs.
        correlation_id: CorrelationId,
    },
    /// A flow ended.
    FlowEnded {
        /// What it was for.
        flow: FlowKind,
        /// How: `signed_in`, `cancelled`, or the code of an error.
        outcome: &'static str,
        /// The flow's id in the service's logs.
        correlation_id: CorrelationId,
    },
    /// Saved records could not be read and were set aside.
    RecordsSetAside {
        /// Why.
        why: SetAside,
        /// How many.
        count: usize,
    },
    /// A risk provider was called, or would have been if it were not at rest.
    RiskHookCalled {
        /// Which call: `begin`, `ready`, `check` or `attach`.
        hook: &'static str,
        /// What came of it: `begun`, `full`, `partial`, `allow`, `challenge`, `block`, `attached`;
        /// or why nothing did: `late`, `failed`, `panicked`, `unavailable`, `resting`,
        /// `other_session` where it profiles under another session than it was given, `bad_header`.
        outcome: &'static str,
        /// How long it took.
        latency: Duration,
        /// The flow's id in the service's logs; none before there is a flow.
        correlation_id: Option<CorrelationId>,
    },
    /// An access token was handed out.
    TokenGiven {
        /// Where it came from.
        from: TokenSource,
    },
}

/// The kind of an HTTP status, by its first digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StatusClass {
    /// No answer came.
    None,
    /// 200 to 299.
    Success,
    /// 300 to 399.
    Redirection,
    /// 400 to 499.
    ClientError,
    /// 500 to 599.
    ServerError,
    /// Any other number.
    Unknown,
}

impl StatusClass {
    pub(crate) const fn of(status: Option<u16>) -> Self {
        match status {
            None => Self::None,
            Some(200..=299) => Self::Success,
            Some(300..=399) => Self::Redirection,
            Some(400..=499) => Self::ClientError,
            Some(500..=599) => Self::ServerError,
            Some(_) => Self::Unknown,
        }
    }
}

/// Why records were set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SetAside {
    /// They were damaged, or of a form that this version does not know.
    Damaged,
    /// Their key is gone.
    KeyInvalidated,
}

/// Where an access token came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenSource {
    /// From memory, or from the refresh of another caller who was waited for.
    Cache,
    /// From a refresh.
    Refresh,
}
