//! What steps carry: plain data.

use doorstep::Timestamp;

use crate::error::millis;
use crate::mirror::mirror;

/// The way that a code travels.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Channel {
    /// To a mailbox.
    Email,
    /// To a phone.
    Sms,
    /// In a way that this version does not know.
    Unknown {
        /// The service's word for it.
        word: String,
    },
}

impl From<doorstep::Channel> for Channel {
    fn from(channel: doorstep::Channel) -> Self {
        match channel {
            doorstep::Channel::Email => Self::Email,
            doorstep::Channel::Sms => Self::Sms,
            doorstep::Channel::Unknown(word) => Self::Unknown { word },
        }
    }
}

mirror! {
    /// What a code is for.
    CodePurpose of doorstep::CodePurpose {
        /// It is the first factor of a sign-in.
        FirstFactor,
        /// It is the second factor of a sign-in.
        SecondFactor,
        /// It proves the address of a new account.
        SignUp,
        /// It allows for a new password.
        PasswordReset,
        /// It proves a contact that is being registered.
        Registration,
    } else Other
}

/// A one-time code is on its way to the person.
#[derive(Clone, uniffi::Record)]
pub struct CodeSent {
    /// Where it went, masked by the service.
    pub sent_to: String,
    /// How it went.
    pub channel: Channel,
    /// How many characters it has, when the service says so.
    pub length: Option<u32>,
    /// When the answer came that said so, in milliseconds since 1970.
    pub sent_at_millis: u64,
    /// How long to wait before another code may be asked for.
    pub resend_after_millis: Option<u64>,
    /// What an earlier code of this flow was for, when it went to the same place.
    pub repeats: Option<CodePurpose>,
}

impl From<doorstep::CodeSent> for CodeSent {
    fn from(code: doorstep::CodeSent) -> Self {
        Self {
            sent_to: code.sent_to,
            channel: code.channel.into(),
            length: code.length,
            sent_at_millis: code.sent_at.unix_millis(),
            resend_after_millis: code.resend_after.map(millis),
            repeats: code.repeats.map(Into::into),
        }
    }
}

/// What a risk provider wants solved before a call goes on.
#[derive(Clone, uniffi::Record)]
pub struct RiskChallenge {
    /// Which provider, by the name that the gate has for it.
    pub provider: String,
    /// What its software needs.
    pub payload: String,
    /// The how many-th challenge of the same call it is.
    pub attempt: u32,
    /// The code that the person was sent, where that is what is to be solved.
    pub security_code: Option<SecurityCode>,
}

impl From<doorstep::RiskChallenge> for RiskChallenge {
    fn from(challenge: doorstep::RiskChallenge) -> Self {
        Self {
            provider: challenge.provider().to_owned(),
            payload: challenge.payload().to_owned(),
            attempt: challenge.attempt(),
            security_code: challenge.security_code().map(Into::into),
        }
    }
}

/// A code that was sent as a second proof.
#[derive(Clone, uniffi::Record)]
pub struct SecurityCode {
    /// How it went.
    pub channel: Option<Channel>,
    /// Where it went, masked.
    pub hint: Option<String>,
    /// How many characters it has.
    pub code_length: Option<u32>,
    /// How often the person may still try.
    pub tries_left: Option<u32>,
    /// How long to wait, from its arrival, before `resend` has another code sent.
    pub resend_after_millis: Option<u64>,
}

impl From<&doorstep::SecurityCode> for SecurityCode {
    fn from(code: &doorstep::SecurityCode) -> Self {
        Self {
            channel: code.channel.clone().map(Into::into),
            hint: code.hint.clone(),
            code_length: code.code_length,
            tries_left: code.tries_left,
            resend_after_millis: code.resend_after.map(millis),
        }
    }
}

mirror! {
    /// Why a password is reset, where it is more than forgotten.
    RecoveryReason of doorstep::RecoveryReason {
        /// What the person proves themselves with is lost, or in somebody else's hands.
        DeviceLost,
    }
}

impl From<RecoveryReason> for doorstep::RecoveryReason {
    fn from(reason: RecoveryReason) -> Self {
        match reason {
            RecoveryReason::DeviceLost => Self::DeviceLost,
        }
    }
}

