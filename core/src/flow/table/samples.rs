//! One of each: stages, inputs, replies. Secrets among them are planted, so that they can be
//! looked for.

use std::time::Duration;

use crate::attributes::{AttributeKind, Attributes, RequiredAttribute};
use crate::browser::{Journey, RedirectUri};
use crate::challenge::{
    AuthMethod, BrowserReason, BrowserReasonKind, Channel, CodeSent, RegistrationMethod,
};
use crate::clock::Timestamp;
use crate::exchange::{Ask, Bridge, Given, Registration, Reply, TokenGrant};
use crate::fault::Cause;
use crate::flow::machine::{Input, Stage};
use crate::flow::record::FlowKind;
use crate::flow::sign_in_after::Way;
use crate::flow::strong_auth::Errand;
use crate::flow::{browser, mfa, reset_password, sign_in, sign_in_after, sign_up, strong_auth};
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
        repeats: None,
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
        Stage::StrongAuth(strong_auth::Stage::MethodRequired {
            token: token("7"),
            methods: registrable(),
        }),
        Stage::StrongAuth(strong_auth::Stage::CodeRequired {
            token: token("8"),
            methods: registrable(),
            chosen: Registration {
                method: MethodId::new("email"),
                channel: Channel::Email,
                contact: "a@b.example".parse().unwrap(),
            },
            code: code_sent(),
        }),
        Stage::SignUp(sign_up::Stage::Idle),
        Stage::SignUp(sign_up::Stage::Opened { token: token("1") }),
        Stage::SignUp(sign_up::Stage::CodeRequired {
            token: token("2"),
            code: code_sent(),
        }),
        Stage::SignUp(sign_up::Stage::PasswordRequired { token: token("3") }),
        Stage::SignUp(sign_up::Stage::AttributesRequired {
            token: token("4"),
            attributes: attributes(),
        }),
        Stage::ResetPassword(reset_password::Stage::Idle),
        Stage::ResetPassword(reset_password::Stage::Opened { token: token("1") }),
        Stage::ResetPassword(reset_password::Stage::CodeRequired {
            token: token("2"),
            code: code_sent(),
        }),
        Stage::ResetPassword(reset_password::Stage::NewPasswordRequired {
            token: token("3"),
            until: Some(Timestamp::from_unix_millis(9_000)),
        }),
        Stage::ResetPassword(reset_password::Stage::Submitted {
            token: token("4"),
            until: None,
            interval: Duration::from_secs(2),
        }),
        after(Bridge::SignUp, Way::Continue { token: token("9") }),
        after(Bridge::SignUp, Way::Afresh),
        after(Bridge::SignUp, Way::Opened { token: token("9") }),
        after(Bridge::ResetPassword, Way::Continue { token: token("9") }),
        after(Bridge::ResetPassword, Way::Afresh),
        after(Bridge::ResetPassword, Way::Opened { token: token("9") }),
        browser(),
    ]
}

fn after(after: Bridge, way: Way) -> Stage {
    Stage::SignInAfter(sign_in_after::Stage { after, way })
}

/// Out on a journey.
pub(super) fn browser() -> Stage {
    Stage::Browser(browser::Stage {
        reason: BrowserReason::new(BrowserReasonKind::Unstated, None),
        kind: FlowKind::SignIn,
        journey: Some(Journey {
            state: Secret::new("s"),
            nonce: Secret::new("n"),
            verifier: Secret::new("v"),
            redirect_uri: RedirectUri::parse("app.doorstep://back").unwrap(),
        }),
    })
}

fn registrable() -> Vec<RegistrationMethod> {
    let method = |id: &str, channel, known: Option<&str>| RegistrationMethod {
        id: MethodId::new(id),
        channel,
        known_contact: known.map(str::to_owned),
    };
    vec![
        method("email", Channel::Email, Some("a@b.example")),
        method("sms", Channel::Sms, None),
    ]
}

fn attributes() -> Vec<RequiredAttribute> {
    vec![RequiredAttribute {
        name: "city".to_owned(),
        kind: AttributeKind::Text,
        required: true,
        pattern: None,
    }]
}

