//! A tenant on a free port, and a device that signs people in to it.

use std::sync::{Arc, OnceLock};

use doorstep::transport::ReqwestTransport;
use doorstep::{
    Account, Authority, Client, Clock as _, Config, ResetPasswordOptions, Scopes, SignInOptions,
    SignUpOptions, Timestamp,
};
use doorstep_sandbox::model::{
    App, Apps, ConditionalAccessPolicy, Fault, Faults, NewUser, Policies,
};
use doorstep_sandbox::model::{JournalEntry, Requirement, Selection};
use doorstep_sandbox::{Control, Handle, scenarios, start};

use crate::{Device, Probe, StepExt as _, TestClock};

/// A person with a password, e-mail and SMS, who needs a second factor.
pub const ADA: &str = "ada@contoso.example";
/// Ada's password.
pub const ADA_PASSWORD: &str = "Lovelace-1815";
/// A person with a password, who needs no second factor.
pub const BOB: &str = "bob@contoso.example";
/// Bob's password.
pub const BOB_PASSWORD: &str = "Builder-2024!";
/// A person who signs in by a code.
pub const CLEO: &str = "cleo@contoso.example";
/// A person who has no account yet.
pub const DORA: &str = "dora@contoso.example";
/// The password that Dora takes.
pub const DORA_PASSWORD: &str = "Explorer-2000";
/// An app for all of them. New accounts have a password.
pub const APP: &str = "11111111-1111-4111-8111-111111111111";
/// An app whose new accounts sign in by code, and have a name and a city.
pub const CODE_APP: &str = "22222222-2222-4222-8222-222222222222";
/// An app whose new accounts have a password, a name and a city, and perhaps an age.
pub const ATTRIBUTES_APP: &str = "33333333-3333-4333-8333-333333333333";
/// The scope that the app has consent for.
pub const TODO: &str = "api://todo/ToDo.Read";

/// The scopes of the sandbox's protected API.
pub fn todo() -> Scopes {
    TODO.parse().unwrap()
}

/// Ada's sign-in, the password not given yet.
pub fn as_ada() -> SignInOptions {
    SignInOptions::new(ADA).scopes(todo())
}

/// Bob's sign-in, the password not given yet.
pub fn as_bob() -> SignInOptions {
    SignInOptions::new(BOB).scopes(todo())
}

/// Cleo's sign-in.
pub fn as_cleo() -> SignInOptions {
    SignInOptions::new(CLEO).scopes(todo())
}

/// Dora's sign-up, nothing given ahead.
pub fn as_new() -> SignUpOptions {
    SignUpOptions::new(DORA).scopes(todo())
}

/// The reset of somebody's password.
pub fn reset_of(username: &str) -> ResetPasswordOptions {
    ResetPasswordOptions::new(username).scopes(todo())
}

/// A tenant with a device.
pub struct World {
    /// The tenant.
    pub sandbox: Handle,
    /// The device.
    pub device: Device,
}

impl World {
    /// The built-in tenant and a device in memory.
    pub async fn start() -> Self {
        let sandbox = start(doorstep_sandbox::Config::default()).await.unwrap();
        Self::around(sandbox, Self::transport())
    }

    /// The tenant of one of the sandbox's scenarios.
    pub async fn in_scenario(name: &str) -> Self {
        let scenario = scenarios().iter().find(|one| one.name() == name);
        let seed = scenario.expect("a scenario of that name").seed().unwrap();
        let config = doorstep_sandbox::Config {
            seed,
            ..Default::default()
        };
        Self::around(start(config).await.unwrap(), Self::transport())
    }

    /// The same tenant with the device's app being `client_id`.
    #[must_use]
    pub fn with_app(mut self, client_id: &str) -> Self {
        let authority = Authority::for_development(self.sandbox.tenant()).unwrap();
        self.device.config = Config::with_authority(authority, client_id).unwrap();
        self
    }

    /// One transport for all worlds of the process: it takes longer to read the machine's
    /// certificates than to walk a whole journey.
    pub(crate) fn transport() -> Arc<ReqwestTransport> {
        static SHARED: OnceLock<Arc<ReqwestTransport>> = OnceLock::new();
        let shared = SHARED.get_or_init(|| Arc::new(ReqwestTransport::new().unwrap()));
        Arc::clone(shared)
    }

