//! Sign-ins that work.

use doorstep::transport::ReqwestTransport;
use doorstep::{Channel, SignInOptions, SignInStep};
use doorstep_tests::{StepExt as _, by, todo};

use crate::stage::{PASSWORD, PHONE, Stage, USERNAME};

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
            SignInStep::MfaRequired { reply, .. } => reply.choose(&by(&methods, &channel)).await,
            SignInStep::MfaCodeRequired { reply, .. } => {
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
