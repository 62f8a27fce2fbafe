//! The users of the tenant.

use std::collections::{BTreeMap, HashMap};

use ring::digest::{SHA256, digest};
use uuid::Uuid;

use super::lockout::Lockouts;
use super::replica::Replica;
use crate::clock::Timestamp;
use crate::model::{
    AttributeValue, FieldError, Method, NewMethod, NewUser, Password, TenantSeed, User, UserChange,
};
use crate::wire::WireError;

/// The most users that a tenant holds.
const MOST_USERS: usize = 100_000;

/// Names one account for as long as the sandbox runs. A user who is deleted and added again is another account, so
/// that no token of the first opens the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct AccountId(u64);

impl AccountId {
    /// No account, now or ever.
    pub(crate) const NOBODY: Self = Self(0);
}

/// A user, with what the service knows about sign-ins.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) id: AccountId,
    pub(crate) oid: Uuid,
    pub(crate) username: String,
    pub(crate) password: Option<Password>,
    /// The passwords before this one, newest first.
    pub(crate) former_passwords: Vec<Password>,
    pub(crate) alias: Option<String>,
    pub(crate) display_name: String,
    pub(crate) groups: Vec<String>,
    pub(crate) federated: bool,
    pub(crate) methods: Vec<Method>,
    pub(crate) attributes: BTreeMap<String, AttributeValue>,
    pub(crate) password_change_required: bool,
    /// Counts revocations; a refresh token of an earlier count is dead.
    pub(crate) revocations: u32,
    /// When the refresh tokens died last.
    pub(crate) sessions_valid_from: Option<Timestamp>,
    /// Whether Graph finds it yet.
    pub(crate) replica: Replica,
    pub(crate) lockouts: Lockouts,
}

/// All accounts, found by id or by the names that people type.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    accounts: BTreeMap<AccountId, Account>,
    names: HashMap<String, AccountId>,
    added: u64,
}

impl Directory {
    /// Adds a user. Fails when a member is wrong or a name is taken.
    pub(crate) fn add(
        &mut self,
        user: NewUser,
        tenant: &TenantSeed,
    ) -> Result<AccountId, FieldError> {
        user.check()?;
        self.admit(user, tenant)
    }

    /// Adds a user whose members were checked elsewhere. Fails when a name is taken.
    pub(crate) fn admit(
        &mut self,
        user: NewUser,
        tenant: &TenantSeed,
    ) -> Result<AccountId, FieldError> {
        if self.accounts.len() >= MOST_USERS {
            return Err(FieldError::new("username", "the tenant is full"));
        }
        let username = user.username.to_lowercase();
        let alias = user.alias.as_ref().map(|alias| alias.to_lowercase());
        if self.names.contains_key(&username) {
            return Err(FieldError::new("username", "is taken by another user"));
        }
        if alias
            .as_ref()
            .is_some_and(|alias| self.names.contains_key(alias))
        {
            return Err(FieldError::new("alias", "is taken by another user"));
        }
        self.added += 1;
        let id = AccountId(self.added);
        let oid = derived_id(&[tenant.id.as_bytes(), username.as_bytes()]);
        let account = Account {
            id,
            oid,
            display_name: user.display_name.unwrap_or_else(|| user.username.clone()),
            username: user.username,
            password: user.password,
            former_passwords: Vec::new(),
            alias: user.alias,
            groups: user.groups,
            federated: user.federated,
            methods: numbered(oid, user.methods),
            attributes: user.attributes,
            password_change_required: user.password_change_required,
            revocations: 0,
            sessions_valid_from: None,
            replica: Replica::default(),
            lockouts: Lockouts::default(),
        };
        self.names.extend(
            [Some(username), alias]
                .into_iter()
                .flatten()
                .map(|name| (name, id)),
        );
        self.accounts.insert(id, account);
        Ok(id)
    }

    /// Changes a user. Fails, and changes nothing, when a member would be wrong.
    pub(crate) fn change(&mut self, id: AccountId, change: UserChange) -> Result<(), FieldError> {
        let Some(account) = self.accounts.get_mut(&id) else {
            return Err(FieldError::new("username", "is gone"));
        };
        let changed = change.applied_to(account.to_new_user());
        changed.check()?;
        account.methods = numbered(account.oid, changed.methods);
        account.set_password(changed.password);
        account.groups = changed.groups;
        account.password_change_required = changed.password_change_required;
        Ok(())
    }

    /// Gives an account one more method, unless it has it. Fails when the account is gone.
    pub(crate) fn register(&mut self, id: AccountId, method: NewMethod) -> Result<(), WireError> {
        let account = self.accounts.get_mut(&id).ok_or(WireError::UserGone)?;
        let mut methods = account.to_new_user().methods;
        if !methods.contains(&method) {
            methods.push(method);
        }
        account.methods = numbered(account.oid, methods);
        Ok(())
    }

