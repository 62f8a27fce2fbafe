//! The gate's back-end rules (docs/risk.md 8).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::{Uuid, uuid};

use super::field_error::{FieldError, range};
use super::text::{self, LONGEST, Password};
use super::{GraphPermission, GroupSeed, Seed, ServiceApp};

/// The app that the gate calls Graph as.
pub(crate) const GATE_APP: Uuid = uuid!("44444444-4444-4444-8444-444444444444");
/// Its secret, unless the seed gives it another.
const SECRET: &str = "sandbox-secret";

/// Which of the gate's back-end rules are in force. They work on groups by Microsoft Graph, and reach people by the webhook.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GateRules {
    /// What a password reset takes beside the code from the mailbox.
    pub reset_second_proof: ResetProof,
    /// The group that everybody who signs up is put into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_up_group: Option<String>,
    /// How people recover whose device is lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_lost: Option<DeviceLostRule>,
}

/// What a password reset takes beside the code from the mailbox.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResetProof {
    /// Nothing.
    #[default]
    None,
    /// A code that the webhook sends.
    Code,
    /// A verdict of the risk provider.
    Provider,
}

/// What a person whose device is lost shows beside the code from the mailbox.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SecondProof {
    /// A code that the webhook sends.
    #[default]
    Code,
    /// A verdict of the risk provider.
    Provider,
}

/// How people recover whose device is lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DeviceLostRule {
    /// What they show beside the code from the mailbox.
    pub second_proof: SecondProof,
    /// The group of those who are frozen.
    #[schemars(length(min = 1, max = 256))]
    pub frozen_group: String,
    /// For how long they are.
    #[schemars(range(min = 1, max = 720))]
    pub cool_down_hours: u16,
    /// How often one name may be recovered in an hour.
    #[schemars(range(min = 1, max = 60))]
    pub starts_per_hour: u8,
}

impl Default for DeviceLostRule {
    fn default() -> Self {
        Self {
            second_proof: SecondProof::Code,
            frozen_group: "frozen".to_owned(),
            cool_down_hours: 24,
            starts_per_hour: 3,
        }
    }
}

impl GateRules {
    pub(super) fn check(&self) -> Result<(), FieldError> {
        if let Some(group) = &self.sign_up_group {
            text::plain("sign_up_group", group, LONGEST)?;
        }
        self.device_lost
            .as_ref()
            .map_or(Ok(()), DeviceLostRule::check)
            .map_err(|error| error.inside("device_lost"))
    }

    /// Whether any is in force.
    pub(crate) fn any(&self) -> bool {
        *self != Self::default()
    }

    fn groups(&self) -> impl Iterator<Item = &String> {
        let frozen = self.device_lost.as_ref().map(|lost| &lost.frozen_group);
        self.sign_up_group.iter().chain(frozen)
    }
}

impl DeviceLostRule {
    fn check(&self) -> Result<(), FieldError> {
        text::plain("frozen_group", &self.frozen_group, LONGEST)?;
        range("cool_down_hours", self.cool_down_hours, 1, 720)?;
        range("starts_per_hour", self.starts_per_hour, 1, 60)
    }
}

impl Seed {
    /// Adds what the gate's rules work with, where the seed does not have it: their groups, and the gate's app.
    pub(crate) fn with_what_rules_need(mut self) -> Self {
        let rules = self.gate.rules.clone();
        if !rules.any() {
            return self;
        }
        for name in rules.groups() {
            if !self.groups.iter().any(|group| group.name == *name) {
                let name = name.clone();
                self.groups.push(GroupSeed { name, id: None });
            }
        }
        let services = &mut self.registrations.services;
        if !services.iter().any(|app| app.client_id == GATE_APP) {
            services.push(ServiceApp {
                client_id: GATE_APP,
                name: "The gate".to_owned(),
                secret: Password::new(SECRET),
                permissions: vec![
                    GraphPermission::UserReadAll,
                    GraphPermission::UserRevokeSessionsAll,
                    GraphPermission::GroupMemberReadWriteAll,
                    GraphPermission::MethodReadAll,
                ],
            });
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gets_what_its_rules_need_and_keeps_what_it_has() {
        let mut seed = Seed::contoso();
        assert_eq!(seed.clone().with_what_rules_need(), seed, "without rules");
        seed.gate.rules = GateRules {
            sign_up_group: Some("customers".to_owned()),
            device_lost: Some(DeviceLostRule::default()),
            ..GateRules::default()
        };
        seed.registrations.services[0].permissions.clear();
        let ready = seed.clone().with_what_rules_need();
        let names: Vec<_> = ready.groups.iter().map(|group| &group.name).collect();
        assert_eq!(names, ["customers", "frozen"]);
        assert_eq!(ready.registrations, seed.registrations);
        seed.registrations.services.clear();
        let ready = seed.with_what_rules_need();
        assert_eq!(ready.registrations.services[0].client_id, GATE_APP);
        assert_eq!(ready.clone().with_what_rules_need(), ready);
    }

    #[test]
    fn a_rule_that_cannot_be_meant_is_refused_with_its_member() {
        let lost = |change: fn(&mut DeviceLostRule)| {
            let mut rule = DeviceLostRule::default();
            change(&mut rule);
            GateRules {
                device_lost: Some(rule),
                ..GateRules::default()
            }
        };
        let group = GateRules {
            sign_up_group: Some(String::new()),
            ..GateRules::default()
        };
        for (rules, field) in [
            (group, "sign_up_group"),
            (
                lost(|rule| rule.frozen_group.clear()),
                "device_lost.frozen_group",
            ),
            (
                lost(|rule| rule.cool_down_hours = 0),
                "device_lost.cool_down_hours",
            ),
            (
                lost(|rule| rule.starts_per_hour = 61),
                "device_lost.starts_per_hour",
            ),
        ] {
            assert_eq!(rules.check().expect_err(field).field, field);
        }
    }
}
