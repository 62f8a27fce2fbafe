//! Which requests may bear signals, and which of them something depends on.

use crate::challenge::Channel;
use crate::exchange::{Ask, Factor};
use crate::ports::risk::{RiskPurpose, RiskRoute};
use crate::secret::Secret;

/// Where `ask` goes. A list and a poll bear nothing; nor does what belongs to no transaction, or has been proved on the
/// service's own page.
pub(super) const fn route(ask: &Ask) -> Option<RiskRoute> {
    match ask {
        Ask::Open { .. } => Some(RiskRoute::SignIn),
        Ask::FirstChallenge { .. } | Ask::MethodChallenge { .. } => Some(RiskRoute::Challenge),
        Ask::RedeemPassword { .. } | Ask::RedeemCode { .. } | Ask::RedeemContinuation { .. } => {
            Some(RiskRoute::Token)
        }
        Ask::RegisterContact { .. } => Some(RiskRoute::RegisterChallenge),
        Ask::ConfirmContact { .. } => Some(RiskRoute::RegisterContinue),
        Ask::OpenSignUp { .. } => Some(RiskRoute::SignUp),
        Ask::SignUpChallenge { .. } => Some(RiskRoute::SignUpChallenge),
        Ask::SignUpCode { .. } | Ask::SignUpPassword { .. } | Ask::SignUpAttributes { .. } => {
            Some(RiskRoute::SignUpContinue)
        }
        Ask::OpenReset => Some(RiskRoute::Reset),
        Ask::ResetChallenge { .. } => Some(RiskRoute::ResetChallenge),
        Ask::ResetCode { .. } => Some(RiskRoute::ResetContinue),
        Ask::NewPassword { .. } => Some(RiskRoute::ResetSubmit),
        Ask::ListMethods { .. }
        | Ask::ListRegistrable { .. }
        | Ask::PollReset { .. }
        | Ask::RedeemAuthorization { .. }
        | Ask::Refresh { .. } => None,
    }
}

/// What depends on `ask`, if anything does. `channel` is that of the method which it asks a code by; one that is not
/// known counts as SMS. A second factor is not judged again: it is what a doubt asks for (docs/risk.md 7).
pub(super) fn purpose(ask: &Ask, channel: Option<&Channel>) -> Option<RiskPurpose> {
    match ask {
        Ask::MethodChallenge { .. } => {
            (channel != Some(&Channel::Email)).then_some(RiskPurpose::SmsToKnown)
        }
        Ask::RegisterContact { chosen, .. } => {
            (chosen.channel != Channel::Email).then(|| RiskPurpose::SmsToNew {
                number: Secret::new(chosen.contact.as_str()),
            })
        }
        Ask::RedeemPassword { .. }
        | Ask::RedeemCode {
            factor: Factor::First,
            ..
        }
        | Ask::RedeemContinuation { .. } => Some(RiskPurpose::Token),
        Ask::OpenSignUp { .. } => Some(RiskPurpose::SignUp),
        _ => None,
    }
}
