//! Conditional Access: which policies apply to a token request (docs/protocol.md 6).

use super::directory::Account;
use crate::model::{ALL, App, AuthContext, ConditionalAccessPolicy, Policies, Selection};
use crate::wire::Scopes;

/// A token request, as policies see it.
pub(super) struct Request<'a> {
    pub(super) account: &'a Account,
    pub(super) app: &'a App,
    pub(super) scopes: &'a Scopes,
    pub(super) contexts: &'a [AuthContext],
}

/// The names of the policies that ask for a second factor here.
pub(super) fn demanding_mfa(policies: &Policies, request: &Request<'_>) -> Vec<String> {
    policies
        .conditional_access
        .iter()
        .filter(|policy| policy.enabled && applies(policy, request))
        .map(|policy| policy.name.clone())
        .collect()
}

fn applies(policy: &ConditionalAccessPolicy, request: &Request<'_>) -> bool {
    let account = request.account;
    let username = account.username.as_str();
    let covered = policy.users.includes(username)
        || account
            .groups
            .iter()
            .any(|group| policy.groups.includes(group));
    let left_out = policy.users.excludes(username)
        || account
            .groups
            .iter()
            .any(|group| policy.groups.excludes(group));
    let client_id = request.app.client_id.to_string();
    covered
        && !left_out
        && policy.apps.includes(&client_id)
        && !policy.apps.excludes(&client_id)
        && covers_scopes(&policy.scopes, request.scopes)
        && (policy.contexts.is_empty()
            || policy
                .contexts
                .iter()
                .any(|context| request.contexts.contains(context)))
}

/// Whether one of the request's scopes is covered and not left out. A request for no resource has only the scopes of
/// the directory itself, which `all` covers.
fn covers_scopes(selection: &Selection, scopes: &Scopes) -> bool {
    let Some(resource) = &scopes.resource else {
        return selection.includes(ALL);
    };
    scopes.of_resource().any(|scope| {
        let included = selection.includes(&scope) || selection.includes(resource);
        included && !selection.excludes(&scope) && !selection.excludes(resource)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Requirement, Seed};
    use crate::tenant::Tenant;

    const TODO: &str = "openid api://todo/ToDo.Read";
    const APP: &str = "11111111-1111-4111-8111-111111111111";

    fn policy() -> ConditionalAccessPolicy {
        ConditionalAccessPolicy {
            name: "p".into(),
            enabled: true,
            users: Selection::everything(),
            groups: Selection::default(),
            apps: Selection::everything(),
            scopes: Selection::everything(),
            contexts: Vec::new(),
            require: Requirement::Mfa,
        }
    }

    fn asks(policy: &ConditionalAccessPolicy, scopes: &str, contexts: &[&str]) -> bool {
        let tenant = Tenant::new(&Seed::contoso());
        let app = &tenant.registrations.apps[0];
        let contexts: Vec<_> = contexts
            .iter()
            .map(|name| AuthContext::try_from((*name).to_owned()).expect("a context"))
            .collect();
        let request = Request {
            account: tenant
                .directory
                .by_login("ada@contoso.example")
                .expect("ada"),
            app,
            scopes: &Scopes::parse(scopes, app, &tenant.registrations).expect("scopes"),
            contexts: &contexts,
        };
        let policies = Policies {
            conditional_access: vec![policy.clone()],
            ..Policies::default()
        };
        !demanding_mfa(&policies, &request).is_empty()
    }

    #[test]
    fn a_policy_for_everybody_applies_unless_it_is_off() {
        assert!(asks(&policy(), TODO, &[]));
        assert!(!asks(
            &ConditionalAccessPolicy {
                enabled: false,
                ..policy()
            },
            TODO,
            &[]
        ));
    }

    #[test]
    fn users_and_groups_are_covered_and_left_out() {
        let nobody = Selection::default();
        let by_group = ConditionalAccessPolicy {
            users: nobody.clone(),
            groups: Selection::only(["MFA"]),
            ..policy()
        };
        assert!(asks(&by_group, TODO, &[]));
        let other_group = ConditionalAccessPolicy {
            groups: Selection::only(["staff"]),
            ..by_group.clone()
        };
        assert!(!asks(&other_group, TODO, &[]));
        let not_ada = ConditionalAccessPolicy {
            users: nobody.clone().except(["ada@contoso.example"]),
            ..by_group
        };
        assert!(!asks(&not_ada, TODO, &[]));
        let not_group = ConditionalAccessPolicy {
            groups: nobody.except(["mfa"]),
            ..policy()
        };
        assert!(!asks(&not_group, TODO, &[]));
    }

    #[test]
    fn apps_are_covered_and_left_out() {
        let this = ConditionalAccessPolicy {
            apps: Selection::only([APP]),
            ..policy()
        };
        assert!(asks(&this, TODO, &[]));
        let other = ConditionalAccessPolicy {
            apps: Selection::only(["22222222-2222-4222-8222-222222222222"]),
            ..policy()
        };
        assert!(!asks(&other, TODO, &[]));
        let not_this = ConditionalAccessPolicy {
            apps: Selection::everything().except([APP]),
            ..policy()
        };
        assert!(!asks(&not_this, TODO, &[]));
    }

    #[test]
    fn scopes_are_covered_one_by_one_or_as_a_resource() {
        for covered in ["api://todo", "api://todo/ToDo.Read"] {
            let only = ConditionalAccessPolicy {
                scopes: Selection::only([covered]),
                ..policy()
            };
            assert!(asks(&only, TODO, &[]), "{covered}");
            assert!(!asks(&only, "openid", &[]), "{covered}");
            let except = ConditionalAccessPolicy {
                scopes: Selection::everything().except([covered]),
                ..policy()
            };
            assert!(!asks(&except, TODO, &[]), "{covered}");
            assert!(asks(&except, "openid", &[]), "{covered}");
        }
    }

    #[test]
    fn a_context_applies_only_when_it_is_asked_for() {
        let c3 = AuthContext::try_from("c3".to_owned()).expect("a context");
        let bound = ConditionalAccessPolicy {
            contexts: vec![c3],
            ..policy()
        };
        assert!(asks(&bound, TODO, &["c1", "c3"]));
        assert!(!asks(&bound, TODO, &["c1"]));
        assert!(!asks(&bound, TODO, &[]));
    }
}
