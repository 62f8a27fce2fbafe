//! What other clients of this API get wrong (docs/protocol.md 12.3): one test for each row, in its
//! order.

use doorstep::{
    Account, Attributes, AuthMethod, Channel, Claims, Denier, MethodId, PasswordRule, Problem,
    Reason, SignInAfter, SignInOptions, SignInStep,
};
use doorstep_sandbox::model::{Fault, NewUser};
use doorstep_tests::{
    ADA, ADA_PASSWORD, BOB, BOB_PASSWORD, CLEO, CODE_APP, DORA, DORA_PASSWORD, ErrorExt as _,
    ResetStepExt as _, SignUpStepExt as _, StepExt as _, World, as_ada, as_bob, as_new, by,
    jwt_claims, reset_of, todo,
};

const NEW: &str = "Carpenter-2025";
const CLOSED: &str = "+979123456789";

async fn sign_up(world: &World) -> SignInAfter {
    let flow = world.client().sign_up(as_new().password(DORA_PASSWORD));
    let (_, reply) = flow.unwrap().start().await.code();
    reply.submit(world.code_of(DORA)).await.signed_up()
}

async fn reset(world: &World, username: &str) -> SignInAfter {
    let flow = world.client().reset_password(reset_of(username)).unwrap();
    let (_, reply) = flow.start().await.code();
    let (_, reply) = reply.submit(world.code_of(username)).await.new_password();
    world.patiently(reply.submit(NEW)).await.reset()
}

async fn acrs(account: &Account) -> serde_json::Value {
    let token = account.access_token(&todo()).await.unwrap();
    jwt_claims(&token.secret)["acrs"][0].clone()
}

#[tokio::test]
async fn row_1_the_default_scopes_are_asked_for_whatever_the_app_asks() {
    let world = World::start().await;
    let account = world.bob().await;
    account.refreshed_access_token(&todo()).await.unwrap();
    let next = sign_up(&world).await;
    let account = next.sign_in().start().await.account();
    account.refreshed_access_token(&todo()).await.unwrap();
    let account = reset(&world, BOB).await.sign_in().start().await.account();
    account.refreshed_access_token(&todo()).await.unwrap();
}

#[tokio::test]
async fn row_2_claims_and_scopes_survive_a_second_factor_and_a_registration() {
    let world = World::start().await;
    let c3 = || Claims::authentication_context(3).unwrap();
    let flow = world.client().sign_in(as_ada().claims(c3())).unwrap();
    let reply = flow.start().await.password();
    let (methods, reply) = reply.submit(ADA_PASSWORD).await.mfa();
    let (_, reply) = reply.choose(&by(&methods, &Channel::Sms)).await.mfa_code();
    let account = reply.submit(world.code_of("+15550100123")).await.account();
    assert_eq!(acrs(&account).await, "c3");

    let flow = world.client().sign_in(as_bob().claims(c3())).unwrap();
    let reply = flow.start().await.password();
    let (_, reply) = reply.submit(BOB_PASSWORD).await.registration();
    let (_, reply) = reply
        .register(&MethodId::new("email"), BOB)
        .await
        .registration_code();
    let account = reply.submit(world.code_of(BOB)).await.account();
    assert_eq!(acrs(&account).await, "c3");
}

#[tokio::test]
async fn row_3_every_refusal_has_a_type() {
    let world = World::start().await;
    let flow = world.client().reset_password(reset_of(CLEO)).unwrap();
    assert_eq!(flow.start().await.problem(), Problem::NoPassword);

    world.demand_mfa_of_all();
    let flow = world.client().sign_in(as_bob().password(BOB_PASSWORD));
    let (_, reply) = flow.unwrap().start().await.registration();
    let sms = MethodId::new("sms");
    let closed = reply.register(&sms, CLOSED).await;
    assert_eq!(closed.problem(), Problem::ContactDisallowed);

    let flow = world.client().sign_up(as_new().password(DORA_PASSWORD));
    let (_, reply) = flow.unwrap().start().await.code();
    world.add(NewUser::with_email_code(DORA));
    let taken = reply.submit(world.code_of(DORA)).await;
    assert_eq!(taken.problem(), Problem::UserExists);

    let world = World::start().await.with_app(CODE_APP);
    let flow = world.client().sign_up(as_new()).unwrap();
    let (_, reply) = flow.start().await.code();
    let (_, reply) = reply.submit(world.code_of(DORA)).await.attributes();
    let name = Attributes::new().display_name("Dora");
    let (wanted, _) = reply.submit(name).await.attributes();
    assert_eq!(wanted[0].name, "city");
}

