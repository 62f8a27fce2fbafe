//! The rules of a store that is locked, damaged, or has lost its key.

use super::steps::{at_mfa, at_password, kind};
use super::world::{PASSWORD, PLANTED, World, code_of, ready, refused, resume, seconds};
use crate::error::{Area, Error, Landing, Reason};
use crate::flow::{MfaReply, SignInFlow, SignInStep, StepKind};
use crate::ports::records::Records as _;
use crate::terms::Scopes;

/// Half an hour, how long a flow waits.
const LIFETIME: u64 = 1_800;

#[test]
fn a_store_that_is_locked_does_not_stop_a_sign_in_and_is_tried_again_at_the_next_step() {
    for lock in [
        (|world, on| world.vault.lock(on)) as fn(&World, bool),
        |world, on| world.records.lock(on),
    ] {
        let world = World::with_mfa();
        lock(&world, true);
        let flow = world.sign_in();
        let reply = at_password(&flow);
        assert!(!flow.is_durable());
        lock(&world, false);
        let step = ready(reply.submit(PASSWORD));
        assert_eq!(kind(&step), StepKind::MfaRequired);
        assert!(flow.is_durable());
        let resumed = resume(&world.next_process(), flow.id()).unwrap();
        assert_eq!(kind(&resumed.current()), StepKind::MfaRequired);
    }
}

#[test]
fn a_locked_store_is_an_answer_of_its_own_and_loses_nothing() {
    let world = World::with_mfa();
    let flow = world.sign_in();
    let _reply = at_mfa(&flow);
    world.tenant.wants(&[]);
    let _account = world.account();
    let there = world.records.keys("");
    for lock in [
        (|world, on| world.vault.lock(on)) as fn(&World, bool),
        |world, on| world.records.lock(on),
    ] {
        lock(&world, true);
        let next = world.next_process();
        let outcomes = [
            resume(&next, flow.id()).map(|_| ()),
            ready(next.pending()).map(|_| ()),
            ready(next.accounts()).map(|_| ()),
        ];
        for outcome in outcomes {
            let Err(Error::Later { reason, .. }) = outcome else {
                panic!("{outcome:?}");
            };
            assert_eq!(reason, Reason::StoreLocked);
        }
        lock(&world, false);
        assert_eq!(world.records.keys(""), there);
        assert_eq!(ready(next.pending()).unwrap().len(), 1);
        assert_eq!(ready(next.accounts()).unwrap().len(), 1);
        assert_eq!(
            kind(&resume(&next, flow.id()).unwrap().current()),
            StepKind::MfaRequired
        );
    }
}

#[test]
fn records_whose_key_is_gone_are_set_aside_and_that_is_told_once() {
    let world = World::new();
    let flow = world.sign_in();
    let _reply = at_password(&flow);
    let _account = world.account();
    world.vault.lose_key();
    let next = world.next_process();
    let error = resume(&next, flow.id()).unwrap_err();
    assert_eq!(error.info().code, "key_invalidated");
    let Error::Broken { area, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(area, Area::Storage);
    assert_eq!(world.records.keys("quarantine-").len(), 2);
    assert_eq!(world.records.keys("").len(), 2);

    assert_eq!(code_of(&resume(&next, flow.id())), "finished");
    assert!(ready(next.pending()).unwrap().is_empty());
    assert!(ready(next.accounts()).unwrap().is_empty());
}

#[test]
fn a_key_that_is_found_gone_while_saving_costs_the_sign_in_nothing_and_is_told_later() {
    let world = World::new();
    let _reply = at_password(&world.sign_in());
    world.vault.lose_key();
    let next = world.next_process();
    let flow = next
        .sign_in(crate::flow::SignInOptions::new(super::world::USERNAME))
        .unwrap();
    let _reply = at_password(&flow);
    assert!(flow.is_durable());
    assert_eq!(code_of(&ready(next.pending())), "key_invalidated");
    assert_eq!(ready(next.pending()).unwrap().len(), 1);
}

#[test]
fn a_damaged_record_is_set_aside_and_that_is_told_once() {
    let world = World::new();
    let flow = world.sign_in();
    let _reply = at_password(&flow);
    let [key] = world.records.keys("flow-").try_into().unwrap();
    world.records.damage(&key);
    let next = world.next_process();
    assert_eq!(code_of(&resume(&next, flow.id())), "record_damaged");
    assert_eq!(code_of(&resume(&next, flow.id())), "finished");
    assert_eq!(world.records.keys(""), [format!("quarantine-{key}")]);
}

#[test]
fn a_damaged_record_is_told_once_and_does_not_hide_the_others() {
    let world = World::new();
    let damaged = world.sign_in();
    let _reply = at_password(&damaged);
    let [key] = world.records.keys("flow-").try_into().unwrap();
    world.records.damage(&key);
    let sound = world.sign_in();
    let _reply = at_password(&sound);
    let next = world.next_process();
    assert_eq!(code_of(&ready(next.pending())), "record_damaged");
    let waiting = ready(next.pending()).unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].id, sound.id());
    assert_eq!(world.records.keys("quarantine-").len(), 1);
}

