//! Who may call from a page of another origin.

use axum::http::Method;
use serde_json::json;

use crate::scripted::Reply;
use crate::stage::{Set, Stage};

#[tokio::test]
async fn pages_of_named_origins_may_call_and_no_others() {
    let more = "[cors]\norigins = [\"https://app.example\"]".to_owned();
    let stage = Stage::with(Set {
        more,
        ..Set::default()
    })
    .await;
    let preflight = |origin: &'static str| {
        let url = stage.url("oauth2/v2.0/initiate");
        let request = stage
            .client
            .request(Method::OPTIONS, url)
            .header("origin", origin);
        request
            .header("access-control-request-method", "POST")
            .header(
                "access-control-request-headers",
                "client-request-id,x-risk-session",
            )
    };
    let allowed = preflight("https://app.example").send().await.unwrap();
    assert_eq!(allowed.status(), 204);
    assert_eq!(
        allowed.headers()["access-control-allow-origin"],
        "https://app.example"
    );
    assert_eq!(
        allowed.headers()["access-control-allow-headers"],
        "client-request-id,x-risk-session"
    );
    let other = preflight("https://evil.example").send().await.unwrap();
    assert!(!other.headers().contains_key("access-control-allow-origin"));

    let star = Reply::json(200, &json!({})).with_header("access-control-allow-origin", "*");
    let star = star.with_header("access-control-allow-credentials", "true");
    stage.tenant.will(star.clone());
    stage.tenant.will(star);
    let call = |origin| {
        stage
            .post("oauth2/v2.0/initiate", &[("username", "a")])
            .header("origin", origin)
    };
    let allowed = call("https://app.example").send().await.unwrap();
    assert_eq!(
        allowed.headers()["access-control-allow-origin"],
        "https://app.example"
    );
    assert!(
        !allowed
            .headers()
            .contains_key("access-control-allow-credentials")
    );
    let other = call("https://evil.example").send().await.unwrap();
    assert!(!other.headers().contains_key("access-control-allow-origin"));
    let refused = stage
        .post("oauth2/v2.0/token", &[])
        .header("origin", "https://app.example");
    let refused = refused.send().await.unwrap();
    assert_eq!(
        refused.headers()["access-control-allow-origin"],
        "https://app.example",
        "errors too"
    );
}

#[tokio::test]
async fn without_origins_nobody_gets_a_preflight() {
    let stage = Stage::start().await;
    let request = stage
        .client
        .request(Method::OPTIONS, stage.url("oauth2/v2.0/initiate"));
    let request = request
        .header("origin", "https://app.example")
        .header("access-control-request-method", "POST");
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 405);
    assert!(
        !response
            .headers()
            .contains_key("access-control-allow-origin")
    );
}

#[tokio::test]
async fn where_all_may_call_the_answer_names_none() {
    let more = "[cors]\norigins = [\"*\"]".to_owned();
    let stage = Stage::with(Set {
        more,
        ..Set::default()
    })
    .await;
    stage.tenant.will(Reply::json(200, &json!({})));
    let request = stage.post("oauth2/v2.0/initiate", &[("username", "a")]);
    let request = request.header("origin", "https://any.example");
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
}
