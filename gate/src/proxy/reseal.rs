//! The tenant's answers: what a flow's token is sealed in again, and what the answer says about the flow.

use serde_json::{Map, Value, json};

use super::learned::{is, methods, stage};
use crate::seal::{Envelope, Seal};
use crate::words::Route;

const TOKEN: &str = "continuation_token";

/// What an answer says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// The answer with its token sealed; none when there was nothing to change.
    pub(super) body: Option<Vec<u8>>,
    /// Tokens of the person came.
    pub(super) granted: bool,
    /// A code was wrong.
    pub(super) wrong_code: bool,
    /// A code went by text message.
    pub(super) texted: bool,
}

/// An answer with a token in it that cannot be sealed must not reach the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unsealable;

/// Reads the answer of a route. `flow` is the flow as it was, with what this call adds to it; its token is replaced.
pub(super) fn resealed(
    seal: &Seal,
    route: Route,
    body: &[u8],
    flow: Envelope,
) -> Result<Said, Unsealable> {
    let Ok(Value::Object(mut answer)) = serde_json::from_slice::<Value>(body) else {
        let mentions = body
            .windows(TOKEN.len())
            .any(|part| part == TOKEN.as_bytes());
        return if mentions {
            Err(Unsealable)
        } else {
            Ok(Said::default())
        };
    };
    let mut said = Said {
        granted: answer.contains_key("access_token"),
        wrong_code: is(&answer, "suberror", "invalid_oob_value"),
        texted: is(&answer, "challenge_channel", "sms"),
        body: None,
    };
    let token = match answer.remove(TOKEN) {
        None => return Ok(said),
        // Of two members the last one counts. The answer is written as it was read, so that no other one gets through.
        Some(Value::Null) => {
            answer.insert(TOKEN.to_owned(), Value::Null);
            said.body = Some(serde_json::to_vec(&answer).map_err(|_| Unsealable)?);
            return Ok(said);
        }
        Some(Value::String(token)) => token,
        Some(Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
            return Err(Unsealable);
        }
    };
    let envelope = Envelope {
        token,
        stage: stage(route, &answer, flow.stage),
        methods: methods(&answer).unwrap_or(flow.methods),
        ..flow
    };
    let sealed = seal.seal(&envelope).map_err(|_| Unsealable)?;
    // By this a client knows that its wish was heard (docs/risk.md 8.2).
    if let Some(recovery) = envelope.recovery.filter(|_| route.begins()) {
        answer.insert("recovery".to_owned(), json!(recovery));
    }
    said.body = Some(with_token(&answer, &sealed)?);
    Ok(said)
}

