//! `tests/vectors/gate/claims.json` against the code.

use serde::Deserialize;
use serde_json::Value;

use super::*;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vectors {
    #[serde(rename = "about")]
    _about: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    client: Option<String>,
    demanded: Vec<AuthContext>,
    /// The request that goes on as JSON, null for none, or the word `refused`.
    forwarded: Value,
    /// Whether the client's claims ask for what is demanded.
    named: bool,
}

#[test]
fn claims_are_raised_as_the_vectors_say() {
    let text = include_str!("../../../tests/vectors/gate/claims.json");
    let vectors: Vectors = serde_json::from_str(text).unwrap();
    for case in vectors.cases {
        let demanded = case.demanded.into_iter().collect();
        let client = case.client.as_deref();
        let forwarded = match raised(client, &demanded) {
            Ok(Some(claims)) => serde_json::from_str(&claims).unwrap(),
            Ok(None) => Value::Null,
            Err(ClaimsRefused) => Value::from("refused"),
        };
        assert_eq!(forwarded, case.forwarded, "{}", case.name);
        assert_eq!(names_all(client, &demanded), case.named, "{}", case.name);
    }
}

#[test]
fn without_a_demand_not_a_byte_changes() {
    let client = r#"{ "id_token" : {"auth_time":null} , "id_token":{} }"#;
    assert_eq!(
        raised(Some(client), &std::collections::BTreeSet::new())
            .unwrap()
            .as_deref(),
        Some(client)
    );
}

#[test]
fn more_than_a_request_holds_is_refused() {
    let long = format!(
        r#"{{"id_token":{{"x":{{"value":"{}"}}}}}}"#,
        "x".repeat(9000)
    );
    assert_eq!(
        raised(Some(&long), &std::collections::BTreeSet::new()),
        Err(ClaimsRefused)
    );
    let deep = format!("{}1{}", r#"{"a":"#.repeat(500), "}".repeat(500));
    assert_eq!(
        raised(Some(&deep), &std::collections::BTreeSet::new()),
        Err(ClaimsRefused)
    );
}

mod whatever_a_client_sends {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn anything() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            "c[0-9]{0,3}".prop_map(Value::from),
            Just(json!({"essential": false, "values": ["c1", "c3"]})),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            let name = prop_oneof![
                Just("access_token"),
                Just("acrs"),
                Just("value"),
                Just("values"),
                Just("other")
            ];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                prop::collection::btree_map(name.prop_map(str::to_owned), inner, 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn it_is_refused_or_asks_for_the_demand_alone(client in anything()) {
            let demanded = ["c3".parse().unwrap()].into();
            if let Ok(claims) = raised(Some(&client.to_string()), &demanded) {
                let claims: Value = serde_json::from_str(&claims.unwrap()).unwrap();
                prop_assert_eq!(&claims["access_token"]["acrs"], &json!({"essential": true, "value": "c3"}));
                for (name, wish) in client.as_object().unwrap() {
                    if name != "access_token" {
                        prop_assert_eq!(&claims[name], wish);
                    }
                }
            }
        }

        #[test]
        fn text_of_any_kind_is_refused_or_an_object(client in "\\PC{0,40}") {
            let demanded = ["c3".parse().unwrap()].into();
            if let Ok(claims) = raised(Some(&client), &demanded) {
                prop_assert!(serde_json::from_str::<Value>(&claims.unwrap()).unwrap().is_object());
            }
        }
    }
}
