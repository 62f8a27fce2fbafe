//! What the admin API refuses.

use reqwest::Method;
use serde_json::json;

use crate::admin::call;
use crate::support::*;

#[tokio::test]
async fn malformed_input_is_refused_with_the_member_named_and_changes_nothing() {
    let world = world().await;
    let before = (
        world.control().policies(),
        world.control().apps(),
        world.control().users(),
    );
    for (method, path, body, field) in [
        (
            Method::POST,
            "/users",
            json!({ "username": "x@contoso.example", "nope": 1 }),
            "nope",
        ),
        (
            Method::POST,
            "/users",
            json!({ "password": "x" }),
            "username",
        ),
        (
            Method::POST,
            "/users",
            json!({ "username": "x@contoso.example", "methods": [{ "channel": "sms", "target": "1" }] }),
            "methods[0].target",
        ),
        (
            Method::PUT,
            "/policies",
            json!({ "codes": { "length": 6 }, "lockout": { "threshold": 0 } }),
            "lockout.threshold",
        ),
        (
            Method::PUT,
            "/policies",
            json!({ "codes": { "size": 6 } }),
            "codes.size",
        ),
        (
            Method::PUT,
            "/policies",
            json!({ "conditional_access": [{ "name": "n", "require": "mfa" }] }),
            "conditional_access[0].users.include",
        ),
        (
            Method::PUT,
            "/apps",
            json!({ "resources": [] }),
            "apps[0].consented[0]",
        ),
        (
            Method::PUT,
            "/apps",
            json!({ "apps": [{ "client_id": "x", "name": "n" }] }),
            "apps[0].client_id",
        ),
        (
            Method::PUT,
            "/faults",
            json!({ "faults": [{ "endpoint": "*", "times": 0 }] }),
            "faults[0].times",
        ),
        (
            Method::POST,
            "/clock",
            json!({ "advance_seconds": -1 }),
            "advance_seconds",
        ),
        (Method::POST, "/revoke", json!({}), "username"),
        (Method::PUT, "/policies", json!([]), "the body"),
    ] {
        let refused = call(&world, method, path, Some(body)).await;
        assert_eq!(
            (refused.status, refused.text("field").as_str()),
            (400, field),
            "{refused:?}"
        );
        assert!(refused.text("error").starts_with(field), "{refused:?}");
    }
    let not_json = Reply::of(
        world
            .http
            .post(format!("{}/users", world.sandbox.admin()))
            .body("{"),
    )
    .await;
    assert_eq!(
        (not_json.status, not_json.text("field")),
        (400, "the body".to_owned())
    );
    assert_eq!(
        before,
        (
            world.control().policies(),
            world.control().apps(),
            world.control().users()
        )
    );
}

#[tokio::test]
async fn paths_and_methods_that_do_not_exist_are_refused_as_json() {
    let world = world().await;
    assert_eq!(
        call(&world, Method::GET, "/nothing", None).await.status,
        404
    );
    let wrong = call(&world, Method::DELETE, "/policies", None).await;
    assert_eq!(wrong.status, 405);
    assert!(wrong.body["error"].is_string());
}

#[tokio::test]
async fn a_fault_that_does_nothing_is_refused_and_a_leading_slash_is_not() {
    let world = world().await;
    let put = async |fault| {
        call(
            &world,
            Method::PUT,
            "/faults",
            Some(json!({ "faults": [fault] })),
        )
        .await
    };
    for idle in [
        json!({ "endpoint": "*" }),
        json!({ "endpoint": "*", "delay_ms": 0, "drop": false, "when": "after", "times": 3 }),
    ] {
        let refused = put(idle).await;
        assert_eq!(
            (refused.status, refused.text("error").as_str()),
            (
                400,
                "faults[0]: does nothing: give it delay_ms, drop, status, retry_after or body"
            )
        );
        assert_eq!(refused.text("field"), "faults[0]");
    }
    let slash = put(json!({ "endpoint": "/oauth2/v2.0/initiate", "status": 503 })).await;
    assert_eq!(slash.status, 200);
    assert_eq!(world.initiate(BOB).await.status, 503);
    assert_eq!(world.initiate(BOB).await.status, 200);
    let two = put(json!({ "endpoint": "//oauth2/v2.0/initiate", "status": 503 })).await;
    assert_eq!(two.text("field"), "faults[0].endpoint");
}
