//! Groups: a name for users and policies, an object id for Graph. A group exists as soon as anybody names it.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::Tenant;
use super::directory::derived_id;
use crate::model::{ALL, Group, Selection};

impl Tenant {
    /// The object ids of all groups, by name.
    pub(crate) fn groups(&self) -> BTreeMap<String, Uuid> {
        let listed = self.groups.iter().map(|group| group.name.as_str());
        let users = self.directory.iter().flat_map(|account| &account.groups);
        let policies = self.policies.conditional_access.iter();
        let seconds = &self.policies.second_factors;
        let selections = policies
            .map(|policy| &policy.groups)
            .chain([&seconds.email_groups, &seconds.sms_groups]);
        let names: BTreeSet<&str> = listed
            .chain(users.map(String::as_str))
            .chain(selections.flat_map(named))
            .collect();
        let with_id = |name: &str| (name.to_owned(), self.group_id(name));
        names.into_iter().map(with_id).collect()
    }

    /// The name of a group.
    pub(crate) fn group_named(&self, id: Uuid) -> Option<String> {
        let mut all = self.groups().into_iter();
        all.find_map(|(name, known)| (known == id).then_some(name))
    }

    /// The groups with their members.
    pub(crate) fn groups_view(&self) -> Vec<Group> {
        let view = |(name, id)| {
            let members = self.directory.iter();
            let members = members
                .filter(|account| account.groups.contains(&name))
                .map(|account| account.username.clone())
                .collect();
            Group { id, name, members }
        };
        self.groups().into_iter().map(view).collect()
    }

    /// The object id of a group of that name, whether it exists or not: the seed's, or one that is the same at every start.
    fn group_id(&self, name: &str) -> Uuid {
        let listed = self.groups.iter().find(|group| group.name == name);
        let derived = || derived_id(&[self.names.id.as_bytes(), b"group", name.as_bytes()]);
        listed.and_then(|group| group.id).unwrap_or_else(derived)
    }
}

fn named(selection: &Selection) -> impl Iterator<Item = &str> {
    let all = selection.include.iter().chain(&selection.exclude);
    all.map(String::as_str).filter(|name| *name != ALL)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{GroupSeed, Seed};

    #[test]
    fn a_group_exists_once_somebody_names_it_and_keeps_its_id() {
        let mut seed = Seed::contoso();
        let fixed = Uuid::from_u128(7);
        let listed = |name: &str, id| GroupSeed {
            name: name.to_owned(),
            id,
        };
        seed.groups = vec![listed("frozen", Some(fixed)), listed("empty", None)];
        seed.policies.second_factors.sms_groups.exclude = vec!["minors".to_owned()];
        let tenant = Tenant::new(&seed);
        let groups = tenant.groups();
        let names: Vec<_> = groups.keys().map(String::as_str).collect();
        assert_eq!(names, ["empty", "frozen", "mfa", "minors"]);
        assert_eq!(groups["frozen"], fixed);
        assert_eq!(groups, Tenant::new(&seed).groups());
        assert_eq!(tenant.group_named(groups["mfa"]).as_deref(), Some("mfa"));
        assert_eq!(tenant.group_named(Uuid::nil()), None);
        let view = tenant.groups_view();
        assert_eq!(view[2].members, ["ada@contoso.example"]);
        assert!(view[0].members.is_empty());
    }
}
