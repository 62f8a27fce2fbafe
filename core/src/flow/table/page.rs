//! The print of the table: docs/flows.md.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::asks_at;
use super::causes::{answered as refusals_of_service, code};
use super::cells::{asked, follows, lands, name, stage_of};
use super::samples::{answers, can_answer, inputs, plain_stages, refusal, stages};
use crate::challenge::RiskChallenge;
use crate::exchange::{Ask, Reply};
use crate::flow::machine::{Next, Stage, apply, plan};

const HEAD: &str = "\
# Flows

<!-- Written by `cargo xtask flows` from core/src/flow. A test compares it; do not edit. -->

A flow is one stage, moved on by two pure functions: `plan` says what to ask of the service for
what a person did, `apply` says what follows from the answer. This page is both functions, printed.

- **Bold** names are steps that the app gets; the other stages are in passing. During
  `Discovering` the person goes on seeing the step before it.
- *stays*: the app gets an error, and the reply object that it holds goes on working.
- *over*: the app gets an error, and starts a new flow.
- `with the password`: the app gave the password ahead, and it travels with the request.
- An answer that is not listed can't come; if it does, the flow is over with `unexpected_reply`
  or goes on where the answer leads, and nothing panics.
";

const ANYWHERE: &str = "
## Refusals, at every stage

Where the service refuses, or no usable answer comes, it is the cause alone that decides, named
here by the error's `code`. The tables above list what differs.

";

const HELD: &str = "
## What comes from in front of the service, at every stage

- `challenged`: the call waits at **VerificationRequired**, which shows the challenge. A proof sends
  the same call once more, and what follows is what follows where it was made. Going back leads to the
  stage where it was made. The call is kept in memory alone: a process that dies lands there, too.
  Asking again sends the same call without a proof.
- `step_up_due`, in answer to a request for tokens: the same is asked once more, with the context
  that is demanded. A second such answer *stays*, with `step_up_rejected`.

What follows when a call is refused after its proof:

";

pub(super) fn print() -> String {
    let mut page = HEAD.to_owned();
    page.push_str("\n## The way through\n\n");
    diagram(&mut page);
    page.push_str("\nFrom every stage before **BrowserRequired** an answer can lead there.\n");
    section(&mut page, "Sign-in", &|stage| {
        matches!(stage, Stage::SignIn(_))
    });
    section(&mut page, "MFA", &|stage| matches!(stage, Stage::Mfa(_)));
    section(&mut page, "Strong-auth registration", &|stage| {
        matches!(stage, Stage::StrongAuth(_))
    });
    section(&mut page, "Sign-up", &|stage| {
        matches!(stage, Stage::SignUp(_))
    });
    section(&mut page, "Password reset", &|stage| {
        matches!(stage, Stage::ResetPassword(_))
    });
    section(
        &mut page,
        "Signing in after a sign-up or a reset",
        &|stage| matches!(stage, Stage::SignInAfter(_)),
    );
    section(&mut page, "Browser", &|stage| {
        matches!(stage, Stage::Browser(_))
    });
    page.push_str(HELD);
    held(&mut page);
    page.push_str(ANYWHERE);
    refusals(&mut page);
    page
}

fn section(page: &mut String, title: &str, belongs: &dyn Fn(&Stage) -> bool) {
    let _ = write!(page, "\n## {title}\n\n### What the person does\n\n");
    let of_section: Vec<Stage> = one_of_each()
        .into_iter()
        .filter(|stage| belongs(stage))
        .collect();
    let names: Vec<String> = of_section
        .iter()
        .map(|stage| format!("{} |", shown(stage)))
        .collect();
    let _ = writeln!(page, "| input | {}", names.join(" "));
    let _ = writeln!(page, "|---|{}", "---|".repeat(of_section.len()));
    for (column, input) in inputs() {
        let asks = of_section
            .iter()
            .map(|stage| match plan(stage, input.clone()) {
                Ok(ask) => format!("`{}` |", asked(&ask)),
                Err(cause) => format!("{} |", code(cause)),
            });
        let _ = writeln!(page, "| {column} | {}", asks.collect::<Vec<_>>().join(" "));
    }
    page.push_str("\n### What the service answers\n\n");
    page.push_str("| stage | asked | answered | follows |\n|---|---|---|---|\n");
    for stage in &of_section {
        for ask in asks_at(stage) {
            for (answered, follows) in answered(stage, &ask) {
                let (stage, ask) = (shown(stage), asked(&ask));
                let _ = writeln!(page, "| {stage} | `{ask}` | {answered} | {follows} |");
            }
        }
    }
}

