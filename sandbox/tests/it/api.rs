//! The protected API: whom it lets in, and how it asks for more.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use doorstep_sandbox::Config;
use doorstep_sandbox::model::ApiDialect;
use serde_json::Value;

use crate::support::*;

async fn todo(world: &World, token: Option<&str>, query: &str) -> Reply {
    let url = format!("{}{query}", world.sandbox.listening().api);
    let request = world.http.get(url);
    Reply::of(match token {
        Some(token) => request.bearer_auth(token),
        None => request,
    })
    .await
}

fn challenge(reply: &Reply) -> &str {
    assert_eq!(reply.status, 401, "{reply:?}");
    let value = &reply.headers["www-authenticate"];
    value.to_str().expect("a text")
}

/// Ada's access token for the context `c3`, and her refresh token.
async fn strong(world: &World) -> (String, String) {
    let tokens = world.ada_signed_in(&[("claims", C3)]).await;
    (tokens.text("access_token"), tokens.text("refresh_token"))
}

async fn plain(world: &World) -> String {
    let tokens = world.with_password(BOB, BOB_PASSWORD, &[]).await;
    tokens.text("access_token")
}

#[tokio::test]
async fn without_a_token_of_this_tenant_for_this_api_nobody_gets_in() {
    let world = world().await;
    let tokens = world.with_password(BOB, BOB_PASSWORD, &[]).await;
    let (access, id) = (tokens.text("access_token"), tokens.text("id_token"));
    let none = todo(&world, None, "").await;
    assert_eq!(
        challenge(&none),
        format!(
            r#"Bearer realm="", authorization_uri="{}/oauth2/v2.0/authorize""#,
            world.sandbox.tenant()
        )
    );
    let directory = [("scope", "openid")];
    let other = world.with_password(BOB, BOB_PASSWORD, &directory).await;
    let forged = format!("{}x", &access[..access.len() - 1]);
    for bad in ["nonsense", &id, &forged, &other.text("access_token")] {
        let refused = todo(&world, Some(bad), "").await;
        assert!(challenge(&refused).contains(r#"error="invalid_token""#));
    }
    world.control().advance_clock(3600);
    let late = todo(&world, Some(&access), "").await;
    assert!(challenge(&late).contains(r#"error="invalid_token""#));
}

#[tokio::test]
async fn the_context_that_is_missing_is_asked_for_and_opens_the_list() {
    let world = world().await;
    let token = plain(&world).await;
    let refused = todo(&world, Some(&token), "").await;
    let asked = challenge(&refused);
    assert!(asked.starts_with(r#"Bearer realm="", authorization_uri=""#));
    assert!(asked.contains(r#", error="insufficient_claims", claims=""#));
    let claims = asked.split('"').rev().nth(1).expect("the claims");
    let claims = BASE64_STANDARD.decode(claims).expect("base64");
    let (claims, c3) = (
        serde_json::from_slice::<Value>(&claims).expect("JSON"),
        serde_json::from_str::<Value>(C3).expect("JSON"),
    );
    assert_eq!(claims, c3);

    let (token, _) = strong(&world).await;
    let list = todo(&world, Some(&token), "").await;
    assert_eq!(list.status, 200);
    assert_eq!(list.body["todos"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        list.body["owner"],
        world.control().user(ADA).expect("ada").id.to_string()
    );
}

#[tokio::test]
async fn the_other_dialect_is_spoken_when_a_call_or_policy_asks_for_it() {
    let world = world().await;
    let token = plain(&world).await;
    let refused = todo(&world, Some(&token), "?dialect=rfc9470").await;
    assert!(challenge(&refused).contains(r#"error="insufficient_user_authentication""#));
    assert!(challenge(&refused).ends_with(r#"acr_values="c3""#));
    assert_eq!(refused.body["error"], "insufficient_user_authentication");

    let mut policies = world.control().policies();
    policies.api.dialect = ApiDialect::Rfc9470;
    world.control().set_policies(policies).expect("policies");
    let refused = todo(&world, Some(&token), "").await;
    assert!(challenge(&refused).contains("acr_values"));
    let refused = todo(&world, Some(&token), "?dialect=microsoft").await;
    assert!(challenge(&refused).contains("insufficient_claims"));
}

#[tokio::test]
async fn a_sign_in_that_lies_back_too_far_is_asked_for_again_and_a_refresh_does_not_help() {
    let world = world().await;
    let (_, refresh) = strong(&world).await;
    world.control().advance_clock(301);
    let refreshed = world.refresh(&refresh, &[("claims", C3)]).await;
    let token = refreshed.granted().text("access_token");
    assert_eq!(todo(&world, Some(&token), "").await.status, 200);
    let fresh_enough = "?dialect=rfc9470&max_age=310";
    assert_eq!(todo(&world, Some(&token), fresh_enough).await.status, 200);
    let refused = todo(&world, Some(&token), "?dialect=rfc9470&max_age=300").await;
    assert!(challenge(&refused).ends_with(r#"acr_values="c3", max_age="300""#));
    let (token, _) = strong(&world).await;
    let again = todo(&world, Some(&token), "?dialect=rfc9470&max_age=300").await;
    assert_eq!(again.status, 200);
}

#[tokio::test]
async fn browsers_of_other_origins_can_read_it_when_that_is_on() {
    let world = world_of(Config {
        cors: true,
        ..Config::default()
    })
    .await;
    let origin = "https://app.contoso.example";
    let api = &world.sandbox.listening().api;
    let asked = world.http.get(api).header("origin", origin);
    let refused = Reply::of(asked).await;
    assert_eq!(refused.headers["access-control-allow-origin"], origin);
    let exposed = &refused.headers["access-control-expose-headers"];
    assert!(exposed.to_str().expect("text").contains("www-authenticate"));
    let preflight = world
        .http
        .request(reqwest::Method::OPTIONS, api)
        .header("origin", origin)
        .header("access-control-request-headers", "authorization");
    let allowed = Reply::of(preflight).await;
    assert_eq!(allowed.status, 204);
    assert_eq!(
        allowed.headers["access-control-allow-headers"],
        "authorization"
    );
}

#[tokio::test]
async fn only_get_is_answered() {
    let world = world().await;
    let posted = Reply::of(world.http.post(&world.sandbox.listening().api)).await;
    assert_eq!(posted.status, 405);
}

#[tokio::test]
async fn a_token_for_another_scope_of_the_api_is_not_enough() {
    let world = world().await;
    let mut apps = world.control().apps();
    apps.resources[0].scopes.push("ToDo.Write".into());
    apps.apps[0].consented.push("api://todo/ToDo.Write".into());
    world.control().set_apps(apps).expect("apps");
    let scope = [("scope", "openid api://todo/ToDo.Write"), ("claims", C3)];
    let tokens = world.ada_signed_in(&scope).await;
    let refused = todo(&world, Some(&tokens.text("access_token")), "").await;
    assert_eq!(refused.status, 403);
    let asked = refused.headers["www-authenticate"].to_str().expect("text");
    assert!(asked.ends_with(r#"error="insufficient_scope", scope="ToDo.Read""#));
}
