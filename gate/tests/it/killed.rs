//! A gate that is killed: what is under way breaks off, and another one at the same address goes on.

use serde_json::json;

use crate::scripted::Reply;
use crate::stage::{Stage, sealed};

#[tokio::test]
async fn what_is_under_way_breaks_off() {
    let stage = Stage::start().await;
    stage.tenant.will(Reply::Hang);
    let token = sealed(&json!({}));
    let form = [("continuation_token", token.as_str())];
    let call = tokio::spawn(stage.post("oauth2/v2.0/challenge", &form).send());
    while stage.tenant.seen().is_empty() {
        tokio::task::yield_now().await;
    }
    let address = stage.gate.address();
    stage.gate.kill().await;
    assert!(call.await.unwrap().is_err(), "there is no answer");
    let again = tokio::net::TcpListener::bind(address).await;
    assert!(again.is_ok(), "the address is free: {again:?}");
}
