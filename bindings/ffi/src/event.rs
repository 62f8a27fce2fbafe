//! What happens, told to the host for its telemetry.

use std::sync::Arc;

use doorstep::ports::events::{self, Event as CoreEvent};

use crate::client::{FlowKind, StepKind};
use crate::error::millis;
use crate::hook::HookError;
use crate::mirror::mirror;
use crate::queue::Queue;

/// Takes in what happens. It is called on a thread of its own, one event at a time and in their order; while it
/// takes long, events wait, and those beyond the first thousand or so are dropped.
#[uniffi::export(callback_interface)]
pub trait EventSink: Send + Sync {
    /// Takes in one event.
    fn record(&self, event: Event) -> Result<(), HookError>;
}

/// Something that happened. It holds no personal data and no token.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Event {
    /// A call to the service ended.
    CallFinished {
        /// What was asked.
        call: String,
        /// What came of it.
        outcome: String,
        /// What kind of status the answer had.
        status: StatusClass,
        /// How long it took.
        latency_millis: u64,
        /// How many repetitions there were.
        retries: u32,
        /// The call's id in the service's logs.
        correlation_id: String,
    },
    /// A flow came to a step.
    StepShown {
        /// What the flow is for.
        flow: FlowKind,
        /// The step.
        step: StepKind,
        /// The flow's id in the service's logs.
        correlation_id: String,
    },
    /// A flow ended.
    FlowEnded {
        /// What it was for.
        flow: FlowKind,
        /// How.
        outcome: String,
        /// The flow's id in the service's logs.
        correlation_id: String,
    },
    /// Saved records could not be read and were set aside.
    RecordsSetAside {
        /// Why.
        why: SetAside,
        /// How many.
        count: u64,
    },
    /// A risk provider was called, or would have been if it were not at rest.
    RiskHookCalled {
        /// Which call.
        hook: String,
        /// What came of it.
        outcome: String,
        /// How long it took.
        latency_millis: u64,
        /// The flow's id in the service's logs; none before there is a flow.
        correlation_id: Option<String>,
    },
    /// An access token was handed out.
    TokenGiven {
        /// Where it came from.
        from: TokenSource,
    },
}

mirror! {
    /// The kind of an HTTP status.
    StatusClass of events::StatusClass {
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
    } else Other
}

mirror! {
    /// Why records were set aside.
    SetAside of events::SetAside {
        /// They were damaged.
        Damaged,
        /// Their key is gone.
        KeyInvalidated,
    } else Other
}

mirror! {
    /// Where an access token came from.
    TokenSource of events::TokenSource {
        /// From memory.
        Cache,
        /// From a refresh.
        Refresh,
    } else Other
}

/// What crosses of an event; nothing of one that has no form here yet.
fn crossing(event: &CoreEvent) -> Option<Event> {
    Some(match event {
        CoreEvent::CallFinished {
            call,
            outcome,
            status,
            latency,
            retries,
            correlation_id,
        } => Event::CallFinished {
            call: (*call).to_owned(),
            outcome: (*outcome).to_owned(),
            status: (*status).into(),
            latency_millis: millis(*latency),
            retries: *retries,
            correlation_id: correlation_id.to_string(),
        },
        CoreEvent::StepShown {
            flow,
            step,
            correlation_id,
        } => Event::StepShown {
            flow: (*flow).into(),
            step: (*step).into(),
            correlation_id: correlation_id.to_string(),
        },
        CoreEvent::FlowEnded {
            flow,
            outcome,
            correlation_id,
        } => Event::FlowEnded {
            flow: (*flow).into(),
            outcome: (*outcome).to_owned(),
            correlation_id: correlation_id.to_string(),
        },
        CoreEvent::RecordsSetAside { why, count } => Event::RecordsSetAside {
            why: (*why).into(),
            count: *count as u64,
        },
        CoreEvent::RiskHookCalled {
            hook,
            outcome,
            latency,
            correlation_id,
        } => Event::RiskHookCalled {
            hook: (*hook).to_owned(),
            outcome: (*outcome).to_owned(),
            latency_millis: millis(*latency),
            correlation_id: correlation_id.map(|id| id.to_string()),
        },
        CoreEvent::TokenGiven { from } => Event::TokenGiven {
            from: (*from).into(),
        },
        _ => return None,
    })
}

/// The host's sink, as the core's port. The core tells events on the runtime's threads, which must not wait:
/// they go into a queue, and a thread of their own empties it.
pub(crate) struct HostEvents {
    host: Arc<dyn EventSink>,
    queue: Queue,
}

impl HostEvents {
    /// Nothing where no thread can be started: events are not worth failing for.
    pub(crate) fn new(host: Box<dyn EventSink>) -> Option<Self> {
        let queue = Queue::new("doorstep-events")?;
        let host = Arc::from(host);
        Some(Self { host, queue })
    }
}

impl events::Events for HostEvents {
    fn record(&self, event: &CoreEvent) {
        if let Some(event) = crossing(event) {
            let host = Arc::clone(&self.host);
            // Whatever the host throws is about its own telemetry.
            self.queue.put(move || drop(host.record(event)));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::mpsc::{Receiver, Sender, channel};

    use doorstep::ports::events::Events;

    use super::*;

    /// Takes an event in when it is let, and then fails.
    struct Slow(Mutex<Receiver<()>>, Mutex<Sender<Event>>);

    impl EventSink for Slow {
        fn record(&self, event: Event) -> Result<(), HookError> {
            self.0.lock().unwrap().recv().unwrap();
            self.1.lock().unwrap().send(event).unwrap();
            Err(HookError::Locked)
        }
    }

    #[test]
    fn a_sink_that_waits_and_throws_holds_nobody_up_and_gets_events_in_order() {
        let ((go, gate), (sender, seen)) = (channel(), channel());
        let sink = Slow(Mutex::new(gate), Mutex::new(sender));
        let events = HostEvents::new(Box::new(sink)).unwrap();
        let sources = [events::TokenSource::Cache, events::TokenSource::Refresh];
        for from in sources {
            events.record(&CoreEvent::TokenGiven { from });
        }
        for from in sources {
            go.send(()).unwrap();
            let from = from.into();
            assert_eq!(seen.recv().unwrap(), Event::TokenGiven { from });
        }
    }
}
