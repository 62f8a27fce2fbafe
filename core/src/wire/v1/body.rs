//! From an answer's bytes to its fields, or to what came instead of them.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::lenient;
use crate::fault::Cause;
use crate::ids::ContinuationToken;
use crate::ports::http::HttpResponse;
use crate::secret::Secret;

/// The deepest nesting taken in. Real answers have three levels.
const MAX_DEPTH: usize = 16;

/// Every field that the core reads of any answer. What an answer must hold is decided where it
/// is known what was asked; none is an error here because it holds something odd.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Body {
    #[serde(deserialize_with = "lenient::text")]
    pub(super) continuation_token: Option<Secret>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) challenge_type: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) redirect_reason: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) challenge_channel: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) challenge_target_label: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) challenge_target: Option<String>,
    pub(super) code_length: Number,
    pub(super) interval: Number,
    pub(super) poll_interval: Number,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) status: Option<String>,
    #[serde(deserialize_with = "lenient::attributes")]
    pub(super) required_attributes: Vec<Attribute>,
    #[serde(deserialize_with = "lenient::attributes")]
    pub(super) invalid_attributes: Vec<Attribute>,
    #[serde(deserialize_with = "lenient::methods")]
    pub(super) methods: Vec<Method>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) token_type: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) scope: Option<String>,
    pub(super) expires_in: Number,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) access_token: Option<Secret>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) refresh_token: Option<Secret>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) id_token: Option<Secret>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) client_info: Option<Secret>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) error: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) suberror: Option<String>,
    #[serde(deserialize_with = "lenient::numbers")]
    pub(super) error_codes: Vec<Number>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) error_description: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    pub(super) timestamp: Option<String>,
}

impl Body {
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
#[derive(Default, Deserialize)]
#[serde(from = "serde_json::Value")]
pub(super) struct Number(Option<u64>);

impl From<serde_json::Value> for Number {
    fn from(value: serde_json::Value) -> Self {
        Self(value.as_u64().or_else(|| value.as_str()?.parse().ok()))
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
    if is_too_deep(&response.body) {
        return Err(Cause::BodyTooDeep);
    }
    if !response.body.trim_ascii_start().starts_with(b"{") {
        // A list would be taken for the fields in their order.
        return match serde_json::from_slice(&response.body) {
            Ok(IgnoredAny) => Err(Cause::FieldMissing),
            Err(_) => Err(Cause::BodyNotJson),
        };
    }
    serde_json::from_slice(&response.body).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => Cause::FieldMissing,
        _ => Cause::BodyNotJson,
    })
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

/// Whether brackets nest deeper than [`MAX_DEPTH`]. Real answers do not even hold that many, which
/// is quickly counted; the nesting itself is looked at in others alone.
fn is_too_deep(json: &[u8]) -> bool {
    let opening = memchr::memchr2_iter(b'{', b'[', json)
        .take(MAX_DEPTH + 1)
        .count();
    opening > MAX_DEPTH && depth(json) > MAX_DEPTH
}

/// The deepest nesting of brackets outside strings, without building anything.
fn depth(json: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut in_string, mut escaped) = (false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_counts_brackets_outside_strings() {
        assert_eq!(depth(br#"{"a":[{"b":"[[[\"[["}]}"#), 3);
        assert_eq!(depth(b"]]]["), 1);
        assert_eq!(depth(b""), 0);
    }
}
