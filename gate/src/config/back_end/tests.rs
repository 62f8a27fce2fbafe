//! Tables that are taken, and what is said about the others.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use super::*;
use crate::config::{Config, ConfigError, Surroundings};

const GATE: &str = r#"[listen]
address = "127.0.0.1:8080"
[tenant]
id = "7d0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90"
name = "contoso.onmicrosoft.com"
upstream = "https://contoso.ciamlogin.com"
[[seal.keys]]
id = "2026-11"
secret_env = "SEAL"
[step_up]
context = "c3"
[providers.risk]
kind = "generic"
url = "https://risk.contoso.com/assess"
[providers.numbers]
kind = "prove"
client_id = "contoso"
secret_env = "SECRET"
[routes]
token = { provider = "risk" }
challenge = { provider = "risk" }
register_challenge = { provider = "risk" }
sign_up = { provider = "risk" }
"#;

const RULES: &str = r#"[directory]
client_id = "gate"
secret_env = "SECRET"
[webhook]
url = "https://api.contoso.com/doorstep"
secret_env = "SECRET"
[reset]
second_proof = "code"
[sign_up]
group = "3E0C5A3E-5b1f-4c8e-9a52-3f1d2b6c8e90"
[device_lost]
second_proof = "provider"
provider = "risk"
frozen_group = "4e0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90"
"#;

fn parse(rules: &str) -> Result<Option<BackEnd>, ConfigError> {
    let variables = [
        ("SEAL", "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="),
        ("SECRET", "canary"),
    ];
    let variables: BTreeMap<_, _> = variables
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
    let surroundings = Surroundings::with_variables(Path::new("."), variables);
    Config::parse(&format!("{GATE}{rules}"), &surroundings).map(|config| config.back_end)
}

/// What is said when `old` is `new`, with lines counted from the rules.
fn said(old: &str, new: &str) -> String {
    assert!(RULES.contains(old), "{old}");
    let error = parse(&RULES.replacen(old, new, 1)).expect_err(new);
    let line = error.line().unwrap() - GATE.lines().count();
    let text = error.to_string();
    format!("{line}: {}", text.split_once(": ").unwrap().1)
}

#[test]
fn without_tables_there_are_no_rules() {
    assert!(parse("").unwrap().is_none());
    let directory = RULES.split("[reset]").next().unwrap();
    let rules = parse(directory).unwrap().unwrap();
    assert_eq!((rules.reset, rules.sign_up_group), (None, None));
    assert_eq!(rules.device_lost, None);
}

#[test]
fn all_of_them_are_taken_with_what_they_leave_out() {
    let rules = parse(RULES).unwrap().unwrap();
    let directory = rules.directory;
    assert_eq!(directory.url.as_str(), "https://graph.microsoft.com/");
    assert_eq!(
        directory.token_url.as_str(),
        "https://login.microsoftonline.com/7d0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90/oauth2/v2.0/token"
    );
    assert_eq!(directory.issuer, "contoso.onmicrosoft.com");
    assert_eq!(directory.deadline, Duration::from_secs(3));
    assert_eq!(rules.webhook.unwrap().deadline, Duration::from_secs(3));
    assert_eq!(
        rules.reset,
        Some(SecondProof::Code(CodeSettings::default()))
    );
    assert_eq!(
        rules.sign_up_group.as_deref(),
        Some("3e0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90")
    );
    let lost = rules.device_lost.unwrap();
    assert_eq!(lost.second_proof, SecondProof::Provider("risk".to_owned()));
    assert_eq!(lost.cool_down, Duration::from_hours(24));
    assert_eq!(lost.starts_per_hour, 3);
}

