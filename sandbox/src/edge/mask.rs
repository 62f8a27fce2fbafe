//! Masking: nothing that could be used for a sign-in stands in the journal.

use std::collections::BTreeMap;

use axum::http::HeaderMap;
use serde_json::Value;

use crate::wire::Form;

/// What stands in place of a secret.
pub(super) const MASK: &str = "***";
/// Longer texts are cut.
const LONGEST: usize = 512;
/// What stands in place of every name that the protocol does not know.
pub(super) const OTHER: &str = "[other]";
/// Parameters of the protocol whose value says how a client behaves and opens nothing.
const SHOWN: [&str; 14] = [
    "action",
    "capabilities",
    "challenge_channel",
    "challenge_type",
    "claims",
    "client_id",
    "client_info",
    "code_challenge_method",
    "grant_type",
    "prompt",
    "response_mode",
    "response_type",
    "scope",
    "username",
];
/// Other parameters of the protocol; only their name is shown.
const NAMED: [&str; 16] = [
    "challenge_target",
    "client_secret",
    "code",
    "code_challenge",
    "code_verifier",
    "continuation_token",
    "domain_hint",
    "form_token",
    "login_hint",
    "new_password",
    "nonce",
    "oob",
    "password",
    "redirect_uri",
    "refresh_token",
    "state",
];
/// Headers whose value says how a client behaves and opens nothing, besides those of [`SHOWN_FAMILY`].
const SHOWN_HEADERS: [&str; 14] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "client-request-id",
    "connection",
    "content-length",
    "content-type",
    "host",
    "origin",
    "return-client-request-id",
    "transfer-encoding",
    "user-agent",
    "x-ms-request-id",
];
/// Headers by which a client names itself (docs/protocol.md 1.5).
const SHOWN_FAMILY: &str = "x-client-";
/// Members of answers that are secrets by their name, or that say how to reach a person.
const SECRET: [&str; 9] = [
    "access_token",
    "client_info",
    "code",
    "continuation_token",
    "emailAddress",
    "id_token",
    "password",
    "phoneNumber",
    "refresh_token",
];

/// The form without its secrets: only parameters that are known to be none keep their value, and only names that the
/// protocol knows are shown, since of a body that is no form anything may look like a name.
pub(super) fn form(form: &Form) -> BTreeMap<String, String> {
    form.fields()
        .map(|(name, value)| field(name, value))
        .collect()
}

fn field(name: &str, value: &str) -> (String, String) {
    let shown = SHOWN.contains(&name) || (name == "id" && uuid::Uuid::parse_str(value).is_ok());
    if shown {
        (name.to_owned(), text(value))
    } else if name == "attributes" {
        (name.to_owned(), attribute_names(value))
    } else if name == "id" || NAMED.contains(&name) {
        (name.to_owned(), MASK.to_owned())
    } else {
        (OTHER.to_owned(), MASK.to_owned())
    }
}

/// The attributes of a sign-up: what a person said about themselves is not shown, only what kinds of things.
fn attribute_names(value: &str) -> String {
    let Ok(Value::Object(members)) = serde_json::from_str(value) else {
        return MASK.to_owned();
    };
    let shown = |name: &str| name.starts_with("extension_") || crate::wire::is_built_in(name);
    let names: serde_json::Map<_, _> = members
        .keys()
        .map(|name| if shown(name) { name } else { OTHER })
        .map(|name| (name.to_owned(), MASK.into()))
        .collect();
    Value::Object(names).to_string()
}

/// The headers: all names, and the values of those that are known to hold no credential.
pub(super) fn headers(headers: &HeaderMap) -> BTreeMap<String, String> {
    headers
        .iter()
        .map(|(name, value)| {
            let name = name.as_str();
            let shown = SHOWN_HEADERS.contains(&name) || name.starts_with(SHOWN_FAMILY);
            let value = value
                .to_str()
                .ok()
                .filter(|_| shown)
                .map_or_else(|| MASK.to_owned(), text);
            (text(name), value)
        })
        .collect()
}

/// A JSON answer without its secrets.
pub(super) fn json(value: &Value) -> Value {
    match value {
        Value::String(string) => text(string).into(),
        Value::Array(items) => items.iter().map(json).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| {
                let value = if SECRET.contains(&name.as_str()) {
                    MASK.into()
                } else {
                    json(value)
                };
                (name.clone(), value)
            })
            .collect(),
        other => other.clone(),
    }
}