#[test]
fn a_flow_that_waited_too_long_is_told_once_and_removed() {
    let world = World::new();
    let flow = world.sign_in();
    let _reply = at_password(&flow);
    world.clock.forward(seconds(LIFETIME - 1));
    assert_eq!(ready(world.client.pending()).unwrap().len(), 1);
    world.clock.forward(seconds(1));
    let next = world.next_process();
    assert_eq!(code_of(&resume(&next, flow.id())), "flow_expired");
    assert_eq!(code_of(&resume(&next, flow.id())), "finished");
    assert_eq!(world.records.keys(""), [""; 0]);
}

#[test]
fn a_flow_in_memory_that_waited_too_long_sends_nothing_and_is_removed() {
    let world = World::new();
    let flow = world.sign_in();
    let reply = at_password(&flow);
    world.clock.forward(seconds(LIFETIME));
    let (sent, outcome) = world.requests(reply.submit(PASSWORD));
    let error = refused(outcome);
    assert_eq!((sent, error.info().code), (0, "flow_expired"));
    assert_eq!(error.info().landing, Landing::FlowOver);
    assert_eq!(code_of(&flow.current()), "flow_expired");
    assert_eq!(world.records.keys(""), [""; 0]);
}

#[test]
fn flows_that_waited_too_long_are_not_pending_and_are_removed() {
    let world = World::new();
    let old = world.sign_in();
    let _reply = at_password(&old);
    world.clock.forward(seconds(LIFETIME));
    let young = world.sign_in();
    let _reply = at_password(&young);
    let waiting = ready(world.next_process().pending()).unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(
        (waiting[0].id, waiting[0].step),
        (young.id(), StepKind::PasswordRequired)
    );
    assert_eq!(world.records.keys("").len(), 1);
}

#[test]
fn nothing_can_be_read_in_a_record_nor_in_its_name() {
    let world = World::with_mfa();
    let _reply = at_mfa(&world.sign_in());
    world.tenant.wants(&[]);
    let _account = world.account();
    let names = world.records.keys("");
    assert_eq!(names.len(), 2);
    for name in names {
        assert!(!name.contains(PLANTED), "{name}");
        let bytes = world.records.bytes(&name);
        for word in [PLANTED, "sign_in", "m-email", "o-1", "openid"] {
            let found = bytes
                .windows(word.len())
                .any(|part| part == word.as_bytes());
            assert!(!found, "{name}: {word}");
        }
    }
}

#[test]
fn an_account_that_can_not_be_saved_is_handed_out_and_saved_by_the_next_refresh() {
    let world = World::new();
    world.records.lock(true);
    let flow = world.sign_in_with_password();
    let Ok(SignInStep::SignedIn { account }) = ready(flow.start()) else {
        panic!("{flow:?}");
    };
    assert!(!account.is_durable());
    world.records.lock(false);
    let _token = ready(account.refreshed_access_token(&Scopes::none())).unwrap();
    assert!(account.is_durable());
    assert_eq!(ready(world.next_process().accounts()).unwrap().len(), 1);
}

#[test]
fn a_damaged_session_signs_nobody_else_out() {
    let world = World::new();
    let _account = world.account();
    let [key] = world.records.keys("session-").try_into().unwrap();
    world.records.damage(&key);
    let next = world.next_process();
    assert_eq!(code_of(&ready(next.accounts())), "record_damaged");
    assert!(ready(next.accounts()).unwrap().is_empty());
    assert_eq!(world.records.keys("quarantine-session-").len(), 1);
    // Whoever is signed in in this process still is.
    assert_eq!(ready(world.client.accounts()).unwrap().len(), 1);
}

#[test]
fn clients_of_two_applications_may_share_a_store() {
    let world = World::new();
    let flow = world.sign_in();
    let _reply = at_password(&flow);
    let _account = world.account();
    let there = world.records.keys("");
    let other = world.client_of("22222222-2222-4222-8222-222222222222");
    assert!(ready(other.pending()).unwrap().is_empty());
    assert!(ready(other.accounts()).unwrap().is_empty());
    assert_eq!(code_of(&resume(&other, flow.id())), "finished");
    assert_eq!(world.records.keys(""), there);
}

#[test]
fn a_damaged_record_that_cannot_be_set_aside_hides_nobody() {
    let world = World::new();
    let _account = world.account();
    let [key] = world.records.keys("session-").try_into().unwrap();
    let mark = key.split('-').nth(1).unwrap();
    let place = format!("session-{mark}-another");
    ready(world.records.save(&place, vec![1, 2, 3])).unwrap();
    world.records.fail_saves(true);
    assert_eq!(ready(world.next_process().accounts()).unwrap().len(), 1);
}

#[test]
fn a_process_that_is_behind_does_not_overwrite_the_record_of_one_that_went_on() {
    let world = World::with_mfa();
    let flow = world.sign_in();
    let ahead = at_password(&flow);
    let behind = resume(&world.next_process(), flow.id()).unwrap();
    let late = at_password(&behind);
    ready(ahead.submit(PASSWORD)).unwrap();
    let method = crate::ids::MethodId::new("m-email");
    ready(at_mfa_again(&flow).choose(&method)).unwrap();
    ready(late.submit(PASSWORD)).unwrap();
    assert!(!behind.is_durable());
    let resumed = resume(&world.next_process(), flow.id()).unwrap();
    assert_eq!(kind(&resumed.current()), StepKind::MfaCodeRequired);
}

fn at_mfa_again(flow: &SignInFlow) -> MfaReply {
    match flow.current() {
        Ok(SignInStep::MfaRequired { reply, .. }) => reply,
        other => panic!("{other:?}"),
    }
}