/// The answers to `ask` at `stage` with what follows. Refusals that land as they do anywhere
/// are left to the last table.
fn answered(stage: &Stage, ask: &Ask) -> Vec<(String, String)> {
    let fitting = answers().into_iter().filter(|reply| can_answer(ask, reply));
    let mut rows: Vec<_> = fitting
        .map(|reply| {
            let answered = format!("`{}`", reply.name());
            (answered, follows(&apply(stage.clone(), ask, reply)))
        })
        .collect();
    for cause in refusals_of_service() {
        let next = apply(stage.clone(), ask, refusal(cause));
        if lands(&next) != lands_anywhere(refusal(cause)) {
            rows.push((format!("`{}`", code(cause)), follows(&next)));
        }
    }
    rows
}

fn lands_anywhere(reply: Reply) -> String {
    let first = plain_stages().swap_remove(0);
    lands(&apply(first, &Ask::Open { on_hand: None }, reply))
}

fn held(page: &mut String) {
    let stage = stages().swap_remove(2);
    let challenge = RiskChallenge::new("tmx", "{}").unwrap();
    let ask = Ask::Open { on_hand: None };
    groups(page, |reply| {
        match apply(stage.clone().held_up(challenge.clone(), true), &ask, reply) {
            Next::Back(..) => "goes back to where the call was made".to_owned(),
            next => lands(&next),
        }
    });
}

fn refusals(page: &mut String) {
    groups(page, lands_anywhere);
}

fn groups(page: &mut String, lands: impl Fn(Reply) -> String) {
    let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for cause in refusals_of_service() {
        groups
            .entry(lands(refusal(cause)))
            .or_default()
            .push(code(cause));
    }
    page.push_str("| what follows | causes |\n|---|---|\n");
    for (lands, codes) in groups.iter().rev() {
        let _ = writeln!(page, "| {lands} | `{}` |", codes.join("`, `"));
    }
}

/// The stages, those in passing once.
fn one_of_each() -> Vec<Stage> {
    let mut seen = BTreeSet::new();
    let mut stages: Vec<Stage> = stages();
    // In the order in which a person meets them.
    stages.sort_by_key(|stage| match name(stage) {
        "Discovering" | "ListingRegistrable" => 1,
        "MfaRequired" | "MfaCodeRequired" | "RegistrationRequired" | "RegistrationCodeRequired" => {
            2
        }
        "ConfirmingContact" => 3,
        "RedeemingRegistration" => 4,
        _ => 0,
    });
    stages
        .into_iter()
        .filter(|stage| seen.insert(name(stage)))
        .collect()
}

fn shown(stage: &Stage) -> String {
    if stage.shown() == Some(stage) {
        format!("**{}**", name(stage))
    } else {
        name(stage).to_owned()
    }
}

fn diagram(page: &mut String) {
    page.push_str("```mermaid\nstateDiagram-v2\n    [*] --> Idle\n");
    let mut seen = BTreeSet::new();
    for stage in one_of_each() {
        for ask in asks_at(&stage) {
            for reply in answers()
                .into_iter()
                .filter(|reply| can_answer(&ask, reply))
            {
                let answered = reply.name();
                let next = apply(stage.clone(), &ask, reply);
                let to = match &next {
                    Next::Grant(_) => "SignedIn",
                    next => match stage_of(next) {
                        Some(stage) => name(stage),
                        None => continue,
                    },
                };
                let edge = format!("    {} --> {to}: {answered}\n", name(&stage));
                if seen.insert(edge.clone()) {
                    page.push_str(&edge);
                }
            }
        }
    }
    page.push_str("    SignedIn --> [*]\n```\n");
}
