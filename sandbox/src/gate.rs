//! How the gate in front of the tenant is made: by the library that `doorstep gate` runs, with a key of this start, the
//! tenant behind it and the risk provider beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use doorstep_gate::claims::AuthContext;
use doorstep_gate::config::{
    HostName, Kind, Limits, ProviderSettings, Rule, Rules, TenantSettings, Trust,
};
use doorstep_gate::decide::{FailPolicy, Mode};
use doorstep_gate::provider::{
    BreakerSettings, Generic, Human, Prove, RemoteSettings, ThreatMetrix,
};
use doorstep_gate::seal::{Key, Seal};
use doorstep_gate::{Clock, Config, Host, Record, Records};
use ring::rand::{SecureRandom as _, SystemRandom};

use crate::back_end::Wired;
use crate::config::StartError;
use crate::model::{FailRule, GateCall, GateSeed, Judge, Judges, StepUp, TenantSeed};
use crate::risk::SECRET;
use crate::sandbox::Sandbox;

/// For how long the gate's tokens are good. The tenant's own limit comes first.
const LIFETIME: Duration = Duration::from_hours(1);

/// All that a gate of this sandbox needs, so that it can be started again as it was.
pub(crate) struct Plan {
    pub(crate) seed: GateSeed,
    pub(crate) tenant: TenantSeed,
    /// Scheme, host and port of the tenant.
    pub(crate) upstream: String,
    /// Scheme, host and port of the risk provider.
    pub(crate) risk: String,
    /// The authority that both are trusted by, as PEM.
    pub(crate) ca: Option<String>,
    pub(crate) cors: bool,
    pub(crate) deadline: Duration,
    /// The key of its sealed tokens.
    pub(crate) key: [u8; 32],
    /// Its back-end rules, where there are any.
    pub(crate) back_end: Option<Wired>,
}

/// A key that nobody else has.
pub(crate) fn key() -> Result<[u8; 32], StartError> {
    let mut key = [0; 32];
    SystemRandom::new()
        .fill(&mut key)
        .map_err(|_| StartError::Key)?;
    Ok(key)
}

impl Plan {
    /// The gate's configuration.
    pub(crate) fn config(&self, listen: SocketAddr) -> Result<Config, StartError> {
        let wrong = |problem: &dyn std::fmt::Display| StartError::Gate(problem.to_string());
        let id = self.tenant.id.to_string();
        let key = Key::new("sandbox", &self.key).map_err(|error| wrong(&error))?;
        let context: AuthContext = self
            .seed
            .context
            .as_str()
            .parse()
            .map_err(|error| wrong(&error))?;
        let ca = self.ca.as_ref().map(|pem| pem.clone().into_bytes());
        Ok(Config {
            listen,
            trusted_proxies: Vec::new(),
            seal: Seal::new(&id, vec![key]).map_err(|error| wrong(&error))?,
            tenant: TenantSettings {
                names: vec![id.clone(), self.tenant.name()],
                id,
                upstream: self.upstream.parse().map_err(|error| wrong(&error))?,
                host: HostName::AsCalled,
                ca,
            },
            token_lifetime: LIFETIME,
            context,
            mode: match self.seed.step_up {
                StepUp::Rewrite => Mode::Rewrite,
                StepUp::Resubmit => Mode::Resubmit,
            },
            providers: self.providers(),
            trust: Trust::Own,
            rules: self.rules(),
            back_end: self.back_end.as_ref().map(Wired::config).transpose()?,
            origins: if self.cors {
                vec!["*".to_owned()]
            } else {
                Vec::new()
            },
            limits: Limits {
                body: 64 * 1024,
                connections: 4096,
                head: Duration::from_secs(10),
                body_time: Duration::from_secs(10),
                tenant: Duration::from_secs(30),
                grace: Duration::from_secs(1),
            },
        })
    }

    fn providers(&self) -> BTreeMap<String, ProviderSettings> {
        let Judges {
            token,
            challenge,
            register_challenge,
            sign_up,
            reset,
        } = self.seed.judges;
        let used = BTreeSet::from([token, challenge, register_challenge, sign_up, reset]);
        let remote = RemoteSettings {
            deadline: self.deadline,
            // A provider that is told to fail shall be asked each time, and none of them is ever spared.
            breaker: BreakerSettings {
                after: u32::MAX,
                rest: Duration::from_secs(1),
            },
            session_header: None,
        };
        let settings = |judge: Judge| ProviderSettings {
            kind: self.kind(judge),
            remote,
        };
        used.into_iter()
            .map(|judge| (judge.word().to_owned(), settings(judge)))
            .collect()
    }

    fn kind(&self, judge: Judge) -> Kind {
        let (url, secret) = (self.risk.clone(), SECRET.to_owned());
        match judge {
            Judge::ThreatMetrix => Kind::ThreatMetrix(ThreatMetrix {
                url,
                org_id: "sandbox".to_owned(),
                api_key: secret,
                policy: "default".to_owned(),
            }),
            Judge::Human => Kind::Human(Human {
                url,
                app_id: "PXsandbox".to_owned(),
                server_token: secret,
                blocks_from: 100,
            }),
            Judge::Prove => Kind::Prove(Prove {
                url,
                client_id: "sandbox".to_owned(),
                client_secret: secret,
            }),
            Judge::Generic => Kind::Generic(Generic {
                url: format!("{url}/assess"),
                report_url: Some(format!("{url}/report")),
                token: Some(secret),
            }),
        }
    }

    fn rules(&self) -> Rules {
        let fail = match self.seed.fail {
            FailRule::Closed => FailPolicy::Closed,
            FailRule::Open => FailPolicy::Open,
            FailRule::Challenge => FailPolicy::Challenge,
        };
        let rule = |judge: Judge, fail| Rule {
            provider: judge.word().to_owned(),
            fail,
        };
        let judges = self.seed.judges;
        Rules {
            token: rule(judges.token, fail),
            challenge: rule(judges.challenge, FailPolicy::Closed),
            register_challenge: rule(judges.register_challenge, FailPolicy::Closed),
            sign_up: rule(judges.sign_up, fail),
        }
    }
}

/// What the gate is told by: the sandbox's clock, and its book.
pub(crate) fn host(sandbox: &Arc<Sandbox>) -> Host {
    let (timed, told) = (Arc::clone(sandbox), Arc::clone(sandbox));
    let now = move || Duration::from_secs(timed.clock.now().unix().try_into().unwrap_or_default());
    Host {
        clock: Clock::of(now),
        records: Records::to(move |record| {
            if let Some(call) = call(record) {
                told.risk().note_call(call);
            }
        }),
    }
}

/// A record as the book keeps it: the same members, as words.
fn call(record: &Record) -> Option<GateCall> {
    let members = serde_json::to_value(record).ok()?;
    serde_json::from_value(members).ok()
}
