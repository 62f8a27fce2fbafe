//! `docs/protocol.md` 17.1 to 17.5: the service's state machines, by what went over the network.

use std::collections::BTreeSet;

use doorstep_tests::Exchange;
use serde_json::Value;

use super::page::{read, rows};
use super::traces::{Trace, plain};

/// Journeys that the page says nothing of: in them the account changes under the person's hands.
const BEYOND_THE_PAGE: [&str; 1] = ["a password instead of another code"];

/// The sections, each with the letter of its states.
const SECTIONS: [(&str, &str); 5] = [
    ("### 17.1", "U"),
    ("### 17.2", "I"),
    ("### 17.3", "M"),
    ("### 17.4", "J"),
    ("### 17.5", "R"),
];

/// State, call and answer of what the sandbox does not do, and why.
const OUT_OF_REACH: [(&str, &str, &str, &str); 3] = [
    ("U1", "challenge", "password", "it proves the address first"),
    ("U2a", "challenge", "oob", "the address is proved already"),
    (
        "R4",
        "too long",
        "",
        "is no answer: the core ends that wait by its own clock",
    ),
];

/// One row of the page, for one of the answers that it names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    state: String,
    call: String,
    grant: Option<String>,
    answer: String,
    next: String,
}

/// A request and its answer, to be held against the page.
struct Met<'a> {
    path: &'a str,
    grant: Option<&'a str>,
    status: Option<u16>,
    body: Value,
}

impl<'a> Met<'a> {
    fn of(exchange: &'a Exchange) -> Self {
        Self {
            path: &exchange.path,
            grant: exchange.form.get("grant_type").map(String::as_str),
            status: exchange.status,
            body: serde_json::from_str(&exchange.body).unwrap(),
        }
    }

    /// Whether the page's words for an answer are about this one.
    fn is(&self, words: &str) -> bool {
        let body = &self.body;
        let text = |name: &str| body[name].as_str().unwrap_or_default();
        if self.status == Some(200) {
            return match words {
                "token" => body["continuation_token"].is_string(),
                "oob" | "password" | "preverified" => text("challenge_type") == words,
                "methods" => body["methods"].is_array(),
                "tokens" => body["access_token"].is_string(),
                "`expires_in`" | "`poll_interval`" => body[words.trim_matches('`')].is_u64(),
                _ => text("status") == words.trim_matches('`'),
            };
        }
        let code = body["error_codes"][0].as_u64().unwrap_or_default();
        match words {
            "error" => true,
            "bad username" | "name taken or not valid" => matches!(code, 90_100 | 1_003_037),
            "configuration" => matches!(code, 7000 | 700_016 | 901_007 | 550_022),
            "password" | "password rule" => text("suberror").starts_with("password_"),
            "attributes" => text("suberror") == "attribute_validation_failed",
            _ => {
                let word = words.trim_matches('`');
                [text("error"), text("suberror"), &code.to_string()].contains(&word)
            }
        }
    }
}

/// The part of the path that the calls of a section have in common.
fn folder(state: &str) -> &'static str {
    match state.as_bytes().first() {
        Some(b'U') => "signup/v1.0/",
        Some(b'R') => "resetpassword/v1.0/",
        Some(b'J') => "register/v1.0/",
        _ => "oauth2/v2.0/",
    }
}

impl Row {
    fn fits(&self, state: &str, met: &Met<'_>) -> bool {
        let path = match self.call.as_str() {
            "any" | "after 10 minutes" => met.path.to_owned(),
            "token" => "oauth2/v2.0/token".to_owned(),
            call => format!("{}{}", folder(state), call.trim_start_matches("register/")),
        };
        let is_grant = self
            .grant
            .as_deref()
            .is_none_or(|grant| met.grant == Some(grant));
        self.is_of(state) && path == met.path && is_grant && met.is(&self.answer)
    }

    fn is_of(&self, state: &str) -> bool {
        match self.state.as_str() {
            "any I" => state.starts_with(['I', 'M']),
            "any J" => state.starts_with('J'),
            "any R" => state.starts_with('R'),
            "U2 to U4" => matches!(state, "U2" | "U2a" | "U3" | "U4"),
            own => own == state,
        }
    }
}

