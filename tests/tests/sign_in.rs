//! Sign-in with a password.

use doorstep::{Landing, Misuse, Problem, Reason, SignInOptions, StepKind};
use doorstep_sandbox::model::NewUser;
use doorstep_tests::{
    ADA, ADA_PASSWORD, BOB, BOB_PASSWORD, ErrorExt as _, StepExt as _, World, as_ada, as_bob,
    jwt_claims,
};

const ONE_FACTOR: [&str; 3] = ["initiate", "challenge", "token"];

/// What both ends say about the requests so far.
fn assert_requests(world: &World, endpoints: &[&str]) {
    assert_eq!(world.http().endpoints(), endpoints);
    let journal = world.journal();
    let paths = journal.iter().map(|entry| entry.path.as_str());
    let paths: Vec<_> = paths.filter_map(|path| path.rsplit('/').next()).collect();
    assert_eq!(paths, endpoints);
}

#[tokio::test]
async fn a_password_given_ahead_signs_in_with_three_requests() {
    let world = World::start().await;
    let options = as_bob().password(BOB_PASSWORD);
    let flow = world.client().sign_in(options).unwrap();
    let account = flow.start().await.account();
    assert_eq!(account.claims().unwrap().username(), Some(BOB));
    assert_eq!(account.claims().unwrap().name(), Some("Bob"));
    assert_requests(&world, &ONE_FACTOR);
}

#[tokio::test]
async fn a_password_that_is_asked_for_signs_in_with_three_requests() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_bob()).unwrap();
    let reply = flow.start().await.password();
    assert_requests(&world, &ONE_FACTOR[..2]);
    let account = reply.submit(BOB_PASSWORD).await.account();
    assert_eq!(account.claims().unwrap().username(), Some(BOB));
    assert_requests(&world, &ONE_FACTOR);
    assert_eq!(flow.current().unwrap().kind(), StepKind::SignedIn);
}

#[tokio::test]
async fn a_second_factor_makes_it_six_requests() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_ada()).unwrap();
    let reply = flow.start().await.password();
    let (methods, reply) = reply.submit(ADA_PASSWORD).await.mfa();
    let (_, reply) = reply.choose(&methods[0].id).await.mfa_code();
    let account = reply.submit(world.code_of(ADA)).await.account();
    assert_eq!(account.claims().unwrap().username(), Some(ADA));
    let six = [
        "initiate",
        "challenge",
        "token",
        "introspect",
        "challenge",
        "token",
    ];
    assert_requests(&world, &six);
}

#[tokio::test]
async fn the_ids_of_the_id_token_name_the_account() {
    let world = World::start().await;
    let account = world.bob().await;
    let claims = jwt_claims(&account.id_token());
    assert_eq!(claims["oid"], account.id().object_id.as_str());
    assert_eq!(claims["tid"], account.id().tenant_id.as_str());
    let user = world.control().user(BOB).unwrap();
    assert_eq!(account.id().object_id, user.id.to_string());
}

#[tokio::test]
async fn an_alias_signs_in_like_the_address() {
    let world = World::start().await;
    world.add(NewUser {
        alias: Some("dora7".to_owned()),
        ..NewUser::with_password("dora@contoso.example", "Explorer-2000")
    });
    let options = SignInOptions::new("dora7").password("Explorer-2000");
    let account = world.client().sign_in(options).unwrap().start().await;
    let claims = account.account().claims().unwrap();
    assert_eq!(claims.username(), Some("dora@contoso.example"));
}

#[tokio::test]
async fn a_wrong_password_keeps_the_step_and_its_reply() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_bob()).unwrap();
    let reply = flow.start().await.password();
    let error = reply.submit("Builder-2023!").await.error();
    assert_eq!(error.info().landing, Landing::SameStep);
    assert_eq!(error.info().server_code, Some(50126));
    assert_eq!(error.info().correlation_id, Some(flow.correlation_id()));
    assert_eq!(Err::<(), _>(error).problem(), Problem::WrongPassword);
    assert!(!flow.is_uncertain());
    reply.submit(BOB_PASSWORD).await.account();
}

