//! Calls from browsers of other origins.

use doorstep_sandbox::Config;
use reqwest::Method;

use crate::support::*;

const ORIGIN: &str = "http://localhost:3000";

async fn preflight(world: &World, url: &str) -> Reply {
    let request = world
        .http
        .request(Method::OPTIONS, url)
        .header("origin", ORIGIN)
        .header("access-control-request-method", "POST")
        .header(
            "access-control-request-headers",
            "client-request-id,x-client-sku,x-risk-session",
        );
    Reply::of(request).await
}

#[tokio::test]
async fn without_cors_no_preflight_is_answered_and_no_header_is_given() {
    let world = world().await;
    let url = format!("{}/oauth2/v2.0/initiate", world.sandbox.tenant());
    let reply = preflight(&world, &url).await;
    assert_eq!(reply.status, 400);
    let posted = Reply::of(world.request(&url, &[]).header("origin", ORIGIN)).await;
    for answer in [reply, posted] {
        assert!(
            !answer
                .headers
                .keys()
                .any(|name| name.as_str().starts_with("access-control"))
        );
    }
}

#[tokio::test]
async fn with_cors_browsers_of_any_origin_may_call() {
    let world = world_of(Config {
        cors: true,
        ..Config::default()
    })
    .await;
    let url = format!("{}/oauth2/v2.0/initiate", world.sandbox.tenant());
    let reply = preflight(&world, &url).await;
    assert_eq!(reply.status, 204);
    assert_eq!(reply.headers["access-control-allow-origin"], ORIGIN);
    assert_eq!(
        reply.headers["access-control-allow-headers"],
        "client-request-id,x-client-sku,x-risk-session"
    );
    assert!(
        reply.headers["access-control-allow-methods"]
            .to_str()
            .is_ok_and(|list| list.contains("POST"))
    );
    let fields = [
        ("client_id", APP),
        ("username", BOB),
        ("challenge_type", ALL_TYPES),
    ];
    let posted = Reply::of(world.request(&url, &fields).header("origin", ORIGIN)).await;
    assert_eq!(
        (
            posted.status,
            &posted.headers["access-control-allow-origin"]
        ),
        (200, &ORIGIN.parse().expect("a header"))
    );
    let exposed = posted.headers["access-control-expose-headers"]
        .to_str()
        .expect("text");
    assert!(exposed.contains("x-ms-request-id"));
    assert!(
        world
            .control()
            .journal()
            .iter()
            .all(|entry| entry.method == "POST")
    );
}

#[tokio::test]
async fn the_admin_api_opens_to_browsers_only_with_cors() {
    let closed = world().await;
    let request = closed
        .http
        .get(format!("{}/info", closed.sandbox.admin()))
        .header("origin", ORIGIN);
    assert_eq!(Reply::of(request).await.status, 403);
    let open = world_of(Config {
        cors: true,
        ..Config::default()
    })
    .await;
    let request = open
        .http
        .get(format!("{}/info", open.sandbox.admin()))
        .header("origin", ORIGIN);
    let reply = Reply::of(request).await;
    assert_eq!(
        (reply.status, &reply.headers["access-control-allow-origin"]),
        (200, &ORIGIN.parse().expect("a header"))
    );
    assert_eq!(
        preflight(&open, &format!("{}/users", open.sandbox.admin()))
            .await
            .status,
        204
    );
}
