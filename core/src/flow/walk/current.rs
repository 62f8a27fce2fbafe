//! Several accounts, of which one is current.

use serde_json::json;

use super::steps::at_password;
use super::tenant::Answer;
use super::world::*;
use crate::client::Client;
use crate::flow::SignInStep;
use crate::session::Account;
use crate::terms::Scopes;

/// Somebody else than [`World::account`].
fn other_account(world: &World) -> Account {
    let reply = at_password(&world.sign_in());
    let granted = json!({
        "token_type": "Bearer", "expires_in": 3600, "access_token": "planted-x",
        "refresh_token": "planted-rt-x", "id_token": "e30.eyJvaWQiOiJvLTIiLCJ0aWQiOiJ0LTEifQ.planted",
    });
    world.tenant.script([Answer::Json(200, granted)]);
    match ready(reply.submit(PASSWORD)) {
        Ok(SignInStep::SignedIn { account }) => account,
        other => panic!("{other:?}"),
    }
}

fn current(client: &Client) -> Option<String> {
    let account = ready(client.current_account()).unwrap();
    account.map(|account| account.id().object_id)
}

#[test]
fn nobody_is_current_until_somebody_is_chosen_and_then_across_processes() {
    let world = World::new();
    let (one, other) = (world.account(), other_account(&world));
    assert_eq!(current(&world.client), None);
    ready(world.client.set_current(&other)).unwrap();
    assert_eq!(current(&world.client).as_deref(), Some("o-2"));
    assert_eq!(current(&world.next_process()).as_deref(), Some("o-2"));
    ready(world.client.set_current(&one)).unwrap();
    assert_eq!(current(&world.next_process()).as_deref(), Some("o-1"));
    assert_eq!(world.records.keys("current-").len(), 1);
}

#[test]
fn a_sign_out_forgets_the_choice_and_leaves_the_others_signed_in() {
    let world = World::new();
    let (one, other) = (world.account(), other_account(&world));
    ready(world.client.set_current(&one)).unwrap();
    ready(other.sign_out()).unwrap();
    assert_eq!(current(&world.client).as_deref(), Some("o-1"));
    let other = other_account(&world);
    ready(one.sign_out()).unwrap();
    assert_eq!(current(&world.client), None);
    assert!(ready(other.access_token(&Scopes::none())).is_ok());
    assert_eq!(world.records.keys("current-"), [""; 0]);
    world.account();
    assert_eq!(current(&world.client), None, "also after a sign-in anew");
    assert_eq!(current(&world.next_process()), None);
}

#[test]
fn a_session_that_the_service_ends_is_no_longer_current() {
    let world = World::new();
    let account = world.account();
    ready(world.client.set_current(&account)).unwrap();
    world
        .tenant
        .script([Answer::error("invalid_grant", "", 50173)]);
    drop(ready(account.refreshed_access_token(&Scopes::none())));
    assert_eq!(current(&world.client), None);
    assert_eq!(world.records.keys(""), [""; 0]);
}

#[test]
fn who_is_signed_out_can_not_be_chosen() {
    let world = World::new();
    let account = world.account();
    ready(account.sign_out()).unwrap();
    let outcome = ready(world.client.set_current(&account));
    assert_eq!(code_of(&outcome), "signed_out");
    assert_eq!(current(&world.client), None);
}

#[test]
fn a_sign_out_that_crosses_a_choice_wins() {
    let world = World::new();
    let account = world.account();
    world.records.slow(true);
    let choice = polled(world.client.set_current(&account));
    let sign_out = polled(account.sign_out());
    world.records.slow(false);
    assert_eq!(code_of(&ready(choice)), "signed_out");
    ready(sign_out).unwrap();
    assert_eq!(world.records.keys(""), [""; 0]);
}

#[test]
fn a_locked_store_keeps_the_choice_in_memory() {
    let world = World::new();
    let account = world.account();
    world.records.lock(true);
    let outcome = ready(world.client.set_current(&account));
    assert_eq!(code_of(&outcome), "store_locked");
    world.records.lock(false);
    assert_eq!(current(&world.client).as_deref(), Some("o-1"));
    assert_eq!(current(&world.next_process()), None);
}

#[test]
fn a_sign_out_needs_no_key_to_forget_the_choice() {
    let world = World::new();
    let account = world.account();
    ready(world.client.set_current(&account)).unwrap();
    let next = world.next_process();
    let [account] = ready(next.accounts()).unwrap().try_into().unwrap();
    world.vault.lock(true);
    ready(account.sign_out()).unwrap();
    world.vault.lock(false);
    assert_eq!(current(&next), None);
    assert_eq!(world.records.keys(""), [""; 0]);
}

#[test]
fn a_choice_whose_key_is_gone_is_set_aside_with_the_rest() {
    let world = World::new();
    let account = world.account();
    ready(world.client.set_current(&account)).unwrap();
    world.vault.lose_key();
    let next = world.next_process();
    let lost = ready(next.current_account());
    assert_eq!(code_of(&lost), "key_invalidated");
    assert_eq!(current(&next), None);
    assert_eq!(world.records.keys("current-"), [""; 0]);
}

#[test]
fn a_choice_that_is_made_good_after_a_lock_leaves_no_other_one_behind() {
    let world = World::new();
    let (one, other) = (world.account(), other_account(&world));
    ready(world.client.set_current(&other)).unwrap();
    let next = world.next_process();
    let accounts = ready(next.accounts()).unwrap();
    let one = accounts.iter().find(|account| **account == one).unwrap();
    world.records.lock(true);
    assert_eq!(code_of(&ready(next.set_current(one))), "store_locked");
    world.records.lock(false);
    ready(next.set_current(one)).unwrap();
    assert_eq!(world.records.keys("current-").len(), 1);
    assert_eq!(current(&world.next_process()).as_deref(), Some("o-1"));
}
