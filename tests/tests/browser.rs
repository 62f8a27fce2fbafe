//! The browser: there and back, from any flow.

use doorstep::{
    BrowserOptions, BrowserReasonKind, BrowserReply, FirstFactors, Misuse, Problem, RedirectUri,
    SignInFlow, SignInStep, StepKind,
};
use doorstep_tests::{
    BOB, BOB_PASSWORD, ErrorExt as _, ResetStepExt as _, SignUpStepExt as _, StepExt as _, Surfer,
    World, as_bob, as_new, jwt_claims, reset_of, todo,
};

const HOME: &str = "doorstep://callback";

/// An app that has no screen for passwords, and a way back.
async fn world() -> World {
    let mut world = World::start().await;
    let config = world.device.config.clone();
    let config = config.redirect_uri(RedirectUri::parse(HOME).unwrap());
    world.device.config = config.first_factors(FirstFactors::Code);
    world
}

/// Bob in front of the browser.
async fn leaving(world: &World) -> (SignInFlow, BrowserReply) {
    let flow = world.client().sign_in(as_bob()).unwrap();
    let reply = reply_of(flow.start().await.unwrap());
    (flow, reply)
}

fn reply_of(step: SignInStep) -> BrowserReply {
    match step {
        SignInStep::BrowserRequired { reply, .. } => reply,
        other => panic!("{other:?}"),
    }
}

async fn address(reply: &BrowserReply) -> String {
    let url = reply.authorization_url(&BrowserOptions::new()).await;
    url.unwrap().as_str().to_owned()
}

async fn journey(world: &World, reply: &BrowserReply) -> String {
    let url = address(reply).await;
    Surfer::new(world).sign_in(&url, BOB, BOB_PASSWORD).await
}

#[tokio::test]
async fn the_page_signs_in_with_the_scopes_of_the_flow() {
    let world = world().await;
    let (flow, reply) = leaving(&world).await;
    let sent = world.http().sent();
    let callback = journey(&world, &reply).await;
    assert_eq!(world.http().sent(), sent, "the page is the browser's alone");
    let account = reply.complete(&callback).await.account();
    assert_eq!(world.http().sent(), sent + 1);
    assert_eq!(account.claims().unwrap().username(), Some(BOB));
    let token = account.access_token(&todo()).await.unwrap();
    assert_eq!(jwt_claims(&token.secret)["scp"], "ToDo.Read");
    account.refreshed_access_token(&todo()).await.unwrap();
    flow.current().account();
    let late = reply.complete(&callback).await;
    assert_eq!(late.misuse(), Misuse::Finished);
}

#[tokio::test]
async fn the_journey_goes_on_after_the_app_died_behind_the_browser() {
    let world = world().await;
    let (flow, reply) = leaving(&world).await;
    let callback = journey(&world, &reply).await;
    let id = flow.id();
    drop((flow, reply));
    let flow = world.device.resumed(id).await;
    let reply = reply_of(flow.current().unwrap());
    reply.complete(&callback).await.account();
    assert!(world.device.record_names("flow-").await.is_empty());
}

#[tokio::test]
async fn an_address_of_another_journey_is_not_taken() {
    let world = world().await;
    let (_, reply) = leaving(&world).await;
    let sent = world.http().sent();
    let before = reply.complete("doorstep://callback?code=c&state=s").await;
    assert_eq!(before.misuse(), Misuse::StaleStep);
    let first = journey(&world, &reply).await;
    let second = journey(&world, &reply).await;
    for foreign in [
        first.as_str(),
        "doorstep://callback",
        "doorstep://callback?code=c",
        "https://elsewhere.example/?code=c&state=s",
        "nothing",
    ] {
        let refused = reply.complete(foreign).await;
        assert_eq!(refused.misuse(), Misuse::StaleStep, "{foreign}");
    }
    assert_eq!(world.http().sent(), sent);
    reply.complete(&second).await.account();
}

#[tokio::test]
async fn whoever_leaves_the_page_may_go_there_again() {
    let world = world().await;
    let (flow, reply) = leaving(&world).await;
    let sent = world.http().sent();
    let surfer = Surfer::new(&world);
    let page = surfer.named(&address(&reply).await, BOB).await;
    let left = surfer.send(&page, &[("action", "cancel")]).await;
    let cancelled = reply.complete(&left.back().unwrap()).await;
    assert_eq!(cancelled.problem(), Problem::BrowserCancelled);
    assert_eq!(world.http().sent(), sent);
    let kind = flow.current().unwrap().kind();
    assert_eq!(kind, StepKind::BrowserRequired);
    let callback = journey(&world, &reply).await;
    reply.complete(&callback).await.account();
}

#[tokio::test]
async fn whoever_comes_back_too_late_may_go_there_again() {
    let world = world().await;
    let (_, reply) = leaving(&world).await;
    let callback = journey(&world, &reply).await;
    world.advance(1200);
    let late = reply.complete(&callback).await;
    assert_eq!(late.problem(), Problem::BrowserCodeRejected);
    let callback = journey(&world, &reply).await;
    reply.complete(&callback).await.account();
}

#[tokio::test]
async fn without_an_address_to_come_back_to_the_setting_is_named() {
    let world = World::start().await;
    let client = world.client_with(|config| config.first_factors(FirstFactors::Code));
    let flow = client.sign_in(as_bob()).unwrap();
    let reply = reply_of(flow.start().await.unwrap());
    let url = reply.authorization_url(&BrowserOptions::new()).await;
    assert_eq!(url.setting(), doorstep::Setting::RedirectUri);
}

#[tokio::test]
async fn a_sign_up_and_a_reset_come_back_as_sign_ins() {
    let world = world().await;
    let flow = world.client().sign_up(as_new()).unwrap();
    let (reason, reply) = flow.start().await.browser();
    assert_eq!(reason.kind(), BrowserReasonKind::PasswordNotOffered);
    let callback = journey(&world, &reply).await;
    reply.complete(&callback).await.account();
    assert_eq!(flow.current().misuse(), Misuse::Finished);

    let away = r#"{"challenge_type":"redirect"}"#.to_owned();
    let away = doorstep_tests::Tamper::Answer(200, "application/json", away);
    world.http().next(away);
    let flow = world.client().reset_password(reset_of(BOB)).unwrap();
    let (_, reply) = flow.start().await.browser();
    let callback = journey(&world, &reply).await;
    reply.complete(&callback).await.account();
}

#[tokio::test]
async fn the_address_carries_what_protects_the_journey_and_no_secret() {
    let world = world().await;
    let (_, reply) = leaving(&world).await;
    let (first, second) = (address(&reply).await, address(&reply).await);
    assert_ne!(first, second);
    for part in [
        "response_type=code",
        "code_challenge_method=S256",
        "state=",
        "nonce=",
        "login_hint=",
    ] {
        assert!(first.contains(part), "{part}");
    }
    let callback = Surfer::new(&world)
        .sign_in(&second, BOB, BOB_PASSWORD)
        .await;
    reply.complete(&callback).await.account();
    let form = world.http().exchanges().pop().unwrap().form;
    assert!(!first.contains(&form["code_verifier"]));
    assert_eq!(form["redirect_uri"], HOME);
}
