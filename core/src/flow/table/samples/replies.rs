//! What the service answers, one of each.

use std::time::Duration;

use super::{GRANTED, PAYLOAD, attributes, code_sent, methods, registrable, token};
use crate::challenge::{BrowserReason, BrowserReasonKind, RiskChallenge};
use crate::clock::Timestamp;
use crate::exchange::{Ask, Reply, TokenGrant, Wanted};
use crate::fault::Cause;
use crate::secret::Secret;

/// Every reply but the refusals.
pub(in crate::flow::table) fn answers() -> Vec<Reply> {
    vec![
        Reply::Opened { token: token("a") },
        Reply::PasswordWanted { token: token("b") },
        Reply::CodeSent {
            token: token("c"),
            code: code_sent(),
        },
        Reply::SecondFactorDue { token: token("d") },
        Reply::Methods {
            token: token("e"),
            methods: methods(),
        },
        Reply::RegistrationDue { token: token("f") },
        Reply::Registrable {
            token: token("g"),
            methods: registrable(),
        },
        Reply::Preverified { token: token("h") },
        Reply::Confirmed { token: token("i") },
        Reply::ChallengeDue {
            token: token("j"),
            wanted: Wanted::Credential,
        },
        Reply::ChallengeDue {
            token: token("j"),
            wanted: Wanted::Verification,
        },
        Reply::AttributesDue {
            token: token("k"),
            attributes: attributes(),
        },
        Reply::CodeProved {
            token: token("l"),
            until: None,
        },
        Reply::PasswordTaken {
            token: token("m"),
            interval: Duration::from_secs(2),
        },
        Reply::StillChanging {
            at: Timestamp::from_unix_millis(1_000),
        },
        Reply::PasswordNotChanged { token: None },
        Reply::Finished {
            token: Some(token("n")),
        },
        Reply::Finished { token: None },
        Reply::Granted(Box::new(TokenGrant {
            access_token: Secret::new(GRANTED),
            refresh_token: Some(Secret::new(GRANTED)),
            id_token: Some(Secret::new(GRANTED)),
            client_info: None,
            scopes: None,
            expires_in: Duration::from_hours(1),
        })),
        Reply::Browser(BrowserReason::new(BrowserReasonKind::Unstated, None)),
        Reply::Challenged(RiskChallenge::new("tmx", PAYLOAD).unwrap()),
        Reply::StepUpDue { claims: None },
    ]
}

pub(in crate::flow::table) fn refusal(cause: Cause) -> Reply {
    Reply::Refused(cause.into())
}

/// Whether an answer of the service to `ask` can become `reply`. The others can't come from it, and
/// the machine takes them all the same; they are asserted, and left out of the tables.
pub(in crate::flow::table) fn can_answer(ask: &Ask, reply: &Reply) -> bool {
    match reply {
        Reply::Browser(_) | Reply::Refused(_) => true,
        Reply::Challenged(_) | Reply::StepUpDue { .. } => false,
        Reply::Opened { .. } => {
            matches!(
                ask,
                Ask::Open { .. } | Ask::OpenSignUp { .. } | Ask::OpenReset
            )
        }
        Reply::PasswordWanted { .. } => {
            matches!(
                ask,
                Ask::FirstChallenge { .. }
                    | Ask::MethodChallenge { .. }
                    | Ask::SignUpChallenge { .. }
            )
        }
        Reply::CodeSent { .. } => {
            matches!(
                ask,
                Ask::FirstChallenge { .. }
                    | Ask::MethodChallenge { .. }
                    | Ask::SignUpChallenge { .. }
                    | Ask::ResetChallenge { .. }
                    | Ask::RegisterContact { .. }
            )
        }
        Reply::Registrable { .. } => matches!(ask, Ask::ListRegistrable { .. }),
        Reply::Preverified { .. } => matches!(ask, Ask::RegisterContact { .. }),
        Reply::Confirmed { .. } => matches!(ask, Ask::ConfirmContact { .. }),
        Reply::ChallengeDue { wanted, .. } => match ask {
            Ask::SignUpCode { .. } | Ask::SignUpPassword { .. } | Ask::SignUpAttributes { .. } => {
                true
            }
            Ask::ResetCode { .. } => *wanted == Wanted::Verification,
            _ => false,
        },
        Reply::AttributesDue { .. } => matches!(
            ask,
            Ask::SignUpCode { .. } | Ask::SignUpPassword { .. } | Ask::SignUpAttributes { .. }
        ),
        Reply::CodeProved { .. } => matches!(ask, Ask::ResetCode { .. }),
        Reply::PasswordTaken { .. } => matches!(ask, Ask::NewPassword { .. }),
        Reply::StillChanging { .. } | Reply::PasswordNotChanged { .. } => {
            matches!(ask, Ask::PollReset { .. })
        }
        Reply::Finished { .. } => matches!(
            ask,
            Ask::SignUpCode { .. }
                | Ask::SignUpPassword { .. }
                | Ask::SignUpAttributes { .. }
                | Ask::PollReset { .. }
        ),
        Reply::Methods { .. } => matches!(ask, Ask::ListMethods { .. }),
        Reply::Granted(_) if matches!(ask, Ask::RedeemAuthorization { .. }) => true,
        Reply::Granted(_) | Reply::SecondFactorDue { .. } | Reply::RegistrationDue { .. } => {
            matches!(
                ask,
                Ask::RedeemPassword { .. }
                    | Ask::RedeemCode { .. }
                    | Ask::RedeemContinuation { .. }
                    | Ask::Refresh { .. }
            )
        }
    }
}
