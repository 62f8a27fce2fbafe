//! Whose tokens are taken in, and under what name.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::page::{Page, parameter};
use super::steps::at_password;
use super::tenant::Answer;
use super::world::*;
use crate::browser::BrowserOptions;
use crate::client::StepUp;
use crate::error::Landing;
use crate::flow::{SignInFlow, SignInStep};
use crate::session::{Account, ClaimsChallenge};
use crate::terms::Scopes;

/// Tokens of somebody else than [`World::account`].
fn tokens_of_grace(nonce: Option<&str>) -> Answer {
    let encoded = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let claims = json!({
        "oid": "o-2", "tid": "t-1", "nonce": nonce, "preferred_username": "grace@contoso.example",
    });
    let granted = json!({
        "token_type": "Bearer", "expires_in": 3600, "access_token": "planted-x",
        "refresh_token": "planted-rt-x", "id_token": format!("e30.{}.planted", encoded(claims)),
    });
    Answer::Json(200, granted)
}

/// A sign-in that proves more for `account`.
fn stepping_up(world: &World, account: &Account) -> SignInFlow {
    let header = r#"Bearer error="insufficient_user_authentication", acr_values="c3""#;
    let challenge = ClaimsChallenge::parse([header]).unwrap().unwrap();
    let more_proof = Answer::error("invalid_grant", "basic_action", 50076);
    world.tenant.script([more_proof]);
    let scopes: Scopes = "api://todo/Read".parse().unwrap();
    match ready(world.client.step_up(account, &scopes, &challenge)) {
        Ok(StepUp::SignIn(flow)) => flow,
        other => panic!("{other:?}"),
    }
}

#[test]
fn who_signs_in_by_the_browser_is_known_by_their_own_name_from_then_on() {
    let world = World::new();
    world.tenant.script([Answer::redirect()]);
    let flow = world.sign_in();
    let Ok(SignInStep::BrowserRequired { reply, .. }) = ready(flow.start()) else {
        panic!("{flow:?}");
    };
    let url = ready(reply.authorization_url(&BrowserOptions::new())).unwrap();
    let nonce = parameter(&url, "nonce");
    world.tenant.script([tokens_of_grace(Some(&nonce))]);
    let callback = Page::default().signs_in(&url);
    let Ok(SignInStep::SignedIn { account }) = ready(reply.complete(&callback)) else {
        panic!("{reply:?}");
    };
    let flow = stepping_up(&world, &account);
    world.tenant.script([]);
    at_password(&flow);
    let opened = world.tenant.journal().into_iter().rev();
    let name = opened
        .into_iter()
        .find_map(|sent| sent.field("username").map(str::to_owned));
    assert_eq!(name.as_deref(), Some("grace@contoso.example"));
}

#[test]
fn a_step_up_takes_nobody_elses_tokens_also_in_another_process() {
    for dies in [false, true] {
        let world = World::new();
        let account = world.account();
        let mut flow = stepping_up(&world, &account);
        let mut reply = at_password(&flow);
        let client = world.next_process();
        if dies {
            flow = resume(&client, flow.id()).unwrap();
            reply = at_password(&flow);
        }
        world.tenant.script([tokens_of_grace(None)]);
        let error = refused(ready(reply.submit(PASSWORD)));
        assert_eq!(error.info().code, "unexpected_reply");
        assert_eq!(error.info().landing, Landing::FlowOver);
        let client = if dies { client } else { world.client.clone() };
        assert_eq!(ready(client.accounts()).unwrap(), [account]);
    }
}

#[test]
fn a_blank_token_in_an_answer_takes_no_tokens_place() {
    let world = World::new();
    let account = world.account();
    let granted = json!({
        "token_type": "Bearer", "expires_in": 3600, "access_token": "planted-x",
        "refresh_token": "", "id_token": "",
    });
    world.tenant.script([Answer::Json(200, granted)]);
    ready(account.refreshed_access_token(&Scopes::none())).unwrap();
    assert!(account.claims().is_some());
    ready(account.refreshed_access_token(&Scopes::none())).unwrap();
    let sent = world.tenant.last();
    assert!(
        sent.field("refresh_token")
            .is_some_and(|token| !token.is_empty())
    );

    let blank = json!({"token_type": "Bearer", "expires_in": 3600, "access_token": ""});
    world.tenant.script([Answer::Json(200, blank)]);
    let outcome = ready(account.refreshed_access_token(&Scopes::none()));
    assert_eq!(code_of(&outcome), "field_missing");
}
