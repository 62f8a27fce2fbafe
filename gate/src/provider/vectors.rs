//! `tests/vectors/gate/providers.json` against the four dialects.

use std::net::Ipv4Addr;

use serde::Deserialize;

use super::*;
use crate::decide::Verdict;

#[derive(Deserialize)]
struct Vectors {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    dialect: String,
    status: u16,
    body: String,
    says: Says,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Says {
    Verdict(Verdict),
    Failed { failed: Failure },
}

pub(super) fn question() -> Question {
    Question {
        purpose: Purpose::Sms,
        session: "5f0c1a2b3c4d5e6f708192a3b4c5d6e7".to_owned(),
        user: Some("ada@contoso.example".to_owned()),
        phone: Some("+15550100123".to_owned()),
        address: Ipv4Addr::new(192, 0, 2, 7).into(),
        path: "/t/register/v1.0/challenge".to_owned(),
        signals: None,
        proof: None,
    }
}

fn dialect(name: &str) -> Box<dyn Dialect> {
    let url = "https://risk.example".to_owned();
    match name {
        "threat_metrix" => Box::new(ThreatMetrix {
            url,
            org_id: "org".to_owned(),
            api_key: "key".to_owned(),
            policy: "default".to_owned(),
        }),
        "human" => Box::new(Human {
            url,
            app_id: "PXapp".to_owned(),
            server_token: "token".to_owned(),
            blocks_from: 100,
        }),
        "prove" => Box::new(Prove {
            url,
            client_id: "id".to_owned(),
            client_secret: "secret".to_owned(),
        }),
        "generic" => Box::new(Generic {
            url,
            report_url: None,
            token: None,
        }),
        other => panic!("no dialect {other}"),
    }
}

#[test]
fn answers_say_what_the_vectors_say() {
    let text = include_str!("../../../tests/vectors/gate/providers.json");
    let vectors: Vectors = serde_json::from_str(text).unwrap();
    for case in vectors.cases {
        let read = dialect(&case.dialect).read(&question(), case.status, case.body.as_bytes());
        let says = match read {
            Ok(assessment) => Says::Verdict(assessment.verdict),
            Err(failed) => Says::Failed { failed },
        };
        assert_eq!(says, case.says, "{}: {}", case.dialect, case.name);
    }
}

#[test]
fn a_pass_is_given_by_nothing_but_an_answer_that_says_so() {
    let bytes: Vec<Vec<u8>> = vec![
        vec![],
        vec![0xff, 0xfe],
        b"null".to_vec(),
        b"{}".to_vec(),
        b"true".to_vec(),
    ];
    for name in ["threat_metrix", "human", "prove", "generic"] {
        for body in &bytes {
            assert!(
                dialect(name).read(&question(), 200, body).is_err(),
                "{name} {body:?}"
            );
        }
    }
}

fn form(call: Call) -> Vec<(&'static str, String)> {
    match call.payload {
        Payload::Form(members) => members,
        Payload::Json(value) => panic!("{value}"),
    }
}

fn json(call: Call) -> serde_json::Value {
    match call.payload {
        Payload::Json(value) => value,
        Payload::Form(_) => panic!("a form"),
    }
}

#[test]
fn a_session_query_names_the_account_and_the_event() {
    let call = dialect("threat_metrix")
        .question(&question(), None)
        .unwrap_or_else(|_| panic!());
    assert_eq!(
        call.url,
        "https://risk.example/api/session-query?output_format=json"
    );
    let members = form(call);
    for member in [
        ("session_id", "5f0c1a2b3c4d5e6f708192a3b4c5d6e7"),
        ("service_type", "session-policy"),
        ("event_type", "AUTH_TOKEN"),
        ("account_email", "ada@contoso.example"),
        ("account_telephone", "+15550100123"),
        ("input_ip_address", "192.0.2.7"),
        ("org_id", "org"),
        ("api_key", "key"),
    ] {
        assert!(
            members.contains(&(member.0, member.1.to_owned())),
            "{member:?}"
        );
    }
}

#[test]
fn an_update_is_keyed_by_the_request_and_not_by_the_session() {
    let call = dialect("threat_metrix")
        .report("request-1", Outcome::ChallengePassed)
        .unwrap();
    assert_eq!(
        call.url,
        "https://risk.example/api/update?output_format=json"
    );
    let members = form(call);
    assert!(members.contains(&("request_id", "request-1".to_owned())));
    assert!(members.contains(&("event_tag", "challenge_pass".to_owned())));
    assert!(members.iter().all(|(name, _)| *name != "session_id"));
}

#[test]
fn a_lost_device_is_told_as_a_tag_of_the_trust() {
    let threat_metrix = dialect("threat_metrix");
    let call = threat_metrix.report("request-1", Outcome::Compromised);
    let members = form(call.unwrap());
    for member in [
        ("request_id", "request-1"),
        ("action", "update_tag"),
        ("tag_name", "_COMPROMISED"),
        ("tag_context", "_A_EMAIL"),
    ] {
        assert!(
            members.contains(&(member.0, member.1.to_owned())),
            "{member:?}"
        );
    }
    let reset = Question {
        purpose: Purpose::ResetPassword,
        ..question()
    };
    let asked = threat_metrix.question(&reset, None);
    let asked = form(asked.unwrap_or_else(|_| panic!()));
    assert!(asked.contains(&("event_type", "PASSWORD_RESET".to_owned())));
}

#[test]
fn a_risk_call_shows_the_header_of_the_app_and_no_name() {
    let call = dialect("human")
        .question(&question(), None)
        .unwrap_or_else(|_| panic!());
    assert_eq!(call.bearer.as_deref(), Some("token"));
    let body = json(call);
    assert_eq!(body["request"]["headers"][0]["name"], "x-px-authorization");
    assert!(!body.to_string().contains("ada@"));
}

#[test]
fn a_number_is_verified_with_a_pass_and_nothing_without_a_number() {
    let prove = dialect("prove");
    let call = prove
        .question(&question(), Some("pass"))
        .unwrap_or_else(|_| panic!());
    assert_eq!(call.bearer.as_deref(), Some("pass"));
    assert_eq!(json(call)["phoneNumber"], "+15550100123");
    let nobody = Question {
        phone: None,
        ..question()
    };
    assert_eq!(
        prove.question(&nobody, None).err(),
        Some(Failure::NothingToAsk)
    );
    assert!(prove.sign_in().is_some());
    let pass = prove.read_sign_in(200, br#"{"access_token":"p","expires_in":30}"#);
    assert_eq!(pass, Ok(("p".to_owned(), 30)));
    assert_eq!(prove.read_sign_in(200, b"{}"), Err(Failure::NotUnderstood));
}

#[test]
fn a_refusal_holds_what_the_vendors_software_looks_for() {
    let answer = br#"{"status":0,"score":100,"action":"c","uuid":"u-1"}"#;
    let assessment = dialect("human").read(&question(), 200, answer).unwrap();
    assert_eq!(assessment.members["action"], "captcha");
    assert_eq!(assessment.members["appId"], "PXapp");
    assert_eq!(assessment.members["uuid"], "u-1");
}
