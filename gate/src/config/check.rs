//! What the values of a configuration mean.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use axum::http::Uri;

use super::back_end::{self, Around};
use super::document::{Document, LimitsTable, RouteTable, Routes, SealTable, Tenant};
use super::place::{At, Misplaced, bounded};
use super::providers;
use super::{Config, HostName, Limits, Rule, Rules, Surroundings, TenantSettings, Trust};
use crate::decide::FailPolicy;
use crate::seal::{Key, Seal};
use crate::trust::is_here;

const USUAL_LIFETIME: u64 = 3600;
const LONGEST_LIFETIME: u64 = 24 * 3600;

pub(super) fn checked(
    document: &Document,
    surroundings: &Surroundings,
) -> Result<Config, Misplaced> {
    let listen = document.listen.address.read("listen.address", |text| {
        text.parse::<SocketAddr>()
            .map_err(|_| "must be an address and a port such as 127.0.0.1:8080")
    })?;
    let tenant = tenant(&document.tenant, surroundings)?;
    let seal = seal(&document.seal, &tenant.id, surroundings)?;
    let lifetime = bounded(
        document.seal.value().lifetime_seconds.as_ref(),
        "seal.lifetime_seconds",
        USUAL_LIFETIME,
        1..=LONGEST_LIFETIME,
    )?;
    let mut all = BTreeMap::new();
    for (name, table) in &document.providers {
        let settings = providers::checked(name, table, surroundings)?;
        all.insert(name.clone(), settings);
    }
    let context = document
        .step_up
        .context
        .read("step_up.context", |text| text.parse())?;
    Ok(Config {
        listen,
        trusted_proxies: each(
            &document.listen.trusted_proxies,
            "listen.trusted_proxies",
            str::parse,
        )?,
        seal,
        token_lifetime: Duration::from_secs(lifetime),
        context,
        mode: document.step_up.mode,
        rules: rules(&document.routes, &all)?,
        back_end: back_end::checked(
            &document.back_end(),
            &Around {
                tenant: &tenant,
                providers: &all,
                surroundings,
            },
        )?,
        tenant,
        providers: all,
        trust: Trust::System,
        origins: each(&document.cors.origins, "cors.origins", origin)?,
        limits: limits(&document.limits)?,
    })
}

fn each<T, P: std::fmt::Display>(
    values: &[At<String>],
    member: &str,
    read: impl Fn(&str) -> Result<T, P>,
) -> Result<Vec<T>, Misplaced> {
    values
        .iter()
        .map(|value| value.read(member, |text| read(text)))
        .collect()
}

fn tenant(table: &Tenant, surroundings: &Surroundings) -> Result<TenantSettings, Misplaced> {
    let id = table.id.read("tenant.id", |text| guid(text))?;
    let name = table
        .name
        .as_ref()
        .map(|name| name.read("tenant.name", |text| host(text)));
    let mut names = vec![id.clone()];
    names.extend(name.transpose()?);
    let upstream = table
        .upstream
        .read("tenant.upstream", |text| upstream(text))?;
    let called = table
        .host
        .as_ref()
        .map(|name| name.read("tenant.host", |text| host(text)));
    if let Some(name) = table.host.as_ref().filter(|_| table.keep_host) {
        return Err(name.wrong("tenant.host", "give host or keep_host, not both"));
    }
    let ca = table.ca_file.as_ref();
    let ca = ca.map(|name| name.read("tenant.ca_file", |name| surroundings.certificates(name)));
    Ok(TenantSettings {
        id,
        names,
        upstream,
        host: match called.transpose()? {
            Some(name) => HostName::Named(name),
            None if table.keep_host => HostName::AsCalled,
            None => HostName::OfAddress,
        },
        ca: ca.transpose()?,
    })
}

pub(super) fn guid(text: &str) -> Result<String, &'static str> {
    let has_dash = |at| matches!(at, 8 | 13 | 18 | 23);
    let fits = |(at, letter): (usize, u8)| {
        if has_dash(at) {
            letter == b'-'
        } else {
            letter.is_ascii_hexdigit()
        }
    };
    if text.len() == 36 && text.bytes().enumerate().all(fits) {
        Ok(text.to_ascii_lowercase())
    } else {
        Err("must be the tenant's id, a GUID")
    }
}

fn host(text: &str) -> Result<String, &'static str> {
    let fits = |letter: u8| letter.is_ascii_alphanumeric() || b".-:".contains(&letter);
    if !text.is_empty() && text.bytes().all(fits) {
        Ok(text.to_ascii_lowercase())
    } else {
        Err("must be a host name")
    }
}

fn upstream(text: &str) -> Result<Uri, &'static str> {
    let base = base(text)?;
    base.as_str().parse().map_err(|_| "must be an address")
}