/// A text with every word masked that looks like a token, and cut to a bearable length.
pub(super) fn text(text: &str) -> String {
    let mut shown: String = text
        .split(' ')
        .map(|word| if token_like(word) { MASK } else { word })
        .collect::<Vec<_>>()
        .join(" ");
    if shown.len() > LONGEST {
        let cut = (0..=LONGEST)
            .rev()
            .find(|at| shown.is_char_boundary(*at))
            .unwrap_or(0);
        shown.truncate(cut);
        shown.push('…');
    }
    shown
}

/// A long run of letters and digits, other than a UUID: tokens, signatures, hashes.
fn token_like(word: &str) -> bool {
    let alphabet = |byte: u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'+' | b'=')
    };
    word.split(|c: char| !c.is_ascii() || !alphabet(c as u8))
        .any(|run| {
            run.len() >= 24
                && run.bytes().any(|byte| byte.is_ascii_digit())
                && run.bytes().any(|byte| byte.is_ascii_alphabetic())
                && uuid::Uuid::parse_str(run).is_err()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_parameters_are_shown() {
        let body = b"client_id=11111111-1111-4111-8111-111111111111&password=Tulip-42!&oob=12345678&other=x&id=notauuid";
        let shown = form(&Form::parse(body).expect("a form"));
        assert_eq!(shown["client_id"], "11111111-1111-4111-8111-111111111111");
        for secret in ["password", "oob", OTHER, "id"] {
            assert_eq!(shown[secret], MASK, "{secret}");
        }
        assert_eq!(shown.len(), 5);
    }

    #[test]
    fn of_attributes_only_known_names_are_shown() {
        let id = "0f0f0f0f11114222833344444444444a";
        let known = format!("extension_{id}_Tier");
        let given = serde_json::json!({ "city": "Utrecht", "Tulip-42!": 1, known.clone(): true });
        let (_, shown) = field("attributes", &given.to_string());
        let shown: Value = serde_json::from_str(&shown).expect("JSON");
        assert_eq!(
            shown,
            serde_json::json!({ "city": MASK, known: MASK, OTHER: MASK })
        );
        assert_eq!(field("attributes", "Utrecht").1, MASK);
    }

    #[test]
    fn a_body_that_is_no_form_shows_nothing_of_itself() {
        for body in [
            r#"{"client_id":"x","password":"Builder-2024!"}"#,
            "Builder-2024!",
            "Builder=2024!&=Builder",
        ] {
            let shown = form(&Form::parse(body.as_bytes()).expect("a form"));
            assert_eq!(shown, [(OTHER.to_owned(), MASK.to_owned())].into());
        }
    }

    #[test]
    fn every_parameter_that_is_read_keeps_its_name() {
        for name in crate::wire::Param::ALL.map(crate::wire::Param::name) {
            assert_eq!(field(name, "x").0, name);
        }
    }

    #[test]
    fn only_harmless_headers_are_shown() {
        let given = [
            ("x-api-key", "Tulip-42!"),
            ("referer", "http://x.example/?password=Tulip-42!"),
            ("authorization", "Basic Tulip-42!"),
        ];
        let mut all: HeaderMap = given
            .into_iter()
            .map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("text")))
            .collect();
        for (name, value) in [("x-client-sku", "msal.browser"), ("accept", "*/*")] {
            all.insert(name, value.parse().expect("text"));
        }
        let shown = headers(&all);
        for (name, _) in given {
            assert_eq!(shown[name], MASK, "{name}");
        }
        assert_eq!(shown["x-client-sku"], "msal.browser");
        assert_eq!(shown["accept"], "*/*");
    }

    #[test]
    fn what_looks_like_a_token_is_masked_wherever_it_stands() {
        let token = crate::random::token();
        assert_eq!(text(&format!("seen {token} here")), "seen *** here");
        assert_eq!(text(&format!("(\"{token}\")")), MASK);
        assert_eq!(
            json(&serde_json::json!({ "x": [token], "continuation_token": "short" }))["x"][0],
            MASK
        );
        assert_eq!(
            json(&serde_json::json!({ "continuation_token": "short" }))["continuation_token"],
            MASK
        );
        for plain in [
            "provider_blocked_by_rep",
            "api://todo/ToDo.Read",
            "7d0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90",
        ] {
            assert_eq!(text(plain), plain);
        }
    }

    #[test]
    fn long_texts_are_cut_between_letters() {
        assert!(text(&"é ".repeat(400)).len() <= LONGEST + '…'.len_utf8());
    }
}
