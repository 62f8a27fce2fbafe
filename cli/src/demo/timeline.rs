//! What happened, when, and with how many requests.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use doorstep::ports::BoxFuture;
use doorstep::ports::http::{Http, HttpFault, HttpRequest, HttpResponse};
use doorstep::transport::ReqwestTransport;

use crate::out;
use crate::paint::Paint;

/// A transport that counts what it sends.
pub(crate) struct CountingHttp {
    inner: ReqwestTransport,
    sent: AtomicU32,
}

impl CountingHttp {
    pub(crate) fn new(inner: ReqwestTransport) -> Self {
        Self {
            inner,
            sent: AtomicU32::new(0),
        }
    }

    pub(crate) fn sent(&self) -> u32 {
        self.sent.load(Ordering::Relaxed)
    }
}

impl Http for CountingHttp {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, HttpFault>> {
        self.sent.fetch_add(1, Ordering::Relaxed);
        self.inner.send(request)
    }
}

/// Prints a line per event: what it was, how many requests it took, and how long.
pub(crate) struct Timeline {
    http: Arc<CountingHttp>,
    paint: Paint,
    begun: Instant,
    last: Instant,
    counted: u32,
}

impl Timeline {
    pub(crate) fn begin(http: Arc<CountingHttp>) -> Self {
        let (paint, now) = (Paint::for_stdout(), Instant::now());
        let title = format!("Doorstep {}", env!("CARGO_PKG_VERSION"));
        out::line(format_args!(
            "{}  a sign-in against a tenant inside this process\n",
            paint.bold(&title)
        ));
        out::line(format_args!(
            "  {}",
            paint.dim(&row("step", "requests", "ms", "outcome"))
        ));
        Self {
            http,
            paint,
            begun: now,
            last: now,
            counted: 0,
        }
    }

    /// Something happened since the last note.
    pub(crate) fn note(&mut self, event: &str, outcome: &str) {
        let (now, sent) = (Instant::now(), self.http.sent());
        let milliseconds = milliseconds(self.last, now);
        let requests = (sent - self.counted).to_string();
        let line = row(event, &requests, &milliseconds, outcome);
        out::line(format_args!("{} {line}", self.paint.green("✓")));
        (self.last, self.counted) = (now, sent);
    }

    /// How much it was so far.
    pub(crate) fn subtotal(&self, what: &str) {
        let total = row(what, &self.http.sent().to_string(), "", "");
        out::line(format_args!("  {}", self.paint.dim(total.trim_end())));
    }

    pub(crate) fn end(self) {
        let total = milliseconds(self.begun, self.last);
        out::line(format_args!(
            "\n{} requests, {total} ms. Nothing left this machine.",
            self.http.sent()
        ));
        out::line("Next: doorstep sandbox, doorstep sign-in --help");
    }
}

fn row(event: &str, requests: &str, milliseconds: &str, outcome: &str) -> String {
    format!("{event:<32}{requests:>8}{milliseconds:>8}  {outcome}")
}

fn milliseconds(from: Instant, to: Instant) -> String {
    format!("{:.1}", to.duration_since(from).as_secs_f64() * 1000.0)
}
