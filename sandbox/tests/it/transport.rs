//! Paths, headers, limits and throttling.

use doorstep_sandbox::model::{Policies, Throttle, ThrottleShape};

use crate::support::*;

const REQUEST_ID: &str = "a1a1a1a1-5555-4666-8777-888888888888";

#[tokio::test]
async fn every_form_of_the_path_works() {
    let world = world().await;
    let id = world.control().info().tenant_id;
    let fields = [
        ("client_id", APP),
        ("username", BOB),
        ("challenge_type", ALL_TYPES),
    ];
    for path in [
        "contoso.onmicrosoft.com/oauth2/v2.0/initiate".to_owned(),
        format!("{id}/oauth2/v2.0/initiate"),
        format!("{}/oauth2/v2.0/initiate", id.to_uppercase()),
        "contoso.onmicrosoft.com/oauth2/v2.0/initiate?dc=ESTS-PUB-WEULR1&slice=testslice"
            .to_owned(),
    ] {
        let url = format!("{}/{path}", world.origin());
        let reply = Reply::of(world.request(&url, &fields)).await;
        assert_eq!(reply.status, 200, "{path}: {reply:?}");
    }
}

#[tokio::test]
async fn a_custom_domain_knows_the_tenant_by_its_id_only() {
    let world = world().await;
    let id = world.control().info().tenant_id;
    let fields = [
        ("client_id", APP),
        ("username", BOB),
        ("challenge_type", ALL_TYPES),
    ];
    let at = async |host: &str, tenant: &str| {
        let url = format!("{}/{tenant}/oauth2/v2.0/initiate", world.origin());
        Reply::of(world.request(&url, &fields).header("host", host)).await
    };
    assert_eq!(at("login.contoso.example", &id).await.status, 200);
    let by_name = at("login.contoso.example", "contoso.onmicrosoft.com").await;
    assert_eq!(by_name.error(), "invalid_request 500210");
    assert_eq!(
        at("contoso.ciamlogin.com", "contoso.onmicrosoft.com")
            .await
            .status,
        200
    );
    assert_eq!(
        at("fabrikam.ciamlogin.com", &id).await.error(),
        "invalid_request 500210"
    );
    assert_eq!(
        at("127.0.0.1", "fabrikam.onmicrosoft.com").await.error(),
        "invalid_request 500210"
    );
}

#[tokio::test]
async fn unknown_parameters_and_headers_are_ignored() {
    let world = world().await;
    let fields = [
        ("nca", "1"),
        ("challenge_type", ALL_TYPES),
        ("username", BOB),
        ("client_id", APP),
        ("capabilities", ""),
    ];
    let url = format!("{}/oauth2/v2.0/initiate", world.sandbox.tenant());
    let request = world
        .request(&url, &fields)
        .header("x-client-sku", "msal.browser")
        .header("x-client-os", "")
        .header("x-risk-session", "0123456789abcdef0123456789abcdef");
    assert_eq!(Reply::of(request).await.status, 200);
}

#[tokio::test]
async fn any_number_of_unknown_parameters_is_ignored_and_a_long_known_one_named() {
    let world = world().await;
    let names: Vec<_> = (0..500).map(|n| format!("f{n}")).collect();
    let mut fields: Vec<_> = names.iter().map(|name| (name.as_str(), "1")).collect();
    fields.extend([
        ("challenge_type", ALL_TYPES),
        ("username", BOB),
        ("client_id", APP),
    ]);
    assert_eq!(world.post("initiate", &fields).await.status, 200);
    let long = "x".repeat(8193);
    let refused = world.post("initiate", &[("username", &long)]).await;
    assert_eq!(refused.error(), "invalid_request 90100");
    let text = refused.text("error_description");
    assert!(
        text.contains("The username parameter is longer than 8192 bytes."),
        "{text}"
    );
}

