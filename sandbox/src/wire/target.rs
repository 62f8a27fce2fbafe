//! What a fault can strike: an endpoint of the tenant, or something beside it.

use super::{Endpoint, Operation};

/// What answers a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// An endpoint of the tenant.
    Tenant(Endpoint),
    /// A call of Graph.
    Graph(Operation),
    /// The webhook of the gate.
    Webhook,
}

/// Every endpoint of the tenant.
const ALL: &str = "*";
/// Every call of Graph.
const ALL_GRAPH: &str = "graph/*";
/// Where the webhook stands.
pub(crate) const WEBHOOK: &str = "webhook";

impl Target {
    /// Whether a person can mean something by this name.
    pub(crate) fn is_named(name: &str) -> bool {
        name == ALL || name == ALL_GRAPH || Self::named(name).is_some()
    }

    /// Whether this is meant by a name.
    pub(crate) fn is_meant_by(self, name: &str) -> bool {
        match self {
            Self::Tenant(_) if name == ALL => true,
            Self::Graph(_) if name == ALL_GRAPH => true,
            _ => Self::named(name) == Some(self),
        }
    }

    fn named(name: &str) -> Option<Self> {
        let webhook =
            || (name.strip_prefix('/').unwrap_or(name) == WEBHOOK).then_some(Self::Webhook);
        let graph = || Operation::named(name).map(Self::Graph);
        let tenant = Endpoint::named(name).map(Self::Tenant);
        tenant.or_else(graph).or_else(webhook)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_means_the_tenant_and_what_stands_beside_it_has_names_of_its_own() {
        let token = Target::Tenant(Endpoint::Token);
        let find = Target::Graph(Operation::FindUsers);
        assert!(token.is_meant_by("*") && token.is_meant_by("/oauth2/v2.0/token"));
        assert!(!find.is_meant_by("*") && find.is_meant_by("graph/*"));
        assert!(find.is_meant_by("graph/v1.0/users"));
        assert!(Target::Webhook.is_meant_by("webhook") && !Target::Webhook.is_meant_by("*"));
        for name in ["*", "graph/*", "/webhook", "oauth2/v2.0/token"] {
            assert!(Target::is_named(name), "{name}");
        }
        assert!(!Target::is_named("graph") && !Target::is_named("users"));
    }
}
