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

#[tokio::test]
async fn attributes_come_back_as_they_were_given() {
    let world = world().await;
    let attributes = json!({
        "city": "Delft", "age": 41, "owed": -1, "height": 1.75, "large": u64::MAX, "member": true, "text": "7",
    });
    let user = json!({ "username": "dora@contoso.example", "attributes": attributes });
    let added = call(&world, Method::POST, "/users", Some(user)).await;
    assert_eq!(
        (added.status, &added.body["attributes"]),
        (201, &attributes)
    );
    for odd in [json!([1]), json!({ "a": 1 })] {
        let user = json!({ "username": "x@contoso.example", "attributes": { "odd": odd } });
        let refused = call(&world, Method::POST, "/users", Some(user)).await;
        assert_eq!(
            (refused.status, refused.text("error").as_str()),
            (
                400,
                "attributes.odd: must be a text, a number, true or false"
            )
        );
    }
    let seed = "[tenant]\nid = \"9d0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90\"\nsubdomain = \"x\"\n[[users]]\nusername = \"e@x.example\"\nattributes = { age = 41, member = false, city = \"Delft\" }\n";
    let seed = doorstep_sandbox::Seed::from_toml("x.toml", seed).expect("a seed");
    assert_eq!(
        json!(seed.users[0].attributes),
        json!({ "age": 41, "member": false, "city": "Delft" })
    );
}

#[tokio::test]
async fn null_for_an_optional_member_is_the_same_as_leaving_it_out() {
    let world = world().await;
    let bare = json!({ "username": "dora@contoso.example" });
    let added = call(&world, Method::POST, "/users", Some(bare)).await;
    call(&world, Method::DELETE, "/users/dora@contoso.example", None).await;
    let null = json!({
        "username": "dora@contoso.example", "password": null, "alias": null, "display_name": null, "groups": null,
        "federated": null, "methods": null, "attributes": null, "password_change_required": null,
    });
    let again = call(&world, Method::POST, "/users", Some(null)).await;
    assert_eq!((again.status, &again.body), (201, &added.body));
    let null = json!({ "groups": null, "methods": null, "password": null, "password_change_required": null });
    let path = "/users/ada@contoso.example";
    let before = get(&world, path).await.body;
    let same = call(&world, Method::PATCH, path, Some(null)).await;
    assert_eq!((same.status, &same.body), (200, &before));
    let city = json!({ "username": "f@contoso.example", "attributes": { "city": null } });
    let added = call(&world, Method::POST, "/users", Some(city)).await;
    assert_eq!((added.status, &added.body["attributes"]), (201, &json!({})));
    for (given, field) in [
        (json!({ "username": null }), "username"),
        (
            json!({ "username": "x@contoso.example", "nope": null }),
            "nope",
        ),
    ] {
        let refused = call(&world, Method::POST, "/users", Some(given)).await;
        assert_eq!(
            (refused.status, refused.text("field").as_str()),
            (400, field)
        );
    }
}

#[tokio::test]
async fn null_keeps_policies_and_apps_as_they_are_but_where_it_means_something() {
    let world = world().await;
    let before = get(&world, "/policies").await.body;
    let null = json!({
        "codes": { "length": null, "lifetime": null }, "conditional_access": null, "lockout": null, "username_alias": null,
    });
    let same = call(&world, Method::PUT, "/policies", Some(null)).await;
    assert_eq!((same.status, &same.body), (200, &before));
    let none = json!({ "codes": { "interval": null } });
    let put = call(&world, Method::PUT, "/policies", Some(none)).await;
    assert_eq!(put.body["codes"]["interval"], json!(null));
    let policy = json!({ "name": "n", "require": "mfa", "enabled": null, "apps": null, "contexts": null, "groups": null, "users": { "include": ["all"], "exclude": null } });
    let list = json!({ "conditional_access": [policy] });
    let put = call(&world, Method::PUT, "/policies", Some(list)).await;
    let policy = &put.body["conditional_access"][0];
    assert_eq!(
        (&policy["enabled"], &policy["apps"]["include"]),
        (&json!(true), &json!(["all"]))
    );
    let apps = get(&world, "/apps").await.body;
    let put = call(&world, Method::PUT, "/apps", Some(json!({ "apps": null }))).await;
    assert_eq!(put.body, apps);
    let fault = json!({ "endpoint": "*", "status": 503, "times": null, "delay_ms": null, "drop": null, "when": null, "body": null });
    let put = call(
        &world,
        Method::PUT,
        "/faults",
        Some(json!({ "faults": [fault] })),
    )
    .await;
    assert_eq!(
        (put.status, &put.body["faults"][0]["times"]),
        (200, &json!(1))
    );
    let schema = &doorstep_sandbox::admin_schema()["$defs"];
    let groups = &schema["NewUser"]["properties"]["groups"]["type"];
    assert_eq!(groups, &json!(["array", "null"]));
    assert_eq!(
        schema["NewUser"]["properties"]["username"]["type"],
        "string"
    );
}
