//! `doorstep sign-in`.

use serde_json::Value;

use doorstep_sandbox::Config;
use doorstep_sandbox::model::{Fault, Faults, Throttle};

use crate::process::{Talk, run};
use crate::stage::{ADA, ADA_PASSWORD, BOB, BOB_PASSWORD, CLEO, Stage};

#[tokio::test]
async fn a_wrong_password_is_asked_for_again() {
    let stage = Stage::set().await;
    let typed = format!("not-it\n{BOB_PASSWORD}\n");
    let ended = run(stage.sign_in(BOB), &typed).await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    assert_eq!(ended.stdout, "Signed in: Bob\n");
    assert!(ended.stderr.contains("The password is not right."));
    assert_eq!(ended.stderr.matches("Password: ").count(), 2);
    for secret in ["not-it", BOB_PASSWORD] {
        assert!(!ended.stdout.contains(secret) && !ended.stderr.contains(secret));
    }
}

#[tokio::test]
async fn the_username_is_asked_for_when_it_is_not_given() {
    let stage = Stage::set().await;
    let typed = format!("{BOB}\n{BOB_PASSWORD}\n");
    let ended = run(stage.command("sign-in"), &typed).await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
    assert!(ended.stderr.contains("Username: "));
}

#[tokio::test]
async fn a_second_factor_is_chosen_by_number_or_channel_and_a_wrong_code_asked_for_again() {
    for choice in ["1", "email"] {
        let stage = Stage::set().await;
        let mut talk = Talk::begin(stage.sign_in_json(ADA));
        assert_eq!(talk.json().await["step"], "password_required");
        talk.type_line(ADA_PASSWORD).await;
        let step = talk.json().await;
        assert_eq!(step["step"], "mfa_required");
        assert_eq!(step["methods"].as_array().unwrap().len(), 2);
        talk.type_line("7").await;
        talk.type_line(choice).await;
        let step = talk.json().await;
        assert_eq!(step["step"], "mfa_code_required");
        assert_eq!(step["code"]["channel"], "email");
        talk.type_line("00000").await;
        let error = &talk.json().await["error"];
        assert_eq!(error["code"], "wrong_code");
        assert_eq!(error["reaction"], "fixable");
        assert_eq!(error["flow_over"], false);
        assert_eq!(error["exit_code"], Value::Null);
        talk.type_line("resend").await;
        assert_eq!(talk.json().await["error"]["code"], "resend_too_soon");
        let code = stage.code_of(ADA);
        talk.type_line(&code).await;
        let step = talk.json().await;
        assert_eq!(step["step"], "signed_in");
        assert_eq!(step["account"]["username"], ADA);
        assert_eq!(step["account"]["durable"], true);
        let ended = talk.end().await;
        assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
        assert!(!ended.stderr.contains(&code) && !ended.stderr.contains(ADA_PASSWORD));
    }
}

#[tokio::test]
async fn another_method_is_chosen_while_a_code_is_waited_for() {
    let stage = Stage::set().await;
    let mut talk = Talk::begin(stage.sign_in_json(ADA));
    for line in [ADA_PASSWORD, "email"] {
        talk.json().await;
        talk.type_line(line).await;
    }
    assert_eq!(talk.json().await["code"]["channel"], "email");
    talk.type_line("other").await;
    talk.type_line("sms").await;
    assert_eq!(talk.json().await["code"]["channel"], "sms");
    talk.type_line(&stage.code_of("+15550100123")).await;
    assert_eq!(talk.json().await["step"], "signed_in");
    assert_eq!(talk.end().await.code(), Some(0));
}

#[tokio::test]
async fn a_code_by_email_signs_in() {
    let stage = Stage::set().await;
    let mut talk = Talk::begin(stage.sign_in_json(CLEO));
    let step = talk.json().await;
    assert_eq!(step["step"], "code_required");
    assert_eq!(step["code"]["length"], 8);
    assert_eq!(step["code"]["resend_after_seconds"], 300);
    talk.type_line(&stage.code_of(CLEO)).await;
    assert_eq!(talk.json().await["step"], "signed_in");
    assert_eq!(talk.end().await.code(), Some(0));
}

#[tokio::test]
async fn no_more_answers_end_it_with_3_and_a_hint() {
    let stage = Stage::set().await;
    let ended = run(stage.sign_in(BOB), "").await;
    assert_eq!(ended.code(), Some(3), "{}", ended.stderr);
    assert!(
        ended.stderr.contains("doorstep resume "),
        "{}",
        ended.stderr
    );
    assert!(ended.stdout.is_empty());
    let ended = run(stage.sign_in_json(BOB), "").await;
    assert_eq!(ended.code(), Some(3));
    assert_eq!(ended.json()[1]["error"]["exit_code"], 3);
}

