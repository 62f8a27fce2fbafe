//! What is saved of a flow, so that it survives the process: everything but passwords and codes.
//!
//! The form is versioned by its `schema`. A field that is added must have a default, and
//! is not written while it has it; a change that is more than that is a new schema with a path
//! from the old one. An unknown schema is a
//! damaged record, not a guess.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::machine::Stage;
use super::turns::SentTo;
use crate::challenge::{Channel, CodePurpose};
use crate::clock::Timestamp;
use crate::ids::{AccountId, CorrelationId, FlowId, Revision, Username};
use crate::part::part;
use crate::ports::risk::RiskSession;
use crate::terms::{Claims, RecoveryReason, Scopes};

/// A saved flow of any schema.
#[derive(Serialize)]
#[serde(tag = "schema")]
pub(crate) enum SavedFlow {
    #[serde(rename = "1")]
    V1(FlowRecord),
}

/// A saved flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct FlowRecord {
    pub(crate) id: FlowId,
    pub(crate) kind: FlowKind,
    pub(crate) revision: Revision,
    pub(crate) stage: Stage,
    pub(crate) correlation_id: CorrelationId,
    pub(crate) username: Username,
    pub(crate) scopes: Scopes,
    pub(crate) claims: Option<Claims>,
    /// Whether it adds to the session of who is signed in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) step_up: bool,
    /// Whose session that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) account: Option<AccountId>,
    /// How long ago that sign-in may be, at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) max_age: Option<Duration>,
    /// What a reset is for, beside a new password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) recovery: Option<RecoveryReason>,
    /// When the step that the person sees was handed out.
    pub(crate) since: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) pending: Option<Pending>,
    /// The codes that were sent in the course of this flow, each purpose's last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) codes: Vec<EarlierCode>,
    /// What the person chose codes to be sent to, as long as none may be asked for there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) chosen: Vec<SentTo>,
    /// Names the flow to a risk provider, which profiles under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) risk_session: Option<RiskSession>,
}

part!(struct FlowRecord {
    id,
    kind,
    revision,
    stage,
    correlation_id,
    username,
    scopes,
    claims,
    step_up = default,
    account,
    max_age,
    recovery,
    since,
    expires_at,
    pending,
    codes = default,
    chosen = default,
    risk_session,
});

/// The kinds of flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FlowKind {
    /// Signing in.
    #[default]
    SignIn,
    /// Making an account.
    SignUp,
    /// Resetting a password.
    ResetPassword,
}

part!(enum FlowKind {
    "sign_in" => SignIn,
    "sign_up" => SignUp,
    "reset_password" => ResetPassword,
});

impl FlowKind {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands out references"
    )]
    pub(crate) const fn is_sign_in(&self) -> bool {
        matches!(self, Self::SignIn)
    }
}

/// A code that was sent earlier in the same flow.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub(crate) struct EarlierCode {
    pub(crate) purpose: CodePurpose,
    pub(crate) channel: Channel,
    pub(crate) sent_to: String,
}

part!(struct EarlierCode { purpose, channel, sent_to });

impl std::fmt::Debug for EarlierCode {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "EarlierCode({:?})", self.purpose)
    }
}

/// A call was begun whose repetition may not be safe. It is cleared by an answer; a record that
/// still has it tells of a call whose answer never came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Pending {
    pub(crate) ask: String,
    pub(crate) since: Timestamp,
}

part!(struct Pending { ask, since });

#[cfg(test)]
mod tests {
    use super::super::sign_in;
    use super::*;
    use crate::archive;
    use crate::ids::ContinuationToken;

    /// Never change this text: records like it lie on devices.
    const FROZEN: &str = r#"{"schema":"1","id":"3f2c9d52-6f0e-4d8e-9c49-0d5f7c1f4a11","kind":"sign_in","revision":1,"stage":{"sign_in":{"password_required":{"token":"ct"}}},"correlation_id":"a1a1a1a1-5555-4666-8777-888888888888","username":"ada@contoso.example","scopes":["openid"],"claims":"{}","since":1000,"expires_at":2000,"pending":{"ask":"redeem_password","since":1500}}"#;

    #[test]
    fn a_record_of_schema_1_can_be_read_for_ever() {
        let SavedFlow::V1(record) = archive::read(FROZEN.as_bytes()).unwrap();
        let token = ContinuationToken::new("ct".to_owned());
        assert_eq!(
            record.stage,
            Stage::SignIn(sign_in::Stage::PasswordRequired { token })
        );
        assert_eq!(record.pending.as_ref().unwrap().ask, "redeem_password");
        let again = serde_json::to_string(&SavedFlow::V1(record)).unwrap();
        assert_eq!(again, FROZEN);
    }

    #[test]
    fn a_risk_session_is_kept_and_is_none_where_there_was_none() {
        let SavedFlow::V1(without) = archive::read(FROZEN.as_bytes()).unwrap();
        assert_eq!(without.risk_session, None);
        let session = r#""0f6d1c3a111142228333444455556666""#;
        let end = format!(r#","risk_session":{session}}}"#);
        let text = format!("{}{end}", &FROZEN[..FROZEN.len() - 1]);
        let SavedFlow::V1(with) = archive::read(text.as_bytes()).unwrap();
        assert_eq!(serde_json::to_string(&with.risk_session).unwrap(), session);
        assert_eq!(serde_json::to_string(&SavedFlow::V1(with)).unwrap(), text);
    }

    #[test]
    fn a_recovery_is_kept_and_is_none_where_there_was_none() {
        let SavedFlow::V1(without) = archive::read(FROZEN.as_bytes()).unwrap();
        assert_eq!(without.recovery, None);
        let text = FROZEN.replace(
            r#""since":1000"#,
            r#""recovery":"device_lost","since":1000"#,
        );
        let SavedFlow::V1(with) = archive::read(text.as_bytes()).unwrap();
        assert_eq!(with.recovery, Some(RecoveryReason::DeviceLost));
        assert_eq!(serde_json::to_string(&SavedFlow::V1(with)).unwrap(), text);
        let odd = text.replace("device_lost", "something_new");
        assert!(archive::read::<SavedFlow>(odd.as_bytes()).is_none());
    }

    #[test]
    fn a_record_of_an_unknown_schema_is_refused() {
        let newer = FROZEN.replace(r#""schema":"1""#, r#""schema":"2""#);
        assert!(archive::read::<SavedFlow>(newer.as_bytes()).is_none());
    }
}
