//! Any answers of a service: the ordinary, a refusal, a broken one, none.

use proptest::prelude::*;
use serde_json::json;

use crate::flow::walk::tenant::Answer;
use crate::ports::http::HttpFault;

pub(super) fn answers() -> impl Strategy<Value = Answer> {
    prop_oneof![
        10 => Just(Answer::Ordinary),
        4 => prop::sample::select(refusals()),
        4 => prop::sample::select(faults()),
        2 => prop::sample::select(broken()),
        2 => prop::sample::select(out_of_turn()),
        4 => prop::sample::select(of_the_edge()),
    ]
}

fn refusals() -> Vec<Answer> {
    let error = Answer::error;
    vec![
        Answer::wrong_password(),
        Answer::wrong_code(),
        Answer::expired(),
        Answer::bad_password("password_banned"),
        Answer::bad_password("password_too_short"),
        error("invalid_grant", "attribute_validation_failed", 0),
        error("credential_required", "", 55103),
        error("attributes_required", "", 55106),
        error("verification_required", "", 55104),
        error("user_already_exists", "", 1_003_037),
        error("user_not_found", "", 50034),
        error("invalid_request", "", 500_222),
        error("invalid_request", "", 55200),
        error("invalid_request", "", 901_001),
        error("invalid_grant", "", 50053),
        error("invalid_grant", "", 50142),
        error("invalid_grant", "", 1),
        error("invalid_request", "", 701_014),
        error("access_denied", "provider_blocked_by_rep", 550_024),
        error("access_denied", "provider_blocked_by_admin", 550_024),
        error("invalid_request", "introspect_required", 50079),
        error("invalid_grant", "mfa_required", 50076),
        error("invalid_grant", "registration_required", 50072),
        error("invalid_client", "nativeauthapi_disabled", 7000),
        error("something_new", "", 1),
    ]
}

/// What comes from in front of the service.
fn of_the_edge() -> Vec<Answer> {
    vec![
        Answer::challenge("planted-1"),
        Answer::challenge("planted-2"),
        Answer::security_code(&json!({"hint": "planted", "tries_left": 5})),
        Answer::security_code(&json!({"hint": "planted", "tries_left": 4})),
        Answer::Json(403, json!({"action": "captcha", "page": "planted"})),
        Answer::Json(403, json!({"action": "block"})),
        Answer::Json(
            403,
            json!({"error": "access_denied", "suberror": "risk_blocked"}),
        ),
        Answer::risk_unavailable(),
        Answer::Json(202, json!({"auth_context": "c3"})),
        Answer::Json(202, json!({"auth_context": "planted"})),
        Answer::Text(202, ""),
        Answer::ChallengePage(403),
    ]
}

fn faults() -> Vec<Answer> {
    let faults = [
        HttpFault::NotSent,
        HttpFault::TimedOut,
        HttpFault::Lost,
        HttpFault::Untrusted,
        HttpFault::TooLarge,
    ];
    faults.map(Answer::Fault).to_vec()
}

fn broken() -> Vec<Answer> {
    vec![
        Answer::Text(429, ""),
        Answer::Text(403, "<html>planted</html>"),
        Answer::Text(502, "<html>planted</html>"),
        Answer::Text(503, "{}"),
        Answer::Text(302, ""),
        Answer::Text(200, ""),
        Answer::Text(200, "{\"planted\":"),
        Answer::Text(200, "{}"),
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
        json!({"continuation_token": token, "challenge_type": "preverified"}),
        json!({"continuation_token": token, "methods": [{"id": "m-email"}, {"id": "email"}]}),
        json!({"continuation_token": token, "status": "succeeded"}),
        json!({"status": "in_progress"}),
        json!({"status": "something_new", "continuation_token": token}),
        json!({"token_type": "Bearer", "expires_in": 1, "access_token": "planted-at"}),
    ];
    let mut answers = bodies.map(|body| Answer::Json(200, body)).to_vec();
    answers.extend([Answer::redirect(), Answer::redirect()]);
    answers
}
