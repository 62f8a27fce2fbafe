//! The `scope` parameter: OpenID Connect scopes and the scopes of at most one resource.

use super::WireError;
use crate::model::{App, Apps};

/// The most scopes that a request may ask for.
const MOST_SCOPES: usize = 64;

/// What a request asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Scopes {
    /// `openid`: gives an id token.
    pub(crate) openid: bool,
    /// `offline_access`: gives a refresh token.
    pub(crate) offline_access: bool,
    /// Everything that is granted, in the words of the request.
    pub(crate) granted: Vec<String>,
    /// The resource, by its URI; none means the directory's own API.
    pub(crate) resource: Option<String>,
    /// The names of the resource's scopes, for `scp`.
    pub(crate) names: Vec<String>,
}

impl Scopes {
    /// Reads the list. Fails for a scope that does not exist, for scopes of two resources, and for one without
    /// consent. `<resource>/.default` means every scope of the resource with consent.
    pub(crate) fn parse(list: &str, app: &App, apps: &Apps) -> Result<Self, WireError> {
        let mut scopes = Self::default();
        if list.split_whitespace().count() > MOST_SCOPES {
            return Err(WireError::Scope);
        }
        for word in list.split_whitespace() {
            if scopes.granted.iter().any(|known| known == word) {
                continue;
            }
            match word {
                "openid" => scopes.openid = true,
                "offline_access" => scopes.offline_access = true,
                "profile" | "email" => {}
                _ => {
                    scopes.add(word, app, apps)?;
                    continue;
                }
            }
            scopes.granted.push(word.to_owned());
        }
        if scopes.granted.is_empty() {
            Err(WireError::Scope)
        } else {
            Ok(scopes)
        }
    }

    fn add(&mut self, word: &str, app: &App, apps: &Apps) -> Result<(), WireError> {
        let (resource, name) = word.rsplit_once('/').ok_or(WireError::Scope)?;
        let known = apps
            .resources
            .iter()
            .find(|known| known.uri == resource)
            .ok_or(WireError::Scope)?;
        if self
            .resource
            .as_ref()
            .is_some_and(|other| *other != known.uri)
        {
            return Err(WireError::Scope);
        }
        self.resource = Some(known.uri.clone());
        if name == ".default" {
            let prefix = format!("{resource}/");
            let consented: Vec<_> = app
                .consented
                .iter()
                .filter_map(|scope| scope.strip_prefix(&prefix))
                .collect();
            if consented.is_empty() {
                return Err(WireError::Consent);
            }
            for name in consented {
                self.grant(resource, name);
            }
            return Ok(());
        }
        if !known.scopes.iter().any(|scope| scope == name) {
            return Err(WireError::Scope);
        }
        if !app.consented.iter().any(|scope| scope == word) {
            return Err(WireError::Consent);
        }
        self.grant(resource, name);
        Ok(())
    }

    fn grant(&mut self, resource: &str, name: &str) {
        if !self.names.iter().any(|known| known == name) {
            self.names.push(name.to_owned());
            self.granted.push(format!("{resource}/{name}"));
        }
    }

    /// The scopes of the resource, as `<resource>/<scope>`.
    pub(crate) fn of_resource(&self) -> impl Iterator<Item = String> {
        let resource = self.resource.as_deref().unwrap_or_default();
        self.names
            .iter()
            .map(move |name| format!("{resource}/{name}"))
    }

    /// The granted scopes as one text.
    pub(crate) fn text(&self) -> String {
        self.granted.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Seed;

    fn parse(list: &str) -> Result<Scopes, WireError> {
        let mut apps = Seed::contoso().registrations;
        apps.resources[0].scopes.push("ToDo.Write".into());
        apps.resources.push(crate::model::Resource {
            uri: "api://other".into(),
            scopes: vec!["Read".into()],
        });
        let mut app = apps.apps[0].clone();
        app.consented.push("api://other/Read".into());
        Scopes::parse(list, &app, &apps)
    }

    #[test]
    fn scopes_of_one_resource_are_granted_with_consent() {
        let scopes = parse("openid offline_access api://todo/ToDo.Read openid").expect("granted");
        assert!(scopes.openid && scopes.offline_access);
        assert_eq!(scopes.text(), "openid offline_access api://todo/ToDo.Read");
        assert_eq!(
            (scopes.resource.as_deref(), scopes.names.as_slice()),
            (Some("api://todo"), ["ToDo.Read".to_owned()].as_slice())
        );
    }

    #[test]
    fn default_means_everything_with_consent() {
        assert_eq!(
            parse("api://todo/.default").expect("granted").text(),
            "api://todo/ToDo.Read"
        );
    }

    #[test]
    fn unknown_scopes_and_missing_consent_differ() {
        for unknown in [
            "",
            "ToDo.Read",
            "api://todo/Nope",
            "api://nope/Read",
            "api://todo/ToDo.Read api://other/Read",
        ] {
            assert_eq!(parse(unknown), Err(WireError::Scope), "{unknown}");
        }
        assert_eq!(
            parse("openid api://todo/ToDo.Write"),
            Err(WireError::Consent)
        );
    }
}