#[tokio::test]
async fn an_unknown_user_ends_it_with_3() {
    let stage = Stage::set().await;
    let ended = run(stage.sign_in_json("nobody@contoso.example"), "").await;
    assert_eq!(ended.code(), Some(3), "{}", ended.stderr);
    let error = &ended.json()[0]["error"];
    assert_eq!(error["code"], "user_not_found");
    assert_eq!(error["server_code"], 50034);
    assert_eq!(error["advice"], "Check the name, or sign up.");
    assert_eq!(error["exit_code"], 3);
    assert_eq!(error["flow_over"], true);
}

#[tokio::test]
async fn what_time_can_correct_ends_it_with_4() {
    let stage = Stage::set().await;
    let mut policies = stage.control().policies();
    policies.throttle = Throttle {
        requests_per_second: Some(0),
        retry_after: 5,
        ..Throttle::default()
    };
    stage.control().set_policies(policies).unwrap();
    let ended = run(stage.sign_in_json(BOB), "").await;
    assert_eq!(ended.code(), Some(4), "{}", ended.stderr);
    let error = &ended.json()[0]["error"];
    assert_eq!(error["reaction"], "later");
    assert_eq!(error["retry_after_seconds"], 5);
    assert!(
        ended.stderr.contains("Try again in 5 seconds."),
        "{}",
        ended.stderr
    );
}

#[tokio::test]
async fn an_answer_that_is_lost_ends_it_with_4_and_a_hint() {
    let stage = Stage::set().await;
    let faults = vec![Fault {
        drop: true,
        ..Fault::of("oauth2/v2.0/token")
    }];
    stage.control().set_faults(Faults { faults }).unwrap();
    let ended = run(stage.sign_in(BOB), &format!("{BOB_PASSWORD}\n")).await;
    assert_eq!(ended.code(), Some(4), "{}", ended.stderr);
    assert!(ended.stderr.contains("doorstep resume "));
}

#[tokio::test]
async fn a_flow_that_is_gone_ends_it_with_5() {
    let stage = Stage::set().await;
    let mut talk = Talk::begin(stage.sign_in_json(BOB));
    talk.json().await;
    stage.control().advance_clock(601);
    talk.type_line(BOB_PASSWORD).await;
    let error = &talk.json().await["error"];
    assert_eq!(error["reaction"], "misuse");
    assert_eq!(error["code"], "flow_expired");
    assert_eq!(talk.end().await.code(), Some(5));
}

#[tokio::test]
async fn a_sign_in_that_needs_a_browser_ends_it_with_7() {
    let stage = Stage::set().await;
    let mut command = stage.sign_in_json(ADA);
    command.arg("--no-mfa");
    let ended = run(command, &format!("{ADA_PASSWORD}\n")).await;
    assert_eq!(ended.code(), Some(7), "{}", ended.stderr);
    let lines = ended.json();
    assert_eq!(lines[1]["step"], "browser_required");
    assert_eq!(lines[1]["reason"], "MissingMfaCapability");
    let error = &lines[2]["error"];
    assert!(error["advice"].as_str().unwrap().contains("--no-mfa"));
    assert!(!error["summary"].as_str().unwrap().contains("--no-mfa"));
    let mut command = stage.sign_in(BOB);
    command.args(["--offer", "code"]);
    let ended = run(command, "").await;
    assert_eq!(ended.code(), Some(7));
    assert!(
        ended.stderr.contains("signs in with a password"),
        "{}",
        ended.stderr
    );
}

#[tokio::test]
async fn what_is_misconfigured_ends_it_with_1_and_says_what_to_change() {
    let stage = Stage::set().await;
    let mut apps = stage.control().apps();
    apps.apps[0].native_authentication = false;
    stage.control().set_apps(apps).unwrap();
    let ended = run(stage.sign_in(BOB), "").await;
    assert_eq!(ended.code(), Some(1));
    assert!(
        ended.stderr.contains("Enable native authentication"),
        "{}",
        ended.stderr
    );
}

#[tokio::test]
async fn a_context_asks_for_a_second_factor() {
    let stage = Stage::set().await;
    let mut command = stage.sign_in_json(BOB);
    command.args(["--context", "3", "--no-registration"]);
    let ended = run(command, &format!("{BOB_PASSWORD}\n")).await;
    assert_eq!(ended.code(), Some(7));
    assert_eq!(ended.json()[1]["reason"], "MissingRegistrationCapability");
}

#[tokio::test]
async fn a_tenant_with_tls_is_trusted_by_its_file_alone() {
    let config = Config {
        tls: true,
        ..Config::default()
    };
    let stage = Stage::with(config).await;
    let ended = run(stage.sign_in_json(BOB), "").await;
    assert_eq!(ended.code(), Some(1), "{}", ended.stderr);
    assert_eq!(ended.json()[0]["error"]["code"], "untrusted_server");
    let file = stage.scratch.path().join("ca.pem");
    std::fs::write(&file, stage.sandbox.ca_pem().unwrap()).unwrap();
    let mut command = stage.sign_in_json(BOB);
    command.arg("--ca").arg(&file);
    let ended = run(command, &format!("{BOB_PASSWORD}\n")).await;
    assert_eq!(ended.code(), Some(0), "{}", ended.stderr);
}
