//! What is told to the host and waits for nobody: one thing after the other, on a thread of its own.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::Builder;

/// How many things wait at most; the rest are dropped.
const WAITING: usize = 1024;

type Telling = Box<dyn FnOnce() + Send>;

/// A thread, and what waits for it.
pub(crate) struct Queue(SyncSender<Telling>);

impl Queue {
    /// Nothing where no thread can be started: what is told is not worth failing for.
    pub(crate) fn new(thread: &str) -> Option<Self> {
        let (sender, waiting) = sync_channel::<Telling>(WAITING);
        let deliver = move || {
            for telling in waiting {
                telling();
            }
        };
        let thread = Builder::new().name(thread.to_owned());
        thread.spawn(deliver).ok().map(|_| Self(sender))
    }

    pub(crate) fn put(&self, telling: impl FnOnce() + Send + 'static) {
        // A full queue drops it.
        drop(self.0.try_send(Box::new(telling)));
    }
}
