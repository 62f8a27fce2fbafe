//! `docs/flows.md`: the core's own state machines.

use std::collections::BTreeSet;

use super::page::{read, rows};
use super::traces::{Trace, with_redirects};

/// Stage, ask, answer, and why no faithful service answers so.
type Unreached = (&'static str, &'static str, &'static str, &'static str);

/// Rows that no faithful service leads to.
const OUT_OF_REACH: &[Unreached] = &[
    // A rule is broken by a password, and none was given.
    (
        "SignUpIdle",
        "open_sign_up",
        "password_*",
        "no password was sent",
    ),
    (
        "SignUpIdle",
        "open_sign_up with the password",
        "password_recently_used",
        "a new account has no earlier password",
    ),
    (
        "SignUpOpened",
        "sign_up_challenge*",
        "password_*",
        "passwords are checked where they are sent, and the address is proved first",
    ),
    (
        "SignUpOpened",
        "sign_up_challenge*",
        "attributes_rejected",
        "attributes are checked where they are sent",
    ),
    (
        "SignUpCodeRequired",
        "sign_up_challenge",
        "password_wanted",
        "the address is proved first",
    ),
    (
        "SignUpChallengeDue",
        "sign_up_challenge",
        "code_sent",
        "the address is proved already",
    ),
    (
        "SignUpPasswordRequired",
        "sign_up_password",
        "challenge_due",
        "the password was the credential",
    ),
    (
        "AttributesRequired",
        "sign_up_attributes",
        "challenge_due",
        "the password is asked for before the attributes",
    ),
    (
        "SignUpVerificationDue",
        "sign_up_challenge",
        "password_wanted",
        "no challenge verifies an attribute",
    ),
    (
        "SignUpVerificationDue",
        "sign_up_challenge",
        "code_sent",
        "no challenge verifies an attribute",
    ),
    (
        "ResetVerificationDue",
        "reset_challenge",
        "code_sent",
        "a reset has one code, which was right",
    ),
    (
        "NewPasswordSubmitted",
        "poll_reset",
        "attributes_rejected",
        "a reset has no attributes",
    ),
    (
        "Mfa*",
        "method_challenge",
        "password_wanted",
        "a method is proved by a code",
    ),
    (
        "Mfa*",
        "*",
        "method_undecided",
        "the core names the method, always",
    ),
    (
        "MfaCodeRequired",
        "redeem_second_code",
        "*_due",
        "two factors content every policy",
    ),
    (
        "RedeemingRegistration",
        "redeem_continuation",
        "*_due",
        "two factors content every policy",
    ),
];

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    stage: String,
    asked: String,
    answered: String,
    follows: String,
}

struct Machine {
    rows: Vec<Row>,
    over: String,
    stays: String,
}

impl Machine {
    fn read() -> Self {
        let page = read("flows.md");
        let plain = |cell: &String| cell.trim_matches('`').to_owned();
        let rows_of = rows(&page, "### What the service answers");
        let rows_of = rows_of.iter().map(|cells| Row {
            stage: cells[0].trim_matches('*').to_owned(),
            asked: plain(&cells[1]),
            answered: plain(&cells[2]),
            follows: cells[3].clone(),
        });
        let refusals = rows(&page, "## Refusals");
        let causes = |what: &str| {
            let row = refusals.iter().find(|row| row[0] == what);
            row.expect("a row of refusals")[1].clone()
        };
        Self {
            rows: rows_of.collect(),
            over: causes("the flow is over"),
            stays: causes("stays"),
        }
    }

    /// Follows a trace, and notes the rows that it comes by.
    fn follow(&self, trace: &Trace, reached: &mut BTreeSet<Row>) {
        let mut calls = trace.calls.iter().peekable();
        let mut stage = match calls.peek() {
            Some(("open", _)) => "Idle",
            Some(("open_sign_up", _)) => "SignUpIdle",
            _ => "ResetIdle",
        }
        .to_owned();
        while let Some((call, outcome)) = calls.next() {
            let next = calls.peek().map(|(call, _)| *call);
            let asked = self.asked(&stage, call, trace);
            if let Some(row) = self.row(&stage, &asked, outcome, next) {
                reached.insert(row.clone());
                stage = target(&row.follows);
                continue;
            }
            let cause = format!("`{outcome}`");
            let (over, stays) = (self.over.contains(&cause), self.stays.contains(&cause));
            let at = format!("{}: {stage} asked {asked}, answered {outcome}", trace.name);
            assert!(over != stays, "{at}: not on the page");
            assert!(!over || next.is_none(), "{at}: not over");
        }
    }

    /// The ask as the page names it: a password that was given ahead travels to the first step.
    fn asked(&self, stage: &str, call: &str, trace: &Trace) -> String {
        let laden = format!("{call} with the password");
        let is_listed = self
            .rows
            .iter()
            .any(|row| row.stage == stage && row.asked == laden);
        if trace.has_password_ahead && is_listed {
            laden
        } else {
            call.to_owned()
        }
    }

    fn row(&self, stage: &str, asked: &str, outcome: &str, next: Option<&str>) -> Option<&Row> {
        let fits = |row: &&Row| row.stage == stage && row.asked == asked && row.answered == outcome;
        let leads_on = |row: &&Row| {
            let target = target(&row.follows);
            let asks = |one: &Row| Some(one.asked.as_str()) == next && one.stage == target;
            self.rows.iter().any(asks)
        };
        let mut fitting = self.rows.iter().filter(fits);
        fitting.clone().find(leads_on).or_else(|| fitting.next())
    }
}

/// The stage that a cell of the last column leads to.
fn target(follows: &str) -> String {
    let stage = follows.split(',').next().unwrap_or_default();
    stage.trim_matches('*').to_owned()
}

/// Whether `text` is what `pattern` says, which may have a star at one end.
fn is_like(pattern: &str, text: &str) -> bool {
    match (pattern.strip_suffix('*'), pattern.strip_prefix('*')) {
        (Some(start), _) => text.starts_with(start),
        (None, Some(end)) => text.ends_with(end),
        (None, None) => text == pattern,
    }
}

fn is_out_of_reach(row: &Row) -> bool {
    OUT_OF_REACH.iter().any(|listed| is_listed(row, listed))
}

fn is_listed(row: &Row, (stage, asked, answered, _): &Unreached) -> bool {
    is_like(stage, &row.stage) && is_like(asked, &row.asked) && is_like(answered, &row.answered)
}

#[tokio::test]
async fn every_row_of_the_cores_machines_is_walked() {
    let machine = Machine::read();
    assert!(machine.rows.len() > 100, "the page has lost its tables");
    let mut reached = BTreeSet::new();
    for trace in with_redirects().await {
        machine.follow(&trace, &mut reached);
    }
    let unreached = |row: &&Row| !reached.contains(*row) && !is_out_of_reach(row);
    let missing: Vec<_> = machine.rows.iter().filter(unreached).collect();
    assert!(missing.is_empty(), "no journey comes by {missing:#?}");
    let surprising: Vec<_> = reached.iter().filter(|row| is_out_of_reach(row)).collect();
    assert!(
        surprising.is_empty(),
        "within reach after all: {surprising:#?}"
    );
    for listed in OUT_OF_REACH {
        let names_a_row = machine.rows.iter().any(|row| is_listed(row, listed));
        assert!(names_a_row, "no row is like {listed:?}");
    }
}