/// A method that the person may choose as second factor.
#[derive(Clone, uniffi::Record)]
pub struct AuthMethod {
    /// Names it in `choose`.
    pub id: String,
    /// How its codes travel.
    pub channel: Channel,
    /// Where they go, masked by the service.
    pub hint: String,
}

impl From<doorstep::AuthMethod> for AuthMethod {
    fn from(method: doorstep::AuthMethod) -> Self {
        Self {
            id: method.id.as_str().to_owned(),
            channel: method.channel.into(),
            hint: method.hint,
        }
    }
}

/// A kind of method that the person may register.
#[derive(Clone, uniffi::Record)]
pub struct RegistrationMethod {
    /// Names it in `register`.
    pub id: String,
    /// How its codes travel.
    pub channel: Channel,
    /// The contact that the service knows already.
    pub known_contact: Option<String>,
}

impl From<doorstep::RegistrationMethod> for RegistrationMethod {
    fn from(method: doorstep::RegistrationMethod) -> Self {
        Self {
            id: method.id.as_str().to_owned(),
            channel: method.channel.into(),
            known_contact: method.known_contact,
        }
    }
}

/// The type of an attribute's value.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum AttributeKind {
    /// Text.
    Text,
    /// A whole number.
    Number,
    /// Yes or no.
    Boolean,
    /// One that this version does not know.
    Unknown {
        /// The service's word for it.
        word: String,
    },
}

impl From<doorstep::AttributeKind> for AttributeKind {
    fn from(kind: doorstep::AttributeKind) -> Self {
        match kind {
            doorstep::AttributeKind::Text => Self::Text,
            doorstep::AttributeKind::Number => Self::Number,
            doorstep::AttributeKind::Boolean => Self::Boolean,
            doorstep::AttributeKind::Unknown(word) => Self::Unknown { word },
        }
    }
}

/// An attribute that a user flow asks for.
#[derive(Clone, uniffi::Record)]
pub struct RequiredAttribute {
    /// The service's name for it.
    pub name: String,
    /// The type of its value.
    pub kind: AttributeKind,
    /// Whether it must be given.
    pub required: bool,
    /// The regular expression that its text must match.
    pub pattern: Option<String>,
}

impl From<doorstep::RequiredAttribute> for RequiredAttribute {
    fn from(attribute: doorstep::RequiredAttribute) -> Self {
        Self {
            name: attribute.name,
            kind: attribute.kind.into(),
            required: attribute.required,
            pattern: attribute.pattern,
        }
    }
}

/// The value of an attribute.
#[derive(Clone, uniffi::Enum)]
pub enum AttributeValue {
    /// Text.
    Text {
        /// The text.
        text: String,
    },
    /// A whole number.
    Number {
        /// The number.
        number: i64,
    },
    /// Yes or no.
    Boolean {
        /// Yes.
        ticked: bool,
    },
    /// The choices of a multiple selection.
    Choices {
        /// Those chosen.
        chosen: Vec<String>,
    },
}

/// An attribute that is given.
#[derive(Clone, uniffi::Record)]
pub struct Attribute {
    /// The service's name for it.
    pub name: String,
    /// Its value.
    pub value: AttributeValue,
}

pub(crate) fn attributes(given: Vec<Attribute>) -> doorstep::Attributes {
    given
        .into_iter()
        .fold(doorstep::Attributes::new(), |all, one| match one.value {
            AttributeValue::Text { text } => all.custom(one.name, text),
            AttributeValue::Number { number } => all.custom(one.name, number),
            AttributeValue::Boolean { ticked } => all.custom(one.name, ticked),
            AttributeValue::Choices { chosen } => {
                all.custom(one.name, doorstep::AttributeValue::choices(chosen))
            }
        })
}

/// A list, item by item.
pub(crate) fn list<T: Into<U>, U>(items: Vec<T>) -> Vec<U> {
    items.into_iter().map(Into::into).collect()
}

pub(crate) fn moment(time: Timestamp) -> u64 {
    time.unix_millis()
}