    /// A device for a tenant that runs.
    pub fn around(sandbox: Handle, transport: impl Into<Arc<ReqwestTransport>>) -> Self {
        let authority = Authority::for_development(sandbox.tenant()).unwrap();
        let config = Config::with_authority(authority, APP).unwrap();
        let clock = Arc::new(TestClock::new(sandbox.control().clone()));
        let device = Device::in_memory(Arc::new(Probe::new(transport)), clock, config);
        Self { sandbox, device }
    }

    /// Drives the tenant.
    pub fn control(&self) -> &Control {
        self.sandbox.control()
    }

    /// A process of the app.
    pub fn client(&self) -> Client {
        self.device.client()
    }

    /// A process of an app that is set up differently.
    pub fn client_with(&self, adjust: impl FnOnce(Config) -> Config) -> Client {
        self.device.client_of(&adjust(self.device.config.clone()))
    }

    /// The transport.
    pub fn http(&self) -> &Probe {
        &self.device.http
    }

    /// Moves both clocks.
    pub fn advance(&self, seconds: u32) {
        self.device.clock.advance(seconds);
    }

    /// What `call` gives, with both clocks moved over the pauses that it makes.
    pub async fn patiently<T>(&self, call: impl Future<Output = T>) -> T {
        tokio::select! {
            biased;
            outcome = call => outcome,
            never = self.device.clock.pass() => match never {},
        }
    }

    /// What the device's clock shows.
    pub fn device_time(&self) -> Timestamp {
        self.device.clock.now()
    }

    /// The code that was sent last to a username or a target.
    pub fn code_of(&self, to: &str) -> String {
        self.control().latest_code(to).expect("a code was sent")
    }

    /// A code that is not the one sent last to `to`.
    pub fn wrong_code(&self, to: &str) -> String {
        let right = self.code_of(to);
        let turned = right
            .chars()
            .map(|digit| if digit == '9' { '0' } else { '9' });
        turned.collect()
    }

    /// Bob, signed in.
    pub async fn bob(&self) -> Account {
        let options = as_bob().password(BOB_PASSWORD);
        let flow = self.client().sign_in(options).unwrap();
        flow.start().await.account()
    }

    /// Ada, signed in.
    pub async fn ada(&self) -> Account {
        let options = as_ada().password(ADA_PASSWORD);
        let flow = self.client().sign_in(options).unwrap();
        let (methods, reply) = flow.start().await.mfa();
        let (_, reply) = reply.choose(&methods[0].id).await.mfa_code();
        reply.submit(self.code_of(ADA)).await.account()
    }

    /// Spoils the next answer of an endpoint, such as `oauth2/v2.0/token`.
    pub fn fault(&self, fault: Fault) {
        let faults = vec![fault];
        self.control().set_faults(Faults { faults }).unwrap();
    }

    /// Adds a user to the tenant.
    pub fn add(&self, user: NewUser) {
        self.control().add_user(user).unwrap();
    }

    /// Changes the tenant's policies.
    pub fn policies(&self, change: impl FnOnce(&mut Policies)) {
        let mut policies = self.control().policies();
        change(&mut policies);
        self.control().set_policies(policies).unwrap();
    }

    /// Everybody needs a second factor from now on.
    pub fn demand_mfa_of_all(&self) {
        self.policies(|policies| policies.conditional_access.push(mfa_for_all()));
    }

    /// Changes the tenant's apps and resources.
    pub fn registrations(&self, change: impl FnOnce(&mut Apps)) {
        let mut apps = self.control().apps();
        change(&mut apps);
        self.control().set_apps(apps).unwrap();
    }

    /// Changes the registration of [`APP`].
    pub fn app(&self, change: impl FnOnce(&mut App)) {
        self.registrations(|apps| {
            let app = apps.apps.iter_mut();
            let app = app.into_iter().find(|app| app.client_id.to_string() == APP);
            change(app.expect("the app"));
        });
    }

    /// What the tenant was asked, oldest first.
    pub fn journal(&self) -> Vec<JournalEntry> {
        self.control().journal()
    }
}

fn mfa_for_all() -> ConditionalAccessPolicy {
    ConditionalAccessPolicy {
        name: "Second factor for all".to_owned(),
        enabled: true,
        users: Selection::everything(),
        groups: Selection::default(),
        apps: Selection::everything(),
        scopes: Selection::everything(),
        contexts: Vec::new(),
        require: Requirement::Mfa,
    }
}
