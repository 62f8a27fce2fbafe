//! What is told about a call. Words and numbers of the gate's own alone: there is no field that a name, a number, an
//! address, a token or a session would fit into.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use super::back_end::Done;
use crate::decide::{Decision, SessionState, Verdict};
use crate::provider::Failure;
use crate::words::{Channel, Grant, Route};

/// What is told in place of a status when the client closed first.
const CLOSED: u16 = 499;

/// One native call and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    /// When it came, in seconds since 1970.
    pub at: u64,
    /// The route.
    pub route: Route,
    /// What a token request redeems.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant: Option<Grant>,
    /// Where a code would go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// Whether it came with a risk session; only where one is looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionState>,
    /// What the provider said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// What a back-end rule did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub back_end: Option<Done>,
    /// Why the provider or the back end said nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// What was decided; none when the request did not come that far.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// The status of the answer; 499 when the client closed before there was one.
    pub status: u16,
    /// How long the provider took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_ms: Option<u64>,
    /// How long the tenant took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_ms: Option<u64>,
    /// A text message went out although nobody was asked: the gate took the call for something else.
    #[serde(skip_serializing_if = "is_false")]
    pub unforeseen_text: bool,
    /// The call's id, by which client, gate and tenant find each other's traces.
    pub correlation: uuid::Uuid,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands on references"
)]
fn is_false(value: &bool) -> bool {
    !*value
}

impl Record {
    pub(super) fn begun(route: Route, at: u64, correlation: uuid::Uuid) -> Self {
        Self {
            at,
            route,
            grant: None,
            channel: None,
            session: None,
            verdict: None,
            back_end: None,
            failure: None,
            decision: None,
            status: CLOSED,
            provider_ms: None,
            tenant_ms: None,
            unforeseen_text: false,
            correlation,
        }
    }
}

/// Takes the records.
#[derive(Clone)]
pub struct Records(Arc<dyn Fn(&Record) + Send + Sync>);

impl Records {
    /// Tells `listener`, which must return at once.
    pub fn to(listener: impl Fn(&Record) + Send + Sync + 'static) -> Self {
        Self(Arc::new(listener))
    }

    /// Follows a call, and tells about it at its end, whatever that is.
    pub(super) fn begin(&self, record: Record) -> Telling<'_> {
        Telling {
            records: self,
            record,
        }
    }
}

/// A call under way. A client that closes ends the call's own work, and still leaves a record of what came before: the
/// tenant may have sent a text already.
pub(super) struct Telling<'a> {
    records: &'a Records,
    record: Record,
}

impl Telling<'_> {
    pub(super) fn record(&mut self) -> &mut Record {
        &mut self.record
    }
}

impl Drop for Telling<'_> {
    fn drop(&mut self) {
        (self.records.0)(&self.record);
    }
}

impl fmt::Debug for Records {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Records")
    }
}
