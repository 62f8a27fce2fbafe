//! The machine's table: every stage with every input, and every stage with every ask that can be
//! sent there and every reply to it. `docs/flows.md` is its print; `cargo xtask flows` writes it.

mod causes;
mod cells;
mod frozen;
mod page;
mod samples;

use std::collections::BTreeSet;

use self::causes::{all, answered};
use self::cells::{asked, name, stage_of};
use self::samples::{answers, inputs, refusal, stages};
use super::machine::{Input, Next, Stage, apply, plan};
use crate::archive;
use crate::challenge::RiskChallenge;
use crate::error::Landing;
use crate::exchange::{Ask, Given, Reply};
use crate::fault::{Cause, Fault};

/// The stages that flows begin at.
const FIRST: [&str; 3] = ["Idle", "SignUpIdle", "ResetIdle"];

/// What can be asked at `stage`: what a person's input leads to, and what leads on there by
/// itself. One of each name.
fn asks_at(stage: &Stage) -> Vec<Ask> {
    let typed = inputs()
        .into_iter()
        .filter_map(|(_, input)| plan(stage, input).ok());
    let mut asks: Vec<Ask> = typed.collect();
    if FIRST.contains(&name(stage)) {
        return distinct(asks);
    }
    for before in stages().iter().filter(|before| name(before) != name(stage)) {
        for (_, input) in inputs() {
            let Ok(ask) = plan(before, input) else {
                continue;
            };
            asks.extend(answers().into_iter().filter_map(|reply| {
                match apply(before.clone(), &ask, reply) {
                    Next::AskAgain(next, ask) | Next::AskLater(next, ask, _)
                        if name(&next) == name(stage) =>
                    {
                        Some(ask)
                    }
                    _ => None,
                }
            }));
        }
    }
    distinct(asks)
}

fn distinct(asks: Vec<Ask>) -> Vec<Ask> {
    let mut seen = BTreeSet::new();
    asks.into_iter()
        .filter(|ask| seen.insert(asked(ask)))
        .collect()
}

fn replies() -> Vec<Reply> {
    let refusals = all().into_iter().map(refusal);
    answers().into_iter().chain(refusals).collect()
}

/// What can be asked at `stage`, each with everything that may come.
fn answers_at(stage: &Stage) -> Vec<(Ask, Reply)> {
    let asks = asks_at(stage).into_iter();
    asks.flat_map(|ask| replies().into_iter().map(move |reply| (ask.clone(), reply)))
        .collect()
}

/// Every cell: a stage, what was asked there, what came, what follows.
fn cells() -> Vec<(Stage, Ask, Reply, Next)> {
    let mut cells = Vec::new();
    for stage in stages() {
        for (ask, reply) in answers_at(&stage) {
            let next = apply(stage.clone(), &ask, reply.clone());
            cells.push((stage.clone(), ask, reply, next));
        }
    }
    cells
}

#[test]
fn flows_page_is_the_tables_print() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/flows.md");
    let page = page::print();
    if std::env::var_os("DOORSTEP_BLESS").is_some_and(|value| value == "1") {
        std::fs::write(path, page).unwrap();
        return;
    }
    let there = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        there == page,
        "docs/flows.md is not what the code does: run `cargo xtask flows` and read the difference"
    );
}

#[test]
fn no_stage_ever_holds_a_password_a_code_or_a_granted_token() {
    for (stage, ask, _, next) in cells() {
        let Some(after) = stage_of(&next) else {
            continue;
        };
        let saved = serde_json::to_string(after).unwrap();
        for secret in [samples::PASSWORD, samples::CODE, samples::GRANTED] {
            assert!(!saved.contains(secret), "{stage:?}, {ask:?}: {saved}");
        }
    }
}

#[test]
fn nothing_on_the_way_prints_a_secret() {
    for (stage, ask, reply, next) in cells() {
        let printed = format!("{stage:?} {ask:?} {reply:?} {next:?}");
        for secret in [samples::PASSWORD, samples::CODE, samples::GRANTED] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }
}

#[test]
fn every_stage_is_saved_and_comes_back_equal() {
    let after = cells()
        .into_iter()
        .filter_map(|(_, _, _, next)| stage_of(&next).cloned());
    for stage in stages().into_iter().chain(after) {
        let saved = serde_json::to_string(&stage).unwrap();
        assert_eq!(archive::part_of::<Stage>(&saved).unwrap(), stage);
    }
}

#[test]
fn a_stage_in_passing_leads_on() {
    for stage in stages() {
        let given = Given::default();
        let begun = plan(&stage, Input::Start { given });
        assert_eq!(begun.is_ok(), !stage.is_step(), "{stage:?}");
        // The person still sees the step before it, and may do anything there.
        let is_before_any_step = FIRST.contains(&name(&stage)) || name(&stage).ends_with("Opened");
        if !stage.is_step() && !is_before_any_step {
            for (column, input) in inputs() {
                assert!(plan(&stage, input).is_ok(), "{stage:?}, {column}");
            }
        }
    }
}

