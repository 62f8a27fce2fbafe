//! Answers that are nearly those of the vectors: some fields odd, another status, cut short, or
//! meant for another ask.

use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use super::asks::ask;
use super::{ANSWERS, Answer, NOW, OfferText, decode, load, terms};
use crate::exchange::Reply;
use crate::ports::http::HttpResponse;

static VECTORS: LazyLock<Vec<Answer>> =
    LazyLock::new(|| ANSWERS.iter().flat_map(|name| load(name)).collect());

/// What a person may have typed, and a service repeat.
const TYPED: &str = "hunter2";

const FIELDS: &[&str] = &[
    "access_token",
    "action",
    "auth_context",
    "challenge",
    "challenge_channel",
    "challenge_target",
    "challenge_target_label",
    "challenge_type",
    "client_info",
    "code_length",
    "continuation_token",
    "error",
    "error_codes",
    "expires_in",
    "id_token",
    "interval",
    "invalid_attributes",
    "methods",
    "poll_interval",
    "recovery",
    "redirect_reason",
    "refresh_token",
    "required_attributes",
    "scope",
    "status",
    "suberror",
    "timestamp",
    "token_type",
    "unverified_attributes",
];

#[derive(Debug, Clone)]
struct Mutation {
    vector: Index,
    asked: Option<Index>,
    status: Option<u16>,
    fields: Vec<(&'static str, Option<Value>)>,
    cut: Option<Index>,
    offer: [bool; 2],
}

impl Mutation {
    fn vector(&self) -> &Answer {
        self.vector.get(&VECTORS)
    }

    fn asked(&self) -> &str {
        let asked = self.asked.as_ref().map(|asked| asked.get(&VECTORS));
        &asked.unwrap_or_else(|| self.vector()).ask
    }

    fn response(&self) -> HttpResponse {
        let vector = self.vector();
        let mut body = vector.body.clone().unwrap_or_else(|| json!({}));
        if let Value::Object(members) = &mut body {
            for (name, value) in &self.fields {
                match value {
                    Some(value) => members.insert((*name).to_owned(), value.clone()),
                    None => members.remove(*name),
                };
            }
            let text = format!("AADSTS50126: {TYPED} is not right");
            members.insert("error_description".to_owned(), text.into());
        }
        let mut bytes = body.to_string().into_bytes();
        if let Some(cut) = self.cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        HttpResponse {
            status: self.status.unwrap_or(vector.status),
            headers: vector.headers.clone().into_iter().collect(),
            body: bytes.into(),
        }
    }