/// The answer with a sealed token, which JSON writes as it is: looking at each of its letters would take as long as
/// sealing it.
fn with_token(answer: &Map<String, Value>, sealed: &str) -> Result<Vec<u8>, Unsealable> {
    let mut body = Vec::with_capacity(sealed.len() + 512);
    body.extend_from_slice(b"{\"continuation_token\":\"");
    body.extend_from_slice(sealed.as_bytes());
    body.push(b'"');
    for (name, value) in answer {
        body.push(b',');
        serde_json::to_writer(&mut body, name).map_err(|_| Unsealable)?;
        body.push(b':');
        serde_json::to_writer(&mut body, value).map_err(|_| Unsealable)?;
    }
    body.push(b'}');
    Ok(body)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::seal::{Key, Stage};
    use crate::words::Channel;

    fn seal() -> Seal {
        Seal::new("tenant", vec![Key::new("k", &[1; 32]).unwrap()]).unwrap()
    }

    fn flow() -> Envelope {
        Envelope {
            token: "old".to_owned(),
            user: Some("ada@contoso.example".to_owned()),
            stage: Stage::First,
            methods: BTreeMap::new(),
            contexts: ["c3".parse().unwrap()].into(),
            verdict: None,
            reference: None,
            recovery: None,
            proven: false,
            unassigned: false,
            expires: 10,
        }
    }

    fn envelope(body: &Value) -> Envelope {
        let said = resealed(
            &seal(),
            Route::SignUpContinue,
            body.to_string().as_bytes(),
            flow(),
        )
        .unwrap();
        let answer: Value = serde_json::from_slice(&said.body.unwrap()).unwrap();
        seal().open(answer[TOKEN].as_str().unwrap(), 0).unwrap()
    }

    #[test]
    fn a_token_is_sealed_with_what_the_flow_knew_and_the_rest_stays() {
        let body = json!({"continuation_token": "new", "interval": 30});
        let said = resealed(
            &seal(),
            Route::SignUpContinue,
            body.to_string().as_bytes(),
            flow(),
        )
        .unwrap();
        let answer: Value = serde_json::from_slice(&said.body.unwrap()).unwrap();
        assert_eq!(answer["interval"], 30);
        let envelope = envelope(&body);
        assert_eq!(envelope.token, "new");
        assert_eq!(
            envelope,
            Envelope {
                token: "new".to_owned(),
                ..flow()
            }
        );
    }

    #[test]
    fn the_second_factor_begins_where_the_tenant_says_so() {
        for word in ["mfa_required", "registration_required"] {
            let body =
                json!({"error": "invalid_grant", "suberror": word, "continuation_token": "n"});
            assert_eq!(envelope(&body).stage, Stage::Second);
        }
        let body = json!({"error": "credential_required", "continuation_token": "n"});
        for (route, stage) in [
            (Route::Token, Stage::Second),
            (Route::Introspect, Stage::Second),
            (Route::RegisterChallenge, Stage::Second),
            (Route::Challenge, Stage::First),
        ] {
            let said = resealed(&seal(), route, body.to_string().as_bytes(), flow()).unwrap();
            let answer: Value = serde_json::from_slice(&said.body.unwrap()).unwrap();
            let envelope = seal().open(answer[TOKEN].as_str().unwrap(), 0).unwrap();
            assert_eq!(envelope.stage, stage, "{route:?}");
        }
        assert_eq!(envelope(&body).stage, Stage::First);
    }

    #[test]
    fn methods_are_remembered_with_their_channels() {
        let method = |id: &str, channel: &str| json!({"id": id, "challenge_channel": channel});
        let body = json!({"continuation_token": "n", "methods": [
            method("1", "email"), method("2", "sms"), method("3", "voice"),
            method("4", "email"), method("4", "sms"), {"id": "5"},
        ]});
        let envelope = envelope(&body);
        let channels: Vec<_> = envelope.methods.into_iter().collect();
        assert_eq!(
            channels,
            [
                ("1".to_owned(), Channel::Email),
                ("2".to_owned(), Channel::Sms),
                ("3".to_owned(), Channel::Unknown),
                ("4".to_owned(), Channel::Unknown),
            ]
        );
        assert_eq!(envelope.stage, Stage::Second);
    }

    #[test]
    fn an_answer_without_a_token_is_left_alone() {
        for body in [r#"{"access_token":"a"}"#, "<html></html>", "", "[]"] {
            assert_eq!(
                resealed(&seal(), Route::SignUpContinue, body.as_bytes(), flow())
                    .unwrap()
                    .body,
                None,
                "{body}"
            );
        }
        assert!(
            resealed(
                &seal(),
                Route::SignUpContinue,
                br#"{"access_token":"a"}"#,
                flow()
            )
            .unwrap()
            .granted
        );
    }

    #[test]
    fn an_answer_whose_token_is_none_stays_as_it_is() {
        let body = br#"{"continuation_token":null}"#;
        let said = resealed(&seal(), Route::SignUpContinue, body, flow()).unwrap();
        assert_eq!(said.body.as_deref(), Some(&body[..]));
    }

    #[test]
    fn a_token_that_cannot_be_sealed_is_withheld() {
        let long = json!({"continuation_token": "t".repeat(20_000)}).to_string();
        for body in [
            r#"{"continuation_token":7}"#,
            r#"{"continuation_token":{"a":1}}"#,
            r#"{"continuation_token":"cut"#,
            r#"[{"continuation_token":"listed"}]"#,
            &long,
        ] {
            assert_eq!(
                resealed(&seal(), Route::SignUpContinue, body.as_bytes(), flow()),
                Err(Unsealable),
                "{body}"
            );
        }
    }

    #[test]
    fn of_two_tokens_neither_gets_through_unsealed() {
        for body in [
            r#"{"continuation_token":"one","continuation_token":"two"}"#,
            r#"{"continuation_token":"one","continuation_token":null}"#,
            r#"{"continuation_token":null,"continuation_token":"two"}"#,
        ] {
            let said = resealed(&seal(), Route::SignUpContinue, body.as_bytes(), flow()).unwrap();
            let text = String::from_utf8(said.body.unwrap()).unwrap();
            assert!(
                !text.contains("\"one\"") && !text.contains("\"two\""),
                "{text}"
            );
        }
    }
}
