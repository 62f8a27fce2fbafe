//! From an answer's bytes to its fields, or to what came instead of them.

use super::lenient::Field;
use crate::fault::Cause;
use crate::ids::ContinuationToken;
use crate::json::{self, Flaw, Place};
use crate::ports::http::HttpResponse;
use crate::secret::Secret;

/// Every field that the core reads of any answer. What an answer must hold is decided where it
/// is known what was asked; none is an error here because it holds something odd.
#[derive(Default)]
pub(super) struct Body {
    pub(super) continuation_token: Option<Secret>,
    pub(super) challenge_type: Option<String>,
    pub(super) redirect_reason: Option<String>,
    pub(super) challenge_channel: Option<String>,
    pub(super) challenge_target_label: Option<String>,
    pub(super) challenge_target: Option<String>,
    pub(super) code_length: Number,
    pub(super) interval: Number,
    pub(super) poll_interval: Number,
    pub(super) status: Option<String>,
    pub(super) recovery: Option<String>,
    pub(super) required_attributes: Vec<Attribute>,
    pub(super) invalid_attributes: Vec<Attribute>,
    pub(super) methods: Vec<Method>,
    pub(super) token_type: Option<String>,
    pub(super) scope: Option<String>,
    pub(super) expires_in: Number,
    pub(super) access_token: Option<Secret>,
    pub(super) refresh_token: Option<Secret>,
    pub(super) id_token: Option<Secret>,
    pub(super) client_info: Option<Secret>,
    pub(super) error: Option<String>,
    pub(super) suberror: Option<String>,
    pub(super) error_codes: Vec<Number>,
    pub(super) error_description: Option<String>,
    pub(super) timestamp: Option<String>,
}

impl Body {
    fn field(&mut self, name: &str) -> Option<&mut dyn Field> {
        Some(match name {
            "continuation_token" => &mut self.continuation_token,
            "challenge_type" => &mut self.challenge_type,
            "redirect_reason" => &mut self.redirect_reason,
            "challenge_channel" => &mut self.challenge_channel,
            "challenge_target_label" => &mut self.challenge_target_label,
            "challenge_target" => &mut self.challenge_target,
            "code_length" => &mut self.code_length,
            "interval" => &mut self.interval,
            "poll_interval" => &mut self.poll_interval,
            "status" => &mut self.status,
            "recovery" => &mut self.recovery,
            "required_attributes" => &mut self.required_attributes,
            "invalid_attributes" => &mut self.invalid_attributes,
            "methods" => &mut self.methods,
            "token_type" => &mut self.token_type,
            "scope" => &mut self.scope,
            "expires_in" => &mut self.expires_in,
            "access_token" => &mut self.access_token,
            "refresh_token" => &mut self.refresh_token,
            "id_token" => &mut self.id_token,
            "client_info" => &mut self.client_info,
            "error" => &mut self.error,
            "suberror" => &mut self.suberror,
            "error_codes" => &mut self.error_codes,
            "error_description" => &mut self.error_description,
            "timestamp" => &mut self.timestamp,
            _ => return None,
        })
    }

    /// The flow's next token, if there is one.
    pub(super) fn flow_token(&self) -> Option<ContinuationToken> {
        let token = self.continuation_token.clone()?;
        (!token.expose().is_empty()).then(|| ContinuationToken::new(token))
    }

    /// Whether the browser takes over. That may answer any endpoint, and comes before any other
    /// field.
    pub(super) fn is_redirect(&self) -> bool {
        self.challenge_type.as_deref() == Some("redirect")
    }

    /// Whether it names an error, under whatever status: something in between may have changed
    /// that, and a refusal must never pass for a success.
    pub(super) fn is_refusal(&self) -> bool {
        self.error.as_ref().is_some_and(|name| !name.is_empty()) && !self.is_redirect()
    }
}

/// One of the methods that an introspection lists.
pub(super) struct Method {
    pub(super) id: String,
    pub(super) challenge_type: Option<String>,
    pub(super) challenge_channel: Option<String>,
    pub(super) login_hint: Option<String>,
}

impl Method {
    /// Whether it is proved by a code that is sent: what is said of no other way is so.
    pub(super) fn works_by_code(&self) -> bool {
        self.challenge_type
            .as_deref()
            .is_none_or(|way| way == "oob")
    }
}

/// One of the attributes that an answer names.
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) kind: Option<String>,
    pub(super) required: bool,
    pub(super) pattern: Option<String>,
}

/// A number, or the same written as text: token endpoints have been seen to do both. Anything
/// else is no number, which matters only where one is needed.
#[derive(Default)]
pub(super) struct Number(Option<u64>);

impl From<Place<'_>> for Number {
    fn from(value: Place<'_>) -> Self {
        Self(match value {
            Place::Number(digits) => digits.parse().ok(),
            other => other.text().and_then(|text| text.parse().ok()),
        })
    }
}

impl Number {
    pub(super) const fn value(&self) -> Option<u64> {
        self.0
    }
}

/// Reads the body of `response`.
///
/// # Errors
/// What came instead: a page of something in between, a cut-off body, a body that is nested too
/// deeply, or JSON that is no object with fields of one name each.
pub(super) fn read(response: &HttpResponse) -> Result<Body, Cause> {
    if is_page(response) {
        return Err(Cause::EdgePage);
    }
    let mut body = Body::default();
    let mut seen = Vec::with_capacity(16);
    let mut is_ambiguous = false;
    let whole = json::read_object(&response.body, &mut |name, value| {
        if let Some(field) = body.field(&name) {
            field.fill(value);
            is_ambiguous |= seen.contains(&name);
            seen.push(name);
        }
    });
    whole.map_err(|flaw| match flaw {
        Flaw::NotJson => Cause::BodyNotJson,
        Flaw::TooDeep => Cause::BodyTooDeep,
        Flaw::NoObject => Cause::FieldMissing,
    })?;
    if is_ambiguous {
        return Err(Cause::FieldMissing);
    }
    Ok(body)
}

/// A body that calls itself HTML or XML, or looks like it.
fn is_page(response: &HttpResponse) -> bool {
    let content_type = response.header("content-type").unwrap_or_default();
    let named = [
        "text/html",
        "application/xhtml",
        "text/xml",
        "application/xml",
    ]
    .iter()
    .any(|kind| {
        let start = content_type.trim_start().get(..kind.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(kind))
    });
    named || response.body.trim_ascii_start().starts_with(b"<")
}
