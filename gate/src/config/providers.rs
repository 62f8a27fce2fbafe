//! The providers of a configuration: which kind has which members.

use std::time::Duration;

use super::Surroundings;
use super::check::{address, base};
use super::document::ProviderTable;
use super::place::{At, Misplaced, bounded};
use crate::provider::{
    BreakerSettings, Generic, Human, Prove, RemoteSettings, SessionHeader, ThreatMetrix,
};

/// A provider of a configuration.
pub struct ProviderSettings {
    /// Which one, with what it needs.
    pub kind: Kind,
    /// Deadline and rest.
    pub remote: RemoteSettings,
}

impl ProviderSettings {
    /// Whether it can judge the calls of a route of the configuration.
    pub(super) fn judges(&self, route: &str) -> bool {
        match self.kind {
            Kind::Prove(_) => route == "register_challenge",
            Kind::ThreatMetrix(_) | Kind::Human(_) | Kind::Generic(_) => true,
        }
    }
}

/// A provider with what it needs.
pub enum Kind {
    /// LexisNexis ThreatMetrix.
    ThreatMetrix(ThreatMetrix),
    /// HUMAN.
    Human(Human),
    /// Prove.
    Prove(Prove),
    /// One that speaks the gate's own words.
    Generic(Generic),
}

/// Without the secrets.
impl std::fmt::Debug for ProviderSettings {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = match self.kind {
            Kind::ThreatMetrix(_) => "threat_metrix",
            Kind::Human(_) => "human",
            Kind::Prove(_) => "prove",
            Kind::Generic(_) => "generic",
        };
        out.debug_struct("ProviderSettings")
            .field("kind", &kind)
            .field("remote", &self.remote)
            .finish()
    }
}

/// A table that is being read.
struct Reader<'a> {
    name: &'a str,
    table: &'a At<ProviderTable>,
    surroundings: &'a Surroundings,
}

pub(super) fn checked(
    name: &str,
    table: &At<ProviderTable>,
    surroundings: &Surroundings,
) -> Result<ProviderSettings, Misplaced> {
    let reader = Reader {
        name,
        table,
        surroundings,
    };
    Ok(ProviderSettings {
        kind: reader.kind()?,
        remote: reader.remote()?,
    })
}