#[test]
fn numbers_are_taken_within_bounds() {
    let more = "second_proof = \"code\"\ncode_length = 6\ntries = 3\ncode_seconds = 300\nresend_seconds = 30\ncodes_per_hour = 2";
    let rules = parse(&RULES.replacen("second_proof = \"code\"", more, 1)).unwrap();
    let code = CodeSettings {
        length: 6,
        tries: 3,
        good_for: Duration::from_mins(5),
        resend: Duration::from_secs(30),
        per_hour: 2,
    };
    assert_eq!(rules.unwrap().reset, Some(SecondProof::Code(code)));
    for (member, value, range) in [
        ("code_length", 5, "6 to 10"),
        ("code_length", 11, "6 to 10"),
        ("tries", 0, "1 to 10"),
        ("code_seconds", 59, "60 to 3600"),
        ("resend_seconds", 9, "10 to 3600"),
        ("codes_per_hour", 21, "1 to 20"),
    ] {
        let new = format!("second_proof = \"code\"\n{member} = {value}");
        assert_eq!(
            said("second_proof = \"code\"", &new),
            format!("9: reset.{member}: must be from {range}")
        );
    }
}

#[test]
fn what_is_wrong_is_named_with_its_line() {
    let cases = [
        (
            "second_proof = \"code\"",
            "second_proof = \"sms\"",
            "8: reset.second_proof: must be code or provider",
        ),
        (
            "second_proof = \"code\"",
            "second_proof = \"code\"\nprovider = \"risk\"",
            "9: reset.provider: does not belong to a code",
        ),
        (
            "provider = \"risk\"",
            "provider = \"nobody\"",
            "13: device_lost.provider: there is no provider of that name",
        ),
        (
            "provider = \"risk\"",
            "provider = \"numbers\"",
            "13: device_lost.provider: prove judges new numbers alone",
        ),
        (
            "provider = \"risk\"\n",
            "",
            "12: device_lost.provider: is missing",
        ),
        (
            "frozen_group = \"4e0c5a3e-",
            "frozen_group = \"",
            "14: device_lost.frozen_group: must be the group's object id, a GUID",
        ),
        (
            "client_id = \"gate\"",
            "client_id = \"gate\"\nurl = \"http://graph.contoso.com\"",
            "3: directory.url: must be https, unless it is this machine",
        ),
        (
            "secret_env = \"SECRET\"",
            "",
            "1: directory.secret: give secret_env or secret_file",
        ),
        ("group =", "groups =", "10: unknown field `groups`"),
    ];
    for (old, new, expected) in cases {
        let said = said(old, new);
        assert!(said.starts_with(expected), "{old} -> {new}: {said}");
    }
}

#[test]
fn a_rule_says_what_it_lacks() {
    let directory = "[directory]\nclient_id = \"gate\"\nsecret_env = \"SECRET\"\n";
    assert_eq!(said(directory, ""), "4: reset: needs a directory");
    let webhook =
        "[webhook]\nurl = \"https://api.contoso.com/doorstep\"\nsecret_env = \"SECRET\"\n";
    assert_eq!(
        said(webhook, ""),
        "5: reset.second_proof: a code needs a webhook, which delivers it"
    );
    let with_reset = format!("{webhook}[reset]\nsecond_proof = \"code\"\n");
    assert_eq!(
        said(&with_reset, ""),
        "6: device_lost: needs a webhook, which tells the person"
    );
}

#[test]
fn no_secret_is_printed() {
    let shown = format!("{:?}", parse(RULES).unwrap());
    assert!(!shown.contains("canary"), "{shown}");
}

#[test]
fn the_example_of_the_documentation_is_sound() {
    let page = include_str!("../../../../docs/gate.md");
    let blocks = page.split("```toml\n").skip(1);
    let blocks: Vec<_> = blocks.filter_map(|rest| rest.split("```").next()).collect();
    let rules = blocks.iter().find(|block| block.contains("[directory]"));
    let rules: String = rules
        .unwrap()
        .lines()
        .map(|line| line.trim_start_matches("# ").to_owned() + "\n")
        .collect();
    let rules = rules.replace("GRAPH_SECRET", "SECRET");
    let rules = parse(&rules.replace("WEBHOOK_SECRET", "SECRET")).unwrap();
    let rules = rules.unwrap();
    assert!(rules.webhook.is_some() && rules.reset.is_some());
    assert!(rules.sign_up_group.is_some() && rules.device_lost.is_some());
}
