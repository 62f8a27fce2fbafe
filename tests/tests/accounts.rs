//! Accounts: several of them, over the end of the process, and signing out.

use doorstep::{Account, AccountId, Authority, Config, Misuse, Scopes};
use doorstep_tests::{
    ADA, BOB, BOB_PASSWORD, ErrorExt as _, StepExt as _, World, as_bob, jwt_claims, todo,
};

const OTHER_APP: &str = "33333333-3333-4333-8333-333333333333";

async fn token(account: &Account) -> String {
    let token = account.access_token(&Scopes::none()).await.unwrap();
    token.secret.expose().to_owned()
}

#[tokio::test]
async fn accounts_from_one_client_share_one_refresh() {
    let world = World::start().await;
    let client = world.client();
    let options = as_bob().password(BOB_PASSWORD);
    let handed_out = client.sign_in(options).unwrap().start().await.account();
    let listed = client.accounts().await.unwrap().remove(0);
    world.advance(3600);
    let (one, other) = tokio::join!(token(&handed_out), token(&listed));
    assert_eq!(one, other);
    assert_eq!(world.http().sent(), 4);
}

#[tokio::test]
async fn two_accounts_live_side_by_side() {
    let world = World::start().await;
    let (ada, bob) = (world.ada().await, world.bob().await);
    assert_ne!(ada, bob);
    let client = world.client();
    let mut names: Vec<_> = names_of(&client.accounts().await.unwrap());
    names.sort();
    assert_eq!(names, [ADA, BOB]);
    bob.sign_out().await.unwrap();
    assert_eq!(names_of(&world.client().accounts().await.unwrap()), [ADA]);
    world.advance(3600);
    let token = ada.access_token(&todo()).await.unwrap();
    assert_eq!(
        jwt_claims(&token.secret)["oid"],
        ada.id().object_id.as_str()
    );
}

fn names_of(accounts: &[Account]) -> Vec<String> {
    let name = |account: &Account| account.claims().unwrap().username().unwrap().to_owned();
    accounts.iter().map(name).collect()
}

#[tokio::test]
async fn signing_out_removes_the_record_and_every_handle_notices() {
    let world = World::start().await;
    let account = world.bob().await;
    let clone = account.clone();
    assert_eq!(world.device.record_names("session-").await.len(), 1);
    account.sign_out().await.unwrap();
    assert!(world.device.record_names("").await.is_empty());
    let refused = clone.access_token(&todo()).await;
    assert_eq!(refused.misuse(), Misuse::SignedOut);
    assert_eq!(world.http().sent(), 3);
    account.sign_out().await.unwrap();
}

#[tokio::test]
async fn a_sign_out_during_a_refresh_wins() {
    let world = World::start().await;
    let account = world.bob().await;
    let gate = world.http().hold_next_answer();
    let refreshing = account.clone();
    let call = tokio::spawn(async move { refreshing.refreshed_access_token(&todo()).await });
    world.http().until_answered(4).await;
    account.sign_out().await.unwrap();
    gate.notify_one();
    let outcome = call.await.unwrap();
    assert_eq!(outcome.misuse(), Misuse::SignedOut);
    assert!(world.device.record_names("").await.is_empty());
}

#[tokio::test]
async fn a_new_process_keeps_the_account_and_its_tokens() {
    let world = World::start().await;
    let before: (AccountId, String) = {
        let account = world.bob().await;
        (account.id(), token(&account).await)
    };
    let accounts = world.client().accounts().await.unwrap();
    let [account] = accounts.as_slice() else {
        panic!("{accounts:?}")
    };
    assert!(account.is_durable());
    assert_eq!((account.id(), token(account).await), before);
    assert_eq!(world.http().sent(), 3);
    world.advance(3600);
    let renewed = token(account).await;
    let accounts = world.client().accounts().await.unwrap();
    assert_eq!(token(&accounts[0]).await, renewed);
    assert_eq!(world.http().sent(), 4);
}

#[tokio::test]
async fn signing_in_again_replaces_the_session_in_every_handle() {
    let world = World::start().await;
    let client = world.client();
    let options = || as_bob().password(BOB_PASSWORD);
    let old = client.sign_in(options()).unwrap().start().await.account();
    let first = token(&old).await;
    let new = client.sign_in(options()).unwrap().start().await.account();
    assert_eq!(old, new);
    assert_ne!(token(&old).await, first);
    assert_eq!(token(&old).await, token(&new).await);
    assert_eq!(world.device.record_names("session-").await.len(), 1);
}

#[tokio::test]
async fn apps_that_share_a_store_leave_each_others_records_alone() {
    let world = World::start().await;
    world.bob().await;
    let flow = world.client().sign_in(as_bob()).unwrap();
    flow.start().await.password();
    let before = world.device.record_names("").await;
    let authority = Authority::for_development(world.sandbox.tenant()).unwrap();
    let other = Config::with_authority(authority, OTHER_APP).unwrap();
    let other = world.device.client_of(&other);
    assert!(other.pending().await.unwrap().is_empty());
    assert!(other.accounts().await.unwrap().is_empty());
    let not_its_own = other.resume(flow.id()).await;
    assert_eq!(not_its_own.misuse(), Misuse::Finished);
    assert_eq!(world.device.record_names("").await, before);
    world.device.resumed(flow.id()).await;
    assert_eq!(world.client().accounts().await.unwrap().len(), 1);
}
