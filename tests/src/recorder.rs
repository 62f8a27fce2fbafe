//! A recorder of everything that any crate of the process logs, at every level.

use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// The text of all events, spans and log records so far.
#[derive(Debug, Clone, Default)]
pub struct Recorder(Arc<Mutex<String>>);

impl Recorder {
    /// Records from now on, for the whole process. Works once per process.
    pub fn install() -> Self {
        let recorder = Self::default();
        tracing::subscriber::set_global_default(recorder.clone()).unwrap();
        log::set_boxed_logger(Box::new(recorder.clone())).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        recorder
    }

    /// Everything recorded so far.
    pub fn text(&self) -> String {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn line(&self, write: impl FnOnce(&mut String)) {
        let mut text = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        write(&mut text);
        text.push('\n');
    }
}

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.line(|text| {
            text.push_str(span.metadata().target());
            span.record(&mut Fields(text));
        });
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.line(|text| values.record(&mut Fields(text)));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.line(|text| {
            let about = event.metadata();
            let _ = write!(text, "{} {}", about.level(), about.target());
            event.record(&mut Fields(text));
        });
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl log::Log for Recorder {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        self.line(|text| {
            let _ = write!(
                text,
                "{} {} {}",
                record.level(),
                record.target(),
                record.args()
            );
        });
    }

    fn flush(&self) {}
}
