//! The second factor.

use doorstep::{
    Account, BrowserReasonKind, Channel, Landing, MethodId, MfaReply, Misuse, Problem, Reason,
    SignInFlow, SignInOptions,
};
use doorstep_sandbox::model::{Channel as SentBy, NewUser};
use doorstep_tests::{
    ADA, ADA_PASSWORD, ErrorExt as _, StepExt as _, World, as_ada, by, jwt_claims, todo,
};

const ADAS_PHONE: &str = "+15550100123";

/// Ada, before she chooses.
async fn choosing(world: &World) -> (SignInFlow, Vec<doorstep::AuthMethod>, MfaReply) {
    let options = as_ada().password(ADA_PASSWORD);
    let flow = world.client().sign_in(options).unwrap();
    let (methods, reply) = flow.start().await.mfa();
    (flow, methods, reply)
}

async fn scopes_of(account: &Account) -> String {
    let token = account.access_token(&todo()).await.unwrap();
    jwt_claims(&token.secret)["scp"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn each_method_is_offered_with_a_hint_and_signs_in() {
    for (channel, target) in [(Channel::Email, ADA), (Channel::Sms, ADAS_PHONE)] {
        let world = World::start().await;
        let (_, methods, reply) = choosing(&world).await;
        assert_eq!(methods.len(), 2);
        assert!(methods.iter().all(|method| method.hint.contains('*')));
        let (code, reply) = reply.choose(&by(&methods, &channel)).await.mfa_code();
        assert_eq!(code.channel, channel);
        assert!(code.sent_to.contains('*'), "{}", code.sent_to);
        let account = reply.submit(world.code_of(target)).await.account();
        assert_eq!(scopes_of(&account).await, "ToDo.Read");
    }
}

#[tokio::test]
async fn nothing_is_sent_to_anybody_before_a_method_is_chosen() {
    let world = World::start().await;
    let _choosing = choosing(&world).await;
    assert!(world.control().mailbox(None, None).is_empty());
}

#[tokio::test]
async fn a_method_that_was_not_offered_is_refused_without_a_request() {
    let world = World::start().await;
    let (_, _, reply) = choosing(&world).await;
    let sent = world.http().sent();
    let refused = reply.choose(&MethodId::new("made-up")).await;
    assert_eq!(refused.problem(), Problem::UnknownMethod);
    assert_eq!(world.http().sent(), sent);
}

#[tokio::test]
async fn a_wrong_code_keeps_the_step_and_its_reply() {
    let world = World::start().await;
    let (flow, methods, reply) = choosing(&world).await;
    let (_, reply) = reply.choose(&methods[0].id).await.mfa_code();
    let error = reply.submit(world.wrong_code(ADA)).await.error();
    assert_eq!(error.info().landing, Landing::SameStep);
    assert_eq!(Err::<(), _>(error).problem(), Problem::WrongCode);
    assert!(!flow.is_uncertain());
    reply.submit(world.code_of(ADA)).await.account();
}

#[tokio::test]
async fn another_code_waits_for_the_interval_and_makes_the_one_before_void() {
    let world = World::start().await;
    let (_, methods, reply) = choosing(&world).await;
    let (_, reply) = reply.choose(&methods[0].id).await.mfa_code();
    let old = world.code_of(ADA);
    assert_eq!(reply.resend().await.later().0, Reason::ResendTooSoon);
    world.advance(300);
    let (_, reply) = reply.resend().await.mfa_code();
    assert_eq!(reply.submit(old).await.problem(), Problem::WrongCode);
    reply.submit(world.code_of(ADA)).await.account();
}

#[tokio::test]
async fn too_many_codes_are_refused_and_the_last_one_still_works() {
    let world = World::start().await;
    world.policies(|policies| policies.codes.interval = None);
    let (_, methods, reply) = choosing(&world).await;
    let (_, mut reply) = reply.choose(&methods[0].id).await.mfa_code();
    for _ in 1..6 {
        reply = reply.resend().await.mfa_code().1;
    }
    assert_eq!(reply.resend().await.later().0, Reason::TooManyCodes);
    reply.submit(world.code_of(ADA)).await.account();
}

#[tokio::test]
async fn the_method_can_be_changed_while_a_code_is_waited_for() {
    let world = World::start().await;
    let (_, methods, reply) = choosing(&world).await;
    let by_email = by(&methods, &Channel::Email);
    let (_, first) = reply.choose(&by_email).await.mfa_code();
    let emailed = world.code_of(ADA);
    // Another method is no resend: the interval of the first does not hold it up.
    let by_sms = by(&methods, &Channel::Sms);
    let (code, second) = first.choose(&by_sms).await.mfa_code();
    assert_eq!(code.channel, Channel::Sms);
    assert_eq!(
        first.submit(emailed.as_str()).await.misuse(),
        Misuse::StaleStep
    );
    assert_eq!(second.submit(emailed).await.problem(), Problem::WrongCode);
    second.submit(world.code_of(ADAS_PHONE)).await.account();
}

#[tokio::test]
async fn a_number_without_a_good_name_is_blocked_and_another_method_works() {
    let world = World::start().await;
    let dora = "dora@contoso.example";
    let user = NewUser::with_password(dora, "Explorer-2000")
        .method(SentBy::Sms, "+19005550100")
        .method(SentBy::Email, "dora@elsewhere.example")
        .group("mfa");
    world.add(user);
    let options = SignInOptions::new(dora).password("Explorer-2000");
    let flow = world.client().sign_in(options).unwrap();
    let (methods, reply) = flow.start().await.mfa();
    let error = reply.choose(&by(&methods, &Channel::Sms)).await.error();
    assert_eq!(
        error.info().suberror.as_deref(),
        Some("provider_blocked_by_rep")
    );
    assert_eq!(Err::<(), _>(error).problem(), Problem::MethodBlocked);
    assert!(!flow.is_uncertain());
    let (_, reply) = reply
        .choose(&by(&methods, &Channel::Email))
        .await
        .mfa_code();
    let blocked = reply.choose(&by(&methods, &Channel::Sms)).await;
    assert_eq!(blocked.problem(), Problem::MethodBlocked);
    let code = world.code_of("dora@elsewhere.example");
    reply.submit(code).await.account();
}

#[tokio::test]
async fn an_app_without_screens_for_it_is_sent_to_the_browser() {
    let world = World::start().await;
    let client = world.client_with(|config| config.mfa(false));
    let flow = client.sign_in(as_ada().password(ADA_PASSWORD)).unwrap();
    let reason = flow.start().await.browser();
    assert_eq!(reason.kind(), BrowserReasonKind::MissingMfaCapability);
    assert_eq!(world.http().sent(), 3);
}

#[tokio::test]
async fn a_person_without_any_method_goes_to_the_browser_where_the_app_can_not_register_one() {
    let world = World::start().await;
    let dora = "dora@contoso.example";
    world.add(NewUser::with_password(dora, "Explorer-2000").group("mfa"));
    let options = SignInOptions::new(dora).password("Explorer-2000");
    let client = world.client_with(|config| config.registration(false));
    let flow = client.sign_in(options).unwrap();
    let reason = flow.start().await.browser();
    let kind = BrowserReasonKind::MissingRegistrationCapability;
    assert_eq!(reason.kind(), kind);
}

#[tokio::test]
async fn a_method_that_the_tenant_switches_off_meanwhile_is_not_used() {
    let world = World::start().await;
    let (_, methods, reply) = choosing(&world).await;
    world.policies(|policies| policies.second_factors.sms = false);
    let error = reply.choose(&by(&methods, &Channel::Sms)).await.error();
    assert_eq!(error.info().landing, Landing::SameStep);
    let (_, reply) = reply
        .choose(&by(&methods, &Channel::Email))
        .await
        .mfa_code();
    reply.submit(world.code_of(ADA)).await.account();
}

#[tokio::test]
async fn many_wrong_codes_lock_the_account_until_the_clock_unlocks_it() {
    let world = World::start().await;
    let (_, methods, reply) = choosing(&world).await;
    let (_, reply) = reply.choose(&methods[0].id).await.mfa_code();
    let (right, wrong) = (world.code_of(ADA), world.wrong_code(ADA));
    for _ in 0..10 {
        let refused = reply.submit(wrong.as_str()).await;
        assert_eq!(refused.problem(), Problem::WrongCode);
    }
    let locked = reply.submit(right.as_str()).await;
    assert_eq!(locked.later().0, Reason::LockedOut);
    world.advance(60);
    reply.submit(right).await.account();
}
