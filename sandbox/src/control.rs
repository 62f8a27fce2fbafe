//! Typed control of a running sandbox from the same process: what the admin API does, without HTTP.

use std::sync::Arc;

use crate::model::{
    Apps, Channel, Fault, Faults, FieldError, Group, Info, JournalEntry, Mail, NewUser, Now,
    Policies, RiskBook, RiskRule, SignIn, User, UserChange,
};
use crate::sandbox::Sandbox;
use crate::tenant::Spared;
use crate::wire::Target;

/// The product's name, by which a caller knows that it talks to a sandbox.
const PRODUCT: &str = "doorstep-sandbox";

/// Controls a sandbox. Cloning it is cheap; all clones control the same sandbox.
#[derive(Clone)]
pub struct Control {
    sandbox: Arc<Sandbox>,
}

impl Control {
    pub(crate) fn new(sandbox: Arc<Sandbox>) -> Self {
        Self { sandbox }
    }

    /// Who answers, and the time of the clock.
    pub fn info(&self) -> Info {
        let now = self.now().now;
        let names = self.sandbox.tenant().names.clone();
        Info {
            product: PRODUCT.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            tenant: format!("{}/{}", self.sandbox.settings.origin, names.name()),
            tenant_id: names.id.to_string(),
            now,
        }
    }

    /// Back to the seed: users, apps, policies, clock, mailbox, logs, faults and what the risk provider knows. Every
    /// token dies.
    pub fn reset(&self) {
        self.sandbox.reset();
    }

    /// Adds a user. Fails when a member is wrong or a name is taken.
    pub fn add_user(&self, user: NewUser) -> Result<User, FieldError> {
        let mut tenant = self.sandbox.tenant();
        let names = tenant.names.clone();
        let id = tenant.directory.add(user, &names)?;
        let account = tenant.directory.get(id);
        account
            .map(|account| account.view(self.sandbox.clock.now()))
            .ok_or_else(|| FieldError {
                field: "username".to_owned(),
                problem: "could not be kept".to_owned(),
            })
    }

    /// All users, in the order in which they were added.
    pub fn users(&self) -> Vec<User> {
        let now = self.sandbox.clock.now();
        self.sandbox
            .tenant()
            .directory
            .iter()
            .map(|account| account.view(now))
            .collect()
    }

    /// The user of that username or alias.
    pub fn user(&self, username: &str) -> Option<User> {
        let now = self.sandbox.clock.now();
        self.sandbox
            .tenant()
            .directory
            .by_login(username)
            .map(|account| account.view(now))
    }

    /// Deletes a user, with all its tokens; gives it back if there was one.
    pub fn remove_user(&self, username: &str) -> Option<User> {
        let now = self.sandbox.clock.now();
        let mut tenant = self.sandbox.tenant();
        let user = tenant
            .directory
            .by_login(username)
            .map(|account| account.view(now))?;
        tenant.directory.remove(username).then_some(user)
    }

    /// Changes a user; gives the user back if there is one. Fails, and changes nothing, when a member is wrong.
    pub fn change_user(
        &self,
        username: &str,
        change: UserChange,
    ) -> Result<Option<User>, FieldError> {
        let now = self.sandbox.clock.now();
        let mut tenant = self.sandbox.tenant();
        let Some(id) = tenant
            .directory
            .by_login(username)
            .map(|account| account.id)
        else {
            return Ok(None);
        };
        tenant.directory.change(id, change)?;
        Ok(tenant.directory.get(id).map(|account| account.view(now)))
    }

    /// Makes the refresh tokens of a user die, and what was proven in sign-ins under way; gives the user back if there
    /// is one.
    pub fn revoke(&self, username: &str) -> Option<User> {
        let now = self.sandbox.clock.now();
        let mut tenant = self.sandbox.tenant();
        let id = tenant.directory.by_login(username)?.id;
        tenant.revoke(id, Spared::Nothing, now);
        Some(tenant.directory.get(id)?.view(now))
    }

