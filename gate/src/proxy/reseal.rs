//! The tenant's answers: what a flow's token is sealed in again, and what the answer says about the flow.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::seal::{Envelope, Seal, Stage};
use crate::words::{Channel, Route};

/// The most methods that are remembered. Further ones are of an unknown channel, and so checked like texts.
const MOST_METHODS: usize = 32;
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
    let token = match answer.get(TOKEN) {
        None | Some(Value::Null) => return Ok(said),
        Some(Value::String(token)) => token.clone(),
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
    answer.insert(TOKEN.to_owned(), Value::from(sealed));
    // By this a client knows that its wish was heard (docs/risk.md 8.2).
    if let Some(recovery) = envelope.recovery.filter(|_| route.begins()) {
        answer.insert("recovery".to_owned(), json!(recovery));
    }
    said.body = Some(serde_json::to_vec(&answer).map_err(|_| Unsealable)?);
    Ok(said)
}

fn is(answer: &Map<String, Value>, name: &str, word: &str) -> bool {
    answer.get(name).is_some_and(|value| value == word)
}

/// From where a second factor or a registration is asked for, codes may go by text. Where a token request leads on at
/// all it leads there, whatever the tenant calls it, and so do the routes that list methods or register one.
fn stage(route: Route, answer: &Map<String, Value>, now: Stage) -> Stage {
    let is_beyond_the_first = match route {
        Route::Token
        | Route::Introspect
        | Route::RegisterIntrospect
        | Route::RegisterChallenge
        | Route::RegisterContinue => true,
        Route::SignUpStart
        | Route::SignUpChallenge
        | Route::SignUpContinue
        | Route::Initiate
        | Route::Challenge
        | Route::ResetPasswordStart
        | Route::ResetPasswordChallenge
        | Route::ResetPasswordContinue
        | Route::ResetPasswordSubmit
        | Route::ResetPasswordPoll => false,
    };
    let begins_second = ["mfa_required", "registration_required"]
        .iter()
        .any(|word| is(answer, "suberror", word));
    if is_beyond_the_first || begins_second || answer.contains_key("methods") {
        Stage::Second
    } else {
        now
    }
}

fn methods(answer: &Map<String, Value>) -> Option<BTreeMap<String, Channel>> {
    let listed = answer.get("methods")?.as_array()?;
    let channels = listed.iter().take(MOST_METHODS).filter_map(|method| {
        let id = method.get("id")?.as_str()?;
        let channel = method.get("challenge_channel")?.as_str()?;
        Some((id.to_owned(), Channel::read(channel)))
    });
    // An id that stands twice could mean either: unknown.
    let mut methods = BTreeMap::new();
    for (id, channel) in channels {
        methods
            .entry(id)
            .and_modify(|known| {
                if *known != channel {
                    *known = Channel::Unknown;
                }
            })
            .or_insert(channel);
    }
    Some(methods)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::Key;

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
        for body in [
            r#"{"access_token":"a"}"#,
            "<html></html>",
            "",
            "[]",
            r#"{"continuation_token":null}"#,
        ] {
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
        let body = br#"{"continuation_token":"one","continuation_token":"two"}"#;
        let said = resealed(&seal(), Route::SignUpContinue, body, flow()).unwrap();
        let text = String::from_utf8(said.body.unwrap()).unwrap();
        assert!(
            !text.contains("\"one\"") && !text.contains("\"two\""),
            "{text}"
        );
    }
}
