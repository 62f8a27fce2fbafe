//! A browser that reads pages and sends their forms.

use std::collections::HashMap;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use reqwest::header::HeaderMap;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};
use ring::digest::{SHA256, digest};

use crate::support::*;

pub(crate) const BACK: &str = "doorstep://callback";
pub(crate) const VERIFIER: &str = "a-verifier-that-is-long-enough-for-the-rule-of-43";

/// What a browser got.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) html: String,
}

/// A browser that follows no redirect.
pub(crate) struct Surfer<'a> {
    world: &'a World,
    http: Client,
}

pub(crate) fn challenge_of(verifier: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()))
}

impl<'a> Surfer<'a> {
    pub(crate) fn new(world: &'a World) -> Self {
        let http = Client::builder().no_proxy().redirect(Policy::none());
        Self {
            world,
            http: http.build().expect("a client"),
        }
    }

    pub(crate) fn address(&self) -> String {
        format!("{}/oauth2/v2.0/authorize", self.world.sandbox.tenant())
    }

    /// Follows an app's link; `change` replaces fields, an empty value leaves one out.
    pub(crate) async fn visit(&self, change: &[(&str, &str)]) -> Seen {
        let challenge = challenge_of(VERIFIER);
        let mut fields: Vec<(&str, &str)> = vec![
            ("client_id", APP),
            ("response_type", "code"),
            ("redirect_uri", BACK),
            ("scope", SCOPES),
            ("state", "s-1 &"),
            ("nonce", "n-1"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        fields.retain(|(name, _)| !change.iter().any(|(changed, _)| name == changed));
        fields.extend(change.iter().filter(|(_, value)| !value.is_empty()));
        let url = format!("{}?{}", self.address(), encoded(&fields));
        Self::see(self.http.get(url)).await
    }

    /// Sends the form of a page.
    pub(crate) async fn send(&self, page: &Seen, fields: &[(&str, &str)]) -> Seen {
        let token = page.form_token();
        let fields = [&[("form_token", token.as_str())], fields].concat();
        self.post(&fields, None).await
    }

    /// Posts fields to the page's address, perhaps from another origin.
    pub(crate) async fn post(&self, fields: &[(&str, &str)], origin: Option<&str>) -> Seen {
        let mut request = self
            .http
            .post(self.address())
            .header("content-type", "application/x-www-form-urlencoded")
            .body(encoded(fields));
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        Self::see(request).await
    }

    /// Types a name and a password.
    pub(crate) async fn with_password(
        &self,
        name: &str,
        password: &str,
        change: &[(&str, &str)],
    ) -> Seen {
        let start = self.visit(change).await;
        let asked = self.send(&start, &[("username", name)]).await;
        self.send(&asked, &[("password", password)]).await
    }

    /// Redeems a code; `change` replaces fields.
    pub(crate) async fn redeem(&self, code: &str, change: &[(&str, &str)]) -> Reply {
        let mut fields = vec![
            ("client_id", APP),
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", BACK),
            ("code_verifier", VERIFIER),
            ("client_info", "1"),
        ];
        fields.retain(|(name, _)| !change.iter().any(|(changed, _)| name == changed));
        fields.extend_from_slice(change);
        self.world.post("token", &fields).await
    }

    async fn see(request: RequestBuilder) -> Seen {
        let response = request.send().await.expect("an answer");
        Seen {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            html: response.text().await.expect("text"),
        }
    }
}

impl Seen {
    /// The heading of a page.
    pub(crate) fn heading(&self) -> &str {
        let after = self.html.split("<h1>").nth(1);
        after
            .and_then(|rest| rest.split("</h1>").next())
            .unwrap_or_else(|| panic!("no page: {self:?}"))
    }

    pub(crate) fn form_token(&self) -> String {
        self.value_after("name=\"form_token\" value=\"")
    }

    /// The value that follows a piece of HTML.
    pub(crate) fn value_after(&self, start: &str) -> String {
        let after = self.html.split(start).nth(1);
        let value = after.and_then(|rest| rest.split('"').next());
        value
            .unwrap_or_else(|| panic!("no {start} in {self:?}"))
            .to_owned()
    }

    /// What the person is told went wrong.
    pub(crate) fn notice(&self) -> &str {
        let after = self.html.split("role=\"alert\"").nth(1);
        let text = after.and_then(|rest| rest.split(['>', '<']).nth(1));
        text.unwrap_or_else(|| panic!("no notice in {self:?}"))
    }

    /// The fields that the browser takes back to the app.
    pub(crate) fn back(&self) -> HashMap<String, String> {
        assert_eq!(self.status, 303, "{self:?}");
        let to = self.headers["location"].to_str().expect("an address");
        let query = to
            .strip_prefix(BACK)
            .and_then(|rest| rest.strip_prefix('?'));
        form_urlencoded::parse(query.expect("the app's address").as_bytes())
            .into_owned()
            .collect()
    }

    pub(crate) fn code(&self) -> String {
        self.back()["code"].clone()
    }
}
