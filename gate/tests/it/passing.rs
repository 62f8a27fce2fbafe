//! What is no native call: pages, preflights, health, and paths that only look harmless.

use axum::http::Method;
use serde_json::{Value, json};

use crate::scripted::{Reply, Seen};
use crate::stage::{NOW, SESSION, Set, Stage, TENANT, body, seal, sealed};

#[tokio::test]
async fn pages_and_documents_pass_with_their_headers() {
    let stage = Stage::start().await;
    let reply = Reply::text(302, "moved")
        .with_header("location", "https://app.example/back?code=1")
        .with_header("set-cookie", "a=1; Secure")
        .with_header("set-cookie", "b=2; Secure");
    stage.tenant.will(reply);
    let url = stage.url("oauth2/v2.0/authorize?client_id=app&state=a%20b");
    let request = stage.client.get(url).header("x-risk-session", SESSION);
    let response = request.header("cookie", "c=3").send().await.unwrap();
    assert_eq!(response.status(), 302);
    assert_eq!(
        response.headers()["location"],
        "https://app.example/back?code=1"
    );
    assert_eq!(response.headers().get_all("set-cookie").iter().count(), 2);
    assert_eq!(response.text().await.unwrap(), "moved");
    let seen = stage.tenant.seen();
    let [seen] = seen.as_slice() else {
        panic!("{seen:?}")
    };
    assert_eq!(seen.method, Method::GET);
    assert_eq!(seen.uri.query(), Some("client_id=app&state=a%20b"));
    assert_eq!(seen.headers["cookie"], "c=3");
    assert_eq!(seen.headers["x-forwarded-for"], "127.0.0.1");
    let gate = stage.gate.address().to_string();
    assert_eq!(seen.headers["x-forwarded-host"], gate.as_str());
    assert_eq!(
        format!("http://{}", seen.headers["host"].to_str().unwrap()),
        stage.tenant.url()
    );
    assert!(!seen.headers.contains_key("x-risk-session"));
    assert!(stage.provider.seen().is_empty() && stage.records().is_empty());
}

#[tokio::test]
async fn no_path_leads_around_the_gate() {
    let stage = Stage::start().await;
    let address = stage.gate.address();
    for (path, status) in [
        ("/common/oauth2/v2.0/token".to_owned(), 404),
        (
            "/fabrikam.onmicrosoft.com/oauth2/v2.0/token".to_owned(),
            404,
        ),
        (format!("/{TENANT}/signup/v2.0/start"), 404),
        (format!("/{TENANT}/api/v2.0/authorize-challenge"), 404),
        (format!("/{TENANT}/oauth2/token"), 404),
        (format!("/{TENANT}/oauth2/v2.0/%74oken"), 400),
        (format!("/{TENANT}//oauth2/v2.0/token"), 400),
        (format!("/{TENANT}/oauth2/v2.0/token;a"), 400),
    ] {
        let request = stage.client.post(format!("http://{address}{path}"));
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let response = request
            .body("grant_type=password&password=p")
            .send()
            .await
            .unwrap();
        assert_eq!(response.status().as_u16(), status, "{path}");
    }
    assert!(stage.tenant.seen().is_empty());
}

#[tokio::test]
async fn a_native_route_takes_posts_of_forms_alone() {
    let stage = Stage::start().await;
    let path = stage.url("oauth2/v2.0/token");
    let form = "application/x-www-form-urlencoded";
    for (method, media_type, query, status) in [
        (Method::GET, form, "", 405),
        (Method::PUT, form, "", 405),
        (Method::POST, "application/json", "", 415),
        (Method::POST, "multipart/form-data; boundary=x", "", 415),
        (Method::POST, form, "?grant_type=refresh_token", 400),
        (Method::POST, form, "?CLAIMS=x", 400),
        (Method::POST, form, "?claims", 400),
        (Method::POST, form, "?claims=", 400),
        (Method::POST, form, "?dc=x;claims=y", 400),
    ] {
        let request = stage.client.request(method, format!("{path}{query}"));
        let request = request
            .header("content-type", media_type)
            .body("grant_type=password");
        assert_eq!(
            request.send().await.unwrap().status().as_u16(),
            status,
            "{media_type} {query}"
        );
    }
    let request = stage.post("oauth2/v2.0/token", &[("grant_type", "password")]);
    let response = request
        .header("content-encoding", "gzip")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 415);
    for body in [
        "grant_type=refresh_token&grant_type=password",
        "grant_type=refresh_token&Grant_Type=password",
    ] {
        let request = stage
            .client
            .post(&path)
            .header("content-type", form)
            .body(body);
        assert_eq!(request.send().await.unwrap().status(), 400, "{body}");
    }
    assert!(stage.tenant.seen().is_empty());
}

#[tokio::test]
async fn a_form_goes_on_as_the_gate_read_it() {
    let stage = Stage::start().await;
    stage.tenant.will(Reply::json(200, &json!({})));
    let request = stage.post("oauth2/v2.0/token", &[]);
    let request = request.body("grant_type=refresh_token&refresh_token=a;grant_type=password");
    assert_eq!(request.send().await.unwrap().status(), 200);
    assert_eq!(
        stage.tenant.seen()[0].body,
        "grant_type=refresh_token&refresh_token=a%3Bgrant_type%3Dpassword"
    );
}

