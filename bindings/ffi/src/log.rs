//! The library's log, to the host.

use std::fmt::{self, Write as _};
use std::sync::Arc;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Level, Metadata, Subscriber};

use crate::hook::HookError;
use crate::queue::Queue;

/// Takes in what the library logs. It is called on a thread of its own, one line at a time.
#[uniffi::export(callback_interface)]
pub trait LogSink: Send + Sync {
    /// Takes in one line. It holds no secret and no personal data, but for what the host's own hooks threw.
    fn log(&self, level: LogLevel, line: String) -> Result<(), HookError>;
}

/// How much a line matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, uniffi::Enum)]
pub enum LogLevel {
    /// A defect.
    Error,
    /// Something failed, and the library goes on.
    Warn,
    /// What a developer of the app may want to know.
    Info,
    /// What a developer of the library may want to know.
    Debug,
}

/// Sends the log of the whole process, up to `level`, to `sink`. The first sink stays until the process ends: false
/// where there is one already, a sink of this library or a subscriber of another.
#[uniffi::export]
pub fn set_log_sink(level: LogLevel, sink: Box<dyn LogSink>) -> bool {
    let Some(log) = Log::new(level, sink) else {
        return false;
    };
    tracing::subscriber::set_global_default(log).is_ok()
}

/// Takes events of this library's crates and knows no spans.
struct Log {
    level: LogLevel,
    sink: Arc<dyn LogSink>,
    queue: Queue,
}

impl Log {
    fn new(level: LogLevel, sink: Box<dyn LogSink>) -> Option<Self> {
        let queue = Queue::new("doorstep-log")?;
        let sink = Arc::from(sink);
        Some(Self { level, sink, queue })
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("doorstep") && level(*metadata.level()) <= self.level
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        let (level, sink) = (level(*event.metadata().level()), Arc::clone(&self.sink));
        // A log that fails has nowhere to be told.
        self.queue.put(move || drop(sink.log(level, line.0)));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

fn level(level: Level) -> LogLevel {
    match level {
        Level::ERROR => LogLevel::Error,
        Level::WARN => LogLevel::Warn,
        Level::INFO => LogLevel::Info,
        _ => LogLevel::Debug,
    }
}

/// The message, and behind it the fields by name.
#[derive(Default)]
struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0.insert_str(0, &format!("{value:?}"));
        } else {
            // Writing to a text can't fail.
            let _ = write!(self.0, " {}={value:?}", field.name());
        }
    }

    // What the library never logs: what would write it is large.
    fn record_f64(&mut self, _: &Field, _: f64) {}

    fn record_i128(&mut self, _: &Field, _: i128) {}

    fn record_u128(&mut self, _: &Field, _: u128) {}

    fn record_bytes(&mut self, _: &Field, _: &[u8]) {}

    fn record_error(&mut self, _: &Field, _: &(dyn std::error::Error + 'static)) {}
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::mpsc::{Sender, channel};

    use super::*;

    struct Lines(Mutex<Sender<(LogLevel, String)>>);

    impl LogSink for Lines {
        fn log(&self, level: LogLevel, line: String) -> Result<(), HookError> {
            self.0.lock().unwrap().send((level, line)).unwrap();
            Ok(())
        }
    }

    #[test]
    fn lines_come_with_their_fields_and_only_up_to_the_level() {
        let (sender, lines) = channel();
        let log = Log::new(LogLevel::Info, Box::new(Lines(Mutex::new(sender)))).unwrap();
        tracing::subscriber::with_default(log, || {
            tracing::debug!("too small");
            tracing::warn!(target: "another", "not ours");
            tracing::info!(status = 200, "called the service");
        });
        let seen: Vec<_> = lines.iter().collect();
        assert_eq!(
            seen,
            [(LogLevel::Info, "called the service status=200".to_owned())]
        );
    }
}