    /// The account that a username or an alias names.
    pub(crate) fn by_login(&self, login: &str) -> Option<&Account> {
        self.accounts.get(self.names.get(&login.to_lowercase())?)
    }

    /// An account by id; none when it was deleted.
    pub(crate) fn get(&self, id: AccountId) -> Option<&Account> {
        self.accounts.get(&id)
    }

    /// An account by id, to be changed.
    pub(crate) fn get_mut(&mut self, id: AccountId) -> Option<&mut Account> {
        self.accounts.get_mut(&id)
    }

    /// All accounts, in the order in which they were added.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Account> {
        self.accounts.values()
    }

    /// Deletes the user whom a username or an alias names; says whether there was one.
    pub(crate) fn remove(&mut self, login: &str) -> bool {
        let Some(id) = self.by_login(login).map(|account| account.id) else {
            return false;
        };
        self.names.retain(|_, named| *named != id);
        self.accounts.remove(&id).is_some()
    }
}

impl Account {
    /// Whether this is its username, and not its alias.
    pub(crate) fn is_named(&self, username: &str) -> bool {
        self.username.to_lowercase() == username.to_lowercase()
    }

    fn to_new_user(&self) -> NewUser {
        let methods = self.methods.iter().map(|method| NewMethod {
            channel: method.channel,
            target: method.target.clone(),
        });
        NewUser {
            username: self.username.clone(),
            password: self.password.clone(),
            alias: self.alias.clone(),
            display_name: Some(self.display_name.clone()),
            groups: self.groups.clone(),
            federated: self.federated,
            methods: methods.collect(),
            attributes: self.attributes.clone(),
            password_change_required: self.password_change_required,
        }
    }

    /// The account as the admin API gives it back.
    pub(crate) fn view(&self, now: Timestamp) -> User {
        User {
            id: self.oid,
            username: self.username.clone(),
            has_password: self.password.is_some(),
            alias: self.alias.clone(),
            display_name: self.display_name.clone(),
            groups: self.groups.clone(),
            federated: self.federated,
            methods: self.methods.clone(),
            attributes: self.attributes.clone(),
            password_change_required: self.password_change_required,
            locked_until: self.lockouts.locked_until(now).map(Timestamp::rfc3339),
        }
    }
}

fn numbered(oid: Uuid, methods: Vec<NewMethod>) -> Vec<Method> {
    let numbered = methods
        .into_iter()
        .enumerate()
        .map(|(index, method)| Method {
            id: derived_id(&[
                oid.as_bytes(),
                &index.to_be_bytes(),
                method.target.as_bytes(),
            ]),
            channel: method.channel,
            target: method.target,
        });
    numbered.collect()
}

/// An id that is the same at every start, so that what a client cached about a seeded user stays true.
pub(super) fn derived_id(parts: &[&[u8]]) -> Uuid {
    let hash = digest(&SHA256, &parts.join(&b"\0"[..]));
    let mut bytes = [0; 16];
    bytes
        .iter_mut()
        .zip(hash.as_ref())
        .for_each(|(byte, hashed)| *byte = *hashed);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Seed;

    #[test]
    fn names_are_found_in_any_case_and_taken_once() {
        let tenant = Seed::contoso().tenant;
        let mut directory = Directory::default();
        let dora = NewUser {
            alias: Some("Dora7".into()),
            ..NewUser::with_password("Dora@contoso.example", "Tulip-42!")
        };
        let id = directory.add(dora.clone(), &tenant).expect("added");
        assert_eq!(
            directory
                .by_login("dora@CONTOSO.example")
                .map(|account| account.id),
            Some(id)
        );
        assert_eq!(
            directory.by_login("DORA7").map(|account| account.id),
            Some(id)
        );
        assert!(!directory.by_login("dora7").expect("dora").is_named("dora7"));
        assert_eq!(
            directory
                .add(dora.clone(), &tenant)
                .expect_err("taken")
                .field,
            "username"
        );
        assert!(directory.remove("dora@contoso.example"));
        assert!(directory.by_login("dora7").is_none());
        let again = directory.add(dora, &tenant).expect("added again");
        assert_ne!(again, id);
    }

    #[test]
    fn ids_are_the_same_at_every_start() {
        let first = derived_id(&[b"a", b"b"]);
        assert_eq!(first, derived_id(&[b"a", b"b"]));
        assert_ne!(first, derived_id(&[b"a", b"c"]));
        assert_eq!(first.get_version_num(), 4);
    }
}
