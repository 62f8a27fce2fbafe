//! Stores that are locked, lose their key, or hold damaged records.

use std::sync::Arc;

use doorstep::{Area, Landing, Misuse, Reason, StepKind};
use doorstep_tests::{
    ADA, ADA_PASSWORD, BOB_PASSWORD, Device, ErrorExt as _, RecordsMode, StepExt as _,
    SwitchRecords, SwitchVault, World, as_ada, as_bob, todo,
};

/// A device whose stores the test holds.
struct Held {
    world: World,
    vault: Arc<SwitchVault>,
    records: Arc<SwitchRecords>,
    device: Device,
}

impl Held {
    async fn start() -> Self {
        let world = World::start().await;
        let (vault, records) = (
            Arc::<SwitchVault>::default(),
            Arc::<SwitchRecords>::default(),
        );
        let device = world
            .device
            .with_stores(Arc::clone(&vault) as _, Arc::clone(&records) as _);
        Self {
            world,
            vault,
            records,
            device,
        }
    }

    async fn names(&self) -> Vec<String> {
        let all = self.records.all().await;
        all.into_iter().map(|(name, _)| name).collect()
    }

    /// The name of the record of the flow `id`.
    async fn name_of(&self, id: doorstep::FlowId) -> String {
        let names = self.names().await;
        let mut own = names
            .into_iter()
            .filter(|name| name.ends_with(&id.to_string()));
        own.next().unwrap()
    }

    /// A flow that waits for a password, and an account, both saved; gives the flow's id.
    async fn with_a_flow_and_an_account(&self) -> doorstep::FlowId {
        let client = self.device.client();
        let flow = client.sign_in(as_bob().password(BOB_PASSWORD)).unwrap();
        assert!(flow.start().await.account().is_durable());
        let flow = client.sign_in(as_ada()).unwrap();
        flow.start().await.password();
        assert!(flow.is_durable());
        assert_eq!(self.names().await.len(), 2);
        flow.id()
    }
}

#[tokio::test]
async fn while_the_vault_is_locked_a_sign_in_goes_on_in_memory() {
    let held = Held::start().await;
    held.vault.lock(true);
    let flow = held.device.client().sign_in(as_ada()).unwrap();
    let reply = flow.start().await.password();
    assert!(!flow.is_durable());
    let (methods, reply) = reply.submit(ADA_PASSWORD).await.mfa();
    assert!(!flow.is_durable());
    assert!(held.names().await.is_empty());
    // Unlocked: the next step is saved again, and survives.
    held.vault.lock(false);
    let (_, reply) = reply.choose(&methods[0].id).await.mfa_code();
    assert!(flow.is_durable());
    let resumed = held.device.resumed(flow.id()).await;
    assert_eq!(resumed.current().unwrap().kind(), StepKind::MfaCodeRequired);
    let account = reply.submit(held.world.code_of(ADA)).await.account();
    assert!(account.is_durable());
}

#[tokio::test]
async fn records_that_lock_in_the_middle_leave_the_step_before_in_place() {
    for mode in [RecordsMode::Locked, RecordsMode::Failing] {
        let held = Held::start().await;
        let flow = held.device.client().sign_in(as_ada()).unwrap();
        let reply = flow.start().await.password();
        assert!(flow.is_durable());
        held.records.set(mode);
        let (methods, reply) = reply.submit(ADA_PASSWORD).await.mfa();
        assert!(!flow.is_durable(), "{mode:?}");
        held.records.set(RecordsMode::Working);
        let resumed = held.device.resumed(flow.id()).await;
        assert_eq!(
            resumed.current().unwrap().kind(),
            StepKind::PasswordRequired
        );
        let (_, reply) = reply.choose(&methods[0].id).await.mfa_code();
        assert!(flow.is_durable(), "{mode:?}");
        reply.submit(held.world.code_of(ADA)).await.account();
    }
}

#[tokio::test]
async fn what_is_locked_is_neither_gone_nor_empty() {
    let held = Held::start().await;
    let id = held.with_a_flow_and_an_account().await;
    let before = held.records.all().await;
    for locked_by_vault in [true, false] {
        let client = held.device.client();
        if locked_by_vault {
            held.vault.lock(true);
        } else {
            held.records.set(RecordsMode::Locked);
        }
        let locked = Reason::StoreLocked;
        assert_eq!(client.resume(id).await.later().0, locked);
        assert_eq!(client.pending().await.later().0, locked);
        assert_eq!(client.accounts().await.later().0, locked);
        held.vault.lock(false);
        held.records.set(RecordsMode::Working);
        assert_eq!(client.pending().await.unwrap().len(), 1);
        assert_eq!(client.accounts().await.unwrap().len(), 1);
        assert!(client.resume(id).await.is_ok());
    }
    assert!(held.records.all().await == before, "a record changed");
}

#[tokio::test]
async fn records_that_fail_are_reported_as_broken_and_kept() {
    let held = Held::start().await;
    let id = held.with_a_flow_and_an_account().await;
    held.records.set(RecordsMode::Failing);
    let client = held.device.client();
    assert_eq!(client.resume(id).await.broken(), Area::Storage);
    assert_eq!(client.pending().await.broken(), Area::Storage);
    assert_eq!(client.accounts().await.broken(), Area::Storage);
    held.records.set(RecordsMode::Working);
    assert!(client.resume(id).await.is_ok());
}