impl Reader<'_> {
    fn kind(&self) -> Result<Kind, Misplaced> {
        let table = self.table.value();
        match table.kind.value().as_str() {
            "threat_metrix" => {
                self.only(&["url", "org_id", "policy", "secret", "session_header"])?;
                Ok(Kind::ThreatMetrix(ThreatMetrix {
                    url: self.base("https://h-api.online-metrix.net")?,
                    org_id: self.needed("org_id", table.org_id.as_ref())?,
                    api_key: self.secret()?,
                    policy: or("default", table.policy.as_ref()),
                }))
            }
            "human" => {
                self.only(&["url", "app_id", "blocks_from", "secret"])?;
                let app_id = self.needed("app_id", table.app_id.as_ref())?;
                let usual = format!("https://sapi-{}.perimeterx.net", app_id.to_lowercase());
                Ok(Kind::Human(Human {
                    url: self.base(&usual)?,
                    blocks_from: self.blocks_from()?,
                    server_token: self.secret()?,
                    app_id,
                }))
            }
            "prove" => {
                self.only(&["url", "client_id", "secret", "session_header"])?;
                Ok(Kind::Prove(Prove {
                    url: self.base("https://platform.proveapis.com")?,
                    client_id: self.needed("client_id", table.client_id.as_ref())?,
                    client_secret: self.secret()?,
                }))
            }
            "generic" => {
                self.only(&["url", "report_url", "secret", "session_header"])?;
                Ok(Kind::Generic(Generic {
                    url: self
                        .address("url", Some(self.given("url", table.url.as_ref())?))?
                        .unwrap_or_default(),
                    report_url: self.address("report_url", table.report_url.as_ref())?,
                    token: if self.has_secret() {
                        Some(self.secret()?)
                    } else {
                        None
                    },
                }))
            }
            _ => {
                let kinds = "must be threat_metrix, human, prove or generic";
                Err(table.kind.wrong(&self.member("kind"), kinds))
            }
        }
    }

    fn remote(&self) -> Result<RemoteSettings, Misplaced> {
        let table = self.table.value();
        let deadline = table.deadline_ms.as_ref();
        let rest = table.rest_seconds.as_ref();
        let after = table.rest_after.as_ref();
        if let Some(after) = after.filter(|after| *after.value() == 0) {
            return Err(after.wrong(&self.member("rest_after"), "must be at least 1"));
        }
        let deadline = bounded(deadline, &self.member("deadline_ms"), 800, 50..=10_000)?;
        let rest = bounded(rest, &self.member("rest_seconds"), 10, 1..=600)?;
        Ok(RemoteSettings {
            deadline: Duration::from_millis(deadline),
            breaker: BreakerSettings {
                after: after.map_or(5, |after| *after.value()),
                rest: Duration::from_secs(rest),
            },
            session_header: self.session_header()?,
        })
    }

    fn member(&self, member: &str) -> String {
        format!("providers.{}.{member}", self.name)
    }

    /// Refuses members of another kind: who writes one expects it to do something.
    fn only(&self, allowed: &[&str]) -> Result<(), Misplaced> {
        let table = self.table.value();
        let texts = [
            ("url", &table.url),
            ("report_url", &table.report_url),
            ("org_id", &table.org_id),
            ("app_id", &table.app_id),
            ("client_id", &table.client_id),
            ("policy", &table.policy),
            ("session_header", &table.session_header),
        ];
        let problem = "does not belong to this kind of provider";
        for (name, value) in texts {
            if let Some(value) = value.as_ref().filter(|_| !allowed.contains(&name)) {
                return Err(value.wrong(&self.member(name), problem));
            }
        }
        match &table.blocks_from {
            Some(value) if !allowed.contains(&"blocks_from") => {
                Err(value.wrong(&self.member("blocks_from"), problem))
            }
            Some(_) | None => Ok(()),
        }
    }

    fn given<'a>(
        &self,
        name: &str,
        value: Option<&'a At<String>>,
    ) -> Result<&'a At<String>, Misplaced> {
        let value = value.filter(|value| !value.value().is_empty());
        value.ok_or_else(|| self.table.wrong(&self.member(name), "is missing"))
    }

    fn needed(&self, name: &str, value: Option<&At<String>>) -> Result<String, Misplaced> {
        self.given(name, value).map(|value| value.value().clone())
    }

    fn base(&self, usual: &str) -> Result<String, Misplaced> {
        match &self.table.value().url {
            None => Ok(usual.to_owned()),
            Some(url) => {
                let url = url.read(&self.member("url"), |text| base(text))?;
                Ok(url.as_str().trim_end_matches('/').to_owned())
            }
        }
    }

    fn address(&self, name: &str, value: Option<&At<String>>) -> Result<Option<String>, Misplaced> {
        let read = |value: &At<String>| value.read(&self.member(name), |text| address(text));
        Ok(value.map(read).transpose()?.map(String::from))
    }

    fn session_header(&self) -> Result<Option<SessionHeader>, Misplaced> {
        let read = |name: &String| match name.as_str() {
            "x-risk-session" => Ok(SessionHeader::RiskSession),
            "session_id" => Ok(SessionHeader::SessionId),
            _ => Err("must be x-risk-session or session_id"),
        };
        let header = self.table.value().session_header.as_ref();
        let header = header.map(|header| header.read(&self.member("session_header"), read));
        header.transpose()
    }

    fn blocks_from(&self) -> Result<u8, Misplaced> {
        match &self.table.value().blocks_from {
            None => Ok(100),
            Some(score) if (1..=100).contains(score.value()) => Ok(*score.value()),
            Some(score) => Err(score.wrong(&self.member("blocks_from"), "must be from 1 to 100")),
        }
    }

    fn has_secret(&self) -> bool {
        let table = self.table.value();
        table.secret_env.is_some() || table.secret_file.is_some()
    }

    fn secret(&self) -> Result<String, Misplaced> {
        let table = self.table.value();
        let member = self.member("secret");
        let (env, file) = (table.secret_env.as_ref(), table.secret_file.as_ref());
        secret(&member, self.table, env, file, self.surroundings)
    }
}

fn or(usual: &str, value: Option<&At<String>>) -> String {
    value.map_or_else(|| usual.to_owned(), |value| value.value().clone())
}

/// The secret that a table refers to, in one of two ways.
pub(super) fn secret<T>(
    member: &str,
    table: &At<T>,
    env: Option<&At<String>>,
    file: Option<&At<String>>,
    surroundings: &Surroundings,
) -> Result<String, Misplaced> {
    match (env, file) {
        (Some(name), None) => {
            name.read(&format!("{member}_env"), |name| surroundings.variable(name))
        }
        (None, Some(name)) => name.read(&format!("{member}_file"), |name| surroundings.text(name)),
        (None, None) => Err(table.wrong(member, "give secret_env or secret_file")),
        (Some(both), Some(_)) => {
            Err(both.wrong(member, "give secret_env or secret_file, not both"))
        }
    }
}
