//! The risk provider in the words of each that it stands for.

use doorstep_sandbox::model::{RiskPurpose, RiskRule, RiskVerdict};
use serde_json::json;

use crate::guarded::*;
use crate::support::*;

/// A session query about Ada.
pub(crate) fn query<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut members = vec![
        ("session_id", SESSION),
        ("service_type", "session-policy"),
        ("event_type", "LOGIN"),
        ("account_email", ADA),
    ];
    members.extend_from_slice(more);
    members
}

#[tokio::test]
async fn threat_metrix_judges_a_session_and_takes_updates_by_its_own_id() {
    let world = guarded().await;
    let asked = world.tmx("/api/session-query", &query(&[])).await;
    assert_eq!(asked["request_result"], "success");
    assert_eq!(asked["review_status"], "review", "a device that is new");
    assert_eq!(
        (&asked["session_id"], &asked["unknown_session"]),
        (&json!(SESSION), &json!("no"))
    );
    assert!(asked["policy_score"].is_string(), "numbers are texts");
    let id = asked["request_id"].as_str().expect("an id").to_owned();

    let tag = |id: &str| {
        [
            ("request_id", id.to_owned()),
            ("action", "update_event_tag".to_owned()),
            ("event_tag", "challenge_pass".to_owned()),
        ]
    };
    let told = |given: [(&'static str, String); 3]| {
        let world = &world;
        async move {
            let given: Vec<(&str, &str)> = given
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            world.tmx("/api/update", &given).await["request_result"].clone()
        }
    };
    assert_eq!(told(tag("never-asked")).await, "fail_invalid_parameter");
    assert_eq!(
        told(tag(SESSION)).await,
        "fail_invalid_parameter",
        "not by the session"
    );
    assert_eq!(told(tag(&id)).await, "success");
    let again = world.tmx("/api/session-query", &query(&[])).await;
    assert_eq!(again["review_status"], "pass", "the device is known now");
    let review = [
        ("request_id", id.as_str()),
        ("action", "update_review_status"),
        ("final_review_status", "reject"),
    ];
    assert_eq!(
        world.tmx("/api/update", &review).await["request_result"],
        "success"
    );
    let updates = world.control().risk().updates;
    assert_eq!(
        updates.last().expect("an update").said,
        "review_status=reject"
    );
}

#[tokio::test]
async fn threat_metrix_says_what_it_does_not_understand() {
    let world = guarded().await;
    let other = world
        .tmx(
            "/api/session-query",
            &query(&[("session_id", "nobody-profiled-this")]),
        )
        .await;
    assert_eq!(
        (&other["unknown_session"], &other["request_result"]),
        (&json!("yes"), &json!("success"))
    );
    let kind = world
        .tmx("/api/session-query", &query(&[("service_type", "ip")]))
        .await;
    assert_eq!(
        (&kind["request_result"], kind.get("review_status")),
        (&json!("success"), None)
    );
    let none = world
        .tmx("/api/session-query", &query(&[("event_type", "")]))
        .await;
    assert_eq!(
        (&none["request_result"], &none["error_detail"]),
        (&json!("fail_incomplete"), &json!("event_type"))
    );
    let form = query(&[("org_id", "sandbox"), ("api_key", "wrong")]);
    let refused = Reply::of(world.request(&world.at_risk("/api/session-query"), &form)).await;
    assert_eq!(refused.text("request_result"), "fail_access");
    let account = world.tmx("/api/attribute-query", &query(&[])).await;
    assert_eq!(
        (&account["review_status"], account.get("session_id")),
        (&json!("pass"), None)
    );
}

#[tokio::test]
async fn somebody_elses_session_a_program_and_a_hidden_address_are_told_apart() {
    let world = guarded().await;
    let status = async |more: &[(&str, &str)]| {
        let asked = world.tmx("/api/session-query", &query(more)).await;
        asked["review_status"]
            .as_str()
            .expect("a status")
            .to_owned()
    };
    assert_eq!(status(&[]).await, "review");
    assert_eq!(status(&[("account_email", BOB)]).await, "reject");
    for (session, signal, expected) in [
        ("session-of-a-program", "bot", "reject"),
        ("session-behind-a-relay", "anonymous_ip", "challenge"),
    ] {
        let form = [
            ("session_id", session),
            ("device_id", "d"),
            (signal, "true"),
        ];
        let profiled = Reply::of(world.request(&world.at_risk("/fp/clear.png"), &form)).await;
        assert_eq!(profiled.status, 200);
        assert_eq!(status(&[("session_id", session)]).await, expected);
    }
    world.control().advance_clock(1800);
    let late = world.tmx("/api/session-query", &query(&[])).await;
    assert_eq!(
        late["unknown_session"], "yes",
        "a profile is good for half an hour"
    );
}

#[tokio::test]
async fn rules_are_for_whom_they_say_the_last_one_counts_and_some_wear_out() {
    let world = guarded().await;
    let verdict = async |more: &[(&str, &str)]| {
        let asked = world.tmx("/api/session-query", &query(more)).await;
        asked["review_status"]
            .as_str()
            .expect("a status")
            .to_owned()
    };
    let set = |rule: RiskRule| world.control().set_risk(rule).expect("a rule");
    set(RiskRule::of(RiskVerdict::Reject).user("Ada@contoso.example"));
    set(RiskRule::of(RiskVerdict::Challenge).address("192.0.2.7".parse().expect("an address")));
    assert_eq!(verdict(&[]).await, "reject");
    assert_eq!(
        verdict(&[("input_ip_address", "192.0.2.7")]).await,
        "challenge"
    );
    set(RiskRule::of(RiskVerdict::Pass).session(SESSION).times(1));
    assert_eq!(verdict(&[]).await, "pass");
    assert_eq!(verdict(&[]).await, "reject", "it was good once");
    set(RiskRule::of(RiskVerdict::Review).user("Ada@contoso.example"));
    assert_eq!(verdict(&[]).await, "review", "in place of the one before");
    assert_eq!(world.control().risk().rules.len(), 2);
    assert_eq!(verdict(&[("event_type", "AUTH_TOKEN")]).await, "review");
    set(RiskRule::of(RiskVerdict::Reject).purpose(RiskPurpose::Sms));
    assert_eq!(verdict(&[("event_type", "AUTH_TOKEN")]).await, "reject");
    assert_eq!(verdict(&[]).await, "review");
}
