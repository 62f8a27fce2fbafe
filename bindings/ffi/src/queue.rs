//! What is told to the host and waits for nobody: one thing after the other, on a thread of its own.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::Builder;

/// How many things wait at most; the rest are dropped.
const WAITING: usize = 1024;

type Telling = Box<dyn FnOnce() + Send>;

/// A thread, and what waits for it. The thread tells what waits yet, and ends with the queue.
pub(crate) struct Queue(Arc<Line>);

#[derive(Default)]
struct Line {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Telling>,
    is_closed: bool,
}

impl Queue {
    /// Nothing where no thread can be started: what is told is not worth failing for.
    pub(crate) fn new(thread: &str) -> Option<Self> {
        let line = Arc::new(Line::default());
        let its_line = Arc::clone(&line);
        let deliver = move || {
            while let Some(telling) = its_line.next() {
                telling();
            }
        };
        let thread = Builder::new().name(thread.to_owned());
        thread.spawn(deliver).ok().map(|_| Self(line))
    }

    pub(crate) fn put(&self, telling: impl FnOnce() + Send + 'static) {
        self.0.put(Box::new(telling));
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        self.0.state().is_closed = true;
        self.0.changed.notify_one();
    }
}

impl Line {
    /// A full line drops it.
    fn put(&self, telling: Telling) {
        let mut state = self.state();
        if state.waiting.len() < WAITING {
            state.waiting.push_back(telling);
            self.changed.notify_one();
        }
    }

    /// Waits for the next one. Nothing, once there will be none.
    fn next(&self) -> Option<Telling> {
        let is_idle = |state: &mut State| state.waiting.is_empty() && !state.is_closed;
        let state = self.changed.wait_while(self.state(), is_idle);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        state.waiting.pop_front()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn what_waits_is_told_in_its_order_and_the_thread_ends_behind_it() {
        let queue = Queue::new("telling").unwrap();
        let (told, telling) = mpsc::channel();
        for number in 0..3 {
            let told = told.clone();
            queue.put(move || told.send(number).unwrap());
        }
        drop((told, queue));
        assert_eq!(telling.iter().collect::<Vec<_>>(), [0, 1, 2]);
    }

    #[test]
    fn a_full_queue_drops_what_comes() {
        let queue = Queue::new("telling").unwrap();
        let (go, gate) = mpsc::channel::<()>();
        let (begun, begins) = mpsc::channel();
        queue.put(move || {
            begun.send(()).unwrap();
            gate.recv().unwrap();
        });
        begins.recv().unwrap();
        let (told, telling) = mpsc::channel();
        for number in 0..=WAITING {
            let told = told.clone();
            queue.put(move || told.send(number).unwrap());
        }
        drop(told);
        go.send(()).unwrap();
        assert_eq!(telling.iter().last(), Some(WAITING - 1));
    }
}
