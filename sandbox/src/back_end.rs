//! How the gate's back-end rules are wired: Graph and the webhook of this very sandbox, called over loopback as a gate
//! elsewhere would call them.

use std::time::Duration;

use doorstep_gate::config::{
    BackEnd, CodeSettings, DeviceLost, DirectorySettings, SecondProof as Wanted, Secret,
    WebhookSettings,
};

use crate::config::StartError;
use crate::graph;
use crate::model::{DeviceLostRule, GATE_APP, GateSeed, ResetProof, SecondProof};
use crate::sandbox::Sandbox;
use crate::webhook;
use crate::wire::Endpoint;

/// The first wait before Graph is asked again. Nobody is spared by waiting longer.
const WAIT: Duration = Duration::from_millis(50);

/// The rules, with what they call.
pub(crate) struct Wired {
    seed: GateSeed,
    /// Scheme, host and port of the sandbox.
    origin: String,
    tenant_id: String,
    issuer: String,
    secret: String,
    deadline: Duration,
    groups: Groups,
}

/// The object ids of the groups that the rules work with.
#[derive(Default)]
struct Groups {
    sign_up: Option<String>,
    frozen: Option<String>,
}

impl Wired {
    /// The rules of the sandbox's seed, if there are any.
    pub(crate) fn of(sandbox: &Sandbox, deadline: Duration) -> Option<Self> {
        let seed = &sandbox.seed().gate;
        let rules = &seed.rules;
        let services = &sandbox.seed().registrations.services;
        let app = services.iter().find(|app| app.client_id == GATE_APP);
        let app = app.filter(|_| rules.any())?;
        let tenant = sandbox.tenant();
        let groups = tenant.groups();
        let id = |name: &String| groups.get(name).map(ToString::to_string);
        let frozen = rules.device_lost.as_ref().map(|lost| &lost.frozen_group);
        Some(Self {
            origin: sandbox.settings.origin.clone(),
            tenant_id: tenant.names.id.to_string(),
            issuer: tenant.names.name(),
            secret: app.secret.as_str().to_owned(),
            deadline,
            groups: Groups {
                sign_up: rules.sign_up_group.as_ref().and_then(id),
                frozen: frozen.and_then(id),
            },
            seed: seed.clone(),
        })
    }

    /// The gate's configuration for them.
    pub(crate) fn config(&self) -> Result<BackEnd, StartError> {
        let rules = &self.seed.rules;
        let directory = DirectorySettings {
            url: self.at(graph::ROOT)?,
            token_url: self.at(&format!("/{}/{}", self.tenant_id, Endpoint::Token.path()))?,
            client_id: GATE_APP.to_string(),
            secret: Secret::new(self.secret.clone()),
            issuer: self.issuer.clone(),
            deadline: self.deadline,
            wait: WAIT,
        };
        Ok(BackEnd {
            webhook: Some(WebhookSettings {
                url: self.at(webhook::ROUTE)?,
                secret: Secret::new(webhook::SECRET),
                deadline: self.deadline,
            }),
            reset: match rules.reset_second_proof {
                ResetProof::None => None,
                ResetProof::Code => Some(self.wanted(SecondProof::Code)),
                ResetProof::Provider => Some(self.wanted(SecondProof::Provider)),
            },
            sign_up_group: self.groups.sign_up.clone(),
            device_lost: rules.device_lost.as_ref().and_then(|lost| self.lost(lost)),
            ..BackEnd::of(directory)
        })
    }

    fn lost(&self, rule: &DeviceLostRule) -> Option<DeviceLost> {
        Some(DeviceLost {
            second_proof: self.wanted(rule.second_proof),
            frozen_group: self.groups.frozen.clone()?,
            cool_down: Duration::from_hours(rule.cool_down_hours.into()),
            starts_per_hour: rule.starts_per_hour,
        })
    }

    fn wanted(&self, proof: SecondProof) -> Wanted {
        match proof {
            SecondProof::Code => Wanted::Code(CodeSettings::default()),
            SecondProof::Provider => Wanted::Provider(self.seed.judges.reset.word().to_owned()),
        }
    }

    fn at<T>(&self, path: &str) -> Result<T, StartError>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        let url = format!("{}{path}", self.origin);
        url.parse()
            .map_err(|error: T::Err| StartError::Gate(error.to_string()))
    }
}
