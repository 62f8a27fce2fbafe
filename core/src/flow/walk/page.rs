//! The service's sign-in page, and the browser that comes back from it.

use std::sync::Mutex;

use url::Url;

use super::world::HOME;
use crate::flow::AuthorizationUrl;

/// Remembers where it sent the browser last, as the device's browser does when the app dies.
#[derive(Default)]
pub(super) struct Page {
    last: Mutex<Option<String>>,
}

impl Page {
    /// Signs the person in: the address that the browser comes back with.
    pub(super) fn signs_in(&self, url: &AuthorizationUrl) -> String {
        self.leads_home(url, &format!("code=planted-ac.{}", parameter(url, "nonce")))
    }

    /// As [`signs_in`](Self::signs_in), for another journey's tokens.
    pub(super) fn signs_in_to_another(&self, url: &AuthorizationUrl) -> String {
        self.leads_home(url, "code=planted-ac.other")
    }

    pub(super) fn refuses(&self, url: &AuthorizationUrl, error: &str) -> String {
        self.leads_home(url, &format!("error={error}"))
    }

    /// The address that the browser came back with last.
    pub(super) fn last(&self) -> String {
        self.last.lock().unwrap().clone().unwrap_or_default()
    }

    fn leads_home(&self, url: &AuthorizationUrl, outcome: &str) -> String {
        let state = parameter(url, "state");
        let address = format!("{HOME}?{outcome}&state={state}");
        *self.last.lock().unwrap() = Some(address.clone());
        address
    }
}

/// What the page is told under `name`.
pub(super) fn parameter(url: &AuthorizationUrl, name: &str) -> String {
    let url = Url::parse(url.as_str()).unwrap();
    let mut pairs = url.query_pairs();
    pairs
        .find(|(known, _)| known == name)
        .unwrap()
        .1
        .into_owned()
}
