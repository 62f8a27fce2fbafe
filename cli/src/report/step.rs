//! Steps, for scripts.

use doorstep::{
    AttributeKind, AuthMethod, BrowserReason, CodePurpose, CodeSent, RecoveryReason,
    RegistrationMethod, RequiredAttribute, ResetPasswordStep, RiskChallenge, SecurityCode,
    SignInStep, SignUpStep,
};
use serde_json::{Value, json};

use super::{account, channel, flow, seconds};
use crate::talk::{Flow, Step};

/// A step of a flow. What the step is called is what the library calls it.
pub(crate) fn step(of: &Flow, step: &Step) -> Value {
    let mut report = match step {
        Step::SignIn(step) => sign_in(step),
        Step::SignUp(step) => sign_up(step),
        Step::ResetPassword(step) => reset_password(step),
    };
    let name = step.kind().to_string().to_lowercase().replace(' ', "_");
    report["step"] = Value::from(name);
    report["flow"] = Value::from(flow(of.kind()));
    report["flow_id"] = Value::from(of.id().to_string());
    report["uncertain"] = Value::from(of.is_uncertain());
    report
}

fn sign_in(step: &SignInStep) -> Value {
    match step {
        SignInStep::PasswordRequired { .. } => json!({}),
        SignInStep::CodeRequired { code, .. } => json!({"code": code_sent(code)}),
        SignInStep::MfaRequired { methods, .. } => json!({"methods": list(methods, method)}),
        SignInStep::MfaCodeRequired { code, methods, .. } => {
            json!({"code": code_sent(code), "methods": list(methods, method)})
        }
        SignInStep::RegistrationRequired { methods, .. } => {
            json!({"methods": list(methods, registrable)})
        }
        SignInStep::RegistrationCodeRequired { code, methods, .. } => {
            json!({"code": code_sent(code), "methods": list(methods, registrable)})
        }
        SignInStep::VerificationRequired { challenge, .. } => verification(challenge),
        SignInStep::BrowserRequired { reason, .. } => browser(reason),
        SignInStep::SignedIn { account } => json!({"account": self::account(account)}),
    }
}

fn sign_up(step: &SignUpStep) -> Value {
    match step {
        SignUpStep::CodeRequired { code, .. } => json!({"code": code_sent(code)}),
        SignUpStep::PasswordRequired { .. } | SignUpStep::SignedUp { .. } => json!({}),
        SignUpStep::AttributesRequired { attributes, .. } => {
            json!({"attributes": list(attributes, attribute)})
        }
        SignUpStep::VerificationRequired { challenge, .. } => verification(challenge),
        SignUpStep::BrowserRequired { reason, .. } => browser(reason),
    }
}

fn reset_password(step: &ResetPasswordStep) -> Value {
    match step {
        ResetPasswordStep::CodeRequired { code, .. } => json!({"code": code_sent(code)}),
        ResetPasswordStep::NewPasswordRequired { until, .. } => {
            json!({"until": until.map(seconds)})
        }
        ResetPasswordStep::NewPasswordSubmitted { .. } => json!({}),
        ResetPasswordStep::PasswordReset { recovery, .. } => {
            json!({"recovery": recovery.map(|RecoveryReason::DeviceLost| "device_lost")})
        }
        ResetPasswordStep::VerificationRequired { challenge, .. } => verification(challenge),
        ResetPasswordStep::BrowserRequired { reason, .. } => browser(reason),
    }
}

fn list<T>(items: &[T], one: impl Fn(&T) -> Value) -> Value {
    items.iter().map(one).collect()
}

fn browser(reason: &BrowserReason) -> Value {
    json!({
        "reason": format!("{:?}", reason.kind()),
        "server_text": reason.server_text(),
        "authorization_url": null,
    })
}

fn verification(challenge: &RiskChallenge) -> Value {
    let payload: Value = serde_json::from_str(challenge.payload()).unwrap_or_default();
    json!({
        "challenge": {
            "provider": challenge.provider(),
            "payload": payload,
            "attempt": challenge.attempt(),
            "security_code": challenge.security_code().map(security_code),
        }
    })
}

fn security_code(code: &SecurityCode) -> Value {
    json!({
        "channel": code.channel.as_ref().map(channel),
        "hint": code.hint,
        "code_length": code.code_length,
        "tries_left": code.tries_left,
        "resend_after_seconds": code.resend_after.map(|wait| wait.as_secs()),
    })
}

fn code_sent(code: &CodeSent) -> Value {
    json!({
        "channel": channel(&code.channel),
        "sent_to": code.sent_to,
        "length": code.length,
        "resend_after_seconds": code.resend_after.map(|wait| wait.as_secs()),
        "repeats": code.repeats.map(purpose),
    })
}

fn purpose(purpose: CodePurpose) -> &'static str {
    match purpose {
        CodePurpose::FirstFactor => "first_factor",
        CodePurpose::SecondFactor => "second_factor",
        CodePurpose::SignUp => "sign_up",
        CodePurpose::PasswordReset => "password_reset",
        CodePurpose::Registration => "registration",
        _ => "other",
    }
}

fn attribute(attribute: &RequiredAttribute) -> Value {
    let kind = match &attribute.kind {
        AttributeKind::Text => "text",
        AttributeKind::Boolean => "boolean",
        AttributeKind::Number => "number",
        AttributeKind::Unknown(word) => word,
    };
    json!({
        "name": attribute.name,
        "kind": kind,
        "required": attribute.required,
        "pattern": attribute.pattern,
    })
}

fn registrable(method: &RegistrationMethod) -> Value {
    json!({
        "id": method.id.as_str(),
        "channel": channel(&method.channel),
        "known_contact": method.known_contact,
    })
}

fn method(method: &AuthMethod) -> Value {
    json!({
        "id": method.id.as_str(),
        "channel": channel(&method.channel),
        "hint": method.hint,
    })
}
