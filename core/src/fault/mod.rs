//! From what went wrong inside to what the app is told: one table.
//!
//! A [`Cause`] is precise; its row says which of the five errors it becomes, where it leaves the
//! flow, and how loudly it is logged. A flow may put a cause to use before that, such as
//! [`Cause::MethodUndecided`]; it decides nothing else about it.

mod cause;
mod row;

use std::time::Duration;

use tracing::Level;

pub(crate) use self::cause::Cause;
use self::row::{Reaction, Row};
use crate::error::{Error, ErrorInfo, Landing};
use crate::ids::CorrelationId;
use crate::log_safe::safe;

/// What went wrong, with what the service said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) cause: Cause,
    pub(crate) server: ServerDetails,
    pub(crate) retry_after: Option<Duration>,
    /// The id that the refused request had in the service's logs.
    pub(crate) correlation_id: Option<CorrelationId>,
    /// Set where the flow ended by it, whatever its cause does elsewhere.
    pub(crate) is_over: bool,
}

/// The part of the service's error answer that may be shown and logged (docs/protocol.md 9).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct ServerDetails {
    pub(crate) code: Option<u32>,
    pub(crate) suberror: Option<String>,
    pub(crate) timestamp: Option<String>,
    /// The attributes that the error names.
    pub(crate) attributes: Vec<String>,
}

impl From<Cause> for Fault {
    fn from(cause: Cause) -> Self {
        Self {
            cause,
            server: ServerDetails::default(),
            retry_after: None,
            correlation_id: None,
            is_over: false,
        }
    }
}

impl Fault {
    /// As a cause alone, with the time after which it makes sense to try again.
    pub(crate) fn with_retry_after(cause: Cause, retry_after: Option<Duration>) -> Self {
        Self {
            retry_after,
            ..cause.into()
        }
    }

    /// What the app is told, and logged.
    pub(crate) fn into_error(self, correlation_id: Option<CorrelationId>) -> Error {
        let row = self.cause.row();
        let correlation_id = self.correlation_id.or(correlation_id);
        log(&row, correlation_id, self.server.code);
        let info = Box::new(ErrorInfo {
            code: row.code,
            summary: row.summary,
            landing: if self.is_over {
                Landing::FlowOver
            } else {
                row.landing
            },
            correlation_id,
            server_code: self.server.code,
            suberror: self.server.suberror,
            timestamp: self.server.timestamp,
            attributes: self.server.attributes,
        });
        match row.reaction {
            Reaction::Fix(problem) => Error::Fixable { problem, info },
            Reaction::Wait(reason) => Error::Later {
                reason,
                retry_after: self.retry_after,
                info,
            },
            Reaction::Refresh(now) => Error::Misuse { now, info },
            Reaction::Stop(by) => Error::Denied { by, info },
            Reaction::Repair(area) => Error::Broken { area, info },
        }
    }
}

fn log(row: &Row, correlation_id: Option<CorrelationId>, server_code: Option<u32>) {
    let correlation = correlation_id.as_ref().map(safe);
    let number = server_code.unwrap_or_default();
    let code = safe(&row.code);
    match row.level {
        Level::ERROR => tracing::error!(code, correlation, number, "refused"),
        Level::WARN => tracing::warn!(code, correlation, number, "refused"),
        _ => tracing::info!(code, correlation, number, "refused"),
    }
}
