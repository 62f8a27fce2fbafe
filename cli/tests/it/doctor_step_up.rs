//! `doorstep doctor --step-up`: what a step-up by risk needs.

use std::collections::BTreeMap;

use doorstep_sandbox::model::{
    Channel, NewMethod, RiskPurpose, RiskRule, RiskVerdict, Seed, UserChange,
};
use doorstep_sandbox::{Config, GateSettings};
use serde_json::Value;

use crate::process::{doorstep, run};
use crate::stage::{ADA, ADA_PASSWORD, APP, BOB, BOB_PASSWORD, CLEO, Stage};

const CHECKS: [&str; 5] = [
    "strong_method",
    "context_policy",
    "gate",
    "gate_provider",
    "gate_context",
];

/// A tenant with a gate, where Bob has an e-mail method.
async fn stage() -> Stage {
    of_seed(Seed::contoso()).await
}

async fn of_seed(seed: Seed) -> Stage {
    let stage = Stage::with(Config {
        seed,
        gate: Some(GateSettings::default()),
        ..Config::default()
    })
    .await;
    methods(&stage, &[(Channel::Email, BOB)]);
    stage
}

fn methods(stage: &Stage, methods: &[(Channel, &str)]) {
    let one = |(channel, target): &(Channel, &str)| NewMethod {
        channel: *channel,
        target: (*target).to_owned(),
    };
    let change = UserChange {
        methods: Some(methods.iter().map(one).collect()),
        ..UserChange::default()
    };
    stage.control().change_user(BOB, change).unwrap().unwrap();
}

struct Looked {
    lines: BTreeMap<String, Value>,
    code: Option<i32>,
    stdout: String,
}

impl Looked {
    fn verdicts(&self) -> [&str; 5] {
        CHECKS.map(|check| self.lines[check]["verdict"].as_str().unwrap())
    }

    fn change(&self, check: &str) -> &str {
        self.lines[check]["change"].as_str().unwrap()
    }
}

async fn look_as(stage: &Stage, username: &str, password: &str, gate: &str) -> Looked {
    let mut command = doorstep();
    command.args(["doctor", "--json", "--authority", stage.sandbox.tenant()]);
    command.args(["--client-id", APP, "--username", username]);
    command.args(["--step-up", "c3", "--gate", gate]);
    let ended = run(command, &format!("{password}\n")).await;
    let lines = ended.json();
    let checks = lines.iter().filter(|line| line["check"].is_string());
    Looked {
        lines: checks
            .map(|line| (line["check"].as_str().unwrap().to_owned(), line.clone()))
            .collect(),
        code: ended.code(),
        stdout: ended.stdout,
    }
}

async fn look(stage: &Stage) -> Looked {
    let gate = stage.sandbox.gate().unwrap();
    look_as(stage, BOB, BOB_PASSWORD, gate).await
}

#[tokio::test]
async fn where_all_is_set_up_each_part_is_fine_and_no_code_is_sent() {
    let stage = stage().await;
    let looked = look(&stage).await;
    assert_eq!(looked.verdicts(), ["ok"; 5], "{}", looked.stdout);
    assert_eq!(looked.code, Some(0));
    assert!(stage.control().mailbox(None, None).is_empty());
    assert!(!looked.stdout.contains(BOB_PASSWORD), "{}", looked.stdout);
    let calls = stage.control().risk().calls;
    assert!(
        calls
            .iter()
            .any(|call| call.verdict.as_deref() == Some("unknown_session"))
    );
}

#[tokio::test]
async fn an_account_without_a_method_and_one_without_e_mail_are_told_apart() {
    let stage = stage().await;
    methods(&stage, &[]);
    let looked = look(&stage).await;
    assert_eq!(looked.verdicts(), ["wrong", "ok", "ok", "ok", "ok"]);
    assert!(looked.change("strong_method").contains("Register one"));
    methods(&stage, &[(Channel::Sms, "+15550100188")]);
    let looked = look(&stage).await;
    assert_eq!(looked.verdicts()[0], "wrong");
    assert!(looked.change("strong_method").contains("Register e-mail"));
    assert_eq!(looked.code, Some(1));
}

