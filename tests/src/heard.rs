//! A host that keeps what it is told.

use std::sync::{Mutex, PoisonError};

use doorstep::ports::events::{Event, Events};

/// The events of a device, oldest first.
#[derive(Default)]
pub struct Heard(Mutex<Vec<Event>>);

impl Heard {
    /// Everything so far.
    pub fn all(&self) -> Vec<Event> {
        let events = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        events.clone()
    }
}

impl Events for Heard {
    fn record(&self, event: &Event) {
        let mut events = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        events.push(event.clone());
    }
}
