//! One of each: stages, inputs, replies. Secrets among them are planted, so that they can be
//! looked for.

mod inputs;
mod replies;

pub(super) use self::inputs::inputs;
pub(super) use self::replies::{answers, can_answer, refusal};

use std::time::Duration;

use crate::attributes::{AttributeKind, RequiredAttribute};
use crate::browser::{Journey, RedirectUri};
use crate::challenge::{
    AuthMethod, BrowserReason, BrowserReasonKind, Channel, CodeSent, RegistrationMethod,
};
use crate::clock::Timestamp;
use crate::exchange::{Bridge, Registration, Wanted};
use crate::flow::machine::Stage;
use crate::flow::record::FlowKind;
use crate::flow::sign_in_after::Way;
use crate::flow::strong_auth::Errand;
use crate::flow::{browser, mfa, reset_password, sign_in, sign_in_after, sign_up, strong_auth};
use crate::ids::{ContinuationToken, MethodId};
use crate::secret::Secret;

pub(super) const PASSWORD: &str = "planted-password";
pub(super) const CODE: &str = "planted-code";
pub(super) const GRANTED: &str = "planted-token";
pub(super) const PAYLOAD: &str = r#"{"page":"planted-payload"}"#;
pub(super) const PROOF: &str = "planted-proof";

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
    for wanted in [Wanted::Credential, Wanted::Verification] {
        stages.push(Stage::SignUp(sign_up::Stage::ChallengeDue {
            token: token("5"),
            wanted,
            behind: boxed(),
        }));
    }
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
