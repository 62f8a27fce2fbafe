//! Conditional Access, over the wire and in the sign-in log.

use doorstep_sandbox::model::{
    AuthContext, ConditionalAccessPolicy, Outcome, Policies, Requirement, Selection,
};

use crate::support::*;

fn everybody() -> ConditionalAccessPolicy {
    ConditionalAccessPolicy {
        name: "Everybody".into(),
        enabled: true,
        users: Selection::everything(),
        groups: Selection::default(),
        apps: Selection::everything(),
        scopes: Selection::everything(),
        contexts: Vec::new(),
        require: Requirement::Mfa,
    }
}

async fn ada_under(policy: ConditionalAccessPolicy) -> Reply {
    let world = world().await;
    let policies = Policies {
        conditional_access: vec![policy],
        ..world.control().policies()
    };
    world.control().set_policies(policies).expect("policies");
    world.with_password(ADA, ADA_PASSWORD, &[]).await
}

#[tokio::test]
async fn a_policy_for_everybody_demands_a_second_factor() {
    assert_eq!(
        ada_under(everybody()).await.error(),
        "invalid_grant/mfa_required 50076"
    );
}

#[tokio::test]
async fn exclusions_win() {
    let out = |names: [&str; 1]| Selection::everything().except(names);
    ada_under(ConditionalAccessPolicy {
        users: out([ADA]),
        ..everybody()
    })
    .await
    .granted();
    ada_under(ConditionalAccessPolicy {
        apps: out([APP]),
        ..everybody()
    })
    .await
    .granted();
    ada_under(ConditionalAccessPolicy {
        scopes: out(["api://todo/ToDo.Read"]),
        ..everybody()
    })
    .await
    .granted();
    let groups = Selection::default().except(["mfa"]);
    ada_under(ConditionalAccessPolicy {
        groups,
        ..everybody()
    })
    .await
    .granted();
}

#[tokio::test]
async fn policy_is_asked_at_the_token_call_only() {
    let world = world().await;
    let start = world.initiate(ADA).await;
    assert_eq!(start.status, 200);
    assert_eq!(
        world.challenge(&start.token()).await.body["challenge_type"],
        "password"
    );
    assert!(world.control().sign_ins().is_empty());
}

#[tokio::test]
async fn the_seeded_context_asks_everybody_who_names_it() {
    let world = world().await;
    world.with_password(BOB, BOB_PASSWORD, &[]).await.granted();
    let c1 = [(
        "claims",
        r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#,
    )];
    world.with_password(BOB, BOB_PASSWORD, &c1).await.granted();
    let c3 = world
        .with_password(BOB, BOB_PASSWORD, &[("claims", C3)])
        .await;
    assert_eq!(c3.error(), "invalid_grant/registration_required 50072");
}

#[tokio::test]
async fn the_sign_in_log_tells_policy_context_and_outcome() {
    let world = world().await;
    world.ada_signed_in(&[("claims", C3)]).await.granted();
    let log = world.control().sign_ins();
    assert_eq!(log.len(), 2);
    assert_eq!(
        (log[0].outcome, log[0].error_code),
        (Outcome::MfaRequired, Some(50076))
    );
    assert_eq!(log[0].policies, ["Second factor for the group mfa"]);
    assert_eq!(
        (log[1].outcome, log[1].error_code, log[1].mfa),
        (Outcome::Granted, None, true)
    );
    assert_eq!(
        log[1]
            .contexts
            .iter()
            .map(AuthContext::as_str)
            .collect::<Vec<_>>(),
        ["c3"]
    );
    assert_eq!(
        log[1].policies,
        [
            "Second factor for the group mfa",
            "Second factor for the context c3"
        ]
    );
    assert_eq!(log[1].grant_type.as_deref(), Some("mfa_oob"));
}
