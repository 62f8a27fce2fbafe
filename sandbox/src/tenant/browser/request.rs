//! What an app asks of the browser, checked.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use uuid::Uuid;

use super::super::{Call, Tenant};
use crate::model::covers;
use crate::wire::{AskedContext, Page, Param, Scopes, WireError, asked_contexts};

/// A request that can be served.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) client_id: Uuid,
    pub(super) back: Back,
    /// The hash that the app's `code_verifier` must have.
    pub(super) challenge: Vec<u8>,
    pub(super) scopes: Scopes,
    pub(super) asked: Vec<AskedContext>,
    pub(super) nonce: Option<String>,
    pub(super) login_hint: Option<String>,
    pub(super) domain_hint: Option<String>,
}

/// The way back to the app.
#[derive(Debug, Clone)]
pub(super) struct Back {
    pub(super) redirect_uri: String,
    pub(super) state: Option<String>,
}

/// Why a request is not served, and who is told.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The person, since nobody knows where the app is.
    Page(&'static str),
    /// The app.
    App {
        back: Back,
        error: &'static str,
        text: &'static str,
    },
}

impl Back {
    /// The page that leads back with these fields and the app's `state`.
    pub(super) fn with(&self, fields: &[(&str, &str)]) -> Page {
        let state = self.state.as_deref().map(|state| ("state", state));
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields.iter().copied().chain(state))
            .finish();
        let (shown, joint) = match self.redirect_uri.split_once('?') {
            Some((shown, _)) => (shown, '&'),
            None => (self.redirect_uri.as_str(), '?'),
        };
        Page::Back {
            to: format!("{}{joint}{query}", self.redirect_uri),
            shown: shown.to_owned(),
        }
    }
}

impl Request {
    /// Reads a request. Without an app and an address that the app registered, only the person can be told.
    pub(super) fn read(tenant: &Tenant, call: &Call<'_>) -> Result<Self, Refusal> {
        let get = |param| call.form.get(param);
        let app = tenant
            .app(call)
            .map_err(|_| Refusal::Page("No app of this tenant has this client_id."))?;
        let redirect_uri = get(Param::RedirectUri)
            .filter(|given| app.redirect_uris.iter().any(|known| covers(known, given)))
            .ok_or(Refusal::Page(
                "The redirect_uri is not registered for this app.",
            ))?;
        let back = Back {
            redirect_uri: redirect_uri.to_owned(),
            state: get(Param::State).map(str::to_owned),
        };
        let refuse = |error, text| Refusal::App {
            back: back.clone(),
            error,
            text,
        };
        let invalid = |text| refuse("invalid_request", text);
        if !app.public_client {
            return Err(refuse(
                "unauthorized_client",
                "The app is no public client.",
            ));
        }
        match get(Param::ResponseType) {
            Some("code") => {}
            Some(_) => {
                let text = "Only the response_type code is served.";
                return Err(refuse("unsupported_response_type", text));
            }
            None => return Err(invalid("The response_type is missing.")),
        }
        if !matches!(get(Param::ResponseMode), None | Some("query")) {
            return Err(invalid("Only the response_mode query is served."));
        }
        let challenge = get(Param::CodeChallenge)
            .filter(|_| get(Param::CodeChallengeMethod) == Some("S256"))
            .and_then(|text| BASE64_URL_SAFE_NO_PAD.decode(text).ok())
            .filter(|hash| hash.len() == 32)
            .ok_or_else(|| invalid("A code_challenge of the method S256 is needed."))?;
        for word in get(Param::Prompt).unwrap_or_default().split_whitespace() {
            match word {
                "login" | "select_account" | "consent" => {}
                "none" => {
                    return Err(refuse(
                        "login_required",
                        "Nobody is signed in to this page.",
                    ));
                }
                _ => return Err(invalid("The prompt is not served.")),
            }
        }
        let scope = get(Param::Scope).ok_or_else(|| invalid("The scope is missing."))?;
        let scopes = Scopes::parse(scope, &app, &tenant.registrations).map_err(|error| {
            if error == WireError::Consent {
                refuse("consent_required", "Nobody consented to a scope.")
            } else {
                refuse("invalid_scope", "The scope is not valid.")
            }
        })?;
        let asked =
            asked_contexts(get(Param::Claims)).map_err(|_| invalid("The claims are not valid."))?;
        Ok(Self {
            client_id: app.client_id,
            back,
            challenge,
            scopes,
            asked,
            nonce: get(Param::Nonce).map(str::to_owned),
            login_hint: get(Param::LoginHint).map(str::to_owned),
            domain_hint: get(Param::DomainHint).map(str::to_owned),
        })
    }
}
