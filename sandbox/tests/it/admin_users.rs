//! Users over the admin API.

use reqwest::Method;
use serde_json::json;

use crate::admin::{call, get};
use crate::support::*;

#[tokio::test]
async fn users_are_added_read_and_deleted() {
    let world = world().await;
    let user = json!({
        "username": "dora@contoso.example", "password": "Tulip-42!", "alias": "dora7", "display_name": "Dora",
        "groups": ["staff"], "federated": false, "attributes": { "city": "Delft" },
        "methods": [{ "channel": "sms", "target": "+15550100199" }],
    });
    let added = call(&world, Method::POST, "/users", Some(user.clone())).await;
    assert_eq!(
        (added.status, &added.body["has_password"]),
        (201, &json!(true))
    );
    assert!(!added.body.to_string().contains("Tulip"));
    let read = get(&world, "/users/dora%40contoso.example").await;
    assert_eq!((read.status, &read.body), (200, &added.body));
    assert_eq!(
        get(&world, "/users").await.body.as_array().map(Vec::len),
        Some(4)
    );
    let twice = call(&world, Method::POST, "/users", Some(user)).await;
    assert_eq!(
        (twice.status, twice.text("field")),
        (400, "username".to_owned())
    );
    world
        .with_password("dora7", "Tulip-42!", &[])
        .await
        .granted();
    assert_eq!(
        call(&world, Method::DELETE, "/users/dora@contoso.example", None)
            .await
            .status,
        200
    );
    assert_eq!(get(&world, "/users/dora@contoso.example").await.status, 404);
    assert_eq!(
        call(&world, Method::DELETE, "/users/dora@contoso.example", None)
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_user_is_changed_or_left_as_it_was() {
    let world = world().await;
    let path = "/users/bob@contoso.example";
    let change = json!({ "groups": ["mfa"], "methods": [{ "channel": "email", "target": BOB }] });
    let changed = call(&world, Method::PATCH, path, Some(change)).await;
    assert_eq!(
        (changed.status, &changed.body["groups"]),
        (200, &json!(["mfa"]))
    );
    let demand = world.with_password(BOB, BOB_PASSWORD, &[]).await;
    assert_eq!(demand.error(), "invalid_grant/mfa_required 50076");
    let wrong = json!({ "groups": [], "methods": [{ "channel": "sms", "target": BOB }] });
    let refused = call(&world, Method::PATCH, path, Some(wrong)).await;
    assert_eq!(
        (refused.status, refused.text("field")),
        (400, "methods[0].target".to_owned())
    );
    assert_eq!(get(&world, path).await.body, changed.body);
    let other = call(
        &world,
        Method::PATCH,
        path,
        Some(json!({ "password": "Other-1234" })),
    )
    .await;
    assert_eq!(other.body["methods"], changed.body["methods"]);
    assert_eq!(
        world.with_password(BOB, BOB_PASSWORD, &[]).await.error(),
        "invalid_grant 50126"
    );
    let nobody = "/users/nobody@contoso.example";
    assert_eq!(
        call(&world, Method::PATCH, nobody, Some(json!({})))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn an_alias_finds_its_user() {
    let world = world().await;
    let user =
        json!({ "username": "dora@contoso.example", "password": "Tulip-42!", "alias": "Dora7" });
    let added = call(&world, Method::POST, "/users", Some(user)).await;
    assert_eq!(get(&world, "/users/dora7").await.body, added.body);
    let change = json!({ "groups": ["staff"] });
    let changed = call(&world, Method::PATCH, "/users/dora7", Some(change)).await;
    assert_eq!(changed.body["groups"], json!(["staff"]));
    let revoke = json!({ "username": "dora7" });
    let revoked = call(&world, Method::POST, "/revoke", Some(revoke)).await;
    assert_eq!(revoked.body, changed.body);
    let gone = call(&world, Method::DELETE, "/users/DORA7", None).await;
    assert_eq!((gone.status, gone.body), (200, changed.body));
    assert_eq!(get(&world, "/users/dora@contoso.example").await.status, 404);
}