/// The stages in passing over `behind`.
fn passing(behind: &Stage) -> Vec<Stage> {
    let errands = [Errand::ListMethods, Errand::Confirm, Errand::Redeem];
    let over = |errand| strong_auth::Stage::passing(token("6"), errand, behind.clone()).0;
    let mut stages: Vec<Stage> = errands.map(over).to_vec();
    let boxed = || Box::new(behind.clone());
    stages.push(Stage::Mfa(mfa::Stage::discovering(
        token("3"),
        behind.clone(),
    )));
    stages.push(Stage::SignUp(sign_up::Stage::ChallengeDue {
        token: token("5"),
        behind: boxed(),
    }));
    stages.push(Stage::ResetPassword(reset_password::Stage::ChallengeDue {
        token: token("5"),
        behind: boxed(),
    }));
    stages
}

/// Every stage, those in passing once over each of the others.
pub(super) fn stages() -> Vec<Stage> {
    let plain = plain_stages();
    let over = plain.iter().flat_map(passing).collect::<Vec<_>>();
    plain.into_iter().chain(over).collect()
}

/// Every input, with the column that it has in the page.
pub(super) fn inputs() -> Vec<(&'static str, Input)> {
    let (password, code) = (Secret::new(PASSWORD), Secret::new(CODE));
    let all = vec![
        Input::Start {
            given: Given::default(),
        },
        Input::Start {
            given: Given {
                password: Some(password.clone()),
                ..Given::default()
            },
        },
        Input::Password(password),
        Input::Password(Secret::new(" ")),
        Input::Code(code),
        Input::Code(Secret::new("")),
        Input::Method(MethodId::new("m-sms")),
        Input::Method(MethodId::new("m-other")),
        Input::Resend,
        register("sms", "+1 555 010 0123"),
        register("sms", " "),
        register("passkey", "+15550100123"),
        Input::Attributes(Attributes::new().city("London")),
        Input::Wait,
        Input::SignIn,
        Input::Callback(Secret::new(format!(
            "app.doorstep://back?state=s&code={CODE}"
        ))),
        Input::Callback(Secret::new(
            "app.doorstep://back?state=s&error=access_denied",
        )),
        Input::Callback(Secret::new("app.doorstep://back?state=t&code=c")),
    ];
    all.into_iter()
        .map(|input| (column(&input), input))
        .collect()
}

fn column(input: &Input) -> &'static str {
    match input {
        Input::Start { given } if given.password.is_none() => "start",
        Input::Start { .. } => "start with a password",
        Input::Password(text) if text.is_blank() => "blank password",
        Input::Password(_) => "password",
        Input::Code(text) if text.is_blank() => "blank code",
        Input::Code(_) => "code",
        Input::Method(id) if id.as_str() == "m-other" => "another method",
        Input::Method(_) => "method offered",
        Input::Resend => "resend",
        Input::Register { contact, .. } if contact.is_blank() => "blank contact",
        Input::Register { method, .. } if method.as_str() == "sms" => "contact",
        Input::Register { .. } => "contact for another method",
        Input::Attributes(_) => "attributes",
        Input::Wait => "wait",
        Input::SignIn => "sign in",
        Input::Callback(url) if url.expose().contains("state=t") => "callback of another journey",
        Input::Callback(url) if url.expose().contains("error=") => "callback, cancelled",
        Input::Callback(_) => "callback with a code",
    }
}

fn register(method: &str, contact: &str) -> Input {
    Input::Register {
        method: MethodId::new(method),
        contact: Secret::new(contact),
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
        Reply::RegistrationDue { token: token("f") },
        Reply::Registrable {
            token: token("g"),
            methods: registrable(),
        },
        Reply::Preverified { token: token("h") },
        Reply::Confirmed { token: token("i") },
        Reply::ChallengeDue { token: token("j") },
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
        Reply::StillChanging,
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
        Reply::ChallengeDue { .. } => matches!(
            ask,
            Ask::SignUpCode { .. }
                | Ask::SignUpPassword { .. }
                | Ask::SignUpAttributes { .. }
                | Ask::ResetCode { .. }
        ),
        Reply::AttributesDue { .. } => matches!(
            ask,
            Ask::SignUpCode { .. } | Ask::SignUpPassword { .. } | Ask::SignUpAttributes { .. }
        ),
        Reply::CodeProved { .. } => matches!(ask, Ask::ResetCode { .. }),
        Reply::PasswordTaken { .. } => matches!(ask, Ask::NewPassword { .. }),
        Reply::StillChanging | Reply::PasswordNotChanged { .. } => {
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
