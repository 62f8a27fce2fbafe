//! What came of each decision, as a provider learns it (docs/risk.md 3.1).

use crate::challenge::Channel;
use crate::exchange::{Ask, Factor, Reply};
use crate::fault::Cause;
use crate::ports::risk::{RiskDecision, RiskOutcome, RiskResult};

/// What `reply` to `ask` decides. `channel` is that of the code that was typed or asked for.
pub(crate) fn outcome(ask: &Ask, reply: &Reply, channel: Option<Channel>) -> Option<RiskOutcome> {
    let decision = decision(ask)?;
    let result = result(ask, reply)?;
    let channel = match reply {
        Reply::CodeSent { code, .. } => Some(code.channel.clone()),
        _ => channel,
    };
    Some(RiskOutcome {
        decision,
        result,
        channel: channel.filter(|_| !matches!(ask, Ask::RedeemPassword { .. })),
    })
}

const fn decision(ask: &Ask) -> Option<RiskDecision> {
    match ask {
        Ask::RedeemPassword { .. } => Some(RiskDecision::Password),
        Ask::RedeemCode {
            factor: Factor::First,
            ..
        } => Some(RiskDecision::FirstCode),
        Ask::MethodChallenge { .. }
        | Ask::RedeemCode {
            factor: Factor::Second,
            ..
        } => Some(RiskDecision::SecondFactor),
        Ask::RegisterContact { .. } | Ask::ConfirmContact { .. } => {
            Some(RiskDecision::Registration)
        }
        Ask::OpenSignUp { .. } | Ask::SignUpPassword { .. } | Ask::SignUpAttributes { .. } => {
            Some(RiskDecision::SignUp)
        }
        Ask::SignUpCode { .. } => Some(RiskDecision::SignUpCode),
        Ask::ResetCode { .. } => Some(RiskDecision::ResetCode),
        Ask::NewPassword { .. } | Ask::PollReset { .. } => Some(RiskDecision::PasswordReset),
        Ask::RedeemContinuation { .. } => Some(RiskDecision::SignIn),
        _ => None,
    }
}

fn result(ask: &Ask, reply: &Reply) -> Option<RiskResult> {
    match (ask, reply) {
        (_, Reply::Refused(fault)) => failure(fault.cause),
        (Ask::MethodChallenge { .. } | Ask::RegisterContact { .. }, Reply::CodeSent { .. }) => {
            Some(RiskResult::Begun)
        }
        _ => passes(ask, reply).then_some(RiskResult::Passed),
    }
}

const fn passes(ask: &Ask, reply: &Reply) -> bool {
    match ask {
        Ask::RedeemPassword { .. } | Ask::RedeemCode { .. } => matches!(
            reply,
            Reply::Granted(_) | Reply::SecondFactorDue { .. } | Reply::RegistrationDue { .. }
        ),
        Ask::RegisterContact { .. } => matches!(reply, Reply::Preverified { .. }),
        Ask::ConfirmContact { .. } => matches!(reply, Reply::Confirmed { .. }),
        Ask::RedeemContinuation { .. } => matches!(reply, Reply::Granted(_)),
        Ask::SignUpCode { .. } => matches!(
            reply,
            Reply::Finished { .. } | Reply::ChallengeDue { .. } | Reply::AttributesDue { .. }
        ),
        Ask::SignUpPassword { .. }
        | Ask::SignUpAttributes { .. }
        | Ask::NewPassword { .. }
        | Ask::PollReset { .. } => matches!(reply, Reply::Finished { .. }),
        Ask::ResetCode { .. } => matches!(reply, Reply::CodeProved { .. }),
        _ => false,
    }
}

/// What a refusal decides; nothing where it is about the network, the flow or the form of what was typed.
const fn failure(cause: Cause) -> Option<RiskResult> {
    match cause {
        Cause::WrongPassword | Cause::WrongCode | Cause::LockedOut => Some(RiskResult::Failed),
        Cause::ProviderDenied
        | Cause::MethodBlocked
        | Cause::ContactDisallowed
        | Cause::AccessDenied => Some(RiskResult::Blocked),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::Fault;
    use crate::ids::{ContinuationToken, MethodId};
    use crate::secret::Secret;

    fn token() -> ContinuationToken {
        ContinuationToken::new("ct".to_owned())
    }

    fn told(ask: &Ask, reply: &Reply) -> Option<(RiskDecision, RiskResult)> {
        let outcome = outcome(ask, reply, Some(Channel::Sms))?;
        Some((outcome.decision, outcome.result))
    }

    #[test]
    fn a_password_decides_and_an_outage_does_not() {
        let ask = Ask::RedeemPassword {
            token: token(),
            password: Secret::new("p"),
        };
        let refused = |cause: Cause| Reply::Refused(Fault::from(cause));
        let password = |result| Some((RiskDecision::Password, result));
        let step_up = Reply::SecondFactorDue { token: token() };
        assert_eq!(told(&ask, &step_up), password(RiskResult::Passed));
        assert_eq!(
            told(&ask, &refused(Cause::WrongPassword)),
            password(RiskResult::Failed)
        );
        assert_eq!(
            told(&ask, &refused(Cause::ProviderDenied)),
            password(RiskResult::Blocked)
        );
        assert_eq!(told(&ask, &refused(Cause::TimedOut)), None);
        assert_eq!(
            outcome(&ask, &step_up, Some(Channel::Sms)).unwrap().channel,
            None
        );
    }

    #[test]
    fn a_second_factor_begins_when_it_is_asked_for() {
        let ask = Ask::MethodChallenge {
            token: token(),
            method: MethodId::new("m"),
        };
        let due = Reply::SecondFactorDue { token: token() };
        assert_eq!(told(&ask, &due), None);
    }
}
