//! One of each: stages, inputs, replies. Secrets among them are planted, so that they can be
//! looked for.

use std::time::Duration;

use crate::challenge::{AuthMethod, BrowserReason, BrowserReasonKind, Channel, CodeSent};
use crate::clock::Timestamp;
use crate::exchange::{Ask, Reply, TokenGrant};
use crate::fault::Cause;
use crate::flow::machine::{Input, Stage};
use crate::flow::{mfa, sign_in};
use crate::ids::{ContinuationToken, MethodId};
use crate::secret::Secret;

pub(super) const PASSWORD: &str = "planted-password";
pub(super) const CODE: &str = "planted-code";
pub(super) const GRANTED: &str = "planted-token";

fn token(text: &str) -> ContinuationToken {
    ContinuationToken::new(text.to_owned())
}

fn code_sent() -> CodeSent {
    CodeSent {
        sent_to: "a***a@c***o.example".to_owned(),
        channel: Channel::Email,
        length: Some(8),
        sent_at: Timestamp::from_unix_millis(1_000),
        resend_after: Some(Duration::from_mins(5)),
    }
}

fn methods() -> Vec<AuthMethod> {
    let method = |id: &str, channel, hint: &str| AuthMethod {
        id: MethodId::new(id),
        channel,
        hint: hint.to_owned(),
    };
    vec![
        method("m-email", Channel::Email, "a***a@c***o.example"),
        method("m-sms", Channel::Sms, "+1********6"),
        method("m-new", Channel::Unknown("voice".to_owned()), ""),
    ]
}

/// The stages that are not in passing over another one.
pub(super) fn plain_stages() -> Vec<Stage> {
    vec![
        Stage::SignIn(sign_in::Stage::Idle),
        Stage::SignIn(sign_in::Stage::Opened { token: token("1") }),
        Stage::SignIn(sign_in::Stage::PasswordRequired { token: token("2") }),
        Stage::SignIn(sign_in::Stage::CodeRequired {
            token: token("2"),
            code: code_sent(),
        }),
        Stage::Mfa(mfa::Stage::MethodRequired {
            token: token("4"),
            methods: methods(),
        }),
        Stage::Mfa(mfa::Stage::CodeRequired {
            token: token("5"),
            methods: methods(),
            method: MethodId::new("m-email"),
            code: code_sent(),
        }),
        Stage::Browser {
            reason: BrowserReason::new(BrowserReasonKind::Unstated, None),
        },
    ]
}

/// Every stage, `Discovering` once behind each of the others.
pub(super) fn stages() -> Vec<Stage> {
    let behind = plain_stages().into_iter();
    let discovering = behind.map(|stage| Stage::Mfa(mfa::Stage::discovering(token("3"), stage)));
    plain_stages().into_iter().chain(discovering).collect()
}

/// Every input, with the column that it has in the page.
pub(super) fn inputs() -> Vec<(&'static str, Input)> {
    let (password, code) = (Secret::new(PASSWORD), Secret::new(CODE));
    let all = vec![
        Input::Start { password: None },
        Input::Start {
            password: Some(password.clone()),
        },
        Input::Password(password),
        Input::Password(Secret::new(" ")),
        Input::Code(code),
        Input::Code(Secret::new("")),
        Input::Method(MethodId::new("m-sms")),
        Input::Method(MethodId::new("m-other")),
        Input::Resend,
    ];
    all.into_iter()
        .map(|input| (column(&input), input))
        .collect()
}

fn column(input: &Input) -> &'static str {
    match input {
        Input::Start { password: None } => "start",
        Input::Start { password: Some(_) } => "start with a password",
        Input::Password(text) if text.is_blank() => "blank password",
        Input::Password(_) => "password",
        Input::Code(text) if text.is_blank() => "blank code",
        Input::Code(_) => "code",
        Input::Method(id) if id.as_str() == "m-other" => "another method",
        Input::Method(_) => "method offered",
        Input::Resend => "resend",
    }
}

/// Every reply but the refusals.
pub(super) fn answers() -> Vec<Reply> {
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
        Reply::Granted(Box::new(TokenGrant {
            access_token: Secret::new(GRANTED),
            refresh_token: Some(Secret::new(GRANTED)),
            id_token: Some(Secret::new(GRANTED)),
            client_info: None,
            scopes: None,
            expires_in: Duration::from_hours(1),
        })),
        Reply::Browser(BrowserReason::new(BrowserReasonKind::Unstated, None)),
    ]
}

pub(super) fn refusal(cause: Cause) -> Reply {
    Reply::Refused(cause.into())
}

/// Whether an answer of the service to `ask` can become `reply`. The others can't come, and the
/// machine takes them all the same; they are asserted, and left out of the page.
pub(super) fn can_answer(ask: &Ask, reply: &Reply) -> bool {
    match reply {
        Reply::Browser(_) | Reply::Refused(_) => true,
        Reply::Opened { .. } => matches!(ask, Ask::Open { .. }),
        Reply::PasswordWanted { .. } | Reply::CodeSent { .. } => {
            matches!(
                ask,
                Ask::FirstChallenge { .. } | Ask::MethodChallenge { .. }
            )
        }
        Reply::Methods { .. } => matches!(ask, Ask::ListMethods { .. }),
        Reply::Granted(_) | Reply::SecondFactorDue { .. } => matches!(
            ask,
            Ask::RedeemPassword { .. } | Ask::RedeemCode { .. } | Ask::Refresh { .. }
        ),
    }
}
