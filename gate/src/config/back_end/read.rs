//! What the values of the tables mean, and what they need of each other.

use std::collections::BTreeMap;
use std::time::Duration;

use super::tables::{DeviceLostTable, DirectoryTable, ProofTable, Tables, WebhookTable};
use super::{
    BackEnd, CodeSettings, DeviceLost, DirectorySettings, SECURITY_CODE, SecondProof, Secret,
    WebhookSettings,
};
use crate::config::check::{address, guid};
use crate::config::place::{At, Misplaced, bounded};
use crate::config::providers;
use crate::config::{ProviderSettings, Surroundings, TenantSettings};

/// What the tables may refer to.
pub(in crate::config) struct Around<'a> {
    pub(in crate::config) tenant: &'a TenantSettings,
    pub(in crate::config) providers: &'a BTreeMap<String, ProviderSettings>,
    pub(in crate::config) surroundings: &'a Surroundings,
}

/// The rules, if there is a directory for them.
pub(in crate::config) fn checked(
    tables: &Tables<'_>,
    around: &Around<'_>,
) -> Result<Option<BackEnd>, Misplaced> {
    let Some(table) = tables.directory else {
        return without_a_directory(tables);
    };
    let webhook = tables.webhook.map(|table| webhook(table, around));
    let has_webhook = webhook.is_some();
    let proof = |table: &ProofTable<'_>| second_proof(table, has_webhook, around.providers);
    let reset = tables.reset.map(|table| proof(&table.value().proof()));
    let group = tables.sign_up.map(|table| {
        let group = &table.value().group;
        group.read("sign_up.group", |text| object_id(text))
    });
    let device_lost = tables.device_lost.map(|table| {
        if !has_webhook {
            return Err(table.wrong("device_lost", "needs a webhook, which tells the person"));
        }
        device_lost(table.value(), proof(&table.value().proof())?)
    });
    Ok(Some(BackEnd {
        directory: directory(table, around)?,
        webhook: webhook.transpose()?,
        reset: reset.transpose()?,
        sign_up_group: group.transpose()?,
        device_lost: device_lost.transpose()?,
    }))
}

fn without_a_directory(tables: &Tables<'_>) -> Result<Option<BackEnd>, Misplaced> {
    const PROBLEM: &str = "needs a directory";
    let needy = tables.reset.map(|table| table.wrong("reset", PROBLEM));
    let needy = needy.or_else(|| tables.sign_up.map(|table| table.wrong("sign_up", PROBLEM)));
    let of_device = || {
        tables
            .device_lost
            .map(|table| table.wrong("device_lost", PROBLEM))
    };
    needy.or_else(of_device).map_or(Ok(None), Err)
}

fn directory(
    table: &At<DirectoryTable>,
    around: &Around<'_>,
) -> Result<DirectorySettings, Misplaced> {
    let values = table.value();
    let tenant = &around.tenant.id;
    let usual_token = format!("https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token");
    let url = |member: &str, given: Option<&At<String>>, usual: &str| match given {
        Some(given) => given.read(member, |text| address(text)),
        None => address(usual).map_err(|problem| table.wrong(member, problem)),
    };
    let named = around.tenant.names.iter().find(|name| *name != tenant);
    let issuer = values.issuer.as_ref().map(At::value).or(named);
    let (env, file) = (values.secret_env.as_ref(), values.secret_file.as_ref());
    let secret = providers::secret("directory.secret", table, env, file, around.surroundings)?;
    Ok(DirectorySettings {
        url: url(
            "directory.url",
            values.url.as_ref(),
            "https://graph.microsoft.com",
        )?,
        token_url: url(
            "directory.token_url",
            values.token_url.as_ref(),
            &usual_token,
        )?,
        client_id: values.client_id.value().clone(),
        secret: Secret::new(secret),
        issuer: issuer
            .cloned()
            .ok_or_else(|| table.wrong("directory.issuer", "is missing, and tenant.name is too"))?,
        deadline: millis(
            values.deadline_ms.as_ref(),
            "directory.deadline_ms",
            3000,
            100,
        )?,
        wait: millis(values.wait_ms.as_ref(), "directory.wait_ms", 250, 1)?,
    })
}