#[tokio::test]
async fn row_4_throttling_and_a_forbidding_edge_can_be_seen() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_bob()).unwrap();
    let reply = flow.start().await.password();
    let struck = |status| Fault {
        status: Some(status),
        retry_after: Some(7),
        ..Fault::of("oauth2/v2.0/token")
    };
    world.fault(struck(429));
    let (reason, wait) = reply.submit(BOB_PASSWORD).await.later();
    assert_eq!(reason, Reason::Throttled);
    assert_eq!(wait.unwrap().as_secs(), 7);
    world.fault(Fault {
        body: Some(doorstep_sandbox::model::BodyKind::Html),
        ..struck(403)
    });
    let forbidden = reply.submit(BOB_PASSWORD).await;
    assert_eq!(forbidden.broken(), doorstep::Area::Edge);
    reply.submit(BOB_PASSWORD).await.account();
}

#[tokio::test]
async fn row_5_a_change_that_has_not_started_is_waited_for() {
    let world = World::start().await;
    world.policies(|policies| {
        policies.password_reset.polls_not_started = 2;
        // More than the five polls after which another client gives up.
        policies.password_reset.polls_in_progress = 6;
    });
    reset(&world, BOB).await.sign_in().start().await.account();
}

#[tokio::test]
async fn row_6_the_interval_reaches_the_app_and_holds_a_resend_back() {
    let world = World::start().await;
    let flow = world.client().sign_up(as_new()).unwrap();
    let (code, reply) = flow.start().await.code();
    assert_eq!(code.resend_after.unwrap().as_secs(), 300);
    assert_eq!(reply.resend().await.later().0, Reason::ResendTooSoon);
    let flow = world.client().reset_password(reset_of(BOB)).unwrap();
    let (code, reply) = flow.start().await.code();
    assert_eq!(code.resend_after.unwrap().as_secs(), 300);
    assert_eq!(reply.resend().await.later().0, Reason::ResendTooSoon);
    let flow = world.client().sign_in(SignInOptions::new(CLEO)).unwrap();
    let (code, reply) = flow.start().await.code();
    assert_eq!(code.resend_after.unwrap().as_secs(), 300);
    assert_eq!(reply.resend().await.later().0, Reason::ResendTooSoon);
}

#[tokio::test]
async fn row_7_a_second_factor_after_a_sign_up_or_a_reset_is_a_step() {
    let world = World::start().await;
    let (methods, reply) = reset(&world, ADA).await.sign_in().start().await.mfa();
    sms(&world, &methods, &reply).await;

    let next = sign_up(&world).await;
    // Before the person goes on, somebody gives the account a method and demands it.
    world.demand_mfa_of_all();
    let dora = world.control().user(DORA).unwrap();
    let method = doorstep_sandbox::model::NewMethod {
        channel: doorstep_sandbox::model::Channel::Sms,
        target: "+15550100123".to_owned(),
    };
    let change = doorstep_sandbox::model::UserChange {
        methods: Some(vec![method]),
        ..Default::default()
    };
    world.control().change_user(&dora.username, change).unwrap();
    let (methods, reply) = next.sign_in().start().await.mfa();
    sms(&world, &methods, &reply).await;
}

async fn sms(world: &World, methods: &[AuthMethod], reply: &doorstep::MfaReply) {
    let sms = by(methods, &Channel::Sms);
    let (_, reply) = reply.choose(&sms).await.mfa_code();
    let step = reply.submit(world.code_of("+15550100123")).await;
    assert!(matches!(step, Ok(SignInStep::SignedIn { .. })), "{step:?}");
}

/// The service says that something is to be verified. A challenge is asked for, as after
/// `credential_required`; where there is none, the flow says that it is over and why.
#[tokio::test]
async fn row_8_a_verification_that_is_required_is_asked_for_and_named_where_there_is_none() {
    let world = World::in_scenario("sign_up_verification").await;
    let flow = world.client().sign_up(as_new().password(DORA_PASSWORD));
    let (_, reply) = flow.unwrap().start().await.code();
    let error = reply.submit(world.code_of(DORA)).await.error();
    assert_eq!(world.http().endpoints().last().unwrap(), "challenge");
    assert_eq!(error.info().code, "verification_required");
    assert_eq!(Err::<(), _>(error).denied(), Denier::Policy);
}

#[tokio::test]
async fn row_9_the_app_knows_how_long_a_step_may_wait() {
    let world = World::start().await;
    let flow = world.client().sign_up(as_new()).unwrap();
    flow.start().await.code();
    let waiting = world.client().pending().await.unwrap();
    assert_eq!(waiting[0].until.since(waiting[0].since).as_secs(), 1800);
    flow.cancel().await;
    let flow = world.client().reset_password(reset_of(BOB)).unwrap();
    let (_, reply) = flow.start().await.code();
    let (until, reply) = reply.submit(world.code_of(BOB)).await.new_password();
    let left = until.unwrap().since(world.device_time());
    assert!((590..=600).contains(&left.as_secs()), "{left:?}");
    // And the window stays as it was while the person looks for a password.
    let short = reply.submit("1").await.problem();
    assert_eq!(short, Problem::PasswordRejected(PasswordRule::TooShort));
    assert_eq!(flow.current().new_password().0, until);
}
