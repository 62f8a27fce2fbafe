//! The doctor's requests: none carries a password, a code or a token that the service gave for one.

use std::cell::RefCell;
use std::time::Duration;

use doorstep::Authority;
use doorstep::ports::http::{Http as _, HttpFault, HttpMethod, HttpRequest};
use doorstep::transport::ReqwestTransport;
use serde_json::Value;
use url::form_urlencoded;

use super::table::{self, Row};

/// Asks the tenant, and remembers what was asked.
pub(crate) struct Probe {
    http: ReqwestTransport,
    authority: Authority,
    client_id: String,
    asked: RefCell<Vec<String>>,
}

/// What came.
#[derive(Debug)]
pub(crate) enum Answer {
    /// JSON, with its status.
    Said(u16, Value),
    /// Something else: the status alone.
    Page(u16),
    /// Nothing.
    Nothing(HttpFault),
}

impl Probe {
    pub(crate) fn new(http: ReqwestTransport, authority: Authority, client_id: String) -> Self {
        Self {
            http,
            authority,
            client_id,
            asked: RefCell::default(),
        }
    }

    /// What was asked so far, a line each.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.borrow().clone()
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.note(format!("GET {path}"));
        self.send(HttpMethod::Get, path, String::new(), None).await
    }

    /// Posts the fields and the client id.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_in(path, fields, None).await
    }

    /// The same, with a risk session.
    pub(crate) async fn post_in(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        session: Option<&str>,
    ) -> Answer {
        let shown = fields.iter().map(|(name, value)| match *name {
            "continuation_token" | "password" => (*name).to_owned(),
            name => format!("{name}={value}"),
        });
        let shown = shown.chain(session.map(|session| format!("x-risk-session: {session}")));
        self.note(format!(
            "POST {path} ({})",
            shown.collect::<Vec<_>>().join(", ")
        ));
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("client_id", &self.client_id)
            .extend_pairs(fields)
            .finish();
        self.send(HttpMethod::Post, path, body, session).await
    }

    fn note(&self, request: String) {
        self.asked.borrow_mut().push(request);
    }

    async fn send(
        &self,
        method: HttpMethod,
        path: &str,
        body: String,
        session: Option<&str>,
    ) -> Answer {
        let address = format!("{}/{path}", self.authority.as_str());
        let Ok(url) = address.parse() else {
            return Answer::Nothing(HttpFault::NotSent);
        };
        let mut headers = vec![
            ("accept".into(), "application/json".into()),
            (
                "content-type".into(),
                "application/x-www-form-urlencoded".into(),
            ),
        ];
        if let Some(session) = session {
            headers.push(("x-risk-session".into(), session.to_owned().into()));
        }
        let request = HttpRequest {
            method,
            url,
            headers,
            body: body.into_bytes().into(),
            timeout: Duration::from_secs(15),
            max_response_bytes: 256 * 1024,
        };
        match self.http.send(request).await {
            Err(fault) => Answer::Nothing(fault),
            Ok(response) => match serde_json::from_slice(&response.body) {
                Ok(json) => Answer::Said(response.status, json),
                Err(_) => Answer::Page(response.status),
            },
        }
    }
}

impl Answer {
    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        match self {
            Self::Said(_, json) => json[field].as_str(),
            Self::Page(_) | Self::Nothing(_) => None,
        }
    }

    /// Whether the service went along.
    pub(crate) fn is_token(&self) -> bool {
        matches!(self, Self::Said(200, _)) && self.text("continuation_token").is_some()
    }

    /// Whether the service sends to the browser.
    pub(crate) fn is_redirect(&self) -> bool {
        matches!(self, Self::Said(200, _)) && self.text("challenge_type") == Some("redirect")
    }

    /// The first of the service's numbers.
    pub(crate) fn number(&self) -> Option<u64> {
        match self {
            Self::Said(_, json) => json["error_codes"][0].as_u64(),
            Self::Page(_) | Self::Nothing(_) => None,
        }
    }

    /// What the table says to a refusal. One number is for every parameter: the text says which.
    pub(crate) fn row(&self) -> Option<&'static Row> {
        if let Some(row) = self.text("suberror").and_then(table::find) {
            return Some(row);
        }
        if self.number() == Some(90_100) {
            let text = self.text("error_description").unwrap_or_default();
            let named = ["client_id", "username"];
            let named = named.iter().find(|name| text.contains(**name))?;
            return table::find(&format!("AADSTS90100 {named}"));
        }
        let by_number = self.number().and_then(table::find_number);
        by_number.or_else(|| table::find(self.text("error")?))
    }

    /// A refusal or a failure in a few words.
    pub(crate) fn in_short(&self) -> String {
        match self {
            Self::Said(status, _) => match (self.text("error"), self.number()) {
                (Some(error), Some(number)) => format!("{error}, AADSTS{number}"),
                (Some(error), None) => error.to_owned(),
                (None, _) => format!("an answer that is not known, status {status}"),
            },
            Self::Page(status) => format!("no JSON, status {status}"),
            Self::Nothing(fault) => fault.to_string(),
        }
    }
}
