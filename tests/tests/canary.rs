//! Canaries: passwords, codes, tokens and addresses that must not be seen in any log, in any
//! printed value, in any error, or in any saved record.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of tests fails by panicking, like the tests themselves"
)]

mod canaries;

use std::sync::Arc;
use std::time::Duration;

use doorstep::ports::http::{HttpFault, HttpMethod, HttpRequest, HttpResponse};
use doorstep::ports::vault::{DataKey, VaultAnswer};
use doorstep::transport::ReqwestTransport;
use doorstep::{Authority, Channel, Config, Error, SignInOptions, Username};
use doorstep_sandbox::model::{BodyKind, Fault, FaultPoint};
use doorstep_tests::{
    APP, ErrorExt as _, StepExt as _, SwitchRecords, SwitchVault, Tamper, by, todo,
};

use self::canaries::{CODE_LENGTH, EMAIL, PASSWORD, PHONE, Stage, USERNAME, assert_clean, leaks};

const TOKEN: &str = "oauth2/v2.0/token";

#[tokio::test]
async fn a_sign_in_with_all_that_follows_shows_no_secret() {
    let mut stage = Stage::set().await;
    let client = stage.world.client();
    stage.show(&stage.world.device.config.clone());
    stage.show(&client);
    let options = SignInOptions::new(USERNAME)
        .password(PASSWORD)
        .scopes(todo());
    stage.show(&options);
    let flow = client.sign_in(options).unwrap();
    stage.show(&flow);
    let step = flow.start().await;
    stage.show(&step);
    let (methods, reply) = step.mfa();
    stage.show(&(&methods, &reply));
    stage.show(&client.pending().await);
    stage.show(&client.resume(flow.id()).await);
    for channel in [Channel::Email, Channel::Sms] {
        let step = flow.current();
        let step = match step.unwrap() {
            doorstep::SignInStep::MfaRequired { reply, .. } => {
                reply.choose(&by(&methods, &channel)).await
            }
            doorstep::SignInStep::MfaCodeRequired { reply, .. } => {
                reply.choose(&by(&methods, &channel)).await
            }
            other => panic!("{other:?}"),
        };
        stage.show(&step);
        let (code, reply) = step.mfa_code();
        stage.show(&(code, reply));
    }
    stage.check_records().await;
    let (_, reply) = flow.current().mfa_code();
    let step = reply.submit(stage.world.code_of(PHONE)).await;
    stage.show(&step);
    let account = step.account();
    stage.show(&(&account, account.id(), account.claims(), account.id_token()));
    let token = account.refreshed_access_token(&todo()).await;
    stage.show(&token);
    stage.show(&token.unwrap().secret);
    stage.show(&client.accounts().await);
    stage.check_records().await;

    let used = stage.canaries();
    for kind in [
        "password",
        "oob",
        "username",
        "continuation_token",
        "access_token",
        "refresh_token",
        "id_token",
    ] {
        assert!(
            used.iter().any(|(name, _)| name == kind),
            "no {kind} was used"
        );
    }
    stage.finish();
}

#[tokio::test]
async fn the_sign_in_over_tls_logs_no_secret() {
    let config = doorstep_sandbox::Config {
        tls: true,
        ..Default::default()
    };
    let sandbox = doorstep_sandbox::start(config).await.unwrap();
    let pem = sandbox.ca_pem().unwrap().to_owned();
    let transport = ReqwestTransport::with_extra_roots(pem.as_bytes()).unwrap();
    let mut stage = Stage::around(sandbox, transport);
    let options = SignInOptions::new(USERNAME).password(PASSWORD);
    let flow = stage.world.client().sign_in(options).unwrap();
    let step = flow.start().await;
    stage.show(&step);
    step.mfa();
    let log = stage.recorder.text();
    for target in [
        " doorstep",
        " reqwest",
        " hyper_util",
        " rustls",
        " doorstep_sandbox",
    ] {
        assert!(log.contains(target), "nothing was recorded of{target}");
    }
    stage.finish();
}

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

#[test]
fn a_configuration_that_is_refused_is_not_repeated() {
    let secret = vec![("password".to_owned(), PASSWORD.to_owned())];
    let authority = format!("https://me:{PASSWORD}@contoso.ciamlogin.com/");
    let refused: Vec<Error> = vec![
        Config::new(&authority, APP).error(),
        Config::new("https://contoso.ciamlogin.com/", PASSWORD).error(),
    ];
    assert_clean(&secret, &format!("{refused:?} {refused:#?}"), "an error");
    let parsed = Authority::parse(&format!("https://contoso.ciamlogin.com/?x={PASSWORD}"));
    let username: Username = PASSWORD.parse().unwrap();
    assert_clean(&secret, &format!("{parsed:?} {username:?}"), "a value");
}

#[test]
fn what_passes_through_the_ports_does_not_print_itself() {
    let secret = vec![("password".to_owned(), PASSWORD.to_owned())];
    let request = HttpRequest {
        method: HttpMethod::Post,
        url: "https://contoso.ciamlogin.com/".to_owned(),
        headers: vec![("authorization", PASSWORD.to_owned())],
        body: PASSWORD.as_bytes().to_vec().into(),
        timeout: Duration::from_secs(1),
        max_response_bytes: 1,
    };
    let response = HttpResponse {
        status: 200,
        headers: vec![("set-cookie".to_owned(), PASSWORD.to_owned())],
        body: PASSWORD.as_bytes().to_vec().into(),
    };
    let key = VaultAnswer::Key(DataKey::from_bytes([b'K'; 32]));
    let shown = format!("{request:?} {response:#?} {key:?}");
    assert_clean(&secret, &shown, "a value");
    for bytes in ["67, 97, 110", "75, 75"] {
        assert!(!shown.contains(bytes), "{shown}");
    }
}

#[test]
fn a_secret_that_is_planted_is_found() {
    let recorder = canaries::recorder();
    tracing::trace!(planted = "planted-in-tracing", "an event");
    let span = tracing::trace_span!("a span", planted = "planted-in-a-span");
    span.in_scope(|| tracing::trace!("inside {}", "planted-in-a-message"));
    let arguments = format_args!("planted-in-log").to_string();
    log::logger().log(
        &log::Record::builder()
            .level(log::Level::Trace)
            .target("canary")
            .args(format_args!("{arguments}"))
            .build(),
    );
    let planted = [
        "planted-in-tracing",
        "planted-in-a-span",
        "planted-in-a-message",
        "planted-in-log",
    ];
    let canaries: Vec<_> = planted
        .map(|text| ("password".to_owned(), text.to_owned()))
        .into();
    assert_eq!(leaks(&canaries, &recorder.text()).len(), 4);
    let printed = format!("{:?}", Some(PASSWORD));
    assert_eq!(
        leaks(&[("password".to_owned(), PASSWORD.to_owned())], &printed),
        ["password"]
    );
    let escaped = format!("username={}", USERNAME.replace('@', "%40"));
    assert_eq!(
        leaks(&[("username".to_owned(), USERNAME.to_owned())], &escaped),
        ["username"]
    );
}
