//! Sign-ins that fail, at either end or in between.

use std::sync::Arc;

use doorstep::ports::http::HttpFault;
use doorstep::{Channel, SignInOptions};
use doorstep_sandbox::model::{BodyKind, Fault, FaultPoint};
use doorstep_tests::{ErrorExt as _, StepExt as _, SwitchRecords, SwitchVault, Tamper, by};

use crate::stage::{CODE_LENGTH, EMAIL, PASSWORD, Stage, USERNAME, assert_clean};

const TOKEN: &str = "oauth2/v2.0/token";

#[tokio::test]
async fn what_the_person_got_wrong_is_not_repeated() {
    let mut stage = Stage::set().await;
    let client = stage.world.client();
    for username in [
        format!("nobody-{USERNAME}"),
        "canary mailbox@secret.example".to_owned(),
    ] {
        let flow = client.sign_in(SignInOptions::new(username)).unwrap();
        stage.show_error(flow.start().await.error());
    }
    let too_long = SignInOptions::new(format!("{USERNAME}{}", "x".repeat(400)));
    stage.show_error(client.sign_in(too_long).error());
    let flow = client.sign_in(SignInOptions::new(USERNAME)).unwrap();
    let reply = flow.start().await.password();
    for _ in 0..11 {
        stage.show_error(reply.submit("Wrong-Canary-Password").await.error());
    }
    stage.world.advance(60);
    let (methods, reply) = reply.submit(PASSWORD).await.mfa();
    let (_, reply) = reply
        .choose(&by(&methods, &Channel::Email))
        .await
        .mfa_code();
    let wrong = stage.world.wrong_code(EMAIL);
    assert_eq!(wrong.len(), CODE_LENGTH);
    stage.show_error(reply.submit(wrong).await.error());
    stage.show_error(reply.resend().await.error());
    stage.check_records().await;
    stage.finish();
}

#[tokio::test]
async fn a_network_and_an_edge_that_fail_show_no_secret() {
    let mut stage = Stage::set().await;
    let flow = stage
        .world
        .client()
        .sign_in(SignInOptions::new(USERNAME))
        .unwrap();
    let reply = flow.start().await.password();
    for body in [
        BodyKind::Html,
        BodyKind::Truncated,
        BodyKind::Garbage,
        BodyKind::DeepJson,
    ] {
        let (when, body) = (FaultPoint::After, Some(body));
        stage.world.fault(Fault {
            when,
            body,
            ..Fault::of(TOKEN)
        });
        stage.show_error(reply.submit(PASSWORD).await.error());
    }
    stage.world.fault(Fault {
        drop: true,
        ..Fault::of(TOKEN)
    });
    stage.show_error(reply.submit(PASSWORD).await.error());
    for fault in [
        HttpFault::Lost,
        HttpFault::TimedOut,
        HttpFault::Untrusted,
        HttpFault::TooLarge,
    ] {
        stage.show(&fault);
        stage.world.http().next(Tamper::Fail(fault));
        stage.show_error(reply.submit(PASSWORD).await.error());
    }
    stage.check_records().await;
    stage.finish();
}

#[tokio::test]
async fn an_answer_that_repeats_what_was_sent_is_not_passed_on() {
    let mut stage = Stage::set().await;
    let flow = stage
        .world
        .client()
        .sign_in(SignInOptions::new(USERNAME))
        .unwrap();
    let reply = flow.start().await.password();
    let sent = format!("username={USERNAME}&password={PASSWORD}");
    let page = format!("<html><body>Blocked: {sent}</body></html>");
    let refusal = serde_json::json!({
        "error": format!("invalid_grant {sent}"),
        "error_description": format!("AADSTS90100: {sent}"),
        "error_codes": [1],
        "suberror": sent,
        "timestamp": sent,
        "correlation_id": sent,
        "trace_id": sent,
    });
    let odd =
        serde_json::json!({ "token_type": sent, "expires_in": sent, "access_token": PASSWORD });
    let wrong_type =
        serde_json::json!({ "token_type": { PASSWORD: USERNAME }, "code_length": sent });
    for (status, kind, body) in [
        (403, "text/html", page.clone()),
        (200, "text/html", page.clone()),
        (502, "text/plain", page),
        (200, "application/json", sent.clone()),
        (400, "application/json", refusal.to_string()),
        (400, "application/json", sent.clone()),
    ] {
        stage.world.http().next(Tamper::Answer(status, kind, body));
        stage.show_error(reply.submit(PASSWORD).await.error());
    }
    for body in [odd, wrong_type] {
        let flow = stage
            .world
            .client()
            .sign_in(SignInOptions::new(USERNAME))
            .unwrap();
        let reply = flow.start().await.password();
        stage
            .world
            .http()
            .next(Tamper::Answer(200, "application/json", body.to_string()));
        stage.show_error(reply.submit(PASSWORD).await.error());
    }
    let reason = serde_json::json!({ "challenge_type": "redirect", "redirect_reason": sent });
    stage
        .world
        .http()
        .next(Tamper::Answer(200, "application/json", reason.to_string()));
    let step = reply.submit(PASSWORD).await;
    stage.show(&step);
    stage.check_records().await;
    stage.finish();
}

#[tokio::test]
async fn stores_that_fail_show_no_secret() {
    let mut stage = Stage::set().await;
    let (vault, records) = (
        Arc::<SwitchVault>::default(),
        Arc::<SwitchRecords>::default(),
    );
    let device = stage
        .world
        .device
        .with_stores(Arc::clone(&vault) as _, Arc::clone(&records) as _);
    let flow = device
        .client()
        .sign_in(SignInOptions::new(USERNAME))
        .unwrap();
    flow.start().await.password();
    let name = records.all().await[0].0.clone();
    records.damage(&name).await;
    stage.show_error(device.client().resume(flow.id()).await.error());
    vault.lock(true);
    stage.show_error(device.client().pending().await.error());
    for (name, bytes) in records.all().await {
        assert_clean(&stage.canaries(), &name, "a record's name");
        assert_clean(
            &stage.canaries(),
            &String::from_utf8_lossy(&bytes),
            "a record",
        );
    }
    stage.finish();
}
