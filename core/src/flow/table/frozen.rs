//! The stages as they are saved. Never change a text: records like it lie on devices.

use std::collections::BTreeSet;

use super::cells::name;
use super::samples::stages;
use crate::archive;
use crate::flow::machine::Stage;
use crate::flow::record::{FlowKind, SavedFlow};

/// A code that was sent, in place of `CODE` in the texts below.
const CODE: &str = r#"{"sent_to":"a***a@c***o.example","channel":"email","length":8,"sent_at":1000,"resend_after":{"secs":300,"nanos":0}}"#;

const STAGES: [&str; 27] = [
    r#"{"sign_in":{"password_required":{"token":"2"}}}"#,
    r#"{"sign_in":{"code_required":{"token":"2","code":CODE}}}"#,
    r#"{"mfa":{"discovering":{"token":"3","behind":{"sign_in":{"password_required":{"token":"2"}}}}}}"#,
    r#"{"mfa":{"method_required":{"token":"4","methods":[{"id":"m-email","channel":"email","hint":"a***a"},{"id":"m-new","channel":{"unknown":"voice"},"hint":""}]}}}"#,
    r#"{"mfa":{"code_required":{"token":"5","methods":[{"id":"m-sms","channel":"sms","hint":"+1********6"}],"method":"m-sms","code":CODE}}}"#,
    r#"{"strong_auth":{"passing":{"token":"6","errand":"list_methods","behind":{"sign_in":{"password_required":{"token":"2"}}}}}}"#,
    r#"{"strong_auth":{"passing":{"token":"6","errand":"confirm","behind":{"strong_auth":{"method_required":{"token":"7","methods":[]}}}}}}"#,
    r#"{"strong_auth":{"passing":{"token":"6","errand":"redeem","behind":{"sign_in_after":{"after":"sign_up","way":"afresh"}}}}}"#,
    r#"{"strong_auth":{"method_required":{"token":"7","methods":[{"id":"email","channel":"email","known_contact":"a@b.example"},{"id":"sms","channel":"sms","known_contact":null}]}}}"#,
    r#"{"strong_auth":{"code_required":{"token":"8","methods":[],"chosen":{"method":"email","channel":"email","contact":"a@b.example"},"code":CODE}}}"#,
    r#"{"sign_up":{"code_required":{"token":"2","code":CODE}}}"#,
    r#"{"sign_up":{"challenge_due":{"token":"3","behind":{"sign_up":{"code_required":{"token":"2","code":CODE}}}}}}"#,
    r#"{"sign_up":{"challenge_due":{"token":"3","wanted":"verification","behind":{"sign_up":{"code_required":{"token":"2","code":CODE}}}}}}"#,
    r#"{"sign_up":{"password_required":{"token":"3"}}}"#,
    r#"{"sign_up":{"attributes_required":{"token":"4","attributes":[{"name":"city","kind":"text","required":true,"pattern":null}]}}}"#,
    r#"{"reset_password":{"code_required":{"token":"2","code":CODE}}}"#,
    r#"{"reset_password":{"challenge_due":{"token":"3","behind":{"reset_password":{"code_required":{"token":"2","code":CODE}}}}}}"#,
    r#"{"reset_password":{"new_password_required":{"token":"3","until":9000}}}"#,
    r#"{"reset_password":{"submitted":{"token":"4","until":null,"interval":{"secs":2,"nanos":0}}}}"#,
    r#"{"sign_in_after":{"after":"sign_up","way":{"continue":{"token":"9"}}}}"#,
    r#"{"sign_in_after":{"after":"sign_up","way":"afresh"}}"#,
    r#"{"sign_in_after":{"after":"sign_up","way":{"opened":{"token":"9"}}}}"#,
    r#"{"sign_in_after":{"after":"reset_password","way":{"continue":{"token":"9"}}}}"#,
    r#"{"sign_in_after":{"after":"reset_password","way":"afresh"}}"#,
    r#"{"sign_in_after":{"after":"reset_password","way":{"opened":{"token":"9"}}}}"#,
    r#"{"browser":{"reason":{"kind":"federated","server_text":null}}}"#,
    r#"{"browser":{"reason":{"kind":"unstated","server_text":"why"},"kind":"sign_up","journey":{"state":"s","nonce":"n","verifier":"v","redirect_uri":"app.doorstep://back"}}}"#,
];

/// A record of a sign-up, which has gone on to a sign-in by code.
const RECORD: &str = r#"{"schema":"1","id":"3f2c9d52-6f0e-4d8e-9c49-0d5f7c1f4a11","kind":"sign_in","revision":7,"stage":{"sign_in":{"code_required":{"token":"ct","code":{"sent_to":"a***a","channel":"email","length":null,"sent_at":1000,"resend_after":null,"repeats":"sign_up"}}}},"correlation_id":"a1a1a1a1-5555-4666-8777-888888888888","username":"ada@contoso.example","scopes":["openid"],"claims":null,"since":1000,"expires_at":2000,"pending":null,"codes":[{"purpose":"sign_up","channel":"email","sent_to":"a***a"},{"purpose":"first_factor","channel":"email","sent_to":"a***a"}]}"#;

fn texts() -> impl Iterator<Item = String> {
    STAGES.iter().map(|text| text.replace("CODE", CODE))
}

#[test]
fn a_stage_of_schema_1_can_be_read_for_ever() {
    for text in texts() {
        let stage: Stage = archive::part_of(&text).unwrap();
        assert_eq!(serde_json::to_string(&stage).unwrap(), text);
    }
}

#[test]
fn every_stage_that_is_saved_has_its_text_here() {
    let saved = stages().into_iter().filter(|stage| stage.shown().is_some());
    let saved: BTreeSet<_> = saved.map(|stage| name(&stage)).collect();
    let read = texts().map(|text| archive::part_of(&text).unwrap());
    let frozen: BTreeSet<_> = read.map(|stage: Stage| name(&stage)).collect();
    assert_eq!(saved, frozen);
}

#[test]
fn a_record_that_remembers_earlier_codes_can_be_read_for_ever() {
    let SavedFlow::V1(record) = archive::read(RECORD.as_bytes()).unwrap();
    assert_eq!((record.kind, record.codes.len()), (FlowKind::SignIn, 2));
    let again = serde_json::to_string(&SavedFlow::V1(record)).unwrap();
    assert_eq!(again, RECORD);
}
