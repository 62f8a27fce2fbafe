//! The client: what the host brings on one side, flows and accounts on the other.

use std::sync::Arc;

use doorstep::ports::events::Events;
use doorstep::ports::http::Http;
use doorstep::{ClaimsChallenge, FlowId, Ports, SystemClock};

use crate::account::{Account, StepUp};
use crate::data::moment;
use crate::error::Failure;
use crate::event::{EventSink, HostEvents};
use crate::mirror::mirror;
use crate::records::{HostRecords, Records};
use crate::reset_password::ResetPasswordFlow;
use crate::runtime::{run, run_through};
use crate::settings::{ResetPasswordRequest, Settings, SignInRequest, SignUpRequest, scopes};
use crate::sign_in::SignInFlow;
use crate::sign_up::SignUpFlow;
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

/// A flow that goes on after the process died.
#[derive(uniffi::Enum)]
pub enum ResumedFlow {
    /// A sign-in.
    SignIn {
        /// The flow.
        flow: Arc<SignInFlow>,
    },
    /// A sign-up.
    SignUp {
        /// The flow.
        flow: Arc<SignUpFlow>,
    },
    /// A password reset.
    ResetPassword {
        /// The flow.
        flow: Arc<ResetPasswordFlow>,
    },
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
        transport: Option<Arc<dyn Transport>>,
        vault: Arc<dyn Vault>,
        records: Arc<dyn Records>,
        events: Option<Arc<dyn EventSink>>,
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
        let client = doorstep::Client::new(&settings.config()?, ports);
        Ok(Arc::new(Self(client)))
    }

    /// A sign-in, to be begun with `start`.
    pub fn sign_in(&self, request: SignInRequest) -> Result<Arc<SignInFlow>, Failure> {
        let flow = self.0.sign_in(request.options()?)?;
        Ok(Arc::new(SignInFlow(flow)))
    }

    /// A new account, to be begun with `start`.
    pub fn sign_up(&self, request: SignUpRequest) -> Result<Arc<SignUpFlow>, Failure> {
        let flow = self.0.sign_up(request.options()?)?;
        Ok(Arc::new(SignUpFlow(flow)))
    }

    /// A password reset, to be begun with `start`.
    pub fn reset_password(
        &self,
        request: ResetPasswordRequest,
    ) -> Result<Arc<ResetPasswordFlow>, Failure> {
        let flow = self.0.reset_password(request.options()?)?;
        Ok(Arc::new(ResetPasswordFlow(flow)))
    }

    /// Goes on with the flow `id`, without the network.
    pub async fn resume(&self, id: String) -> Result<ResumedFlow, Failure> {
        let id: FlowId = id.parse().map_err(|_| Failure::no_such_flow())?;
        let client = self.0.clone();
        match run(Box::pin(async move { client.resume(id).await })).await? {
            doorstep::ResumedFlow::SignIn(flow) => Ok(ResumedFlow::SignIn {
                flow: Arc::new(SignInFlow(flow)),
            }),
            doorstep::ResumedFlow::SignUp(flow) => Ok(ResumedFlow::SignUp {
                flow: Arc::new(SignUpFlow(flow)),
            }),
            doorstep::ResumedFlow::ResetPassword(flow) => Ok(ResumedFlow::ResetPassword {
                flow: Arc::new(ResetPasswordFlow(flow)),
            }),
            _ => Err(Failure::defect()),
        }
    }

    /// The flows that wait for the person.
    pub async fn pending(&self) -> Result<Vec<WaitingFlow>, Failure> {
        let client = self.0.clone();
        let flows: Vec<doorstep::WaitingFlow> =
            run(Box::pin(async move { client.pending().await })).await?;
        Ok(crate::data::list(flows))
    }

    /// The accounts that are signed in.
    pub async fn accounts(&self) -> Result<Vec<Arc<Account>>, Failure> {
        let client = self.0.clone();
        let accounts: Vec<doorstep::Account> =
            run(Box::pin(async move { client.accounts().await })).await?;
        Ok(accounts.into_iter().map(Account::new).collect())
    }

    /// The account that was chosen with `set_current`, while it is signed in.
    pub async fn current_account(&self) -> Result<Option<Arc<Account>>, Failure> {
        let client = self.0.clone();
        let account: Option<doorstep::Account> =
            run(Box::pin(async move { client.current_account().await })).await?;
        Ok(account.map(Account::new))
    }

    /// Makes `account` the current one.
    pub async fn set_current(&self, account: Arc<Account>) -> Result<(), Failure> {
        let client = self.0.clone();
        run(Box::pin(
            async move { client.set_current(&account.0).await },
        ))
        .await
    }

    /// Opens the connection to the service ahead of the first request.
    pub async fn prepare(&self) -> Result<(), Failure> {
        let client = self.0.clone();
        run_through(async move { client.prepare().await }).await
    }

    /// Answers what an API asked for in its `WWW-Authenticate` headers, when it refused the token for `wanted`;
    /// nothing, where a step-up would not help.
    pub async fn step_up(
        &self,
        account: Arc<Account>,
        wanted: Vec<String>,
        www_authenticate: Vec<String>,
    ) -> Result<Option<StepUp>, Failure> {
        let headers = www_authenticate.iter().map(String::as_str);
        let Some(challenge) = ClaimsChallenge::parse(headers).map_err(Failure::challenge)? else {
            return Ok(None);
        };
        let (client, wanted) = (self.0.clone(), scopes(&wanted)?);
        let step_up: StepUp = run(Box::pin(async move {
            client.step_up(&account.0, &wanted, &challenge).await
        }))
        .await?;
        Ok(Some(step_up))
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
