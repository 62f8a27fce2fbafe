//! What is inside the tokens.

use serde_json::{Value, json};

use crate::support::*;

#[tokio::test]
async fn the_id_token_verifies_and_names_the_user() {
    let world = world().await;
    let tokens = world.with_password(BOB, BOB_PASSWORD, &[]).await;
    let claims = world.verified(&tokens.granted().text("id_token")).await;
    let info = world.control().info();
    let issuer = format!("https://{0}.ciamlogin.com/{0}/v2.0", info.tenant_id);
    for (name, value) in [
        ("aud", APP),
        ("iss", issuer.as_str()),
        ("tid", info.tenant_id.as_str()),
        ("ver", "2.0"),
        ("name", "Bob"),
        ("preferred_username", BOB),
    ] {
        assert_eq!(claims[name], value, "{name}");
    }
    assert_eq!(
        claims["oid"],
        world.control().user(BOB).expect("bob").id.to_string()
    );
    assert_eq!(
        claims["exp"].as_i64(),
        claims["iat"].as_i64().map(|iat| iat + 3600)
    );
    assert_eq!(claims["nbf"], claims["iat"]);
    assert!(claims["sub"].is_string());
    assert!(claims.get("acrs").is_none());
}

#[tokio::test]
async fn the_access_token_is_for_the_resource() {
    let world = world().await;
    let tokens = world.with_password(BOB, BOB_PASSWORD, &[]).await;
    let claims = world.verified(&tokens.granted().text("access_token")).await;
    assert_eq!(
        (&claims["aud"], &claims["scp"]),
        (&json!("api://todo"), &json!("ToDo.Read"))
    );
    assert_eq!(claims["azp"], APP);
    assert!(claims.get("acrs").is_none());
    let own = world
        .with_password(BOB, BOB_PASSWORD, &[("scope", "openid offline_access")])
        .await;
    let claims = world.verified(&own.granted().text("access_token")).await;
    assert_eq!(claims["aud"], "00000003-0000-0000-c000-000000000000");
    assert_eq!(claims["scp"], "openid");
}

#[tokio::test]
async fn the_scopes_decide_what_comes_back() {
    let world = world().await;
    let bare = world
        .with_password(BOB, BOB_PASSWORD, &[("scope", "api://todo/.default")])
        .await;
    assert_eq!(bare.granted().text("scope"), "api://todo/ToDo.Read");
    assert!(bare.body.get("id_token").is_none() && bare.body.get("refresh_token").is_none());
    let token = world.password_asked(BOB).await;
    let fields = [
        ("client_id", APP),
        ("continuation_token", &token),
        ("grant_type", "password"),
        ("password", BOB_PASSWORD),
        ("scope", "openid"),
    ];
    let without_info = world.post("token", &fields).await;
    assert!(without_info.granted().body.get("client_info").is_none());
}

#[tokio::test]
async fn client_info_names_user_and_tenant() {
    use base64::Engine as _;
    let world = world().await;
    let tokens = world.with_password(BOB, BOB_PASSWORD, &[]).await;
    let text = base64::prelude::BASE64_URL_SAFE_NO_PAD
        .decode(tokens.text("client_info"))
        .expect("base64url");
    let info: Value = serde_json::from_slice(&text).expect("JSON");
    let user = world.control().user(BOB).expect("bob");
    assert_eq!(
        info,
        json!({ "uid": user.id, "utid": world.control().info().tenant_id })
    );
}

#[tokio::test]
async fn contexts_stand_in_the_access_token_where_they_are_asked_for() {
    let world = world().await;
    let with = world.ada_signed_in(&[("claims", C3)]).await;
    let claims = world.verified(&with.granted().text("access_token")).await;
    assert_eq!(claims["acrs"], json!(["c3"]));
    let without = world.ada_signed_in(&[]).await;
    let claims = world
        .verified(&without.granted().text("access_token"))
        .await;
    assert!(claims.get("acrs").is_none());
}

#[tokio::test]
async fn a_context_that_is_not_essential_is_given_only_when_policy_is_content() {
    let world = world().await;
    let wish = [(
        "claims",
        r#"{"access_token":{"acrs":{"values":["c1","c3"]}}}"#,
    )];
    let tokens = world.with_password(BOB, BOB_PASSWORD, &wish).await;
    let claims = world.verified(&tokens.granted().text("access_token")).await;
    assert_eq!(claims["acrs"], json!(["c1"]));
    let tokens = world.ada_signed_in(&wish).await;
    let claims = world.verified(&tokens.granted().text("access_token")).await;
    assert_eq!(claims["acrs"], json!(["c1", "c3"]));
}

#[tokio::test]
async fn claims_that_cannot_be_read_are_refused() {
    let world = world().await;
    for bad in ["c3", r#"{"access_token":{"acrs":{"value":"c100"}}}"#] {
        let refused = world
            .with_password(BOB, BOB_PASSWORD, &[("claims", bad)])
            .await;
        assert_eq!(refused.error(), "invalid_request 90100");
    }
}
