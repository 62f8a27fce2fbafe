//! The gate's own token for the directory: client credentials, kept until shortly before they end.

use std::time::Duration;

use serde_json::Value;

use super::Directory;
use super::ask::{Hitch, answered};
use crate::provider::Failure;

/// A pass is not used in its last minute, when it might end on the way.
const MARGIN: Duration = Duration::from_mins(1);
const SCOPE: &str = "https://graph.microsoft.com/.default";

/// A token, and until when it is used.
pub(super) struct Pass {
    text: String,
    until: Duration,
}

impl Directory {
    /// The token. While one call gets it the others wait for it.
    pub(super) async fn pass(&self) -> Result<String, Hitch> {
        let mut held = self.pass.lock().await;
        if let Some(pass) = held.as_ref().filter(|pass| self.clock.now() < pass.until) {
            return Ok(pass.text.clone());
        }
        let settings = &self.settings;
        let request = self.http.client_for(&settings.token_url);
        let request = request
            .post(settings.token_url.clone())
            .header("content-type", "application/x-www-form-urlencoded")
            .body(self.credentials());
        let said = answered(request).await?;
        if said.status != 200 {
            tracing::warn!(
                status = said.status,
                "the gate got no token for the directory"
            );
            return Err(Hitch::Lasting(Failure::Status));
        }
        let text = said.body.get("access_token").and_then(Value::as_str);
        let text = text.filter(|text| text.bytes().all(|letter| letter.is_ascii_graphic()));
        let seconds = said.body.get("expires_in").and_then(Value::as_u64);
        let (Some(text), Some(seconds)) = (text, seconds) else {
            return Err(Hitch::Lasting(Failure::Garbage));
        };
        let good_for = Duration::from_secs(seconds.min(86_400)).saturating_sub(MARGIN);
        *held = Some(Pass {
            text: text.to_owned(),
            until: self.clock.now() + good_for,
        });
        Ok(text.to_owned())
    }

    fn credentials(&self) -> String {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("grant_type", "client_credentials");
        form.append_pair("client_id", &self.settings.client_id);
        form.append_pair("client_secret", self.settings.secret.reveal());
        form.append_pair("scope", SCOPE);
        form.finish()
    }
}
