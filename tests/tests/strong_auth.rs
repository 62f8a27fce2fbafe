//! Registering a strong-auth method in the middle of a sign-in.

use doorstep::{
    Channel, MethodId, Misuse, Problem, Reason, RegistrationMethod, RegistrationReply, SignInFlow,
    SignInOptions,
};
use doorstep_sandbox::model::{Channel as SentBy, NewUser};
use doorstep_tests::{ErrorExt as _, StepExt as _, World, jwt_claims, todo};

const DORA: &str = "dora@contoso.example";
const PASSWORD: &str = "Explorer-2000";
const PHONE: &str = "+15550100177";

/// Dora, who has a password, no method, and a policy that wants a second factor.
async fn registering(world: &World) -> (SignInFlow, Vec<RegistrationMethod>, RegistrationReply) {
    world.add(NewUser::with_password(DORA, PASSWORD).group("mfa"));
    let options = SignInOptions::new(DORA).password(PASSWORD).scopes(todo());
    let flow = world.client().sign_in(options).unwrap();
    let (methods, reply) = flow.start().await.registration();
    (flow, methods, reply)
}

fn id(methods: &[RegistrationMethod], channel: &Channel) -> MethodId {
    let method = methods.iter().find(|method| method.channel == *channel);
    method.expect("a method of that channel").id.clone()
}

#[tokio::test]
async fn a_phone_is_registered_with_seven_requests_and_asked_for_the_next_time() {
    let world = World::start().await;
    let (_, methods, reply) = registering(&world).await;
    let known = methods.iter().map(|method| method.known_contact.as_deref());
    assert_eq!(known.collect::<Vec<_>>(), [Some(DORA), None]);
    let sms = id(&methods, &Channel::Sms);
    let (code, reply) = reply
        .register(&sms, "+1 (555) 010-0177")
        .await
        .registration_code();
    assert_eq!(code.channel, Channel::Sms);
    let account = reply.submit(world.code_of(PHONE)).await.account();
    // Initiate, challenge, token; introspect, challenge, continue, token.
    assert_eq!(world.http().sent(), 7);
    let token = account.access_token(&todo()).await.unwrap();
    assert_eq!(jwt_claims(&token.secret)["scp"], "ToDo.Read");

    let again = world
        .client()
        .sign_in(SignInOptions::new(DORA).password(PASSWORD));
    let (methods, _) = again.unwrap().start().await.mfa();
    assert_eq!(methods.len(), 1);
    assert_eq!(methods[0].channel, Channel::Sms);
}

#[tokio::test]
async fn a_contact_that_is_none_or_blocked_keeps_the_step() {
    let world = World::start().await;
    let (_, methods, reply) = registering(&world).await;
    let (email, sms) = (id(&methods, &Channel::Email), id(&methods, &Channel::Sms));
    let wrong = reply.register(&sms, "+123").await;
    assert_eq!(wrong.problem(), Problem::ContactRejected);
    let wrong = reply.register(&email, "not an address").await;
    assert_eq!(wrong.problem(), Problem::ContactRejected);
    let blocked = reply.register(&sms, "+19005550100").await;
    assert_eq!(blocked.problem(), Problem::MethodBlocked);
    assert!(world.control().mailbox(None, None).is_empty());

    let sent = world.http().sent();
    let unknown = reply.register(&MethodId::new("passkey"), PHONE).await;
    assert_eq!(unknown.problem(), Problem::UnknownMethod);
    let blank = reply.register(&sms, " - ").await;
    assert_eq!(blank.problem(), Problem::BlankContact);
    assert_eq!(world.http().sent(), sent);

    let (_, reply) = reply.register(&sms, PHONE).await.registration_code();
    reply.submit(world.code_of(PHONE)).await.account();
}

#[tokio::test]
async fn a_region_that_the_tenant_closed_is_told_apart_from_a_bad_reputation() {
    let world = World::start().await;
    world.policies(|policies| policies.sms.closed_regions = vec!["+44".to_owned()]);
    let (_, methods, reply) = registering(&world).await;
    let sms = id(&methods, &Channel::Sms);
    let closed = reply.register(&sms, "+447700900123").await;
    assert_eq!(closed.problem(), Problem::ContactDisallowed);
}

#[tokio::test]
async fn a_wrong_code_keeps_the_step_and_another_contact_voids_it() {
    let world = World::start().await;
    let (flow, methods, reply) = registering(&world).await;
    let (email, sms) = (id(&methods, &Channel::Email), id(&methods, &Channel::Sms));
    let (_, first) = reply.register(&sms, PHONE).await.registration_code();
    let wrong = first.submit(world.wrong_code(PHONE)).await;
    assert_eq!(wrong.problem(), Problem::WrongCode);
    let (reason, wait) = first.resend().await.later();
    assert_eq!(reason, Reason::ResendTooSoon);
    assert!(wait.is_some());
    let (reason, _) = first.register(&sms, "+1 555 0100177").await.later();
    assert_eq!(reason, Reason::ResendTooSoon);

    let other = first.register(&email, "dora@home.example").await;
    let (code, second) = other.registration_code();
    assert_eq!(code.channel, Channel::Email);
    assert_eq!(
        first.submit(world.code_of(PHONE)).await.misuse(),
        Misuse::StaleStep
    );
    let _account = second
        .submit(world.code_of("dora@home.example"))
        .await
        .account();
    assert_eq!(
        flow.current().account().claims().unwrap().username(),
        Some(DORA)
    );
}

#[tokio::test]
async fn a_registration_goes_on_after_the_process_died() {
    let world = World::start().await;
    let (flow, methods, _) = registering(&world).await;
    let sms = id(&methods, &Channel::Sms);
    let resumed = world.device.resumed(flow.id()).await;
    let (_, reply) = resumed.current().registration();
    let _sent = reply.register(&sms, PHONE).await.registration_code();
    let resumed = world.device.resumed(flow.id()).await;
    let (_, reply) = resumed.current().registration_code();
    let account = reply.submit(world.code_of(PHONE)).await.account();
    let token = account.access_token(&todo()).await.unwrap();
    assert_eq!(jwt_claims(&token.secret)["scp"], "ToDo.Read");
    assert_eq!(world.control().mailbox(None, Some(SentBy::Sms)).len(), 1);
}
