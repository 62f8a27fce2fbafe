//! Errors: five, by what an app does about them.

mod words;

use std::time::Duration;

pub use words::{Area, Denier, Landing, MisuseKind, Problem, Reason, Setting};

/// Why a call failed, by the reaction that it calls for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum Failure {
    /// The person can correct it.
    #[error("{}", info.summary)]
    Fixable {
        /// What to correct.
        problem: Problem,
        /// Details for logs and support.
        info: Box<ErrorInfo>,
    },
    /// Time can correct it.
    #[error("{}", info.summary)]
    Later {
        /// What to wait for.
        reason: Reason,
        /// How long, where that is known.
        retry_after_millis: Option<u64>,
        /// Details for logs and support.
        info: Box<ErrorInfo>,
    },
    /// The app's screen is stale.
    #[error("{}", info.summary)]
    Misuse {
        /// How things stand.
        now: MisuseKind,
        /// Details for logs and support.
        info: Box<ErrorInfo>,
    },
    /// Somebody decided against it.
    #[error("{}", info.summary)]
    Denied {
        /// Who decided.
        by: Denier,
        /// Details for logs and support.
        info: Box<ErrorInfo>,
    },
    /// Somebody must look into it.
    #[error("{}", info.summary)]
    Broken {
        /// Where to look.
        area: Area,
        /// Details for logs and support.
        info: Box<ErrorInfo>,
    },
}

/// What an error says to logs and to support.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ErrorInfo {
    /// Ours, stable, in snake case.
    pub code: String,
    /// One sentence in English for developers.
    pub summary: String,
    /// Whether the flow goes on.
    pub landing: Landing,
    /// The flow's id in the service's logs.
    pub correlation_id: Option<String>,
    /// The first of the service's error numbers.
    pub server_code: Option<u32>,
    /// The service's `suberror`, when it is a plain word.
    pub suberror: Option<String>,
    /// The service's time of the error, as it wrote it.
    pub timestamp: Option<String>,
    /// The names of the attributes that it is about.
    pub attributes: Vec<String>,
    /// The first line of what a hook of the host threw meanwhile. It is the host's own text.
    pub host_reason: Option<String>,
}

impl From<&doorstep::ErrorInfo> for ErrorInfo {
    fn from(info: &doorstep::ErrorInfo) -> Self {
        Self {
            code: info.code.to_owned(),
            summary: info.summary.to_owned(),
            landing: info.landing.into(),
            correlation_id: info.correlation_id.map(Into::into),
            server_code: info.server_code,
            suberror: info.suberror.clone(),
            timestamp: info.timestamp.clone(),
            attributes: info.attributes.clone(),
            host_reason: None,
        }
    }
}

impl From<doorstep::Error> for Failure {
    fn from(error: doorstep::Error) -> Self {
        let info = Box::new(error.info().into());
        match error {
            doorstep::Error::Fixable { problem, .. } => Self::Fixable {
                problem: problem.into(),
                info,
            },
            doorstep::Error::Later {
                reason,
                retry_after,
                ..
            } => Self::Later {
                reason: reason.into(),
                retry_after_millis: retry_after.map(millis),
                info,
            },
            doorstep::Error::Misuse { now, .. } => Self::Misuse {
                now: now.into(),
                info,
            },
            doorstep::Error::Denied { by, .. } => Self::Denied {
                by: by.into(),
                info,
            },
            doorstep::Error::Broken { area, .. } => Self::Broken {
                area: area.into(),
                info,
            },
        }
    }
}

/// The boundary's own: what is wrong before the core is asked, or instead of it.
impl Failure {
    pub(crate) fn setting(setting: Setting, code: &str, summary: &str) -> Self {
        let area = Area::of_setting(setting);
        Self::broken(area, code, summary)
    }

    pub(crate) fn challenge(error: doorstep::InvalidChallenge) -> Self {
        Self::broken(Area::Api, "challenge_invalid", &error.to_string())
    }

    /// There is no flow of an id that is none.
    pub(crate) fn no_such_flow() -> Self {
        Self::Misuse {
            now: MisuseKind::Finished,
            info: own(
                "flow_finished",
                "The flow has ended, or there is none of that id.",
            ),
        }
    }

    pub(crate) fn not_text() -> Self {
        Self::broken(Area::Internal, "not_utf8", "A secret is not text in UTF-8.")
    }

    pub(crate) fn no_runtime(error: &std::io::Error) -> Self {
        Self::broken(
            Area::Internal,
            "no_runtime",
            "Threads could not be started.",
        )
        .because(Some(error.kind().to_string()))
    }

    #[cfg(feature = "rustls")]
    pub(crate) fn no_tls(error: doorstep::transport::TransportError) -> Self {
        Self::broken(Area::Internal, "no_tls", &error.to_string())
    }

    #[cfg(not(feature = "rustls"))]
    pub(crate) fn no_transport() -> Self {
        Self::broken(
            Area::Internal,
            "no_transport",
            "This build of the library has no transport of its own: give it the host's.",
        )
    }

    /// A panic, which is a defect of this library.
    pub(crate) fn defect() -> Self {
        Self::broken(Area::Internal, "defect", "The library failed inside.")
    }

    fn broken(area: Area, code: &str, summary: &str) -> Self {
        let info = own(code, summary);
        Self::Broken { area, info }
    }

    /// Adds why a hook failed, where a failing hook may be the cause.
    pub(crate) fn because(mut self, reason: Option<String>) -> Self {
        if let Self::Later { info, .. } | Self::Broken { info, .. } = &mut self {
            info.host_reason = reason;
        }
        self
    }
}

fn own(code: &str, summary: &str) -> Box<ErrorInfo> {
    Box::new(ErrorInfo {
        code: code.to_owned(),
        summary: summary.to_owned(),
        landing: Landing::FlowOver,
        correlation_id: None,
        server_code: None,
        suberror: None,
        timestamp: None,
        attributes: Vec::new(),
        host_reason: None,
    })
}

/// A time in milliseconds, as it crosses the boundary.
pub(crate) fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