/// An address without a path. Beyond this machine it must be HTTPS.
pub(super) fn base(text: &str) -> Result<url::Url, &'static str> {
    let url = address(text)?;
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err("must end after the host and the port");
    }
    Ok(url)
}

/// An address. Beyond this machine it must be HTTPS.
pub(super) fn address(text: &str) -> Result<url::Url, &'static str> {
    let url: url::Url = text.parse().map_err(|_| "must be an address")?;
    let host = url.host_str().ok_or("must be an address")?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must hold neither a name nor a password");
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_here(host) => Ok(url),
        _ => Err("must be https, unless it is this machine"),
    }
}

fn origin(text: &str) -> Result<String, &'static str> {
    const FORM: &str = "must be an origin such as https://app.contoso.com, or *";
    if text == "*" {
        return Ok(text.to_owned());
    }
    let url: url::Url = text.parse().map_err(|_| FORM)?;
    let own = url.origin().ascii_serialization();
    if own == text { Ok(own) } else { Err(FORM) }
}

fn seal(
    table: &At<SealTable>,
    tenant: &str,
    surroundings: &Surroundings,
) -> Result<Seal, Misplaced> {
    let mut keys = Vec::new();
    for key in &table.value().keys {
        let KeyTable { id, env, file } = KeyTable::of(key);
        let secret = providers::secret("seal.keys.secret", key, env, file, surroundings)?;
        let made = Key::from_base64(id.value(), &secret);
        keys.push(made.map_err(|problem| id.wrong("seal.keys", problem))?);
    }
    if keys.is_empty() {
        return Err(table.wrong("seal.keys", "there must be a key to seal with"));
    }
    Seal::new(tenant, keys).map_err(|_| table.wrong("seal.keys", "two keys have the same id"))
}

/// The members of a key.
struct KeyTable<'a> {
    id: &'a At<String>,
    env: Option<&'a At<String>>,
    file: Option<&'a At<String>>,
}

impl<'a> KeyTable<'a> {
    fn of(key: &'a At<super::document::KeyTable>) -> Self {
        let key = key.value();
        Self {
            id: &key.id,
            env: key.secret_env.as_ref(),
            file: key.secret_file.as_ref(),
        }
    }
}

fn rules(
    routes: &Routes,
    providers: &BTreeMap<String, super::ProviderSettings>,
) -> Result<Rules, Misplaced> {
    let rule = |name: &str, table: &RouteTable, sends_texts: bool| {
        let provider = table.provider.value();
        let problem = match providers.get(provider) {
            None => Some("there is no provider of that name"),
            Some(settings) if !settings.judges(name) => {
                Some("prove judges numbers, which only register_challenge names")
            }
            Some(_) => None,
        };
        if let Some(problem) = problem {
            let member = format!("routes.{name}.provider");
            return Err(table.provider.wrong(&member, problem));
        }
        let fail = table.fail.as_ref();
        if let Some(fail) = fail.filter(|fail| sends_texts && *fail.value() == FailPolicy::Open) {
            let member = format!("routes.{name}.fail");
            return Err(fail.wrong(
                &member,
                "no text message is sent without a verdict: closed or challenge",
            ));
        }
        Ok(Rule {
            provider: provider.clone(),
            fail: fail.map_or(FailPolicy::Closed, |fail| *fail.value()),
        })
    };
    Ok(Rules {
        token: rule("token", &routes.token, false)?,
        challenge: rule("challenge", &routes.challenge, true)?,
        register_challenge: rule("register_challenge", &routes.register_challenge, true)?,
        sign_up: rule("sign_up", &routes.sign_up, false)?,
    })
}

fn limits(table: &LimitsTable) -> Result<Limits, Misplaced> {
    let size = |given: Option<&At<u64>>, member, usual, range| {
        let size = bounded(given, member, usual, range)?;
        Ok(usize::try_from(size).unwrap_or(usize::MAX))
    };
    let seconds = |given: Option<&At<u64>>, member, usual, longest| {
        bounded(given, member, usual, 1..=longest).map(Duration::from_secs)
    };
    Ok(Limits {
        body: size(
            table.body_bytes.as_ref(),
            "limits.body_bytes",
            65_536,
            1024..=1_048_576,
        )?,
        connections: size(
            table.connections.as_ref(),
            "limits.connections",
            1024,
            1..=65_536,
        )?,
        head: seconds(table.head_seconds.as_ref(), "limits.head_seconds", 10, 120)?,
        body_time: seconds(table.body_seconds.as_ref(), "limits.body_seconds", 10, 120)?,
        tenant: seconds(
            table.tenant_seconds.as_ref(),
            "limits.tenant_seconds",
            30,
            300,
        )?,
        grace: seconds(
            table.grace_seconds.as_ref(),
            "limits.grace_seconds",
            10,
            300,
        )?,
    })
}
