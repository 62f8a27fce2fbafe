//! A world for driven tests: a tenant that answers by script, a store that can be locked, a
//! clock that is set by hand, and a client among them.

use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::clock::FakeClock;
use super::store::{TestRecords, TestVault};
use super::telemetry::Telemetry;
use super::tenant::{Tenant, Want};
use crate::browser::RedirectUri;
use crate::client::{Client, Ports, ResumedFlow};
use crate::clock::{Clock as _, Timestamp};
use crate::config::Config;
use crate::error::Error;
use crate::flow::{
    ResetPasswordFlow, ResetPasswordOptions, SignInFlow, SignInOptions, SignInStep, SignUpFlow,
    SignUpOptions,
};
use crate::ids::FlowId;
use crate::session::Account;
use crate::signals::Signals;

/// What must never be seen begins or ends with this word.
pub(super) const PLANTED: &str = "planted";
pub(super) const USERNAME: &str = "planted@contoso.example";
pub(super) const PASSWORD: &str = "planted-password";
pub(super) const CODE: &str = "planted-code";
pub(super) const NEW_PASSWORD: &str = "planted-password-2";
pub(super) const ATTRIBUTE: &str = "planted-attribute";
pub(super) const CONTACT: &str = "planted@home.example";
pub(super) const PROOF: &str = "planted-proof";
/// Where the browser comes back to.
pub(super) const HOME: &str = "msauth.dev.doorstep://auth";

const CLIENT_ID: &str = "11111111-1111-4111-8111-111111111111";

pub(super) struct World {
    pub(super) tenant: Arc<Tenant>,
    pub(super) vault: Arc<TestVault>,
    pub(super) records: Arc<TestRecords>,
    pub(super) clock: Arc<FakeClock>,
    pub(super) telemetry: Arc<Telemetry>,
    pub(super) client: Client,
}

impl World {
    /// A world whose tenant wants a password and nothing more.
    pub(super) fn new() -> Self {
        let tenant = Arc::new(Tenant::default());
        let vault = Arc::new(TestVault::default());
        let records = Arc::new(TestRecords::default());
        let clock = Arc::new(FakeClock::default());
        let telemetry = Arc::new(Telemetry::default());
        let ports = Ports {
            http: tenant.clone(),
            vault: vault.clone(),
            records: records.clone(),
            clock: clock.clone(),
            events: Some(telemetry.clone()),
        };
        Self {
            tenant,
            vault,
            records,
            clock,
            telemetry,
            client: client(CLIENT_ID, ports),
        }
    }

    /// A world whose tenant wants more, or something else.
    pub(super) fn with(wants: &[Want]) -> Self {
        let world = Self::new();
        world.tenant.wants(wants);
        world
    }

    pub(super) fn with_mfa() -> Self {
        Self::with(&[Want::Mfa])
    }

    pub(super) fn with_codes() -> Self {
        Self::with(&[Want::Codes])
    }

    /// This world with a client that has signals.
    pub(super) fn with_signals(mut self, signals: Signals) -> Self {
        self.client = self.client_with(signals);
        self
    }

    /// The client of another process, with signals.
    pub(super) fn client_with(&self, signals: Signals) -> Client {
        Client::with_signals(&config(CLIENT_ID), self.ports(), signals)
    }

    /// The client of a process that begins after this one died.
    pub(super) fn next_process(&self) -> Client {
        self.client_of(CLIENT_ID)
    }

    /// A client of some application, on this world's store.
    pub(super) fn client_of(&self, id: &str) -> Client {
        client(id, self.ports())
    }

    fn ports(&self) -> Ports {
        Ports {
            http: self.tenant.clone(),
            vault: self.vault.clone(),
            records: self.records.clone(),
            clock: self.clock.clone(),
            events: Some(self.telemetry.clone()),
        }
    }

    pub(super) fn sign_in(&self) -> SignInFlow {
        self.client.sign_in(SignInOptions::new(USERNAME)).unwrap()
    }

    pub(super) fn sign_in_with_password(&self) -> SignInFlow {
        let options = SignInOptions::new(USERNAME).password(PASSWORD);
        self.client.sign_in(options).unwrap()
    }

    pub(super) fn sign_up(&self) -> SignUpFlow {
        self.client.sign_up(SignUpOptions::new(USERNAME)).unwrap()
    }

    pub(super) fn reset(&self) -> ResetPasswordFlow {
        let options = ResetPasswordOptions::new(USERNAME);
        self.client.reset_password(options).unwrap()
    }

    /// Somebody who is signed in.
    pub(super) fn account(&self) -> Account {
        match ready(self.sign_in_with_password().start()) {
            Ok(SignInStep::SignedIn { account }) => account,
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// How many requests `call` sends, with what it gives.
    pub(super) fn requests<T>(&self, call: impl Future<Output = T>) -> (usize, T) {
        let before = self.tenant.requests();
        let outcome = ready(call);
        (self.tenant.requests() - before, outcome)
    }
}

fn client(id: &str, ports: Ports) -> Client {
    Client::new(&config(id), ports)
}

fn config(id: &str) -> Config {
    let home = RedirectUri::parse(HOME).unwrap();
    let config = Config::new("https://contoso.ciamlogin.com/", id).unwrap();
    config.redirect_uri(home).step_up_context(3).unwrap()
}

/// Goes on with the flow `id` in a process of its own.
pub(super) fn resume(client: &Client, id: FlowId) -> Result<SignInFlow, Error> {
    match ready(client.resume(id))? {
        ResumedFlow::SignIn(flow) => Ok(flow),
        other => panic!("{other:?}"),
    }
}

/// Runs a future whose ports all answer at once.
pub(super) fn ready<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..100 {
        if let Poll::Ready(outcome) = future.as_mut().poll(&mut context) {
            return outcome;
        }
    }
    panic!("the future waits for something that never comes");
}

/// Polls a future that has to wait, and drops it.
pub(super) fn dropped_on_the_way<T>(future: impl Future<Output = T>) {
    let future = std::pin::pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    assert!(
        future.poll(&mut context).is_pending(),
        "nothing to wait for"
    );
}

/// Polls a future once; a test goes on while it waits.
pub(super) fn polled<'a, T>(
    future: impl Future<Output = T> + 'a,
) -> std::pin::Pin<Box<dyn Future<Output = T> + 'a>> {
    let mut future: std::pin::Pin<Box<dyn Future<Output = T> + 'a>> = Box::pin(future);
    let mut context = Context::from_waker(Waker::noop());
    assert!(
        future.as_mut().poll(&mut context).is_pending(),
        "nothing to wait for"
    );
    future
}

/// The error of a call that should have had one.
pub(super) fn refused(outcome: Result<SignInStep, Error>) -> Error {
    match outcome {
        Err(error) => error,
        Ok(step) => panic!("{step:?}"),
    }
}

/// The code of a call's error.
pub(super) fn code_of<T: std::fmt::Debug>(outcome: &Result<T, Error>) -> &'static str {
    match outcome {
        Err(error) => error.info().code,
        Ok(other) => panic!("{other:?}"),
    }
}

pub(super) const fn seconds(number: u64) -> Duration {
    Duration::from_secs(number)
}