#[tokio::test]
async fn a_policy_that_is_missing_off_or_on_another_context_is_found() {
    for break_it in [
        |policies: &mut doorstep_sandbox::model::Policies| policies.conditional_access.clear(),
        |policies: &mut doorstep_sandbox::model::Policies| {
            policies.conditional_access[1].enabled = false;
        },
        |policies: &mut doorstep_sandbox::model::Policies| {
            let other = "c4".to_owned().try_into().unwrap();
            policies.conditional_access[1].contexts = vec![other];
        },
    ] {
        let stage = stage().await;
        let mut policies = stage.control().policies();
        break_it(&mut policies);
        stage.control().set_policies(policies).unwrap();
        let looked = look(&stage).await;
        let [method, policy, gate, _, context] = looked.verdicts();
        assert_eq!(
            [method, policy, gate, context],
            ["cannot_tell", "wrong", "ok", "cannot_tell"]
        );
        assert!(
            looked
                .change("context_policy")
                .contains("Conditional Access")
        );
    }
}

#[tokio::test]
async fn a_gate_that_is_not_there_asks_nobody_or_demands_another_context_is_found() {
    let stage = stage().await;
    let tenant = stage.sandbox.listening().tenant_by_id.clone();
    let looked = look_as(&stage, BOB, BOB_PASSWORD, &tenant).await;
    let none = ["ok", "ok", "wrong", "cannot_tell", "cannot_tell"];
    assert_eq!(looked.verdicts(), none);

    stage.sandbox.stop_risk().await;
    let looked = look(&stage).await;
    assert_eq!(looked.verdicts(), ["ok", "ok", "ok", "wrong", "ok"]);
    assert!(looked.change("gate_provider").contains("deadline_ms"));

    stage.sandbox.start_risk().await.unwrap();
    let pass = RiskRule::of(RiskVerdict::Pass).purpose(RiskPurpose::Token);
    stage.control().set_risk(pass).unwrap();
    let looked = look(&stage).await;
    assert_eq!(looked.verdicts(), ["ok", "ok", "ok", "wrong", "ok"]);
    assert!(looked.change("gate_provider").contains("unknown sessions"));

    let mut seed = Seed::contoso();
    seed.gate.context = "c9".to_owned().try_into().unwrap();
    let stage = of_seed(seed).await;
    let looked = look(&stage).await;
    assert_eq!(looked.verdicts(), ["ok", "ok", "ok", "wrong", "wrong"]);
    assert!(looked.change("gate_context").contains("step_up.context"));

    stage.sandbox.stop_gate().await;
    let looked = look(&stage).await;
    assert_eq!(looked.verdicts()[2], "cannot_tell");
    assert_eq!(looked.code, Some(0), "an outage is no setting");
}

#[tokio::test]
async fn a_gate_that_answers_202_is_fine_too() {
    let mut seed = Seed::contoso();
    seed.gate.step_up = doorstep_sandbox::model::StepUp::Resubmit;
    let looked = look(&of_seed(seed).await).await;
    assert_eq!(looked.verdicts(), ["ok"; 5], "{}", looked.stdout);
}

#[tokio::test]
async fn what_does_not_show_is_not_claimed() {
    let stage = stage().await;
    let gate = stage.sandbox.gate().unwrap();
    let always = look_as(&stage, ADA, ADA_PASSWORD, gate).await;
    let unclear = ["ok", "cannot_tell", "ok", "ok", "cannot_tell"];
    assert_eq!(always.verdicts(), unclear);
    let by_code = look_as(&stage, CLEO, "-", gate).await;
    assert_eq!(by_code.verdicts(), ["cannot_tell"; 5]);
    let wrong = look_as(&stage, BOB, "wrong", gate).await;
    assert_eq!(wrong.verdicts()[0], "wrong");
    assert_eq!(wrong.verdicts()[1..], ["cannot_tell"; 4]);
    assert!(wrong.change("strong_method").contains("Type it again"));
    let mailbox = stage.control().mailbox(Some(BOB), None);
    assert!(mailbox.is_empty(), "{mailbox:?}");
}

#[tokio::test]
async fn what_cannot_be_looked_at_is_a_mistake_of_the_command_line() {
    let stage = stage().await;
    for (arguments, code) in [
        (&["--step-up", "c3"][..], 2),
        (&["--username", BOB, "--gate", "https://x.example"], 2),
        (&["--username", BOB, "--step-up", "c100"], 2),
        (&["--username", BOB, "--step-up", "c3"], 3),
    ] {
        let mut command = doorstep();
        command.args(["doctor", "--authority", stage.sandbox.tenant()]);
        command.args(["--client-id", APP]).args(arguments);
        let ended = run(command, "").await;
        assert_eq!(ended.code(), Some(code), "{arguments:?}: {}", ended.stderr);
    }
}
