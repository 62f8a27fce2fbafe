//! The client: what the host brings on one side, flows and accounts on the other.

use std::sync::Arc;

use doorstep::ports::events::Events;
use doorstep::ports::http::Http;
use doorstep::signals::Collected;
use doorstep::{ClaimsChallenge, FlowId, Ports, SystemClock};

use crate::account::Account;
use crate::call::{Answer, Call};
use crate::data::{list, moment};
use crate::error::Failure;
use crate::event::{EventSink, HostEvents};
use crate::flow::Flow;
use crate::mirror::mirror;
use crate::records::{HostRecords, Records};
use crate::risk::{RiskHooks, data_uses, invalid};
use crate::settings::{ResetPasswordRequest, Settings, SignInRequest, SignUpRequest, scopes};
use crate::transport::{HostHttp, Transport};
use crate::vault::{HostVault, Vault};

mirror! {
    /// What a flow is for.
    FlowKind of doorstep::FlowKind {
        /// Signing in.
        SignIn,
        /// Creating an account.
        SignUp,
        /// Resetting a password.
        ResetPassword,
    } else Other
}

mirror! {
    /// The name of a step.
    StepKind of doorstep::StepKind {
        /// A password.
        PasswordRequired,
        /// A code.
        CodeRequired,
        /// The choice of a second factor.
        MfaRequired,
        /// The code of a second factor.
        MfaCodeRequired,
        /// The choice of a method to register.
        RegistrationRequired,
        /// The code of a method to register.
        RegistrationCodeRequired,
        /// Attributes of a new account.
        AttributesRequired,
        /// The account is there.
        SignedUp,
        /// A new password.
        NewPasswordRequired,
        /// The wait for a new password.
        NewPasswordSubmitted,
        /// The password is changed.
        PasswordReset,
        /// A challenge.
        VerificationRequired,
        /// The browser.
        BrowserRequired,
        /// Somebody is signed in.
        SignedIn,
    } else Other
}

/// A flow that waits for the person.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct WaitingFlow {
    /// Resumes it.
    pub id: String,
    /// What it is for.
    pub kind: FlowKind,
    /// The step it waits at.
    pub step: StepKind,
    /// Since when, in milliseconds since 1970.
    pub since_millis: u64,
    /// Until when, at most.
    pub until_millis: u64,
}

impl From<doorstep::WaitingFlow> for WaitingFlow {
    fn from(flow: doorstep::WaitingFlow) -> Self {
        Self {
            id: flow.id.to_string(),
            kind: flow.kind.into(),
            step: flow.step.into(),
            since_millis: moment(flow.since),
            until_millis: moment(flow.until),
        }
    }
}

/// Signs people in to one application of one tenant.
#[derive(uniffi::Object)]
pub struct Client(doorstep::Client);

#[uniffi::export]
impl Client {
    /// A client with what the host brings. Without a transport it is the library's own, where this build has one.
    #[uniffi::constructor]
    pub fn new(
        settings: &Settings,
        transport: Option<Box<dyn Transport>>,
        vault: Box<dyn Vault>,
        records: Box<dyn Records>,
        events: Option<Box<dyn EventSink>>,
        risk: Option<Box<dyn RiskHooks>>,
    ) -> Result<Arc<Self>, Failure> {
        let patience = settings.patience();
        let http: Arc<dyn Http> = match transport {
            Some(transport) => Arc::new(HostHttp::new(transport, patience)),
            None => own_transport(settings)?,
        };
        let events = events.and_then(HostEvents::new);
        let ports = Ports {
            http,
            vault: Arc::new(HostVault::new(vault, patience)),
            records: Arc::new(HostRecords::new(records, patience)),
            clock: Arc::new(SystemClock),
            events: events.map(|events| Arc::new(events) as Arc<dyn Events>),
        };
        let config = settings.config()?;
        let client = match &settings.risk {
            None => doorstep::Client::new(&config, ports),
            Some(signals) => doorstep::Client::with_signals(&config, ports, signals.signals(risk)?),
        };
        Ok(Arc::new(Self(client)))
    }

    /// Says what the person consents to from now on, by the words `device` and `behaviour`.
    pub fn set_consent(&self, uses: &[String]) -> Result<(), Failure> {
        self.0.set_consent(&data_uses(uses)?);
        Ok(())
    }