    fn reply(&self, response: &HttpResponse) -> Reply {
        let [mfa, registration] = self.offer;
        let offer = OfferText {
            mfa,
            registration,
            ..OfferText::default()
        };
        decode(&ask(self.asked()), &terms(&offer), response, NOW)
    }
}

/// Every value that stands in a vector, but for descriptions.
fn values() -> Vec<Value> {
    let bodies = VECTORS
        .iter()
        .filter_map(|vector| vector.body.as_ref()?.as_object());
    let members = bodies
        .flatten()
        .filter(|(name, _)| *name != "error_description");
    members.map(|(_, value)| value.clone()).collect()
}

fn odd() -> impl Strategy<Value = Value> {
    let deep = (0..40).fold(json!([]), |inner, _| json!([inner]));
    let names: Vec<Value> = (0..300)
        .map(|number| json!({"name": format!("a{number}"), "id": format!("m{number}")}))
        .collect();
    prop_oneof![
        8 => select(values()),
        1 => Just(json!(0)),
        1 => Just(json!(-1)),
        1 => Just(json!(1.5)),
        1 => Just(json!(1e300)),
        1 => Just(json!(u64::MAX)),
        1 => Just(json!("18446744073709551616")),
        1 => Just(json!("")),
        1 => Just(json!(true)),
        1 => Just(json!({})),
        1 => Just(json!([])),
        1 => Just(deep),
        1 => Just(Value::Array(names)),
        1 => any::<String>().prop_map(Value::from),
    ]
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let status = select(vec![
        199, 200, 201, 202, 204, 299, 302, 400, 401, 403, 404, 429, 500, 503,
    ]);
    let field = (select(FIELDS), prop::option::of(odd()));
    let asked = prop::option::weighted(0.2, any::<Index>());
    let cut = prop::option::weighted(0.1, any::<Index>());
    (
        any::<Index>(),
        asked,
        prop::option::weighted(0.3, status),
        vec(field, 0..5),
        cut,
        any::<[bool; 2]>(),
    )
        .prop_map(|(vector, asked, status, fields, cut, offer)| Mutation {
            vector,
            asked,
            status,
            fields,
            cut,
            offer,
        })
}

fn names_an_error(response: &HttpResponse) -> bool {
    let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
    let name = body["error"].as_str().unwrap_or_default();
    !name.is_empty() && body["challenge_type"] != "redirect"
}

/// Whether the reply takes the flow on as the ask wanted.
fn is_success(reply: &Reply) -> bool {
    match reply {
        Reply::Opened { .. }
        | Reply::PasswordWanted { .. }
        | Reply::CodeSent { .. }
        | Reply::Methods { .. }
        | Reply::Registrable { .. }
        | Reply::Preverified { .. }
        | Reply::Confirmed { .. }
        | Reply::CodeProved { .. }
        | Reply::PasswordTaken { .. }
        | Reply::StillChanging { .. }
        | Reply::PasswordNotChanged { .. }
        | Reply::Finished { .. }
        | Reply::Granted(_) => true,
        Reply::SecondFactorDue { .. }
        | Reply::RegistrationDue { .. }
        | Reply::ChallengeDue { .. }
        | Reply::AttributesDue { .. }
        | Reply::Browser(_)
        | Reply::Challenged(_)
        | Reply::StepUpDue { .. }
        | Reply::Refused(_) => false,
    }
}

/// Whether what the reply holds stays within what an app can be told.
fn is_bounded(reply: &Reply) -> bool {
    match reply {
        Reply::CodeSent { code, .. } => code.length.is_none_or(|length| (1..=64).contains(&length)),
        Reply::Methods { methods, .. } => (1..=64).contains(&methods.len()),
        Reply::Registrable { methods, .. } => (1..=64).contains(&methods.len()),
        Reply::AttributesDue { attributes, .. } => (1..=120).contains(&attributes.len()),
        Reply::PasswordTaken { interval, .. } => (1..=15).contains(&interval.as_secs()),
        Reply::CodeProved { until, .. } => until.is_none_or(|until| until > NOW),
        Reply::Granted(grant) => grant.expires_in.as_secs() > 0,
        Reply::Challenged(challenge) => challenge.security_code().is_none_or(|code| {
            let length = code.code_length.unwrap_or(1);
            let hint = code.hint.as_deref().unwrap_or("-").chars().count();
            (1..=64).contains(&length) && (1..=320).contains(&hint)
        }),
        _ => true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 3_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_is_answered_no_error_is_a_success_and_nothing_typed_is_shown(
        mutation in mutation()
    ) {
        let response = mutation.response();
        let reply = mutation.reply(&response);
        let is_error = !(200..=299).contains(&response.status) || names_an_error(&response);
        prop_assert!(!(is_error && is_success(&reply)), "{}", reply.name());
        prop_assert!(is_bounded(&reply), "{}", reply.name());
        let reply_printed = format!("{reply:?}");
        let error_printed = match reply {
            Reply::Refused(fault) => {
                let error = fault.into_error(None);
                format!("{error:?} {error}")
            }
            _ => String::new(),
        };
        for printed in [reply_printed, error_printed] {
            prop_assert!(!printed.contains(TYPED), "{}", printed);
        }
    }
}