/// The rows of the page, one for each answer that a cell names.
fn machine() -> Vec<Row> {
    let page = read("protocol.md");
    let mut machine = Vec::new();
    for (section, letter) in SECTIONS {
        let before = machine.len();
        for cells in rows(&page, section) {
            let (call, grant) = call_of(&cells[1]);
            let answers = answers_of(&cells[2]);
            for (index, answer) in answers.iter().enumerate() {
                machine.push(Row {
                    state: state_of(&cells[0], letter),
                    call: call.clone(),
                    grant: grant.clone(),
                    answer: answer.clone(),
                    next: next_of(&cells[3], index, answers.len()),
                });
            }
        }
        assert!(machine.len() > before + 5, "{section} has lost its table");
    }
    machine
}

fn state_of(cell: &str, letter: &str) -> String {
    match first(cell).as_str() {
        "any" => format!("any {letter}"),
        state => state.to_owned(),
    }
}

fn first(cell: &str) -> String {
    cell.split(',').next().unwrap_or_default().to_owned()
}

/// The call without its comment, and the grant that stands behind it.
fn call_of(cell: &str) -> (String, Option<String>) {
    let words = first(cell);
    let (name, grant) = words.split_once(" (").unwrap_or((&words, ""));
    // What stands behind a challenge is no grant, but the method's id.
    let grant = Some(grant.trim_end_matches(')')).filter(|grant| !["", "id"].contains(grant));
    (name.trim_matches('`').to_owned(), grant.map(str::to_owned))
}

/// The answers that a cell names. A token that comes with something is known by that.
fn answers_of(cell: &str) -> Vec<String> {
    if let Some(with) = cell.strip_prefix("token, ") {
        return vec![with.to_owned()];
    }
    cell.split(", ").map(str::to_owned).collect()
}

/// The state that follows. A cell may name one for each answer.
fn next_of(cell: &str, index: usize, answers: usize) -> String {
    let states = cell.split([';', ':']).next().unwrap_or_default();
    let named: Vec<_> = states
        .split(", ")
        .filter(|part| !["new", "same"].contains(part))
        .collect();
    let one = named.get(index).filter(|_| named.len() == answers);
    one.unwrap_or(&named[0]).to_string()
}

fn opening(met: &Met<'_>) -> Option<&'static str> {
    match met.path {
        "signup/v1.0/start" => Some("U0"),
        "oauth2/v2.0/initiate" => Some("I0"),
        "resetpassword/v1.0/start" => Some("R0"),
        _ => None,
    }
}

/// Follows a trace, and notes the rows that it comes by. A refusal that the page does not name
/// leaves the state as it is; a success that it does not name fails.
fn follow(machine: &[Row], trace: &Trace, reached: &mut BTreeSet<Row>) {
    let mut state = String::new();
    for exchange in &trace.exchanges {
        let met = Met::of(exchange);
        if met.grant == Some("authorization_code") {
            continue;
        }
        if let Some(start) = opening(&met) {
            start.clone_into(&mut state);
        }
        let fitting: Vec<_> = machine
            .iter()
            .filter(|row| row.fits(&state, &met))
            .collect();
        let is_redirect = met.body["challenge_type"] == "redirect";
        let at = format!(
            "{}: {state}, {} answered {}",
            trace.name, met.path, met.body
        );
        assert!(
            met.status != Some(200) || is_redirect || !fitting.is_empty(),
            "not on the page: {at}"
        );
        if let Some(row) = fitting.first() {
            state.clone_from(&row.next);
        }
        reached.extend(fitting.into_iter().cloned());
    }
}

#[tokio::test]
async fn every_row_of_the_services_machines_is_walked() {
    let machine = machine();
    let mut reached = BTreeSet::new();
    let mut traces = plain().await;
    let all = traces.len();
    traces.retain(|trace| !BEYOND_THE_PAGE.contains(&trace.name.as_str()));
    assert_eq!(traces.len() + BEYOND_THE_PAGE.len(), all);
    for trace in traces {
        follow(&machine, &trace, &mut reached);
    }
    let is_listed = |row: &&Row| {
        let row = (row.state.as_str(), row.call.as_str(), row.answer.as_str());
        OUT_OF_REACH
            .iter()
            .any(|(state, call, answer, _)| (*state, *call, *answer) == row)
    };
    let (listed, wanted): (Vec<_>, Vec<_>) = machine.iter().partition(is_listed);
    assert_eq!(listed.len(), OUT_OF_REACH.len(), "{listed:#?}");
    assert!(
        !listed.iter().any(|row| reached.contains(row)),
        "within reach after all"
    );
    let missing: Vec<_> = wanted
        .into_iter()
        .filter(|row| !reached.contains(row))
        .collect();
    assert!(missing.is_empty(), "no journey comes by {missing:#?}");
}
