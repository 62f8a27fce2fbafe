//! A connection that is there before it is needed.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use zeroize::Zeroizing;

use super::{Service, cause};
use crate::clock::Timestamp;
use crate::ids::CorrelationId;
use crate::ports::events::{Event, StatusClass};
use crate::ports::http::{HttpMethod, HttpRequest};

/// A document that everybody may read (docs/protocol.md 5.7): asking for it says nothing about a
/// person.
pub(super) const PATH: &str = "/v2.0/.well-known/openid-configuration";

/// How long a connection is taken to be open after it was used. Transports and servers keep
/// one for a minute or more.
const STAYS_OPEN: Duration = Duration::from_mins(1);

/// The document is of two kilobytes or so; nobody reads it.
const MOST_BYTES: usize = 64 * 1024;

/// When the service was last heard of, or asked for no other reason than to open a connection.
/// Zero is never.
#[derive(Default)]
pub(super) struct LastUse(AtomicU64);

impl LastUse {
    pub(super) fn note(&self, now: Timestamp) {
        self.0.store(now.unix_millis(), Ordering::Relaxed);
    }

    /// Takes the turn to open a connection. Whoever comes after that has none to open.
    fn takes_turn(&self, now: Timestamp) -> bool {
        let is_long_ago = |last: u64| {
            let last = Timestamp::from_unix_millis(last);
            // A clock that was set back says nothing about the connection.
            now < last || now.since(last) >= STAYS_OPEN
        };
        let turn = |last| is_long_ago(last).then_some(now.unix_millis());
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, turn)
            .is_ok()
    }
}

impl Service {
    /// Opens a connection, unless one was used or opened shortly before. Whether that worked
    /// shows at the next call.
    pub(crate) async fn prepare(&self) {
        let started = self.clock.now();
        if !self.last_use.takes_turn(started) {
            return;
        }
        let correlation_id = CorrelationId::make_random();
        let request = HttpRequest {
            method: HttpMethod::Get,
            url: self.open_document.clone(),
            headers: vec![(
                "client-request-id".into(),
                correlation_id.to_string().into(),
            )],
            body: Zeroizing::default(),
            timeout: self.timeout,
            max_response_bytes: MOST_BYTES,
        };
        let answer = self.send(request).await;
        self.outbox.put(Event::CallFinished {
            call: "prepare",
            outcome: answer
                .as_ref()
                .map_or_else(|fault| cause(*fault).code(), |_| "answered"),
            status: StatusClass::of(answer.as_ref().ok().map(|response| response.status)),
            latency: self.clock.now().since(started),
            retries: 0,
            correlation_id,
        });
    }
}