    /// Tells what the app found out, as JSON.
    pub fn set_collected(&self, json: &str) -> Result<(), Failure> {
        let collected = Collected::parse(json).map_err(invalid)?;
        self.0.set_collected(collected);
        Ok(())
    }

    /// A sign-in, to be begun with `start`.
    pub fn sign_in(&self, request: SignInRequest) -> Result<Arc<Flow>, Failure> {
        let flow = self.0.sign_in(request.options()?)?;
        Ok(Arc::new(flow.into()))
    }

    /// A new account, to be begun with `start`.
    pub fn sign_up(&self, request: SignUpRequest) -> Result<Arc<Flow>, Failure> {
        let flow = self.0.sign_up(request.options()?)?;
        Ok(Arc::new(flow.into()))
    }

    /// A password reset, to be begun with `start`.
    pub fn reset_password(&self, request: ResetPasswordRequest) -> Result<Arc<Flow>, Failure> {
        let flow = self.0.reset_password(request.options()?)?;
        Ok(Arc::new(flow.into()))
    }

    /// Goes on with the flow `id`, without the network.
    pub fn resume(&self, id: &str) -> Result<Arc<Call>, Failure> {
        let id: FlowId = id.parse().map_err(|_| Failure::no_such_flow())?;
        let client = self.0.clone();
        Call::begin(async move { client.resume(id).await?.try_into() })
    }

    /// The flows that wait for the person.
    pub fn pending(&self) -> Result<Arc<Call>, Failure> {
        let client = self.0.clone();
        Call::begin(async move {
            let flows = list(client.pending().await?);
            Ok(Answer::Pending { flows })
        })
    }

    /// The accounts that are signed in.
    pub fn accounts(&self) -> Result<Arc<Call>, Failure> {
        let client = self.0.clone();
        Call::begin(async move { Ok(signed_in(client.accounts().await?)) })
    }

    /// The account that was chosen with `set_current`, while it is signed in; one or none.
    pub fn current_account(&self) -> Result<Arc<Call>, Failure> {
        let client = self.0.clone();
        Call::begin(async move { Ok(signed_in(client.current_account().await?)) })
    }

    /// Makes `account` the current one.
    pub fn set_current(&self, account: Arc<Account>) -> Result<Arc<Call>, Failure> {
        let client = self.0.clone();
        Call::begin(async move {
            client.set_current(&account.0).await?;
            Ok(Answer::Done)
        })
    }

    /// Opens the connection to the service ahead of the first request.
    pub fn prepare(&self) -> Result<Arc<Call>, Failure> {
        let client = self.0.clone();
        Call::begin(async move {
            client.prepare().await;
            Ok(Answer::Done)
        })
    }

    /// Answers what an API asked for in its `WWW-Authenticate` headers, when it refused the token for `wanted`;
    /// nothing, where a step-up would not help.
    pub fn step_up(
        &self,
        account: Arc<Account>,
        wanted: &[String],
        www_authenticate: &[String],
    ) -> Result<Arc<Call>, Failure> {
        let headers = www_authenticate.iter().map(String::as_str);
        let challenge = ClaimsChallenge::parse(headers).map_err(Failure::challenge)?;
        let (client, wanted) = (self.0.clone(), scopes(wanted)?);
        Call::begin(async move {
            let answer = match challenge {
                None => None,
                Some(challenge) => Some(
                    client
                        .step_up(&account.0, &wanted, &challenge)
                        .await?
                        .into(),
                ),
            };
            Ok(Answer::StepUp { answer })
        })
    }
}

fn signed_in(accounts: impl IntoIterator<Item = doorstep::Account>) -> Answer {
    Answer::Accounts {
        accounts: accounts.into_iter().map(Account::new).collect(),
    }
}

/// Whether this build has a transport of its own.
#[uniffi::export]
pub fn has_own_transport() -> bool {
    cfg!(feature = "rustls")
}

#[cfg(feature = "rustls")]
fn own_transport(settings: &Settings) -> Result<Arc<dyn Http>, Failure> {
    use doorstep::transport::ReqwestTransport;

    let transport = match &settings.extra_roots_pem {
        None => ReqwestTransport::new(),
        Some(pem) => ReqwestTransport::with_extra_roots(pem.as_bytes()),
    };
    let transport = transport.map_err(Failure::no_tls)?;
    Ok(Arc::new(transport))
}

#[cfg(not(feature = "rustls"))]
fn own_transport(_: &Settings) -> Result<Arc<dyn Http>, Failure> {
    Err(Failure::no_transport())
}
