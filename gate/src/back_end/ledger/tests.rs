//! Codes and tries, counted.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use super::*;

const USUAL: fn() -> CodeSettings = CodeSettings::default;

fn at(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

const UNTIL: Duration = Duration::from_hours(1);

fn ledger() -> Ledger {
    Ledger::new().unwrap()
}

fn code(ledger: &Ledger, flow: FlowMark, person: &str, now: u64) -> NewCode {
    match ledger.asked(flow, person, &USUAL(), at(now), UNTIL) {
        Ok(Asked::Send(new)) => new,
        other => panic!("{other:?}"),
    }
}

/// A code of the same length that is another one.
fn other(code: &str) -> String {
    let first = if code.starts_with('0') { '1' } else { '0' };
    format!("{first}{}", &code[1..])
}

#[test]
fn the_right_code_proves_its_flow_once() {
    let ledger = ledger();
    let (flow, another) = (ledger.flow("one"), ledger.flow("two"));
    let new = code(&ledger, flow, "ada", 0);
    assert_eq!(new.code.len(), 8);
    code(&ledger, another, "ada", 0);
    assert!(
        matches!(ledger.tried(another, &new.code, at(1)), Tried::Wrong(_)),
        "a code of another flow"
    );
    assert!(!ledger.is_proven(flow));
    assert_eq!(ledger.tried(flow, &new.code, at(1)), Tried::Right);
    assert!(ledger.is_proven(flow) && !ledger.is_proven(another));
    assert_eq!(
        ledger.tried(flow, "", at(2)),
        Tried::Right,
        "it needs no other"
    );
    assert!(!ledger.is_acted(flow));
    ledger.acted(flow);
    assert!(ledger.is_proven(flow) && ledger.is_acted(flow));
}

#[test]
fn no_code_of_this_ledger_is_known_to_another() {
    let (ledger, other) = (ledger(), ledger());
    let new = code(&ledger, ledger.flow("one"), "ada", 0);
    assert_eq!(
        other.tried(other.flow("one"), &new.code, at(1)),
        Tried::Unknown
    );
}

#[test]
fn a_flow_has_five_tries_whatever_comes_at_the_same_time() {
    let ledger = Arc::new(ledger());
    let flow = ledger.flow("one");
    let new = code(&ledger, flow, "ada", 0);
    let looked_at = Arc::new(AtomicUsize::new(0));
    let threads: Vec<_> = (0..1000)
        .map(|_| {
            let (ledger, looked_at) = (Arc::clone(&ledger), Arc::clone(&looked_at));
            let wrong = other(&new.code);
            std::thread::spawn(move || match ledger.tried(flow, &wrong, at(1)) {
                Tried::Wrong(_) => drop(looked_at.fetch_add(1, Ordering::SeqCst)),
                Tried::Spent => {}
                other => panic!("{other:?}"),
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    // The fifth one is looked at too, and is the last.
    assert_eq!(looked_at.load(Ordering::SeqCst), 4);
    assert_eq!(ledger.tried(flow, &new.code, at(1)), Tried::Spent);
    assert_eq!(
        ledger.asked(flow, "ada", &USUAL(), at(100), UNTIL),
        Ok(Asked::Spent)
    );
}

#[test]
fn another_code_comes_after_a_while_and_voids_the_first() {
    let ledger = ledger();
    let flow = ledger.flow("one");
    let first = code(&ledger, flow, "ada", 0);
    let ask = |now| ledger.asked(flow, "ada", &USUAL(), at(now), UNTIL);
    let Ok(Asked::Wait(asking)) = ask(59) else {
        panic!()
    };
    assert_eq!(
        asking.payload(),
        json!({"code_length": 8, "tries_left": 5, "resend_after": 1})
    );
    assert!(matches!(
        ledger.tried(flow, &other(&first.code), at(59)),
        Tried::Wrong(_)
    ));
    let second = code(&ledger, flow, "ada", 60);
    let Tried::Wrong(asking) = ledger.tried(flow, &first.code, at(61)) else {
        panic!("the first is void")
    };
    assert_eq!(
        asking.payload()["tries_left"],
        3,
        "no new tries with a new code"
    );
    assert_eq!(ledger.tried(flow, &second.code, at(61)), Tried::Right);
}

#[test]
fn a_flow_has_three_codes() {
    let ledger = ledger();
    let flow = ledger.flow("one");
    for now in [0, 60, 120] {
        code(&ledger, flow, "ada", now);
    }
    let ask = |now| ledger.asked(flow, "ada", &USUAL(), at(now), UNTIL);
    let Ok(Asked::Wait(asking)) = ask(200) else {
        panic!()
    };
    assert_eq!(asking.payload(), json!({"code_length": 8, "tries_left": 5}));
    assert_eq!(ask(719), Ok(Asked::Wait(asking)), "the last is good still");
    assert_eq!(ask(720), Ok(Asked::Spent));
}

#[test]
fn a_code_is_good_for_its_time() {
    let ledger = ledger();
    let flow = ledger.flow("one");
    let new = code(&ledger, flow, "ada", 0);
    assert!(matches!(
        ledger.tried(flow, &new.code, at(600)),
        Tried::Wrong(_)
    ));
    let again = code(&ledger, flow, "ada", 600);
    assert_eq!(ledger.tried(flow, &again.code, at(1199)), Tried::Right);
}

#[test]
fn a_person_has_five_codes_an_hour_in_whatever_flows() {
    let ledger = ledger();
    for number in 0..5 {
        code(&ledger, ledger.flow(&number.to_string()), "ada", number);
    }
    let sixth = ledger.flow("sixth");
    let ask = |person, now| ledger.asked(sixth, person, &USUAL(), at(now), UNTIL);
    assert_eq!(ask("ada", 10), Err(Limited::TooMany(at(3590))));
    assert!(matches!(ask("bob", 10), Ok(Asked::Send(_))));
    assert!(matches!(ask("ada", 3600), Ok(Asked::Send(_))));
}

#[test]
fn a_code_that_did_not_go_out_is_void_and_counts_only_if_it_may_have() {
    let ledger = ledger();
    let flow = ledger.flow("one");
    for now in 0..10 {
        let new = code(&ledger, flow, "ada", now);
        ledger.unsent(flow, &new, true);
    }
    let void = code(&ledger, flow, "ada", 10);
    ledger.unsent(flow, &void, true);
    assert!(matches!(
        ledger.tried(flow, &void.code, at(10)),
        Tried::Wrong(_)
    ));
    let late = ledger.flow("late");
    for now in 0..3 {
        let new = code(&ledger, late, "bob", now);
        ledger.unsent(late, &new, false);
    }
    assert_eq!(
        ledger.asked(late, "bob", &USUAL(), at(10), UNTIL),
        Ok(Asked::Spent)
    );
}

#[test]
fn no_flow_is_forgotten_for_another() {
    let ledger = ledger();
    for number in 0..MOST {
        let flow = ledger.flow(&number.to_string());
        ledger.proven(flow, at(0), at(10)).unwrap();
    }
    let one_more = ledger.flow("one more");
    assert_eq!(ledger.proven(one_more, at(5), at(15)), Err(Limited::Full));
    assert_eq!(
        ledger.asked(one_more, "ada", &USUAL(), at(5), UNTIL),
        Err(Limited::Full)
    );
    assert!(ledger.is_proven(ledger.flow("0")));
    assert_eq!(ledger.proven(one_more, at(10), at(20)), Ok(()));
}

#[test]
fn a_name_is_one_name_however_it_is_written() {
    let ledger = ledger();
    for name in [
        "ada@contoso.example",
        "Ada@Contoso.example",
        " ada@contoso.example ",
    ] {
        ledger.started(name, 3, at(0)).unwrap();
    }
    assert!(ledger.started("ADA@contoso.example", 3, at(1)).is_err());
    assert_eq!(ledger.started("bob@contoso.example", 3, at(1)), Ok(()));
}

#[test]
fn nothing_prints_a_code() {
    let ledger = ledger();
    let new = code(&ledger, ledger.flow("one"), "ada", 0);
    assert!(!format!("{new:?}").contains(&new.code));
}
