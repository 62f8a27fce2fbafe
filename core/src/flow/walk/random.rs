//! Random walks: any moves of an app, any answers of a service, and what holds after each.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;

use super::tenant::Answer;
use super::walker::Walker;
use crate::ports::http::HttpFault;

/// What an app, a person or a device does.
#[derive(Debug, Clone)]
pub(super) enum Move {
    /// Something that the step takes.
    Act { pick: u8, answers: Vec<Answer> },
    /// The same on a reply of an earlier step.
    ActStale { pick: u8 },
    /// Two calls at once.
    ActTwice { pick: u8 },
    /// A call that is dropped once that many requests were answered.
    ActAndDrop { pick: u8, answered: usize },
    /// The process dies and another one goes on.
    Die,
    /// Time passes, in seconds.
    Wait(u64),
    /// The device's storage locks or unlocks.
    Lock(bool),
}

/// How a walk begins and ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way {
    pub(super) codes: bool,
    pub(super) mfa: bool,
    pub(super) password_ahead: bool,
    pub(super) end: End,
}

/// How the app ends a walk that has not ended by itself.
#[derive(Debug, Clone, Copy)]
pub(super) enum End {
    SignIn,
    Cancel,
}

fn moves() -> impl Strategy<Value = Move> {
    let pick = any::<u8>;
    prop_oneof![
        12 => (pick(), vec(answers(), 0..4)).prop_map(|(pick, answers)| Move::Act { pick, answers }),
        2 => pick().prop_map(|pick| Move::ActStale { pick }),
        1 => pick().prop_map(|pick| Move::ActTwice { pick }),
        4 => (pick(), 0..4_usize).prop_map(|(pick, answered)| Move::ActAndDrop { pick, answered }),
        1 => Just(Move::Die),
        2 => prop_oneof![Just(1), Just(299), Just(300), Just(1_799), Just(1_800)].prop_map(Move::Wait),
        1 => any::<bool>().prop_map(Move::Lock),
    ]
}

fn answers() -> impl Strategy<Value = Answer> {
    let error = Answer::error;
    let refusals = vec![
        Answer::wrong_password(),
        Answer::wrong_code(),
        error("user_not_found", "", 50034),
        error("expired_token", "", 552_003),
        error("invalid_request", "", 55200),
        error("invalid_grant", "", 50053),
        error("invalid_request", "", 701_014),
        error("access_denied", "provider_blocked_by_rep", 550_024),
        error("invalid_request", "introspect_required", 50079),
        error("invalid_grant", "mfa_required", 50076),
        error("invalid_grant", "registration_required", 50072),
        error("invalid_client", "nativeauthapi_disabled", 7000),
        error("something_new", "", 1),
    ];
    let faults = [
        HttpFault::NotSent,
        HttpFault::TimedOut,
        HttpFault::Lost,
        HttpFault::Untrusted,
        HttpFault::TooLarge,
    ];
    let broken = vec![
        Answer::Text(429, ""),
        Answer::Text(403, "<html>planted</html>"),
        Answer::Text(502, "<html>planted</html>"),
        Answer::Text(503, "{}"),
        Answer::Text(302, ""),
        Answer::Text(200, ""),
        Answer::Text(200, "{\"planted\":"),
        Answer::Text(200, "{}"),
    ];
    prop_oneof![
        10 => Just(Answer::Ordinary),
        3 => prop::sample::select(refusals),
        5 => prop::sample::select(faults.map(Answer::Fault).to_vec()),
        2 => prop::sample::select(broken),
        1 => prop::sample::select(out_of_turn()),
    ]
}

/// Answers that the protocol has, whether or not they fit the request.
fn out_of_turn() -> Vec<Answer> {
    let token = "planted-ct-x";
    let bodies = [
        json!({"continuation_token": token}),
        json!({"continuation_token": token, "challenge_type": "password"}),
        json!({"continuation_token": token, "challenge_type": "oob"}),
        json!({"continuation_token": token, "challenge_type": "passkey"}),
        json!({"continuation_token": token, "methods": [{"id": "m-email"}]}),
        json!({"challenge_type": "redirect", "redirect_reason": "planted is social"}),
        json!({"token_type": "Bearer", "expires_in": 1, "access_token": "planted-at"}),
    ];
    bodies.map(|body| Answer::Json(200, body)).to_vec()
}

fn way() -> impl Strategy<Value = Way> {
    let end = prop_oneof![Just(End::SignIn), Just(End::Cancel)];
    (any::<[bool; 3]>(), end).prop_map(|([codes, mfa, password_ahead], end)| Way {
        codes,
        mfa,
        password_ahead,
        end,
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_happens_the_flow_keeps_its_promises(way in way(), moves in vec(moves(), 1..16)) {
        let mut walker = Walker::new(way);
        for step in moves {
            if !walker.goes(step) {
                break;
            }
            walker.check();
        }
        walker.end(way.end);
    }
}
