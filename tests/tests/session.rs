//! The session after a sign-in: access tokens and refreshes.

use std::collections::BTreeSet;

use doorstep::ports::http::HttpFault;
use doorstep::{Account, Claims, Misuse, Problem, Reason, Scopes, SignInOptions};
use doorstep_sandbox::model::{Fault, NewUser, Resource};
use doorstep_tests::{BOB, ErrorExt as _, StepExt as _, TODO, Tamper, World, jwt_claims, todo};
use tokio::task::JoinSet;

const TOKEN: &str = "oauth2/v2.0/token";
const NOTES: &str = "api://notes/Notes.Write";
const DORA: &str = "dora@contoso.example";

/// A second protected API with consent.
fn add_notes(world: &World) {
    world.registrations(|apps| {
        apps.resources.push(Resource {
            uri: "api://notes".to_owned(),
            scopes: vec!["Notes.Write".to_owned()],
        });
    });
    world.app(|app| app.consented.push(NOTES.to_owned()));
}

async fn token(account: &Account) -> String {
    let token = account.access_token(&Scopes::none()).await.unwrap();
    token.secret.expose().to_owned()
}

#[tokio::test]
async fn the_access_token_of_the_sign_in_is_used_until_it_is_old() {
    let world = World::start().await;
    let account = world.bob().await;
    let first = token(&account).await;
    assert_eq!(token(&account).await, first);
    world.advance(3290);
    assert_eq!(token(&account).await, first);
    assert_eq!(world.http().sent(), 3);
    world.advance(20);
    let second = token(&account).await;
    assert_ne!(second, first);
    assert_eq!(world.http().sent(), 4);
    let form = &world.http().exchanges()[3].form;
    assert_eq!(form["grant_type"], "refresh_token");
    let merged = format!("openid profile offline_access {TODO}");
    assert_eq!(form["scope"], merged);
}

#[tokio::test]
async fn a_refresh_can_be_asked_for() {
    let world = World::start().await;
    let account = world.bob().await;
    let first = token(&account).await;
    let renewed = account.refreshed_access_token(&todo()).await.unwrap();
    assert_ne!(renewed.secret.expose(), first);
    assert_eq!(token(&account).await, renewed.secret.expose());
    assert_eq!(world.http().sent(), 4);
}

#[tokio::test]
async fn a_hundred_callers_of_an_expired_token_share_one_refresh() {
    let world = World::start().await;
    let account = world.bob().await;
    world.advance(3600);
    let mut callers = JoinSet::new();
    for _ in 0..100 {
        let account = account.clone();
        callers.spawn(async move { token(&account).await });
    }
    let tokens: BTreeSet<_> = callers.join_all().await.into_iter().collect();
    assert_eq!(tokens.len(), 1);
    assert_eq!(world.http().sent(), 4);
    assert_eq!(world.journal().len(), 4);
}

#[tokio::test]
async fn many_callers_who_want_a_new_token_share_one_refresh() {
    let world = World::start().await;
    let account = world.bob().await;
    let old = token(&account).await;
    let mut callers = JoinSet::new();
    for _ in 0..20 {
        let account = account.clone();
        callers.spawn(async move { account.refreshed_access_token(&todo()).await });
    }
    for outcome in callers.join_all().await {
        assert_ne!(outcome.unwrap().secret.expose(), old);
    }
    assert_eq!(world.http().sent(), 4);
}

#[tokio::test]
async fn many_callers_share_the_failure_of_one_refresh() {
    let world = World::start().await;
    let account = world.bob().await;
    world.advance(3600);
    world.http().next(Tamper::LoseAnswer(HttpFault::TimedOut));
    let mut callers = JoinSet::new();
    for _ in 0..20 {
        let account = account.clone();
        callers.spawn(async move { account.access_token(&todo()).await });
    }
    for outcome in callers.join_all().await {
        assert_eq!(outcome.later().0, Reason::NoAnswer);
    }
    assert_eq!(world.http().sent(), 4);
    token(&account).await;
}

#[tokio::test]
async fn a_revoked_session_is_signed_out_for_good() {
    let world = World::start().await;
    let account = world.bob().await;
    world.control().revoke(BOB).unwrap();
    world.advance(3600);
    let mut callers = JoinSet::new();
    for _ in 0..10 {
        let account = account.clone();
        callers.spawn(async move { account.access_token(&todo()).await });
    }
    for outcome in callers.join_all().await {
        assert_eq!(outcome.misuse(), Misuse::SignedOut);
    }
    assert_eq!(world.http().sent(), 4);
    assert!(world.client().accounts().await.unwrap().is_empty());
    assert!(world.device.record_names("session-").await.is_empty());
}

#[tokio::test]
async fn a_refresh_token_that_expired_signs_out() {
    let world = World::start().await;
    world.policies(|policies| policies.lifetimes.refresh_token = 7200);
    let account = world.bob().await;
    world.advance(7200);
    let refused = account.access_token(&todo()).await;
    assert_eq!(refused.misuse(), Misuse::SignedOut);
}

