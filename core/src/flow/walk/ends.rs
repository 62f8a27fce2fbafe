//! How flows end: what they let go of, and who wins.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::clock::FakeClock;
use super::steps::{at_password, kind};
use super::store::{TestRecords, TestVault};
use super::tenant::{Answer, Tenant};
use super::world::*;
use crate::client::{Client, Ports};
use crate::clock::{Clock, Timestamp};
use crate::config::{Config, FirstFactors};
use crate::flow::{SignInFlow, SignInOptions, StepKind};
use crate::ports::BoxFuture;

#[test]
fn a_password_given_ahead_is_let_go_when_the_flow_ends() {
    let world = World::new();
    let flow = world.sign_in_with_password();
    assert_eq!(kind(&ready(flow.start())), StepKind::SignedIn);
    assert!(flow.flow().state().given.password.is_none());

    let refused = world.sign_in_with_password();
    let answer = Answer::error("user_not_found", "", 50034);
    world.tenant.script([answer]);
    assert_eq!(code_of(&ready(refused.start())), "user_not_found");
    assert!(refused.flow().state().given.password.is_none());
}

#[test]
fn a_cancel_that_could_not_remove_the_record_is_made_good_by_the_next() {
    let world = World::new();
    let flow = world.sign_in();
    let _reply = at_password(&flow);
    world.records.lock(true);
    ready(flow.cancel());
    world.records.lock(false);
    ready(flow.cancel());
    assert!(ready(world.client.pending()).unwrap().is_empty());
}

#[test]
fn a_flow_that_is_resumed_while_it_lives_is_one_flow() {
    let world = World::new();
    let flow = world.sign_in();
    let _reply = at_password(&flow);
    let second = at_password(&resume(&world.client, flow.id()).unwrap());
    ready(flow.cancel());
    let (sent, outcome) = world.requests(second.submit(PASSWORD));
    assert_eq!((sent, code_of(&outcome)), (0, "cancelled"));
    assert_eq!(world.records.keys("flow-"), [""; 0]);
    assert_eq!(code_of(&resume(&world.client, flow.id())), "finished");
}

#[test]
fn a_flow_that_waited_too_long_says_so_to_who_only_looks() {
    let world = World::new();
    let flow = world.sign_in();
    let _reply = at_password(&flow);
    world.clock.forward(seconds(31 * 60));
    assert_eq!(code_of(&flow.current()), "flow_expired");
}

/// Cancels a flow when the clock is looked at for the second time after its last answer: between
/// the answer and the grant. It looks at the flow each time, as an app's clock may.
struct CancellingClock {
    inner: FakeClock,
    tenant: Arc<Tenant>,
    looks: AtomicUsize,
    flow: Mutex<Option<SignInFlow>>,
}

impl Clock for CancellingClock {
    fn now(&self) -> Timestamp {
        let flow = self.flow.lock().unwrap().clone();
        if let Some(flow) = flow {
            let _looked = flow.is_durable();
            if self.tenant.requests() == 3 && self.looks.fetch_add(1, Ordering::SeqCst) == 1 {
                ready(flow.cancel());
            }
        }
        self.inner.now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.inner.sleep(duration)
    }
}

#[test]
fn a_cancel_between_the_answer_and_the_grant_discards_the_grant() {
    let (tenant, records) = (
        Arc::new(Tenant::default()),
        Arc::new(TestRecords::default()),
    );
    let clock = Arc::new(CancellingClock {
        inner: FakeClock::default(),
        tenant: Arc::clone(&tenant),
        looks: AtomicUsize::new(0),
        flow: Mutex::new(None),
    });
    let ports = Ports {
        http: tenant,
        vault: Arc::new(TestVault::default()),
        records: Arc::clone(&records) as _,
        clock: Arc::clone(&clock) as _,
        events: None,
    };
    let id = "11111111-1111-4111-8111-111111111111";
    let config = Config::new("https://contoso.ciamlogin.com/", id).unwrap();
    let client = Client::new(&config, ports);
    let options = SignInOptions::new(USERNAME).password(PASSWORD);
    let flow = client.sign_in(options).unwrap();
    *clock.flow.lock().unwrap() = Some(flow.clone());
    let outcome = ready(flow.start());
    assert!(clock.looks.load(Ordering::SeqCst) >= 2, "it was cancelled");
    assert_eq!(code_of(&outcome), "cancelled");
    assert_eq!(records.keys(""), [""; 0]);
}

#[test]
fn a_first_factor_without_a_screen_goes_to_the_browser() {
    let id = "11111111-1111-4111-8111-111111111111";
    let config = Config::new("https://contoso.ciamlogin.com/", id).unwrap();
    for (world, offer) in [
        (World::with_codes(), FirstFactors::Password),
        (World::new(), FirstFactors::Code),
    ] {
        let ports = Ports {
            http: Arc::clone(&world.tenant) as _,
            vault: Arc::clone(&world.vault) as _,
            records: Arc::clone(&world.records) as _,
            clock: Arc::clone(&world.clock) as _,
            events: None,
        };
        let client = Client::new(&config.clone().first_factors(offer), ports);
        let flow = client.sign_in(SignInOptions::new(USERNAME)).unwrap();
        assert_eq!(
            kind(&ready(flow.start())),
            StepKind::BrowserRequired,
            "{offer:?}"
        );
    }
}
