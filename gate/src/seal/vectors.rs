//! `tests/vectors/gate/sealed.json` against the code: tokens that WebCrypto sealed, and what must not open.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::Deserialize;

use super::*;

#[derive(Deserialize)]
struct Vectors {
    tenant: String,
    keys: Vec<KeyOf>,
    now: u64,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct KeyOf {
    id: String,
    secret: String,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    token: String,
    /// The envelope, or the word for why there is none.
    opens: serde_json::Value,
    nonce: Option<String>,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../../../tests/vectors/gate/sealed.json")).unwrap()
}

/// A seal with the keys in this order.
fn seal(vectors: &Vectors, ids: &[&str]) -> Seal {
    let secret = |id: &str| &vectors.keys.iter().find(|key| key.id == id).unwrap().secret;
    let keys = ids
        .iter()
        .map(|id| Key::from_base64(id, secret(id)).unwrap());
    Seal::new(&vectors.tenant, keys.collect()).unwrap()
}

fn envelope(vectors: &Vectors) -> Envelope {
    let first = vectors.cases.iter().find(|case| case.opens.is_object());
    serde_json::from_value(first.unwrap().opens.clone()).unwrap()
}

#[test]
fn tokens_open_as_the_vectors_say() {
    let vectors = vectors();
    let seal = seal(&vectors, &["2026-11", "2026-10"]);
    for case in &vectors.cases {
        let opened = match seal.open(&case.token, vectors.now) {
            Ok(envelope) => serde_json::to_value(envelope).unwrap(),
            Err(Unopened::Foreign) => "foreign".into(),
            Err(Unopened::Expired) => "expired".into(),
        };
        assert_eq!(opened, case.opens, "{}", case.name);
    }
}

#[test]
fn an_envelope_is_sealed_to_the_byte_as_elsewhere() {
    let vectors = vectors();
    for case in vectors.cases.iter().filter(|case| case.nonce.is_some()) {
        let id = case.token.split('.').nth(1).unwrap();
        let nonce = BASE64_STANDARD
            .decode(case.nonce.as_ref().unwrap())
            .unwrap();
        let envelope = serde_json::from_value(case.opens.clone()).unwrap();
        let sealed = seal(&vectors, &[id]).seal_with(&envelope, nonce.try_into().unwrap());
        assert_eq!(sealed.as_ref(), Ok(&case.token), "{}", case.name);
    }
}

#[test]
fn two_gates_agree_and_keys_can_be_changed_while_flows_go_on() {
    let vectors = vectors();
    let envelope = envelope(&vectors);
    let old = seal(&vectors, &["2026-10"]);
    let changing = seal(&vectors, &["2026-10", "2026-11"]);
    let new = seal(&vectors, &["2026-11", "2026-10"]);
    let done = seal(&vectors, &["2026-11"]);
    let now = vectors.now;
    let token = old.seal(&envelope).unwrap();
    assert_eq!(changing.open(&token, now).as_ref(), Ok(&envelope));
    assert_eq!(new.open(&token, now).as_ref(), Ok(&envelope));
    assert_eq!(done.open(&token, now), Err(Unopened::Foreign));
    let token = new.seal(&envelope).unwrap();
    assert_eq!(changing.open(&token, now).as_ref(), Ok(&envelope));
    assert_eq!(old.open(&token, now), Err(Unopened::Foreign));
}

#[test]
fn no_two_tokens_are_alike() {
    let vectors = vectors();
    let seal = seal(&vectors, &["2026-11"]);
    let envelope = envelope(&vectors);
    assert_ne!(seal.seal(&envelope), seal.seal(&envelope));
}

#[test]
fn a_token_with_any_letter_changed_does_not_open() {
    let vectors = vectors();
    let seal = seal(&vectors, &["2026-11", "2026-10"]);
    let token = seal.seal(&envelope(&vectors)).unwrap();
    for at in 0..token.len() {
        let mut letters = token.clone().into_bytes();
        letters[at] = if letters[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(letters).unwrap();
        assert_eq!(
            seal.open(&changed, vectors.now),
            Err(Unopened::Foreign),
            "{at}"
        );
    }
}

#[test]
fn what_is_too_long_is_neither_sealed_nor_opened() {
    let vectors = vectors();
    let seal = seal(&vectors, &["2026-11"]);
    let long = Envelope {
        token: "t".repeat(16 * 1024),
        ..envelope(&vectors)
    };
    assert_eq!(seal.seal(&long), Err(SealError::TooLong));
    let long = format!("dg1.2026-11.{}", "A".repeat(16 * 1024));
    assert_eq!(seal.open(&long, vectors.now), Err(Unopened::Foreign));
}

#[test]
fn keys_that_are_none_are_refused() {
    assert_eq!(Key::new("k", &[0; 31]).unwrap_err(), InvalidKey::Secret);
    assert_eq!(
        Key::from_base64("k", "not base64").unwrap_err(),
        InvalidKey::Secret
    );
    for id in ["", "a.b", "A", &"x".repeat(33)] {
        assert_eq!(Key::new(id, &[0; 32]).unwrap_err(), InvalidKey::Id, "{id}");
    }
    let key = |id| Key::new(id, &[0; 32]).unwrap();
    assert_eq!(Seal::new("t", vec![]).unwrap_err(), InvalidKey::Secret);
    assert_eq!(
        Seal::new("t", vec![key("a"), key("a")]).unwrap_err(),
        InvalidKey::Id
    );
}

#[test]
fn nothing_that_a_person_owns_is_printed() {
    let text = format!("{:?}", envelope(&vectors()));
    assert!(
        !text.contains("ada@") && !text.contains("tenant-token"),
        "{text}"
    );
}
