//! `tests/vectors/gate/exchanges.json` through a whole gate: what a client sends, what provider and tenant say, and
//! what each of them gets to see.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::scripted::{Reply, Scripted, Seen};
use crate::stage::{NOW, Set, Stage, seal, sealed};

#[derive(Deserialize)]
struct Vectors {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    mode: Option<String>,
    #[serde(default)]
    fail: Option<String>,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    path: String,
    #[serde(default)]
    headers: Map<String, Value>,
    form: Map<String, Value>,
    #[serde(default)]
    provider: Option<Side>,
    #[serde(default)]
    tenant: Option<Side>,
    answer: Answer,
    /// The whole form that the tenant gets.
    #[serde(default)]
    forwarded: Option<Map<String, Value>>,
    /// Members of the question that the provider gets.
    #[serde(default)]
    asked: Map<String, Value>,
}

impl Step {
    fn hangs(&self) -> bool {
        matches!(&self.provider, Some(Side::Fault(word)) if word == "hang")
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Side {
    /// `hang` or `drop`.
    Fault(String),
    Says {
        status: u16,
        body: Value,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    status: u16,
    /// Members of the body.
    #[serde(default)]
    body: Map<String, Value>,
    /// Members of the envelope in the body's continuation token.
    #[serde(default)]
    sealed: Option<Map<String, Value>>,
}

fn script(server: &Scripted, side: Option<&Side>) {
    match side {
        None => {}
        Some(Side::Fault(word)) if word == "hang" => server.will(Reply::Hang),
        Some(Side::Fault(_)) => server.will(Reply::Drop),
        Some(Side::Says {
            status,
            body: Value::String(text),
        }) => server.will(Reply::text(*status, text)),
        Some(Side::Says { status, body }) => server.will(Reply::json(*status, body)),
    }
}

/// A text; an object with `sealed` is a token of the gate, with `json` its text.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(members) if members.contains_key("sealed") => sealed(&members["sealed"]),
        Value::Object(members) => members["json"].to_string(),
        other => panic!("{other}"),
    }
}

fn pairs(members: &Map<String, Value>) -> Vec<(String, String)> {
    members
        .iter()
        .map(|(name, value)| (name.clone(), text(value)))
        .collect()
}

fn assert_members(of: &Value, expected: &Map<String, Value>, what: &str) {
    for (name, value) in expected {
        let found = of.get(name).unwrap_or(&Value::Null);
        assert_eq!(found, value, "{what}: {name} in {of}");
    }
}

fn only_one(seen: Vec<Seen>, is_expected: bool, what: &str) -> Option<Seen> {
    assert_eq!(seen.len(), usize::from(is_expected), "{what}: {seen:?}");
    seen.into_iter().next()
}

async fn step(stage: &Stage, step: &Step, what: &str) {
    script(&stage.provider, step.provider.as_ref());
    script(&stage.tenant, step.tenant.as_ref());
    let form = pairs(&step.form);
    let form: Vec<_> = form
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let mut request = stage.post(&step.path, &form);
    for (name, value) in pairs(&step.headers) {
        request = request.header(name, value);
    }
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let body = response.text().await.unwrap();
    assert_eq!(status, step.answer.status, "{what}: {body}");
    let body: Value = serde_json::from_str(&body).unwrap_or(Value::Null);
    assert_members(&body, &step.answer.body, what);
    if let Some(expected) = &step.answer.sealed {
        let token = body["continuation_token"].as_str().unwrap();
        let envelope = serde_json::to_value(seal().open(token, NOW).unwrap()).unwrap();
        assert_members(&envelope, expected, what);
    }

    // Outcomes are reported beside the calls; here only questions count.
    let questions: Vec<_> = stage.provider.seen();
    let questions = questions
        .into_iter()
        .filter(|seen| seen.uri.path() == "/assess")
        .collect();
    let asked = only_one(
        questions,
        step.provider.is_some(),
        &format!("{what}: questions"),
    );
    if let Some(asked) = asked {
        assert_members(&asked.json(), &step.asked, what);
    }
    let forwarded = only_one(
        stage.tenant.seen(),
        step.tenant.is_some(),
        &format!("{what}: forwarded"),
    );
    if let Some(forwarded) = forwarded {
        assert_forwarded(&forwarded, step, what);
    }
}

fn assert_forwarded(forwarded: &Seen, step: &Step, what: &str) {
    for name in forwarded.headers.keys() {
        let is_risk = name.as_str().starts_with("x-risk")
            || name.as_str().starts_with("x-px")
            || name.as_str() == "x-recovery";
        assert!(!is_risk, "{what}: {name} reached the tenant");
    }
    let Some(expected) = &step.forwarded else {
        return;
    };
    let mut form = forwarded.form();
    let mut expected = expected.clone();
    // Claims are compared as what they say, not as how they are written.
    if let Some(claims) = form.get("claims").and_then(Value::as_str) {
        let claims: Value = serde_json::from_str(claims).unwrap_or_default();
        form.insert("claims".to_owned(), claims);
    }
    if let Some(Value::Object(claims)) = expected.get("claims").cloned() {
        expected.insert("claims".to_owned(), claims["json"].clone());
    }
    assert_eq!(form, expected, "{what}: the form that the tenant got");
}

#[tokio::test]
async fn the_gate_does_what_the_vectors_say() {
    let text = include_str!("../../../tests/vectors/gate/exchanges.json");
    let vectors: Vectors = serde_json::from_str(text).unwrap();
    assert!(vectors.cases.len() > 50);
    // What waits for an answer that never comes has a gate of its own, and so has what leaves a demand behind.
    let mut stages: BTreeMap<(String, bool), Stage> = BTreeMap::new();
    for case in &vectors.cases {
        let fail = case.fail.clone().unwrap_or_else(|| "closed".to_owned());
        let hangs = case.steps.iter().any(Step::hangs);
        if case.mode.is_some() {
            let stage = stage("resubmit", &fail, hangs).await;
            run(case, &stage).await;
            stage.gate.shutdown().await;
            continue;
        }
        let stage = match stages.entry((fail.clone(), hangs)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(stage("rewrite", &fail, hangs).await),
        };
        run(case, stage).await;
    }
}

#[test]
fn a_second_factor_goes_on_only_where_one_was_asked_for() {
    let text = include_str!("../../../tests/vectors/gate/exchanges.json");
    let vectors: Vectors = serde_json::from_str(text).unwrap();
    let steps = vectors.cases.iter().flat_map(|case| &case.steps);
    let proofs: Vec<_> = steps
        .filter(|step| step.form.get("grant_type") == Some(&Value::from("mfa_oob")))
        .filter(|step| step.tenant.is_some())
        .collect();
    assert!(proofs.len() > 4);
    for proof in proofs {
        let envelope = &proof.form["continuation_token"]["sealed"];
        assert_eq!(envelope["stage"], "second", "{:?}", proof.form);
    }
}

async fn run(case: &Case, stage: &Stage) {
    for (number, of_case) in case.steps.iter().enumerate() {
        step(
            stage,
            of_case,
            &format!("{}, step {}", case.name, number + 1),
        )
        .await;
    }
    assert_eq!(
        stage.tenant.left(),
        0,
        "{}: the tenant was not called",
        case.name
    );
}

async fn stage(mode: &str, fail: &str, hangs: bool) -> Stage {
    let deadline = if hangs { 100 } else { 5000 };
    Stage::with(Set {
        mode: Some(mode.to_owned()),
        fail: Some(fail.to_owned()),
        provider: Some(format!(
            "kind = \"generic\"\nsecret_env = \"RISK\"\ndeadline_ms = {deadline}\nrest_after = 1000"
        )),
        ..Set::default()
    })
    .await
}