    /// The messages that were sent, oldest first; `to` is a username or a target.
    pub fn mailbox(&self, to: Option<&str>, channel: Option<Channel>) -> Vec<Mail> {
        self.sandbox.tenant().mail(to, channel)
    }

    /// The code that was sent last to a username or a target.
    pub fn latest_code(&self, to: &str) -> Option<String> {
        let codes = self.mailbox(Some(to), None).into_iter();
        let mut codes = codes.map(|mail| mail.code).filter(|code| !code.is_empty());
        codes.next_back()
    }

    /// The time of the clock.
    pub fn now(&self) -> Now {
        Now {
            now: self.sandbox.clock.now().rfc3339(),
        }
    }

    /// Sets the clock forward.
    pub fn advance_clock(&self, seconds: u32) -> Now {
        self.sandbox.clock.advance(seconds);
        self.now()
    }

    /// The groups, by name, with their object ids and members.
    pub fn groups(&self) -> Vec<Group> {
        self.sandbox.tenant().groups_view()
    }

    /// The policies in force.
    pub fn policies(&self) -> Policies {
        self.sandbox.tenant().policies.clone()
    }

    /// Replaces all policies. Fails, and changes nothing, when a member is wrong.
    pub fn set_policies(&self, policies: Policies) -> Result<(), FieldError> {
        policies.check()?;
        self.sandbox.tenant().policies = policies;
        Ok(())
    }

    /// The app registrations and resources.
    pub fn apps(&self) -> Apps {
        self.sandbox.tenant().registrations.clone()
    }

    /// Replaces all app registrations and resources. Fails, and changes nothing, when a member is wrong.
    pub fn set_apps(&self, apps: Apps) -> Result<(), FieldError> {
        apps.check()?;
        self.sandbox.tenant().registrations = apps;
        Ok(())
    }

    /// The faults that wait.
    pub fn faults(&self) -> Faults {
        self.sandbox.faults().left()
    }

    /// Replaces all faults. Fails, and changes nothing, when a member is wrong.
    pub fn set_faults(&self, faults: Faults) -> Result<(), FieldError> {
        faults.check(Target::is_named)?;
        self.sandbox.faults().replace(faults);
        Ok(())
    }

    /// Adds one fault after those that wait. Fails, and changes nothing, when a member is wrong.
    pub fn inject(&self, fault: Fault) -> Result<(), FieldError> {
        let mut queue = self.sandbox.faults();
        let mut faults = queue.left();
        faults.faults.push(fault);
        faults.check(Target::is_named)?;
        queue.replace(faults);
        Ok(())
    }

    /// The calls to the token endpoint, oldest first.
    pub fn sign_ins(&self) -> Vec<SignIn> {
        self.sandbox.tenant().sign_ins.iter().cloned().collect()
    }

    /// The requests to the tenant and their answers, oldest first, with secrets masked.
    pub fn journal(&self) -> Vec<JournalEntry> {
        self.sandbox.journal().entries()
    }

    /// Has the risk provider answer by a rule, which counts before those that are there. Fails, and changes nothing, when
    /// a member is wrong.
    pub fn set_risk(&self, rule: RiskRule) -> Result<(), FieldError> {
        rule.check()?;
        self.sandbox.risk().set(rule);
        Ok(())
    }

    /// What the risk provider and the gate keep.
    pub fn risk(&self) -> RiskBook {
        self.sandbox.risk().book()
    }

    /// A device shows itself to the risk provider under a session, as the provider's software in an app does.
    pub fn profile(&self, session: &str, device: &str) {
        let now = self.sandbox.clock.now();
        self.sandbox
            .risk()
            .profile(session, device, Vec::new(), now);
    }

    /// A person solves a challenge of the risk provider; gives the proof, if there is such a challenge.
    pub fn solve_challenge(&self, id: &str) -> Option<String> {
        let now = self.sandbox.clock.now();
        self.sandbox.risk().solve(id, now)
    }
}