#[tokio::test]
async fn a_key_that_is_gone_sets_the_records_aside_and_is_reported_once() {
    for forgotten in [false, true] {
        let held = Held::start().await;
        let id = held.with_a_flow_and_an_account().await;
        if forgotten {
            held.vault.forget();
        } else {
            held.vault.invalidate();
        }
        let client = held.device.client();
        let error = client.pending().await.error();
        assert_eq!(error.info().code, "key_invalidated");
        assert_eq!(Err::<(), _>(error).broken(), Area::Storage);
        assert!(client.pending().await.unwrap().is_empty());
        assert!(client.accounts().await.unwrap().is_empty());
        assert_eq!(client.resume(id).await.misuse(), Misuse::Finished);
        let names = held.names().await;
        assert_eq!(names.len(), 2);
        assert!(names.iter().all(|name| name.starts_with("quarantine-")));
        // With the new key everything works, in this process and the next.
        let flow = client.sign_in(as_ada()).unwrap();
        flow.start().await.password();
        assert!(flow.is_durable());
        held.device.resumed(flow.id()).await;
    }
}

#[tokio::test]
async fn a_key_that_is_gone_is_reported_even_when_the_records_were_locked_at_first() {
    let held = Held::start().await;
    held.with_a_flow_and_an_account().await;
    held.vault.invalidate();
    held.records.set(RecordsMode::Locked);
    let client = held.device.client();
    assert_eq!(client.accounts().await.later().0, Reason::StoreLocked);
    held.records.set(RecordsMode::Working);
    let told = client.accounts().await.error();
    assert_eq!(told.info().code, "key_invalidated");
    assert!(client.accounts().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_sign_in_that_finds_the_key_gone_is_durable_and_the_loss_is_told_later() {
    let held = Held::start().await;
    held.with_a_flow_and_an_account().await;
    held.vault.invalidate();
    let client = held.device.client();
    let flow = client.sign_in(as_bob()).unwrap();
    flow.start().await.password();
    assert!(flow.is_durable());
    assert_eq!(
        client.accounts().await.error().info().code,
        "key_invalidated"
    );
    assert!(client.accounts().await.unwrap().is_empty());
    assert_eq!(client.pending().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_damaged_flow_is_set_aside_and_reported_once() {
    let held = Held::start().await;
    let id = held.with_a_flow_and_an_account().await;
    let name = held.name_of(id).await;
    held.records.damage(&name).await;
    let client = held.device.client();
    let error = client.resume(id).await.error();
    assert_eq!(error.info().code, "record_damaged");
    assert_eq!(error.info().landing, Landing::FlowOver);
    assert_eq!(client.resume(id).await.misuse(), Misuse::Finished);
    assert!(held.names().await.contains(&format!("quarantine-{name}")));
    assert_eq!(client.accounts().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_damaged_record_does_not_hide_the_others() {
    let held = Held::start().await;
    let client = held.device.client();
    let mut ids = Vec::new();
    for _ in 0..3 {
        let flow = client.sign_in(as_ada()).unwrap();
        flow.start().await.password();
        ids.push(flow.id());
    }
    held.records.damage(&held.name_of(ids[1]).await).await;
    let next = held.device.client();
    assert_eq!(next.pending().await.error().info().code, "record_damaged");
    let waiting = next.pending().await.unwrap();
    let found: Vec<_> = waiting.iter().map(|flow| flow.id).collect();
    assert_eq!(found.len(), 2);
    assert!(found.contains(&ids[0]) && found.contains(&ids[2]));
}

#[tokio::test]
async fn a_record_under_another_name_is_damaged() {
    let held = Held::start().await;
    let client = held.device.client();
    let (one, other) = (
        client.sign_in(as_ada()).unwrap(),
        client.sign_in(as_bob()).unwrap(),
    );
    one.start().await.password();
    other.start().await.password();
    let (from, to) = (held.name_of(one.id()).await, held.name_of(other.id()).await);
    held.records.copy(&from, &to).await;
    let error = held.device.client().resume(other.id()).await.error();
    assert_eq!(error.info().code, "record_damaged");
    held.device.resumed(one.id()).await;
}

#[tokio::test]
async fn a_session_that_cannot_be_saved_is_handed_out_and_saved_with_its_next_change() {
    let held = Held::start().await;
    held.records.set(RecordsMode::Locked);
    let flow = held
        .device
        .client()
        .sign_in(as_bob().password(BOB_PASSWORD))
        .unwrap();
    let account = flow.start().await.account();
    assert!(!account.is_durable());
    account.access_token(&todo()).await.unwrap();
    held.records.set(RecordsMode::Working);
    assert!(held.names().await.is_empty());
    account.refreshed_access_token(&todo()).await.unwrap();
    assert!(account.is_durable());
    assert_eq!(held.device.client().accounts().await.unwrap().len(), 1);
}

#[tokio::test]
async fn signing_out_while_locked_says_that_the_record_is_still_there() {
    let held = Held::start().await;
    let client = held.device.client();
    let flow = client.sign_in(as_bob().password(BOB_PASSWORD)).unwrap();
    let account = flow.start().await.account();
    held.records.set(RecordsMode::Locked);
    assert_eq!(account.sign_out().await.later().0, Reason::StoreLocked);
    let refused = account.access_token(&todo()).await;
    assert_eq!(refused.misuse(), Misuse::SignedOut);
    held.records.set(RecordsMode::Working);
    assert_eq!(held.names().await.len(), 1);
    account.sign_out().await.unwrap();
    assert!(held.names().await.is_empty());
}

#[tokio::test]
async fn a_client_asks_the_vault_once_and_again_for_a_key_that_it_made() {
    let held = Held::start().await;
    let client = held.device.client();
    let flow = client.sign_in(as_ada()).unwrap();
    let reply = flow.start().await.password();
    let (methods, reply) = reply.submit(ADA_PASSWORD).await.mfa();
    let (_, reply) = reply.choose(&methods[0].id).await.mfa_code();
    reply.submit(held.world.code_of(ADA)).await.account();
    client.accounts().await.unwrap();
    assert_eq!(held.vault.asked(), 2);
}