#[tokio::test]
async fn a_policy_that_wants_more_keeps_the_session() {
    let world = World::start().await;
    let account = world.bob().await;
    world.demand_mfa_of_all();
    world.advance(3600);
    let refused = account.access_token(&todo()).await;
    assert_eq!(refused.problem(), Problem::InteractionRequired);
    assert_eq!(world.client().accounts().await.unwrap().len(), 1);
    world.policies(|policies| policies.conditional_access.clear());
    token(&account).await;
}

#[tokio::test]
async fn a_network_that_fails_keeps_the_session() {
    let world = World::start().await;
    let account = world.bob().await;
    world.advance(3600);
    let broken = [
        Fault {
            drop: true,
            ..Fault::of(TOKEN)
        },
        Fault {
            status: Some(503),
            ..Fault::of(TOKEN)
        },
        Fault {
            status: Some(429),
            retry_after: Some(3),
            ..Fault::of(TOKEN)
        },
    ];
    let reasons = [
        Reason::NoAnswer,
        Reason::ServerUnavailable,
        Reason::Throttled,
    ];
    for (fault, expected) in broken.into_iter().zip(reasons) {
        world.fault(fault);
        let (reason, _) = account.access_token(&todo()).await.later();
        assert_eq!(reason, expected);
    }
    assert_eq!(world.http().sent(), 6);
    token(&account).await;
}

#[tokio::test]
async fn no_failure_of_the_network_or_the_service_signs_anybody_out() {
    let world = World::start().await;
    let account = world.bob().await;
    world.advance(3600);
    for case in crate::faults::cases() {
        let endpoint = TOKEN.to_owned();
        world.fault(Fault {
            endpoint,
            ..case.fault
        });
        let error = account.refreshed_access_token(&todo()).await.error();
        assert_eq!(error.info().code, case.code);
        assert_eq!(world.client().accounts().await.unwrap().len(), 1);
    }
    for fault in [
        HttpFault::NotSent,
        HttpFault::TimedOut,
        HttpFault::Untrusted,
    ] {
        // A request that never left is sent once more.
        world.http().next(Tamper::Fail(fault));
        world.http().next(Tamper::Fail(fault));
        assert!(account.access_token(&todo()).await.is_err(), "{fault:?}");
        if fault != HttpFault::NotSent {
            assert!(account.access_token(&todo()).await.is_err(), "{fault:?}");
        }
        assert_eq!(world.client().accounts().await.unwrap().len(), 1);
    }
    token(&account).await;
    let again = world.client().accounts().await.unwrap().remove(0);
    token(&again).await;
}

#[tokio::test]
async fn tokens_of_two_resources_live_side_by_side() {
    let world = World::start().await;
    add_notes(&world);
    let account = world.bob().await;
    let notes: Scopes = NOTES.parse().unwrap();
    let first = account.access_token(&notes).await.unwrap();
    assert_eq!(jwt_claims(&first.secret)["aud"], "api://notes");
    assert_eq!(world.http().sent(), 4);
    let again = account.access_token(&notes).await.unwrap();
    let other = account.access_token(&todo()).await.unwrap();
    assert_eq!(again.secret, first.secret);
    assert_eq!(jwt_claims(&other.secret)["aud"], "api://todo");
    assert_eq!(world.http().sent(), 4);
}

#[tokio::test]
async fn a_resource_without_consent_keeps_the_session() {
    let world = World::start().await;
    add_notes(&world);
    world.app(|app| app.consented.retain(|scope| scope != NOTES));
    let account = world.bob().await;
    let refused = account.access_token(&NOTES.parse().unwrap()).await;
    assert_eq!(refused.setting(), doorstep::Setting::Consent);
    token(&account).await;
}

#[tokio::test]
async fn a_refresh_whose_answer_was_lost_can_be_done_again() {
    let world = World::start().await;
    let account = world.bob().await;
    world.http().next(Tamper::LoseAnswer(HttpFault::Lost));
    let (reason, _) = account.refreshed_access_token(&todo()).await.later();
    assert_eq!(reason, Reason::NoAnswer);
    account.refreshed_access_token(&todo()).await.unwrap();
    assert_eq!(world.http().sent(), 5);
}

#[tokio::test]
async fn the_second_factor_of_a_sign_in_counts_for_its_refreshes() {
    let world = World::start().await;
    let user = NewUser::with_password(DORA, "Explorer-2000");
    world.add(user.method(doorstep_sandbox::model::Channel::Sms, "+15550100777"));
    let claims = Claims::authentication_context(3).unwrap();
    let options = SignInOptions::new(DORA).scopes(todo()).claims(claims);
    let flow = world.client().sign_in(options).unwrap();
    let reply = flow.start().await.password();
    let (methods, reply) = reply.submit("Explorer-2000").await.mfa();
    let (_, reply) = reply.choose(&methods[0].id).await.mfa_code();
    let account = reply.submit(world.code_of(DORA)).await.account();
    world.demand_mfa_of_all();
    world.advance(3600);
    token(&account).await;
}
