//! TLS: who is trusted, and that nobody else gets to see a request.

use doorstep::transport::{ReqwestTransport, TransportError};
use doorstep::{Area, Config, Error, Landing};
use doorstep_tests::{
    APP, Authority, BOB_PASSWORD, ErrorExt as _, Serving, World, as_bob, serve_plain, serve_tls,
};

const GRANTED: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\
    content-length: 28\r\nconnection: close\r\n\r\n{\"continuation_token\":\"x-1\"}";

async fn sandbox_with_tls() -> doorstep_sandbox::Handle {
    let config = doorstep_sandbox::Config {
        tls: true,
        ..doorstep_sandbox::Config::default()
    };
    doorstep_sandbox::start(config).await.unwrap()
}

#[tokio::test]
async fn a_tenant_whose_authority_is_trusted_signs_in() {
    let sandbox = sandbox_with_tls().await;
    let pem = sandbox.ca_pem().unwrap().to_owned();
    let transport = ReqwestTransport::with_extra_roots(pem.as_bytes()).unwrap();
    let world = World::around(sandbox, transport);
    assert!(world.sandbox.tenant().starts_with("https://"));
    world.bob().await;
    assert_eq!(world.journal().len(), 3);
}

#[tokio::test]
async fn a_tenant_whose_authority_is_not_trusted_gets_nothing() {
    let sandbox = sandbox_with_tls().await;
    let world = World::around(sandbox, ReqwestTransport::new().unwrap());
    let flow = world
        .client()
        .sign_in(as_bob().password(BOB_PASSWORD))
        .unwrap();
    let error = flow.start().await.error();
    assert_eq!(error.info().code, "untrusted_server");
    assert_eq!(error.info().landing, Landing::SameStep);
    assert_eq!(Err::<(), _>(error).broken(), Area::Edge);
    assert!(world.journal().is_empty());
    assert_eq!(world.http().sent(), 1, "it is not tried again");
    assert!(!flow.is_uncertain());
}

#[test]
fn roots_that_hold_no_certificate_are_refused() {
    for text in [
        "",
        "not PEM",
        "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n",
    ] {
        let refused = ReqwestTransport::with_extra_roots(text.as_bytes());
        assert_eq!(refused.err(), Some(TransportError::NoCertificate), "{text}");
    }
}

/// The error of a first request to `server`, by a device that trusts `authority`.
async fn first_error(authority: &Authority, server: &Serving) -> Error {
    let outcome = first_request(authority, server).await;
    assert_eq!(server.requests(), 0, "something was sent");
    outcome
}

async fn first_request(authority: &Authority, server: &Serving) -> Error {
    let transport = ReqwestTransport::with_extra_roots(authority.pem().as_bytes()).unwrap();
    let sandbox = doorstep_sandbox::start(doorstep_sandbox::Config::default())
        .await
        .unwrap();
    let world = World::around(sandbox, transport);
    let url = format!(
        "https://{}/7d0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90",
        server.address
    );
    let config = Config::new(&url, APP).unwrap();
    let client = world.device.client_of(&config);
    client.sign_in(as_bob()).unwrap().start().await.error()
}

#[tokio::test]
async fn the_small_server_is_trusted_when_all_is_well() {
    let authority = Authority::make();
    let identity = authority.issue("127.0.0.1", |_| {});
    let server = serve_tls(identity, GRANTED.to_owned()).await;
    let error = first_request(&authority, &server).await;
    // It was asked, and asked again for the challenge, which it does not know.
    assert_eq!(error.info().code, "field_missing");
    assert_eq!(server.requests(), 2);
}

#[tokio::test]
async fn a_certificate_that_expired_is_not_accepted() {
    let authority = Authority::make();
    let identity = authority.issue("127.0.0.1", |params| {
        params.not_before = rcgen::date_time_ymd(2020, 1, 1);
        params.not_after = rcgen::date_time_ymd(2021, 1, 1);
    });
    let server = serve_tls(identity, GRANTED.to_owned()).await;
    let error = first_error(&authority, &server).await;
    assert_eq!(error.info().code, "untrusted_server");
}

#[tokio::test]
async fn a_certificate_for_another_host_is_not_accepted() {
    let authority = Authority::make();
    let identity = authority.issue("login.contoso.example", |_| {});
    let server = serve_tls(identity, GRANTED.to_owned()).await;
    let error = first_error(&authority, &server).await;
    assert_eq!(error.info().code, "untrusted_server");
}

#[tokio::test]
async fn a_certificate_that_vouches_for_itself_is_not_accepted() {
    let authority = Authority::make();
    let server = serve_tls(Authority::self_signed("127.0.0.1"), GRANTED.to_owned()).await;
    let error = first_error(&authority, &server).await;
    assert_eq!(error.info().code, "untrusted_server");
}

#[tokio::test]
async fn a_certificate_of_another_authority_is_not_accepted() {
    let identity = Authority::make().issue("127.0.0.1", |_| {});
    let server = serve_tls(identity, GRANTED.to_owned()).await;
    let error = first_error(&Authority::make(), &server).await;
    assert_eq!(error.info().code, "untrusted_server");
}

/// What a server without TLS saw is a greeting, which tells nothing; a request would be more.
async fn answered_by(greeting_answer: impl Into<Vec<u8>>) -> Error {
    let server = serve_plain(greeting_answer).await;
    first_request(&Authority::make(), &server).await
}

#[tokio::test]
async fn a_server_that_only_knows_tls_1_1_is_not_spoken_to() {
    // A fatal alert, protocol version, in a TLS 1.1 record.
    let error = answered_by([21, 3, 2, 0, 2, 2, 70]).await;
    assert_eq!(error.info().code, "untrusted_server");
    // A ServerHello that chooses TLS 1.1.
    let mut hello = vec![22, 3, 2, 0, 42, 2, 0, 0, 38, 3, 2];
    hello.extend([7; 32]);
    hello.extend([0, 0xc0, 0x14, 0]);
    let error = answered_by(hello).await;
    assert_eq!(error.info().code, "untrusted_server");
}

#[tokio::test]
async fn a_server_without_tls_on_an_https_address_is_not_spoken_to() {
    let error = answered_by(GRANTED).await;
    assert_eq!(error.info().code, "untrusted_server");
}

#[tokio::test]
async fn a_server_that_hangs_up_on_the_greeting_means_offline() {
    let error = answered_by([]).await;
    assert_eq!(error.info().code, "offline");
}

#[tokio::test]
async fn a_redirect_from_https_to_http_is_not_followed() {
    let plain = serve_plain(GRANTED).await;
    let authority = Authority::make();
    let identity = authority.issue("127.0.0.1", |_| {});
    let answer = format!(
        "HTTP/1.1 302 Found\r\nlocation: http://{}/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        plain.address
    );
    let server = serve_tls(identity, answer).await;
    let error = first_request(&authority, &server).await;
    assert_eq!(error.info().code, "http_redirect");
    assert_eq!(server.requests(), 1);
    assert_eq!(plain.connections(), 0);
}
