//! The browser journey: where the service does not go on inside the app, the person signs in on
//! its page, and comes back with a code (RFC 6749, section 4.1, and RFC 7636).

use serde::Serialize;

use super::finish;
use super::machine::{Input, Next};
use super::record::FlowKind;
use crate::browser::{Journey, Outcome};
use crate::challenge::BrowserReason;
use crate::exchange::{Ask, Reply};
use crate::fault::Cause;
use crate::part::part;

/// Why the browser takes over, and the journey there, once it has begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Stage {
    pub(crate) reason: BrowserReason,
    /// What the person was doing.
    #[serde(default, skip_serializing_if = "FlowKind::is_sign_in")]
    pub(crate) kind: FlowKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) journey: Option<Journey>,
}

part!(struct Stage { reason, kind = default, journey });

pub(super) fn plan(stage: &Stage, input: Input) -> Result<Ask, Cause> {
    let Input::Callback(url) = input else {
        return Err(Cause::NotHere);
    };
    let journey = stage.journey.as_ref().ok_or(Cause::CallbackNotOurs)?;
    match journey.read(url.expose())? {
        Outcome::Code(code) => Ok(Ask::RedeemAuthorization {
            code,
            verifier: journey.verifier.clone(),
            redirect_uri: journey.redirect_uri.clone(),
        }),
        Outcome::Refused(cause) => Err(cause),
    }
}

pub(super) fn apply(reply: Reply) -> Next {
    match reply {
        Reply::Granted(grant) => Next::Grant(grant),
        Reply::Refused(fault) => finish::refused(fault),
        _ => finish::unexpected(),
    }
}
