//! Configurations that are taken, and what is said about the others.

use super::*;
use crate::decide::{FailPolicy, Mode};

const GOOD: &str = r#"[listen]
address = "127.0.0.1:8080"
trusted_proxies = ["10.0.0.0/8"]

[tenant]
id = "7D0C5A3E-5b1f-4c8e-9a52-3f1d2b6c8e90"
name = "contoso.onmicrosoft.com"
upstream = "https://contoso.ciamlogin.com"

[[seal.keys]]
id = "2026-11"
secret_env = "SEAL"

[step_up]
context = "C3"

[providers.tmx]
kind = "threat_metrix"
org_id = "org"
secret_env = "TMX"

[providers.number]
kind = "prove"
client_id = "client"
secret_env = "PROVE"
deadline_ms = 1500

[routes.token]
provider = "tmx"
fail = "challenge"
[routes.challenge]
provider = "tmx"
[routes.register_challenge]
provider = "number"
fail = "closed"
[routes.sign_up]
provider = "tmx"
fail = "open"
"#;

fn parse(text: &str) -> Result<Config, ConfigError> {
    let seal = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
    let variables = [
        ("SEAL", seal),
        ("TMX", "tmx-secret"),
        ("PROVE", "prove-secret"),
        ("SHORT", "BwcH"),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Config::parse(
        text,
        &Surroundings::with_variables(Path::new("."), variables.into()),
    )
}

/// What is said when `old` is `new` in the good one.
fn said(old: &str, new: &str) -> String {
    assert!(GOOD.contains(old), "{old}");
    match parse(&GOOD.replacen(old, new, 1)) {
        Ok(_) => "taken".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_whole_configuration_is_taken() {
    let config = parse(GOOD).unwrap();
    assert_eq!(config.listen.port(), 8080);
    assert_eq!(
        config.tenant.names,
        [
            "7d0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90",
            "contoso.onmicrosoft.com"
        ]
    );
    assert_eq!(config.context.to_string(), "c3");
    assert_eq!(config.mode, Mode::Rewrite);
    assert_eq!(config.rules.token.fail, FailPolicy::Challenge);
    assert_eq!(
        config.rules.challenge.fail,
        FailPolicy::Closed,
        "closed unless said otherwise"
    );
    assert_eq!(config.rules.register_challenge.provider, "number");
    assert_eq!(
        config.providers["number"].remote.deadline,
        Duration::from_millis(1500)
    );
    assert!(config.origins.is_empty());
}

#[test]
fn what_is_wrong_is_named_with_its_line() {
    let cases = [
        (
            "127.0.0.1:8080",
            "8080",
            "line 2: listen.address: must be an address and a port such as 127.0.0.1:8080",
        ),
        (
            "10.0.0.0/8",
            "10.0.0.0/33",
            "line 3: listen.trusted_proxies: must be an address or a network such as 10.0.0.0/8",
        ),
        (
            "7D0C5A3E-",
            "",
            "line 6: tenant.id: must be the tenant's id, a GUID",
        ),
        (
            "https://contoso.ciamlogin.com",
            "http://contoso.ciamlogin.com",
            "line 8: tenant.upstream: must be https, unless it is this machine",
        ),
        (
            "https://contoso.ciamlogin.com",
            "https://contoso.ciamlogin.com/x",
            "line 8: tenant.upstream: must end after the host and the port",
        ),
        (
            "id = \"2026-11\"",
            "id = \"2026.11\"",
            "line 11: seal.keys: a key's id must be 1 to 32 of a-z, 0-9 and -",
        ),
        (
            "\"SEAL\"",
            "\"SHORT\"",
            "line 11: seal.keys: a key must be 32 bytes in base64",
        ),
        (
            "\"SEAL\"",
            "\"ABSENT\"",
            "line 12: seal.keys.secret_env: the variable ABSENT is not set",
        ),
        (
            "secret_env = \"SEAL\"",
            "secret_file = \"not-there\"",
            "line 12: seal.keys.secret_file: cannot be read: entity not found",
        ),
        (
            "\"C3\"",
            "\"c100\"",
            "line 15: step_up.context: must be one of c1 to c99",
        ),
        (
            "\"threat_metrix\"",
            "\"threatmetrix\"",
            "line 18: providers.tmx.kind: must be threat_metrix, human, prove or generic",
        ),
        (
            "org_id = \"org\"\n",
            "",
            "line 17: providers.tmx.org_id: is missing",
        ),
        (
            "org_id = \"org\"",
            "org_id = \"org\"\nclient_id = \"x\"",
            "line 20: providers.tmx.client_id: does not belong to this kind of provider",
        ),
        (
            "secret_env = \"TMX\"\n",
            "",
            "line 17: providers.tmx.secret: give secret_env or secret_file",
        ),
        (
            "deadline_ms = 1500",
            "deadline_ms = 1",
            "line 26: providers.number.deadline_ms: must be from 50 to 10000",
        ),
        (
            "provider = \"number\"",
            "provider = \"numbers\"",
            "line 34: routes.register_challenge.provider: there is no provider of that name",
        ),
        (
            "fail = \"closed\"",
            "fail = \"open\"",
            "line 35: routes.register_challenge.fail: no text message is sent without a verdict: closed or challenge",
        ),
    ];
    for (old, new, expected) in cases {
        assert_eq!(said(old, new), expected, "{old} -> {new}");
    }
}

#[test]
fn what_would_not_do_what_it_says_is_named_with_its_line() {
    let cases = [
        (
            "[routes.challenge]\nprovider = \"tmx\"",
            "[routes.challenge]\nprovider = \"number\"",
            "line 32: routes.challenge.provider: prove judges numbers, which only register_challenge names",
        ),
        (
            "upstream = ",
            "keep_host = true\nhost = \"login.contoso.com\"\nupstream = ",
            "line 9: tenant.host: give host or keep_host, not both",
        ),
        (
            "upstream = ",
            "ca_file = \"Cargo.toml\"\nupstream = ",
            "line 8: tenant.ca_file: there is no certificate in PEM form",
        ),
        (
            "kind = \"threat_metrix\"\norg_id = \"org\"",
            "kind = \"human\"\napp_id = \"PXapp\"\nsession_header = \"session_id\"",
            "line 20: providers.tmx.session_header: does not belong to this kind of provider",
        ),
    ];
    for (old, new, expected) in cases {
        assert_eq!(said(old, new), expected, "{old} -> {new}");
    }
}

#[test]
fn what_cannot_be_read_is_named_with_its_line() {
    let cases = [
        ("address =", "adress =", "line 2: unknown field `adress`"),
        (
            "fail = \"challenge\"",
            "fail = \"never\"",
            "line 30: unknown variant `never`",
        ),
        (
            "[routes.sign_up]\nprovider = \"tmx\"\nfail = \"open\"\n",
            "",
            "missing field `sign_up`",
        ),
        ("kind = \"prove\"", "kind = prove", "line 23: "),
    ];
    for (old, new, expected) in cases {
        let said = said(old, new);
        assert!(said.contains(expected), "{old} -> {new}: {said}");
    }
}

#[test]
fn neither_an_error_nor_a_print_shows_a_secret() {
    let text = GOOD.replacen(
        "secret_env = \"TMX\"",
        "secret_env = \"TMX\"\napi_key = \"canary-secret\"",
        1,
    );
    let error = parse(&text).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
    let shown = format!("{:?}", parse(GOOD).unwrap());
    assert!(
        !shown.contains("tmx-secret") && !shown.contains("BwcH"),
        "{shown}"
    );
}

#[test]
fn two_keys_need_two_ids_and_one_there_must_be() {
    let twice = "[[seal.keys]]\nid = \"2026-11\"\nsecret_env = \"SEAL\"\n";
    let said_twice = said("[step_up]", &format!("{twice}[step_up]"));
    assert!(
        said_twice.ends_with("seal.keys: two keys have the same id"),
        "{said_twice}"
    );
    let none = said(
        "[[seal.keys]]\nid = \"2026-11\"\nsecret_env = \"SEAL\"",
        "[seal]",
    );
    assert!(
        none.ends_with("seal.keys: there must be a key to seal with"),
        "{none}"
    );
}