#[tokio::test]
async fn a_wrong_password_given_ahead_leads_to_the_step_that_asks() {
    let world = World::start().await;
    let options = as_bob().password("Builder-2023!");
    let flow = world.client().sign_in(options).unwrap();
    assert_eq!(flow.start().await.problem(), Problem::WrongPassword);
    let reply = flow.current().password();
    reply.submit(BOB_PASSWORD).await.account();
    assert_eq!(world.http().sent(), 4);
}

#[tokio::test]
async fn many_wrong_passwords_lock_the_account_until_the_clock_unlocks_it() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_bob()).unwrap();
    let reply = flow.start().await.password();
    for _ in 0..10 {
        let wrong = reply.submit("Builder-2023!").await;
        assert_eq!(wrong.problem(), Problem::WrongPassword);
    }
    let error = reply.submit(BOB_PASSWORD).await.error();
    assert_eq!(error.info().landing, Landing::SameStep);
    assert_eq!(Err::<(), _>(error).later().0, Reason::LockedOut);
    world.advance(60);
    reply.submit(BOB_PASSWORD).await.account();
}

#[tokio::test]
async fn a_password_that_an_administrator_wants_changed_ends_the_flow() {
    let world = World::start().await;
    world.add(NewUser {
        password_change_required: true,
        ..NewUser::with_password("dora@contoso.example", "Explorer-2000")
    });
    let options = SignInOptions::new("dora@contoso.example").password("Explorer-2000");
    let flow = world.client().sign_in(options).unwrap();
    let error = flow.start().await.error();
    assert_eq!(error.info().landing, Landing::FlowOver);
    let problem = Err::<(), _>(error).problem();
    assert_eq!(problem, Problem::PasswordResetRequired);
    assert_eq!(flow.current().misuse(), Misuse::Finished);
}

#[tokio::test]
async fn an_unknown_user_is_told_apart() {
    let world = World::start().await;
    let options = SignInOptions::new("nobody@contoso.example");
    let flow = world.client().sign_in(options).unwrap();
    assert_eq!(flow.start().await.problem(), Problem::UserNotFound);
    assert_requests(&world, &["initiate"]);
}

#[tokio::test]
async fn a_user_who_is_deleted_in_the_middle_is_not_found() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_bob()).unwrap();
    let reply = flow.start().await.password();
    world.control().remove_user(BOB).unwrap();
    let gone = reply.submit(BOB_PASSWORD).await;
    assert_eq!(gone.problem(), Problem::UserNotFound);
}

#[tokio::test]
async fn a_username_that_the_service_does_not_take_is_the_persons_to_correct() {
    let world = World::start().await;
    let options = SignInOptions::new("bob contoso");
    let flow = world.client().sign_in(options).unwrap();
    assert_eq!(flow.start().await.problem(), Problem::InvalidUsername);
}

#[tokio::test]
async fn what_is_blank_is_refused_without_a_request() {
    let world = World::start().await;
    let client = world.client();
    let blank = client.sign_in(SignInOptions::new("  "));
    assert_eq!(blank.problem(), Problem::InvalidUsername);
    let blank = client.sign_in(as_bob().password(" "));
    assert_eq!(blank.problem(), Problem::BlankPassword);
    assert_eq!(world.http().sent(), 0);
    let reply = client.sign_in(as_bob()).unwrap().start().await.password();
    let blank = reply.submit("").await;
    assert_eq!(blank.problem(), Problem::BlankPassword);
    assert_eq!(world.http().sent(), 2);
}

#[tokio::test]
async fn starting_again_sends_nothing_and_shows_the_step() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_bob()).unwrap();
    let first = flow.start().await.password();
    let again = flow.start().await.password();
    assert_eq!(first.revision(), again.revision());
    assert_eq!(world.http().sent(), 2);
}
