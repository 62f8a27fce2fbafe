//! Attributes of a sign-up: rounds, kinds, limits.

use doorstep_sandbox::model::{Attribute, AttributeType, SignUpMethod};
use serde_json::{Value, json};

use crate::support::*;
use crate::walks::*;

const TIER: &str = "extension_0f0f0f0f11114222833344444444444a_Tier";

fn names(reply: &Reply, list: &str) -> Vec<String> {
    let items = reply.body[list].as_array().expect("a list");
    items
        .iter()
        .map(|item| item["name"].as_str().expect("a name").to_owned())
        .collect()
}

/// A sign-up with one attribute, given at the start.
async fn start_with(world: &World, attribute: Attribute, value: Value) -> Reply {
    let name = attribute.name.clone();
    world.with_attributes(SignUpMethod::EmailCode, vec![attribute]);
    let given = json!({ name: value }).to_string();
    world.sign_up(APP, &[("attributes", &given)]).await
}

#[tokio::test]
async fn two_screens_are_asked_for_one_after_the_other() {
    let world = world().await;
    let on = |page, name: &str, required| Attribute {
        page,
        required,
        ..crate::walks::required(name)
    };
    let attributes = vec![
        on(1, "displayName", true),
        on(1, "jobTitle", false),
        on(2, "city", true),
        on(3, "state", false),
    ];
    world.with_attributes(SignUpMethod::EmailCode, attributes);
    let start = world.sign_up(APP, &[]).await;
    let first = world.sign_up_code(APP, &start, &[]).await;
    assert_eq!(first.error(), "attributes_required 55106");
    assert_eq!(
        names(&first, "required_attributes"),
        ["displayName", "jobTitle"]
    );
    let second = world
        .sign_up_continue(
            APP,
            &first.token(),
            &[("attributes", r#"{"displayName":"Dora"}"#)],
        )
        .await;
    assert_eq!(second.error(), "attributes_required 55106");
    assert_eq!(names(&second, "required_attributes"), ["city"]);
    let done = world
        .sign_up_continue(
            APP,
            &second.token(),
            &[("attributes", r#"{"city":"Utrecht"}"#)],
        )
        .await;
    world.redeem_end(APP, &done.token(), &[]).await.granted();
    let dora = world.control().user(DORA).expect("dora");
    assert_eq!(
        dora.attributes.keys().collect::<Vec<_>>(),
        ["city", "displayName"]
    );
}

#[tokio::test]
async fn the_token_of_a_screen_is_good_for_the_next_one_too_but_not_for_the_step_before() {
    let world = world().await;
    let city = Attribute {
        page: 2,
        ..required("city")
    };
    world.with_attributes(
        SignUpMethod::EmailPassword,
        vec![required("displayName"), city],
    );
    let start = world.sign_up(APP, &[("password", TULIP)]).await;
    let first = world.sign_up_code(APP, &start, &[]).await.token();
    let give = async |attributes: &str| {
        let given = [("attributes", attributes)];
        world.sign_up_continue(APP, &first, &given).await
    };
    let second = give(r#"{"displayName":"Dora"}"#).await;
    assert_eq!(names(&second, "required_attributes"), ["city"]);
    let done = give(r#"{"city":"Utrecht"}"#).await;
    assert_eq!(give(r#"{"city":"Utrecht"}"#).await.body, done.body);
    let over = give(r#"{"city":"Ulm"}"#).await;
    assert_eq!(over.error(), "invalid_request 55200");
    world.redeem_end(APP, &done.token(), &[]).await.granted();
}

#[tokio::test]
async fn what_was_given_before_is_not_asked_for_again() {
    let world = world().await;
    let early = [("attributes", r#"{"city":"Utrecht","shoeSize":"43"}"#)];
    let start = world.sign_up(CODE_APP, &early).await;
    let due = world.sign_up_code(CODE_APP, &start, &[]).await;
    assert_eq!(names(&due, "required_attributes"), ["displayName"]);
    let empty = world
        .sign_up_continue(CODE_APP, &due.token(), &[("attributes", "{}")])
        .await;
    assert_eq!(empty.error(), "attributes_required 55106");
    let done = world
        .sign_up_continue(
            CODE_APP,
            &empty.token(),
            &[("attributes", r#"{"displayName":"Dora"}"#)],
        )
        .await;
    assert_eq!(done.status, 200);
    let dora = world.control().user(DORA).expect("dora");
    assert!(!dora.attributes.contains_key("shoeSize"));
}

#[tokio::test]
async fn optional_ones_alone_are_never_asked_for_and_late_ones_do_not_count() {
    let world = world().await;
    let optional = Attribute {
        required: false,
        ..required("city")
    };
    world.with_attributes(SignUpMethod::EmailPassword, vec![optional]);
    let start = world.sign_up(APP, &[]).await;
    let due = world.sign_up_code(APP, &start, &[]).await;
    let asked = world.sign_up_challenge(APP, &due.token()).await;
    let late = [("password", TULIP), ("attributes", r#"{"city":"Utrecht"}"#)];
    let done = world.sign_up_continue(APP, &asked.token(), &late).await;
    assert_eq!(done.status, 200);
    assert!(
        world
            .control()
            .user(DORA)
            .expect("dora")
            .attributes
            .is_empty()
    );

    world.control().remove_user(DORA).expect("dora");
    let early = [("password", TULIP), ("attributes", r#"{"city":"Utrecht"}"#)];
    let start = world.sign_up(APP, &early).await;
    world.sign_up_code(APP, &start, &[]).await;
    let dora = world.control().user(DORA).expect("dora");
    assert_eq!(dora.attributes["city"], "Utrecht".into());
}

#[tokio::test]
async fn a_rejected_value_keeps_the_step() {
    let world = world().await;
    let start = world.sign_up(CODE_APP, &[]).await;
    let due = world.sign_up_code(CODE_APP, &start, &[]).await.token();
    let long = "x".repeat(129);
    let given = json!({ "displayName": "Dora", "city": long }).to_string();
    let wrong = world
        .sign_up_continue(CODE_APP, &due, &[("attributes", &given)])
        .await;
    assert_eq!(
        wrong.error(),
        "invalid_grant/attribute_validation_failed 55104"
    );
    assert_eq!(names(&wrong, "invalid_attributes"), ["city"]);
    assert!(wrong.body.get("continuation_token").is_none());
    let done = world
        .sign_up_continue(CODE_APP, &due, &[("attributes", NAME_AND_CITY)])
        .await;
    assert_eq!(done.status, 200);
}

#[tokio::test]
async fn a_rejected_value_at_the_start_gives_no_token_and_with_the_code_keeps_the_code() {
    let world = world().await;
    let wrong = [("attributes", r#"{"city":7,"displayName":[]}"#)];
    let refused = world.sign_up(CODE_APP, &wrong).await;
    assert_eq!(
        refused.error(),
        "invalid_grant/attribute_validation_failed 55104"
    );
    assert_eq!(
        names(&refused, "invalid_attributes"),
        ["displayName", "city"]
    );
    let text = world
        .sign_up(CODE_APP, &[("attributes", "city=Utrecht")])
        .await;
    assert_eq!(text.error(), "invalid_request 90100");

    let start = world.sign_up(CODE_APP, &[]).await;
    let asked = world.sign_up_challenge(CODE_APP, &start.token()).await;
    let code = world.code_for(DORA);
    let given = [("oob", code.as_str()), wrong[0]];
    let refused = world
        .sign_up_continue(CODE_APP, &asked.token(), &given)
        .await;
    assert_eq!(names(&refused, "invalid_attributes").len(), 2);
    let given = [("oob", code.as_str()), ("attributes", NAME_AND_CITY)];
    let done = world
        .sign_up_continue(CODE_APP, &asked.token(), &given)
        .await;
    assert_eq!(done.status, 200);
}

#[tokio::test]
async fn each_type_takes_its_own_values() {
    let world = world().await;
    let of = |kind| Attribute {
        kind,
        ..required(TIER)
    };
    let chosen = |multiple| Attribute {
        choices: vec!["Dancing".into(), "Swimming".into()],
        multiple,
        ..required(TIER)
    };
    let shaped = Attribute {
        regex: Some("^[0-9]{4} ?[A-Z]{2}$".into()),
        ..required("postalCode")
    };
    let text = of(AttributeType::String);
    let number = of(AttributeType::Number);
    let boolean = of(AttributeType::Boolean);
    for (attribute, value, fits) in [
        (&text, json!("gold"), true),
        (&text, json!("x".repeat(250)), true),
        (&text, json!("x".repeat(251)), false),
        (&text, json!(" "), false),
        (&text, json!("a\nb"), false),
        (&text, json!(true), false),
        (&number, json!("42"), true),
        (&number, json!(-7), true),
        (&number, json!("4.2"), false),
        (&number, json!("many"), false),
        (&boolean, json!("true"), true),
        (&boolean, json!(false), true),
        (&boolean, json!("yes"), false),
        (&chosen(false), json!("Dancing"), true),
        (&chosen(false), json!("Dancing,Swimming"), false),
        (&chosen(true), json!("Dancing,Swimming"), true),
        (&chosen(true), json!("Dancing,Chess"), false),
        (&shaped, json!("3511 AB"), true),
        (&shaped, json!("3511"), false),
    ] {
        let answer = start_with(&world, attribute.clone(), value.clone()).await;
        assert_eq!(answer.status == 200, fits, "{value} for {attribute:?}");
    }
}

#[tokio::test]
async fn built_in_ones_have_their_own_greatest_length() {
    let world = world().await;
    for (name, most) in [
        ("city", 128),
        ("country", 128),
        ("displayName", 256),
        ("givenName", 64),
        ("jobTitle", 128),
        ("postalCode", 40),
        ("state", 128),
        ("streetAddress", 1024),
        ("surname", 64),
    ] {
        for (length, fits) in [(most, true), (most + 1, false)] {
            let value = json!("é".repeat(length));
            let answer = start_with(&world, required(name), value).await;
            assert_eq!(answer.status == 200, fits, "{length} in {name}");
        }
        let start = start_with(&world, required(name), json!("é".repeat(most))).await;
        assert_eq!(world.sign_up_code(APP, &start, &[]).await.status, 200);
        world.control().remove_user(DORA).expect("dora");
    }
}

#[tokio::test]
async fn a_regular_expression_is_reported() {
    let world = world().await;
    let shaped = Attribute {
        regex: Some("^[A-Z]".into()),
        ..required("city")
    };
    world.with_attributes(SignUpMethod::EmailCode, vec![shaped]);
    let start = world.sign_up(APP, &[]).await;
    let due = world.sign_up_code(APP, &start, &[]).await;
    assert_eq!(
        due.body["required_attributes"],
        json!([{ "name": "city", "type": "string", "required": true, "options": { "regex": "^[A-Z]" } }])
    );
}
