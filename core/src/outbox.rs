//! Events on their way to the host: noted wherever they happen, and delivered when the call that
//! they belong to ends, so that the host is never called while a lock is held.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::ports::events::{Event, Events};

/// Events that wait to be delivered.
pub(crate) struct Outbox {
    host: Option<Arc<dyn Events>>,
    queue: Mutex<Queue>,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Event>,
    /// Somebody delivers: one at a time, so that events come in their order.
    is_open: bool,
}

impl Outbox {
    /// Without a host nothing is noted.
    pub(crate) fn new(host: Option<Arc<dyn Events>>) -> Self {
        Self {
            host,
            queue: Mutex::default(),
        }
    }

    /// Notes `event`.
    pub(crate) fn put(&self, event: Event) {
        if self.host.is_some() {
            self.queue().waiting.push_back(event);
        }
    }

    /// Delivers what is noted when it is dropped: to be made first in each call of an app, so
    /// that it outlives every lock that the call takes, also where the call's future is dropped.
    pub(crate) const fn delivery(&self) -> Delivery<'_> {
        Delivery(self)
    }

    fn deliver(&self) {
        let Some(host) = &self.host else { return };
        {
            let mut queue = self.queue();
            if queue.is_open {
                return;
            }
            queue.is_open = true;
        }
        let turn = Turn(self);
        while let Some(event) = self.next() {
            host.record(&event);
        }
        std::mem::forget(turn);
    }

    /// The next event. Where there is none, the turn ends in the same moment: who notes one from
    /// then on delivers it.
    fn next(&self) -> Option<Event> {
        let mut queue = self.queue();
        let next = queue.waiting.pop_front();
        queue.is_open = next.is_some();
        next
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// See [`Outbox::delivery`].
pub(crate) struct Delivery<'a>(&'a Outbox);

impl Drop for Delivery<'_> {
    fn drop(&mut self) {
        self.0.deliver();
    }
}

/// Ends the turn where the host panics.
struct Turn<'a>(&'a Outbox);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.queue().is_open = false;
    }
}