#[tokio::test]
async fn a_post_of_nothing_says_so() {
    let stage = Stage::start().await;
    stage.tenant.will(Reply::text(400, "{}"));
    stage.tenant.will(Reply::text(200, "{}"));
    stage
        .post("oauth2/v2.0/initiate", &[])
        .send()
        .await
        .unwrap();
    let page = stage.client.get(stage.url("static/a"));
    page.send().await.unwrap();
    let lengths: Vec<_> = stage.tenant.seen().iter().map(length).collect();
    assert_eq!(lengths, [Some("0".to_owned()), None]);
}

fn length(seen: &Seen) -> Option<String> {
    let value = seen.headers.get("content-length")?;
    Some(value.to_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_data_centre_in_the_query_goes_through() {
    let stage = Stage::start().await;
    stage
        .tenant
        .will(Reply::json(200, &json!({"continuation_token": "t"})));
    let request = stage.post(
        "oauth2/v2.0/initiate?dc=ESTS-1",
        &[("username", "ada@contoso.example")],
    );
    assert_eq!(request.send().await.unwrap().status(), 200);
    assert_eq!(stage.tenant.seen()[0].uri.query(), Some("dc=ESTS-1"));
}

#[tokio::test]
async fn a_gate_says_that_it_is_there() {
    let stage = Stage::start().await;
    let url = format!("http://{}/healthz", stage.gate.address());
    let response = stage.client.get(url).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(body(response).await, json!({"status": "ok"}));
    assert!(stage.tenant.seen().is_empty());
}

#[tokio::test]
async fn a_trusted_proxy_says_whose_call_it_is() {
    let listen = "trusted_proxies = [\"127.0.0.0/8\"]";
    let stage = Stage::with(Set {
        listen,
        ..Set::default()
    })
    .await;
    stage
        .provider
        .will(Reply::json(200, &json!({"verdict": "reject"})));
    let form = [("username", "ada@contoso.example")];
    let request = stage
        .post("signup/v1.0/start", &form)
        .header("x-risk-session", SESSION);
    let request = request.header("x-forwarded-for", "203.0.113.66, 192.0.2.7");
    assert_eq!(request.send().await.unwrap().status(), 403);
    assert_eq!(stage.provider.seen()[0].json()["address"], "192.0.2.7");
}

#[tokio::test]
async fn two_gates_go_on_with_each_others_flows() {
    let first = Stage::start().await;
    let second = first.beside().await;
    first.tenant.will(Reply::json(
        200,
        &json!({"continuation_token": "tenant-token"}),
    ));
    let form = [("username", "ada@contoso.example")];
    let answer = first
        .post("oauth2/v2.0/initiate", &form)
        .send()
        .await
        .unwrap();
    let answer: Value = body(answer).await;
    first.tenant.will(Reply::json(
        200,
        &json!({"challenge_type": "password", "continuation_token": "t-2"}),
    ));
    let form = [(
        "continuation_token",
        answer["continuation_token"].as_str().unwrap(),
    )];
    let answer = second
        .post("oauth2/v2.0/challenge", &form)
        .send()
        .await
        .unwrap();
    let answer: Value = body(answer).await;
    let envelope = seal()
        .open(answer["continuation_token"].as_str().unwrap(), NOW)
        .unwrap();
    assert_eq!(envelope.user.as_deref(), Some("ada@contoso.example"));
    assert_eq!(
        first.tenant.seen()[1].form()["continuation_token"],
        "tenant-token"
    );
}

#[tokio::test]
async fn a_sealed_token_ends() {
    let stage = Stage::start().await;
    let token = sealed(&json!({"expires": NOW + 600}));
    let form = [("continuation_token", token.as_str())];
    stage.advance(599);
    stage.tenant.will(Reply::json(200, &json!({"methods": []})));
    let response = stage
        .post("oauth2/v2.0/introspect", &form)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    stage.advance(1);
    let response = stage
        .post("oauth2/v2.0/introspect", &form)
        .send()
        .await
        .unwrap();
    assert_eq!(body(response).await["error"], "expired_token");
}

#[tokio::test]
async fn apps_after_the_sample_bring_their_session_in_its_header() {
    let provider = "kind = \"generic\"\nsecret_env = \"RISK\"\nsession_header = \"session_id\"";
    let provider = Some(provider.to_owned());
    let stage = Stage::with(Set {
        provider,
        ..Set::default()
    })
    .await;
    stage
        .provider
        .will(Reply::json(200, &json!({"verdict": "reject"})));
    let form = [("username", "ada@contoso.example")];
    let session = "0f6d1c3a-1111-4222-8333-444455556666";
    let request = stage
        .post("signup/v1.0/start", &form)
        .header("session_id", session);
    let request = request.header("email_id", "eve@contoso.example");
    assert_eq!(request.send().await.unwrap().status(), 403);
    let asked = stage.provider.seen()[0].json();
    assert_eq!(asked["session"], session);
    assert_eq!(asked["user"], "ada@contoso.example");
}
