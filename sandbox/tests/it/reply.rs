//! An answer, and what tests read from it.

use std::fmt::Write as _;

use reqwest::RequestBuilder;
use serde_json::Value;

/// An answer, read to its end.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
}

impl Reply {
    pub(crate) async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await.expect("a body");
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Self {
            status,
            headers,
            body,
        }
    }

    pub(crate) fn text(&self, name: &str) -> String {
        self.body[name]
            .as_str()
            .unwrap_or_else(|| panic!("no {name} in {self:?}"))
            .to_owned()
    }

    /// The continuation token.
    pub(crate) fn token(&self) -> String {
        self.text("continuation_token")
    }

    /// The id of the first method of a channel.
    pub(crate) fn method(&self, channel: &str) -> String {
        let methods = self.body["methods"].as_array().expect("methods");
        let method = methods
            .iter()
            .find(|method| method["challenge_channel"] == channel)
            .expect("a method");
        method["id"].as_str().expect("an id").to_owned()
    }

    /// The error as `error/suberror number`, after checking the envelope around it.
    pub(crate) fn error(&self) -> String {
        assert_eq!(self.status, 400, "{self:?}");
        let number = self.body["error_codes"][0]
            .as_u64()
            .expect("an integer code");
        assert!(
            self.text("error_description")
                .starts_with(&format!("AADSTS{number}: ")),
            "{self:?}"
        );
        for name in ["timestamp", "trace_id", "correlation_id"] {
            assert!(self.body[name].is_string(), "{name} in {self:?}");
        }
        let mut error = self.text("error");
        if let Some(suberror) = self.body["suberror"].as_str() {
            let _ = write!(error, "/{suberror}");
        }
        format!("{error} {number}")
    }

    /// Whether this sends the client to the browser; gives the reason.
    pub(crate) fn redirect(&self) -> String {
        assert_eq!(
            (self.status, &self.body["challenge_type"]),
            (200, &Value::from("redirect")),
            "{self:?}"
        );
        assert!(self.body.get("continuation_token").is_none());
        self.text("redirect_reason")
    }

    /// Whether this is a full set of tokens.
    pub(crate) fn granted(&self) -> &Self {
        assert_eq!(self.status, 200, "{self:?}");
        assert_eq!(self.body["token_type"], "Bearer", "{self:?}");
        self
    }
}
