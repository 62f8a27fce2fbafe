//! The admin API over HTTP.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::*;

pub(crate) async fn call(world: &World, method: Method, path: &str, body: Option<Value>) -> Reply {
    let mut request = world
        .http
        .request(method, format!("{}{path}", world.sandbox.admin()));
    if let Some(body) = body {
        request = request.body(body.to_string());
    }
    Reply::of(request).await
}

pub(crate) async fn get(world: &World, path: &str) -> Reply {
    call(world, Method::GET, path, None).await
}

#[tokio::test]
async fn info_names_the_product() {
    let world = world().await;
    let info = get(&world, "/info").await;
    assert_eq!(
        (info.status, info.text("product")),
        (200, "doorstep-sandbox".to_owned())
    );
    assert_eq!(info.text("version"), env!("CARGO_PKG_VERSION"));
    assert_eq!(info.text("tenant"), world.sandbox.tenant());
}

#[tokio::test]
async fn the_mailbox_is_read_by_user_target_and_channel() {
    let world = world().await;
    let methods = world.ada_chooses().await;
    world
        .challenge_method(&methods.token(), &methods.method("sms"))
        .await;
    world
        .challenge_method(&methods.token(), &methods.method("email"))
        .await;
    world.password_asked(CLEO).await;
    let seen = async |query: &str| -> Vec<(String, String)> {
        let mails = get(&world, &format!("/mailbox{query}")).await.body;
        let mails = mails.as_array().expect("a list");
        let text = |mail: &Value, name: &str| mail[name].as_str().expect("text").to_owned();
        mails
            .iter()
            .map(|mail| (text(mail, "channel"), text(mail, "purpose")))
            .collect()
    };
    let pair = |channel: &str, purpose: &str| (channel.to_owned(), purpose.to_owned());
    assert_eq!(
        seen("").await,
        [
            pair("sms", "mfa"),
            pair("email", "mfa"),
            pair("email", "sign_in")
        ]
    );
    assert_eq!(
        seen("?to=ada@contoso.example").await,
        [pair("sms", "mfa"), pair("email", "mfa")]
    );
    assert_eq!(seen("?to=%2B15550100123").await, [pair("sms", "mfa")]);
    assert_eq!(
        seen("?to=ada%40contoso.example&channel=email").await,
        [pair("email", "mfa")]
    );
    assert_eq!(
        get(&world, "/mailbox?channel=pigeon").await.text("field"),
        "channel"
    );
    let mail = get(&world, "/mailbox?to=cleo@contoso.example").await.body[0].clone();
    assert_eq!(mail["code"], json!(world.code_for(CLEO)));
    let members: Vec<_> = mail
        .as_object()
        .expect("an object")
        .keys()
        .cloned()
        .collect();
    assert_eq!(members, ["at", "channel", "code", "purpose", "to"]);
}

#[tokio::test]
async fn policies_and_apps_keep_what_a_put_leaves_out() {
    let world = world().await;
    let changed = call(
        &world,
        Method::PUT,
        "/policies",
        Some(json!({ "codes": { "length": 6 } })),
    )
    .await;
    assert_eq!(
        (changed.status, &changed.body["codes"]),
        (
            200,
            &json!({ "length": 6, "interval": 300, "lifetime": 600, "most_sends": 6 })
        )
    );
    assert_eq!(
        changed.body["conditional_access"].as_array().map(Vec::len),
        Some(2)
    );
    assert_eq!(get(&world, "/policies").await.body, changed.body);
    let apps = get(&world, "/apps").await.body;
    let put = call(
        &world,
        Method::PUT,
        "/apps",
        Some(json!({ "apps": [apps["apps"][0]] })),
    )
    .await;
    assert_eq!(
        (
            put.body["apps"].as_array().map(Vec::len),
            &put.body["resources"]
        ),
        (Some(1), &apps["resources"])
    );
}

#[tokio::test]
async fn the_clock_moves_and_a_reset_takes_everything_back() {
    let world = world().await;
    let tokens = world.with_password(BOB, BOB_PASSWORD, &[]).await;
    world.password_asked(CLEO).await;
    let before = get(&world, "/clock").await.text("now");
    let later = call(
        &world,
        Method::POST,
        "/clock",
        Some(json!({ "advance_seconds": 86_400 })),
    )
    .await;
    assert!(later.text("now") > before);
    call(
        &world,
        Method::PUT,
        "/policies",
        Some(json!({ "conditional_access": [] })),
    )
    .await;
    call(
        &world,
        Method::PUT,
        "/faults",
        Some(json!({ "faults": [{ "endpoint": "*", "status": 500 }] })),
    )
    .await;
    assert_eq!(
        call(&world, Method::DELETE, "/users/bob@contoso.example", None)
            .await
            .status,
        200
    );
    assert_eq!(
        call(&world, Method::POST, "/reset", None)
            .await
            .text("product"),
        "doorstep-sandbox"
    );
    assert!(get(&world, "/clock").await.text("now") < later.text("now"));
    for empty in ["/mailbox", "/signins", "/journal"] {
        assert_eq!(get(&world, empty).await.body, json!([]), "{empty}");
    }
    assert_eq!(
        get(&world, "/policies").await.body["conditional_access"]
            .as_array()
            .map(Vec::len),
        Some(2)
    );
    assert_eq!(
        world
            .refresh(&tokens.text("refresh_token"), &[])
            .await
            .error(),
        "invalid_grant 70000"
    );
    world.with_password(BOB, BOB_PASSWORD, &[]).await.granted();
}

#[tokio::test]
async fn revoking_kills_refresh_tokens() {
    let world = world().await;
    let token = world
        .with_password(BOB, BOB_PASSWORD, &[])
        .await
        .text("refresh_token");
    assert_eq!(
        call(
            &world,
            Method::POST,
            "/revoke",
            Some(json!({ "username": BOB }))
        )
        .await
        .status,
        200
    );
    assert_eq!(
        world.refresh(&token, &[]).await.error(),
        "invalid_grant 50173"
    );
    let nobody = json!({ "username": "nobody@contoso.example" });
    assert_eq!(
        call(&world, Method::POST, "/revoke", Some(nobody))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn the_logs_can_be_read() {
    let world = world().await;
    world.ada_signed_in(&[]).await;
    let log = get(&world, "/signins").await.body;
    assert_eq!(
        (&log[0]["outcome"], &log[1]["outcome"]),
        (&json!("mfa_required"), &json!("granted"))
    );
    let journal = get(&world, "/journal").await.body;
    assert_eq!(journal.as_array().map(Vec::len), Some(6));
    assert_eq!(journal[2]["form"]["password"], "***");
    assert_eq!(journal[2]["answered"]["kind"], "answer");
}