fn webhook(table: &At<WebhookTable>, around: &Around<'_>) -> Result<WebhookSettings, Misplaced> {
    let values = table.value();
    let (env, file) = (values.secret_env.as_ref(), values.secret_file.as_ref());
    let secret = providers::secret("webhook.secret", table, env, file, around.surroundings)?;
    Ok(WebhookSettings {
        url: values.url.read("webhook.url", |text| address(text))?,
        secret: Secret::new(secret),
        deadline: millis(
            values.deadline_ms.as_ref(),
            "webhook.deadline_ms",
            3000,
            100,
        )?,
    })
}

fn second_proof(
    table: &ProofTable<'_>,
    has_webhook: bool,
    providers: &BTreeMap<String, ProviderSettings>,
) -> Result<SecondProof, Misplaced> {
    let kind = table.second_proof;
    let member = |name: &str| format!("{}.{name}", table.name);
    match (kind.value().as_str(), table.provider) {
        ("code", Some(provider)) => {
            Err(provider.wrong(&member("provider"), "does not belong to a code"))
        }
        ("code", None) if !has_webhook => Err(kind.wrong(
            &member("second_proof"),
            "a code needs a webhook, which delivers it",
        )),
        ("code", None) if providers.contains_key(SECURITY_CODE) => Err(kind.wrong(
            &member("second_proof"),
            "no provider may be called security_code beside it",
        )),
        ("code", None) => Ok(SecondProof::Code(code(table)?)),
        ("provider", Some(provider)) => match providers.get(provider.value()) {
            Some(settings) if settings.judges("reset") => {
                Ok(SecondProof::Provider(provider.value().clone()))
            }
            Some(_) => Err(provider.wrong(&member("provider"), "prove judges new numbers alone")),
            None => Err(provider.wrong(&member("provider"), "there is no provider of that name")),
        },
        ("provider", None) => Err(kind.wrong(&member("provider"), "is missing")),
        (_, _) => Err(kind.wrong(&member("second_proof"), "must be code or provider")),
    }
}

fn code(table: &ProofTable<'_>) -> Result<CodeSettings, Misplaced> {
    let member = |name: &str| format!("{}.{name}", table.name);
    let usual = CodeSettings::default();
    let small = |given, name: &str, usual: u8, range| {
        let number = bounded(given, &member(name), u64::from(usual), range)?;
        Ok(u8::try_from(number).unwrap_or(usual))
    };
    let seconds = |given, name: &str, usual: Duration, range| {
        let number = bounded(given, &member(name), usual.as_secs(), range)?;
        Ok(Duration::from_secs(number))
    };
    Ok(CodeSettings {
        length: small(table.code_length, "code_length", usual.length, 6..=10)?,
        tries: small(table.tries, "tries", usual.tries, 1..=10)?,
        good_for: seconds(
            table.code_seconds,
            "code_seconds",
            usual.good_for,
            60..=3600,
        )?,
        resend: seconds(
            table.resend_seconds,
            "resend_seconds",
            usual.resend,
            10..=3600,
        )?,
        per_hour: small(
            table.codes_per_hour,
            "codes_per_hour",
            usual.per_hour,
            1..=20,
        )?,
    })
}

fn device_lost(
    table: &DeviceLostTable,
    second_proof: SecondProof,
) -> Result<DeviceLost, Misplaced> {
    let hours = table.cool_down_hours.as_ref();
    let hours = bounded(hours, "device_lost.cool_down_hours", 24, 1..=720)?;
    let starts = table.starts_per_hour.as_ref();
    let starts = bounded(starts, "device_lost.starts_per_hour", 3, 1..=60)?;
    Ok(DeviceLost {
        second_proof,
        frozen_group: table
            .frozen_group
            .read("device_lost.frozen_group", |text| object_id(text))?,
        cool_down: Duration::from_secs(hours * 3600),
        starts_per_hour: u8::try_from(starts).unwrap_or(u8::MAX),
    })
}

fn object_id(text: &str) -> Result<String, &'static str> {
    guid(text).map_err(|_| "must be the group's object id, a GUID")
}

fn millis(
    given: Option<&At<u64>>,
    member: &str,
    usual: u64,
    least: u64,
) -> Result<Duration, Misplaced> {
    bounded(given, member, usual, least..=30_000).map(Duration::from_millis)
}