#[tokio::test]
async fn the_request_id_is_echoed_and_stands_in_errors() {
    let world = world().await;
    let url = format!("{}/oauth2/v2.0/initiate", world.sandbox.tenant());
    let named = Reply::of(
        world
            .request(&url, &[])
            .header("client-request-id", REQUEST_ID),
    )
    .await;
    assert_eq!(named.headers["client-request-id"], REQUEST_ID);
    assert_eq!(named.headers["x-ms-request-id"], REQUEST_ID);
    assert_eq!(named.text("correlation_id"), REQUEST_ID);
    assert_eq!(
        named.headers["content-type"],
        "application/json; charset=utf-8"
    );
    let unnamed = Reply::of(world.request(&url, &[])).await;
    assert!(!unnamed.headers.contains_key("client-request-id"));
    assert_eq!(
        unnamed.headers["x-ms-request-id"],
        unnamed.text("correlation_id")
    );
    let odd = Reply::of(
        world
            .request(&url, &[])
            .header("client-request-id", "not-a-uuid"),
    )
    .await;
    assert_eq!(odd.headers["client-request-id"], "not-a-uuid");
    assert!(uuid::Uuid::parse_str(&odd.text("correlation_id")).is_ok());
}

#[tokio::test]
async fn discovery_points_back_the_way_the_caller_came() {
    let world = world().await;
    let id = world.control().info().tenant_id;
    let base = format!("{}/{id}", world.origin());
    let document = world
        .get(&format!("{base}/v2.0/.well-known/openid-configuration"))
        .await;
    assert_eq!(document.status, 200);
    assert_eq!(
        document.text("token_endpoint"),
        format!("{base}/oauth2/v2.0/token")
    );
    assert_eq!(
        document.text("jwks_uri"),
        format!("{base}/discovery/v2.0/keys")
    );
    assert_eq!(
        document.text("issuer"),
        format!("https://{id}.ciamlogin.com/{id}/v2.0")
    );
    assert!(document.body["authorization_endpoint"].is_string());
    let keys = world.get(&document.text("jwks_uri")).await;
    assert_eq!(keys.body["keys"][0]["kty"], "RSA");
}

#[tokio::test]
async fn what_is_not_there_is_refused_as_json() {
    let world = world().await;
    let missing = world
        .get(&format!("{}/oauth2/v2.0/nothing", world.sandbox.tenant()))
        .await;
    assert_eq!(
        (missing.status, missing.text("error")),
        (404, "invalid_request".to_owned())
    );
    let read = world
        .get(&format!("{}/oauth2/v2.0/token", world.sandbox.tenant()))
        .await;
    assert_eq!(read.error(), "invalid_request 900561");
    assert_eq!(
        world.get(&world.origin()).await.error(),
        "invalid_request 500210"
    );
}

#[tokio::test]
async fn large_bodies_are_refused_and_odd_ones_survived() {
    let world = world().await;
    let url = format!("{}/oauth2/v2.0/initiate", world.sandbox.tenant());
    let large = Reply::of(world.http.post(&url).body("x".repeat(100_000))).await;
    assert_eq!(large.error(), "invalid_request 90100");
    for odd in [
        &b"\xff\xfe=\x00"[..],
        b"",
        b"{\"client_id\":1}",
        b"&&&===",
        b"%",
    ] {
        let reply = Reply::of(world.http.post(&url).body(odd.to_vec())).await;
        assert_eq!(reply.error(), "invalid_request 90100");
    }
}

#[tokio::test]
async fn a_throttled_tenant_answers_in_the_shape_that_was_chosen() {
    let world = world().await;
    let throttle = Throttle {
        requests_per_second: Some(0),
        retry_after: 7,
        ..Throttle::default()
    };
    let policies = Policies {
        throttle,
        ..world.control().policies()
    };
    world
        .control()
        .set_policies(policies.clone())
        .expect("policies");
    let refused = world.initiate(BOB).await;
    assert_eq!(
        (refused.status, &refused.headers["retry-after"]),
        (429, &"7".parse().expect("a header"))
    );
    assert!(refused.body["error"].is_string() && refused.body["error_codes"][0].is_u64());

    let throttle = Throttle {
        shape: ThrottleShape::SlowDown,
        ..throttle
    };
    world
        .control()
        .set_policies(Policies {
            throttle,
            ..policies
        })
        .expect("policies");
    let refused = world.initiate(BOB).await;
    assert_eq!(
        (refused.status, refused.text("error")),
        (400, "slow_down".to_owned())
    );
}

#[tokio::test]
async fn one_address_can_be_throttled_by_itself() {
    let world = world().await;
    let mut policies = world.control().policies();
    policies.throttle.requests_per_second_per_address = Some(0);
    world
        .control()
        .set_policies(policies.clone())
        .expect("policies");
    assert_eq!(world.initiate(BOB).await.status, 429);
    policies.throttle.requests_per_second_per_address = Some(20);
    world.control().set_policies(policies).expect("policies");
    assert_eq!(world.initiate(BOB).await.status, 200);
}
