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
