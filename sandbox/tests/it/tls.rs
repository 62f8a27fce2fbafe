//! HTTPS with a generated authority.

use doorstep_sandbox::Config;
use reqwest::{Certificate, Client};

use crate::support::*;

#[tokio::test]
async fn a_client_that_trusts_the_authority_gets_through_and_another_does_not() {
    let mut world = world_of(Config {
        tls: true,
        ..Config::default()
    })
    .await;
    assert!(world.sandbox.tenant().starts_with("https://127.0.0.1:"));
    assert!(world.http.get(world.sandbox.admin()).send().await.is_err());
    let pem = world.sandbox.ca_pem().expect("an authority").to_owned();
    let authority = Certificate::from_pem(pem.as_bytes()).expect("a certificate");
    world.http = Client::builder()
        .no_proxy()
        .tls_certs_only([authority])
        .build()
        .expect("a client");
    world.with_password(BOB, BOB_PASSWORD, &[]).await.granted();
    let document = world
        .get(&format!(
            "{}/v2.0/.well-known/openid-configuration",
            world.sandbox.tenant()
        ))
        .await;
    assert_eq!(
        document.text("token_endpoint"),
        format!("{}/oauth2/v2.0/token", world.sandbox.tenant())
    );
}

#[tokio::test]
async fn each_start_makes_its_own_authority() {
    let one = world_of(Config {
        tls: true,
        ..Config::default()
    })
    .await;
    let two = world_of(Config {
        tls: true,
        ..Config::default()
    })
    .await;
    assert_ne!(one.sandbox.ca_pem(), two.sandbox.ca_pem());
    assert!(world().await.sandbox.ca_pem().is_none());
}
