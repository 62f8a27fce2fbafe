//! App registrations and the resources that they may ask for.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::field_error::{FieldError, at_most, each, range};
use super::redirect;
use super::text::{self, LONGEST};
use super::{ServiceApp, UserFlow};

/// All app registrations and resources of the tenant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Apps {
    /// The apps.
    #[serde(default)]
    pub apps: Vec<App>,
    /// The protected APIs.
    #[serde(default)]
    pub resources: Vec<Resource>,
    /// Apps with a secret, which call Microsoft Graph.
    #[serde(default)]
    pub services: Vec<ServiceApp>,
}

/// An app registration with the switches that native authentication needs (docs/protocol.md 1.9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct App {
    /// The application id.
    pub client_id: Uuid,
    /// What people call it.
    #[schemars(length(min = 1, max = 256))]
    pub name: String,
    /// "Enable native authentication". Off: `invalid_client` with `nativeauthapi_disabled`.
    #[serde(default = "yes")]
    pub native_authentication: bool,
    /// "Allow public client flows". Off: a confidential client, refused with 550022.
    #[serde(default = "yes")]
    pub public_client: bool,
    /// The user flow that the app was added to. None: `unauthorized_client`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_flow: Option<UserFlow>,
    /// Scopes with consent, each as `<resource>/<scope>`. Others that exist are refused with 65001.
    #[serde(default)]
    pub consented: Vec<String>,
    /// Where the browser may take people back to. A plain HTTP address at loopback covers every port.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    /// Digits of a code sent for this app, instead of the tenant's `codes.length`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 4, max = 12))]
    pub code_length: Option<u8>,
    /// Seconds before a resend for this app, instead of the tenant's `codes.interval`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 86_400))]
    pub code_interval: Option<u32>,
}

/// A protected API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// The application id URI; becomes `aud` of access tokens for it.
    #[schemars(length(min = 1, max = 256))]
    pub uri: String,
    /// The names of its scopes.
    #[serde(default)]
    pub scopes: Vec<String>,
}

fn yes() -> bool {
    true
}

impl Apps {
    /// Checks the whole document, references between apps and resources included.
    pub(crate) fn check(&self) -> Result<(), FieldError> {
        at_most("apps", &self.apps, 1000)?;
        at_most("resources", &self.resources, 1000)?;
        at_most("services", &self.services, 1000)?;
        let mut uris = BTreeSet::new();
        each("resources", &self.resources, |resource| {
            text::plain("uri", &resource.uri, LONGEST)?;
            if resource.uri.chars().any(char::is_whitespace) || !resource.uri.contains("://") {
                return Err(FieldError::new("uri", "must be a URI such as api://todo"));
            }
            if !uris.insert(resource.uri.as_str()) {
                return Err(FieldError::new("uri", "is listed twice"));
            }
            at_most("scopes", &resource.scopes, 100)?;
            resource
                .scopes
                .iter()
                .enumerate()
                .try_for_each(|(index, scope)| {
                    let field = format!("scopes[{index}]");
                    text::plain(&field, scope, LONGEST)?;
                    if scope.contains(|c: char| c.is_whitespace() || c == '/') {
                        return Err(FieldError::new(field, "must hold no blank and no slash"));
                    }
                    Ok(())
                })
        })?;
        let mut ids = BTreeSet::new();
        let mut new = |id| {
            if ids.insert(id) {
                return Ok(());
            }
            Err(FieldError::new("client_id", "is listed twice"))
        };
        each("apps", &self.apps, |app| {
            new(app.client_id)?;
            self.check_app(app)
        })?;
        each("services", &self.services, |service| {
            new(service.client_id)?;
            service.check()
        })
    }

    fn check_app(&self, app: &App) -> Result<(), FieldError> {
        text::plain("name", &app.name, LONGEST)?;
        if let Some(length) = app.code_length {
            range("code_length", length, 4, 12)?;
        }
        if let Some(interval) = app.code_interval {
            range("code_interval", interval, 0, 86_400)?;
        }
        at_most("redirect_uris", &app.redirect_uris, 100)?;
        for (index, address) in app.redirect_uris.iter().enumerate() {
            redirect::check(&format!("redirect_uris[{index}]"), address)?;
        }
        at_most("consented", &app.consented, 1000)?;
        for (index, scope) in app.consented.iter().enumerate() {
            if !self.knows(scope) {
                return Err(FieldError::new(
                    format!("consented[{index}]"),
                    "names no scope of a listed resource",
                ));
            }
        }
        let Some(flow) = &app.user_flow else {
            return Ok(());
        };
        flow.check().map_err(|error| error.inside("user_flow"))
    }

    /// Whether `scope`, as `<resource>/<scope>`, exists.
    pub(crate) fn knows(&self, scope: &str) -> bool {
        self.resources.iter().any(|resource| {
            scope
                .strip_prefix(resource.uri.as_str())
                .and_then(|rest| rest.strip_prefix('/'))
                .is_some_and(|name| resource.scopes.iter().any(|known| known == name))
        })
    }
}