#[test]
fn every_stage_can_reach_an_end() {
    let cells = cells();
    let ends = |next: &Next| matches!(next, Next::Grant(_) | Next::End(_) | Next::Leave(_));
    let mut ending: BTreeSet<&str> = BTreeSet::from(["BrowserRequired"]);
    loop {
        let known = ending.len();
        for (stage, ask, reply, next) in &cells {
            let leads = stage_of(next).is_some_and(|after| ending.contains(name(after)));
            // Being refused is an end that proves nothing.
            let refused = matches!(reply, Reply::Refused(_) | Reply::Browser(_));
            if samples::can_answer(ask, reply) && !refused && (leads || ends(next)) {
                ending.insert(name(stage));
            }
        }
        if ending.len() == known {
            break;
        }
    }
    let all: BTreeSet<&str> = stages().iter().map(name).collect();
    assert_eq!(ending, all);
}

#[test]
fn every_stage_of_the_samples_is_reached_from_the_first() {
    let cells = cells();
    let mut reached = BTreeSet::from(FIRST);
    loop {
        let known = reached.len();
        for (stage, ask, reply, next) in &cells {
            if !reached.contains(name(stage)) || !samples::can_answer(ask, reply) {
                continue;
            }
            reached.extend(stage_of(next).map(name));
            if matches!(next, Next::Leave(_)) {
                reached.insert("BrowserRequired");
            }
        }
        if reached.len() == known {
            break;
        }
    }
    assert_eq!(reached, stages().iter().map(name).collect());
}

#[test]
fn a_refusal_stays_or_ends_as_its_cause_says_wherever_it_comes() {
    for (stage, ask, reply, next) in cells() {
        let Reply::Refused(fault) = reply else {
            continue;
        };
        let expected = matches!(
            (fault.cause.landing(), &next),
            (Landing::SameStep, Next::Stay(_)) | (Landing::FlowOver, Next::End(_))
        );
        let decided_again = fault.cause == Cause::MethodUndecided
            // Correcting it takes another place: a new flow, or the step before.
            || (fault.cause.is_about_what_was_given()
                && matches!(next, Next::End(_) | Next::Back(..)))
            // An account that is there is signed in to all the same.
            || (fault.cause.is_about_continuation()
                && matches!(name(&stage), "SignedUp" | "PasswordReset"));
        assert!(
            expected || decided_again,
            "{stage:?}, {ask:?}, {fault:?}: {next:?}"
        );
    }
}

#[test]
fn a_call_that_waits_goes_on_from_where_it_was_made_and_shows_nothing_that_it_holds() {
    let challenge = RiskChallenge::new("tmx", samples::PAYLOAD).unwrap();
    for stage in samples::plain_stages() {
        let held = stage.clone().held_up(challenge.clone(), true);
        assert!(held.is_step() && held.to_be_saved() == &stage);
        let printed = format!("{held:?}");
        assert!(!printed.contains("planted-payload"), "{printed}");
        for (ask, reply) in answers_at(&stage) {
            let is_of_the_way =
                matches!(&reply, Reply::Refused(fault) if fault.cause.is_of_the_way());
            let next = apply(stage.clone(), &ask, reply.clone());
            match (apply(held.clone(), &ask, reply), next) {
                (Next::Stay(_), _) => assert!(is_of_the_way),
                (Next::Back(back, _), Next::Stay(_)) => assert_eq!(back, stage),
                (held, plain) => assert_eq!(format!("{held:?}"), format!("{plain:?}")),
            }
        }
    }
}

#[test]
fn the_browser_stage_takes_its_own_callback_and_nothing_else() {
    let stage = samples::browser();
    for (column, input) in inputs() {
        let planned = plan(&stage, input);
        assert_eq!(
            planned.is_ok(),
            column == "callback with a code",
            "{column}"
        );
    }
}

#[test]
fn every_cause_has_a_code_of_its_own_and_a_sentence() {
    let mut codes = BTreeSet::new();
    for cause in all() {
        let error = Fault::from(cause).into_error(None);
        let info = error.info();
        assert!(codes.insert(info.code), "{cause:?}: {}", info.code);
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
        assert!(info.code.bytes().all(plain), "{}", info.code);
        assert!(info.summary.ends_with('.'), "{}", info.summary);
        assert_eq!(
            error.to_string(),
            format!("{} ({})", info.summary, info.code)
        );
    }
}

#[test]
fn a_flow_in_doubt_is_never_over() {
    for cause in all().into_iter().filter(|cause| cause.leaves_doubt()) {
        assert_eq!(cause.landing(), Landing::SameStep, "{cause:?}");
    }
}

#[test]
fn the_page_leaves_out_no_refusal_that_the_wire_vectors_hold() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors/wire");
    let known: BTreeSet<&str> = answered().into_iter().map(causes::code).collect();
    let mut seen = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let vectors: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        for vector in vectors {
            if let Some(code) = vector["expect"]["code"].as_str() {
                assert!(known.contains(code), "{code}");
                seen += 1;
            }
        }
    }
    assert!(seen > 0, "no vectors in {folder}");
}
