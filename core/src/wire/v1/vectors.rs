//! The wire vectors: `tests/vectors/wire/*.json`, run through [`decode`] and [`encode`].
//!
//! An answer's vector says what it becomes for the machine and, where it is a refusal, for the
//! app. A request's vector says the path and the fields, whose order means nothing.

mod asks;
mod mutated;
mod page;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use self::asks::ask;
use self::written::written;
use super::{decode, encode};
use crate::clock::Timestamp;
use crate::config::{FirstFactors, Offer};
use crate::exchange::Terms;
use crate::ports::http::HttpResponse;
use crate::terms::RecoveryReason;

const ANSWERS: [&str; 11] = [
    "initiate",
    "challenge",
    "introspect",
    "token",
    "refresh",
    "sign_up",
    "register",
    "reset_password",
    "browser",
    "edge",
    "gate",
];
const REQUESTS: &str = "requests";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    id: String,
    #[serde(rename = "about")]
    _about: Option<String>,
    ask: String,
    #[serde(default)]
    offer: OfferText,
    /// What the reset is for, beside a new password.
    recovery: Option<RecoveryReason>,
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<Value>,
    text: Option<String>,
    expect: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    id: String,
    #[serde(rename = "about")]
    _about: Option<String>,
    ask: String,
    #[serde(default)]
    offer: OfferText,
    #[serde(default = "username")]
    username: String,
    claims: Option<String>,
    expect: Form,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Form {
    path: String,
    form: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct OfferText {
    first_factors: String,
    mfa: bool,
    #[serde(default = "yes")]
    registration: bool,
}

const fn yes() -> bool {
    true
}

impl Default for OfferText {
    fn default() -> Self {
        Self {
            first_factors: "both".to_owned(),
            mfa: true,
            registration: true,
        }
    }
}

fn username() -> String {
    "casey@farm.example".to_owned()
}

fn load<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors/wire");
    let text = std::fs::read_to_string(format!("{folder}/{name}.json")).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}.json: {error}"))
}

fn terms(offer: &OfferText) -> Terms {
    let first_factors = match offer.first_factors.as_str() {
        "both" => FirstFactors::PasswordAndCode,
        "password" => FirstFactors::Password,
        "code" => FirstFactors::Code,
        other => panic!("first factors: {other}"),
    };
    let asked: crate::terms::Scopes = "api://sample/Read".parse().unwrap();
    Terms {
        client_id: "11111111-1111-4111-8111-111111111111".parse().unwrap(),
        offer: Offer {
            first_factors,
            mfa: offer.mfa,
            registration: offer.registration,
        },
        username: None,
        scopes: asked.with_defaults(),
        claims: None,
        step_up: false,
        account: None,
        max_age: None,
        recovery: None,
    }
}

const NOW: Timestamp = Timestamp::from_unix_millis(1_000);

fn decoded(answer: &Answer) -> Value {
    let text = match (&answer.body, &answer.text) {
        (Some(body), None) => body.to_string(),
        (None, Some(text)) => text.clone(),
        _ => panic!("{}: either a body or a text", answer.id),
    };
    let response = HttpResponse {
        status: answer.status,
        headers: answer.headers.clone().into_iter().collect(),
        body: text.into_bytes().into(),
    };
    let terms = Terms {
        recovery: answer.recovery,
        ..terms(&answer.offer)
    };
    let reply = decode(&ask(&answer.ask), &terms, &response, NOW);
    let mut fields = written(&reply);
    fields.insert("reply".to_owned(), reply.name().into());
    fields.retain(|_, value| !value.is_null());
    fields.into()
}

#[test]
fn every_answer_becomes_the_reply_that_its_vector_says() {
    let mut wrong = Vec::new();
    for answer in ANSWERS.iter().flat_map(|name| load::<Answer>(name)) {
        let found = decoded(&answer);
        if found != answer.expect {
            wrong.push(format!(
                "{}\n  expected {}\n  found    {found}",
                answer.id, answer.expect
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_request_has_the_fields_that_its_vector_says() {
    for request in load::<Request>(REQUESTS) {
        let terms = Terms {
            username: Some(request.username.parse().unwrap()),
            claims: request.claims.map(|claims| claims.parse().unwrap()),
            ..terms(&request.offer)
        };
        let form = encode(&ask(&request.ask), &terms);
        let fields: Vec<_> = form_urlencoded::parse(&form.body).into_owned().collect();
        let found = Form {
            path: form.endpoint.path().to_owned(),
            form: fields.iter().cloned().collect(),
        };
        assert_eq!(found, request.expect, "{}", request.id);
        assert_eq!(
            found.form.len(),
            fields.len(),
            "{}: a field twice",
            request.id
        );
    }
}

#[test]
fn no_two_vectors_share_an_id() {
    let mut seen = BTreeSet::new();
    let answers = ANSWERS.iter().flat_map(|name| load::<Answer>(name));
    let requests = load::<Request>(REQUESTS)
        .into_iter()
        .map(|request| request.id);
    for id in answers.map(|answer| answer.id).chain(requests) {
        assert!(seen.insert(id.clone()), "{id}");
    }
}

#[test]
fn a_token_answer_cut_short_anywhere_is_never_taken_for_whole() {
    let mut answer = load::<Answer>("token").swap_remove(0);
    let whole = answer.body.take().unwrap().to_string();
    for end in 0..whole.len() {
        answer.text = Some(whole[..end].to_owned());
        assert_eq!(decoded(&answer)["code"], "body_not_json", "{end}");
    }
}
