//! Faults to be injected into the next answers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::field_error::{FieldError, at_most, each, range};

/// The faults that wait, in the order in which they are used up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Faults {
    /// The faults. An answer uses the first that matches its endpoint.
    pub faults: Vec<Fault>,
}

/// What goes wrong with the next answers of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The endpoint's path below the tenant, for example `oauth2/v2.0/token`, or `*` for any. Beside the tenant: a call of
    /// Graph as `docs/sandbox.md` lists it, for example `graph/v1.0/users`, `graph/*` for any, or `webhook`. A leading slash does
    /// not matter.
    pub endpoint: String,
    /// How many answers are hit.
    #[serde(default = "once")]
    #[schemars(range(min = 1, max = 1_000_000))]
    pub times: u32,
    /// Milliseconds to wait before the answer.
    #[serde(default)]
    #[schemars(range(min = 0, max = 60_000))]
    pub delay_ms: u32,
    /// Whether the request is carried out before it goes wrong. A delay alone always carries it out.
    #[serde(default)]
    pub when: FaultPoint,
    /// Close the connection without an answer.
    #[serde(default)]
    pub drop: bool,
    /// The status of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 200, max = 599))]
    pub status: Option<u16>,
    /// The body of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<BodyKind>,
    /// A `Retry-After` header, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 86_400))]
    pub retry_after: Option<u32>,
}

/// Where in the handling of a request the fault strikes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FaultPoint {
    /// Before the server acted: nothing changes.
    #[default]
    Before,
    /// After the server acted: it did the work, and the caller does not learn of it.
    After,
}

/// A body that is not what the caller hopes for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// A page as an edge server gives it, with `text/html`.
    Html,
    /// The first half of the answer, under the content length of the whole.
    Truncated,
    /// Nothing.
    Empty,
    /// Bytes that are not text.
    Garbage,
    /// Sixteen mebibytes of valid JSON.
    Huge,
    /// JSON nested ten thousand levels deep.
    DeepJson,
}

impl Fault {
    /// A fault of `endpoint` that strikes once and does nothing yet, and so is refused until it is told what to do.
    pub fn of(endpoint: impl Into<String>) -> Self {
        Self {
            endpoint: endpoint.into(),
            times: 1,
            delay_ms: 0,
            when: FaultPoint::Before,
            drop: false,
            status: None,
            body: None,
            retry_after: None,
        }
    }

    /// Whether the tenant's own answer goes out, sooner or later.
    pub(crate) fn leaves_the_answer_alone(&self) -> bool {
        !self.drop && self.status.is_none() && self.body.is_none() && self.retry_after.is_none()
    }

    fn does_nothing(&self) -> bool {
        self.delay_ms == 0 && self.leaves_the_answer_alone()
    }
}

fn once() -> u32 {
    1
}

impl Faults {
    /// Checks the whole document; `known` says which endpoints there are.
    pub(crate) fn check(&self, known: impl Fn(&str) -> bool) -> Result<(), FieldError> {
        at_most("faults", &self.faults, 1000)?;
        each("faults", &self.faults, |fault| {
            if !known(&fault.endpoint) {
                return Err(FieldError::new(
                    "endpoint",
                    "must be a path such as oauth2/v2.0/token, or *",
                ));
            }
            range("times", fault.times, 1, 1_000_000)?;
            range("delay_ms", fault.delay_ms, 0, 60_000)?;
            range("status", fault.status.unwrap_or(200), 200, 599)?;
            range("retry_after", fault.retry_after.unwrap_or(0), 0, 86_400)?;
            if fault.drop
                && (fault.status.is_some() || fault.body.is_some() || fault.retry_after.is_some())
            {
                return Err(FieldError::new(
                    "drop",
                    "a dropped connection has no status, body or header",
                ));
            }
            if fault.does_nothing() {
                return Err(FieldError::new(
                    "",
                    "does nothing: give it delay_ms, drop, status, retry_after or body",
                ));
            }
            Ok(())
        })
    }
}
