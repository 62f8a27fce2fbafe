//! From an answer's bytes to its fields, or to what came instead of them.

use serde::Deserialize;

use crate::fault::Cause;
use crate::ports::http::HttpResponse;
use crate::secret::Secret;

/// The deepest nesting taken in. Real answers have three levels.
const MAX_DEPTH: usize = 16;

/// Every field that the core reads of any answer. What an answer must hold is decided where it
/// is known what was asked.
#[derive(Deserialize)]
pub(super) struct Body {
    pub(super) continuation_token: Option<String>,
    pub(super) challenge_type: Option<String>,
    pub(super) redirect_reason: Option<String>,
    pub(super) challenge_channel: Option<String>,
    pub(super) challenge_target_label: Option<String>,
    pub(super) code_length: Option<Number>,
    pub(super) interval: Option<Number>,
    pub(super) methods: Option<Vec<Method>>,
    pub(super) token_type: Option<String>,
    pub(super) scope: Option<String>,
    pub(super) expires_in: Option<Number>,
    #[serde(default, with = "crate::secret::in_sealed_record_if_any")]
    pub(super) access_token: Option<Secret>,
    #[serde(default, with = "crate::secret::in_sealed_record_if_any")]
    pub(super) refresh_token: Option<Secret>,
    #[serde(default, with = "crate::secret::in_sealed_record_if_any")]
    pub(super) id_token: Option<Secret>,
    #[serde(default, with = "crate::secret::in_sealed_record_if_any")]
    pub(super) client_info: Option<Secret>,
    pub(super) error: Option<String>,
    pub(super) suberror: Option<String>,
    pub(super) error_codes: Option<Vec<Number>>,
    pub(super) error_description: Option<String>,
    pub(super) timestamp: Option<String>,
}

/// One of the methods that an introspection lists.
#[derive(Deserialize)]
pub(super) struct Method {
    pub(super) id: Option<String>,
    pub(super) challenge_channel: Option<String>,
    pub(super) login_hint: Option<String>,
}

/// A number, or the same written as text: token endpoints have been seen to do both. Anything
/// else is no number, which matters only where one is needed.
#[derive(Deserialize)]
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
/// deeply, or JSON with a field of a wrong type.
pub(super) fn read(response: &HttpResponse) -> Result<Body, Cause> {
    if is_page(response) {
        return Err(Cause::EdgePage);
    }
    if is_too_deep(&response.body) {
        return Err(Cause::BodyTooDeep);
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
        content_type
            .trim_start()
            .to_ascii_lowercase()
            .starts_with(kind)
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
