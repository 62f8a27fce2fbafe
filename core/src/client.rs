//! The client: ports on one side, flows and accounts on the other.

mod current;
mod prepare;
mod signals;
mod step_up;

use std::fmt;
use std::sync::Arc;

pub use self::step_up::StepUp;

use crate::archive::Archive;
use crate::clock::Clock;
use crate::config::Config;
use crate::error::Error;
use crate::exchange::{Given, Terms};
use crate::fault::{Cause, Fault};
use crate::flow::{
    self, Flow, FlowKind, ResetPasswordFlow, ResetPasswordOptions, SignInFlow, SignInOptions,
    SignUpFlow, SignUpOptions, WaitingFlow,
};
use crate::ids::FlowId;
use crate::outbox::Outbox;
use crate::ports::events::Events;
use crate::ports::http::Http;
use crate::ports::records::Records;
use crate::ports::vault::Vault;
use crate::service::Service;
use crate::session::{Account, Current, Sessions, Tools};
use crate::signals::{Engine, Signals};
use crate::terms::{Claims, Scopes};

/// What a client asks of its host.
#[derive(Clone)]
pub struct Ports {
    /// Sends requests.
    pub http: Arc<dyn Http>,
    /// Keeps the data key.
    pub vault: Arc<dyn Vault>,
    /// Keeps sealed records.
    pub records: Arc<dyn Records>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Takes in what happens, for telemetry, if the app likes.
    pub events: Option<Arc<dyn Events>>,
}

impl fmt::Debug for Ports {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Ports")
    }
}

/// Signs people in to one application of one tenant. Clones are the same client; make one per
/// process, because the accounts' refreshes are coordinated inside it.
#[derive(Clone)]
pub struct Client {
    tools: Arc<flow::Tools>,
    terms: Terms,
}

/// A flow that goes on after the process died.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ResumedFlow {
    /// A sign-in; [`SignInFlow::current`] gives its step.
    SignIn(SignInFlow),
    /// A sign-up; [`SignUpFlow::current`] gives its step.
    SignUp(SignUpFlow),
    /// A password reset; [`ResetPasswordFlow::current`] gives its step.
    ResetPassword(ResetPasswordFlow),
}

impl Client {
    /// A client with the given ports.
    pub fn new(config: &Config, ports: Ports) -> Self {
        Self::assembled(config, ports, None)
    }

    fn assembled(config: &Config, ports: Ports, signals: Option<Signals>) -> Self {
        let Ports {
            http,
            vault,
            records,
            clock,
            events,
        } = ports;
        let outbox = Arc::new(Outbox::new(events));
        let owner = format!("{} {}", config.authority.as_str(), config.client_id);
        let timeout = config.request_timeout;
        let engine = |signals| Engine::new(signals, Arc::clone(&clock), Arc::clone(&outbox));
        let signals = signals.map(engine);
        let base = Arc::new(Tools {
            service: Service::new(
                http,
                Arc::clone(&clock),
                &config.authority,
                timeout,
                Arc::clone(&outbox),
            ),
            archive: Archive::new(vault, records, owner, Arc::clone(&outbox)),
            clock,
            outbox,
            current: Current::default(),
        });
        let terms = Terms {
            client_id: config.client_id,
            offer: config.offer,
            username: None,
            scopes: Scopes::none(),
            claims: None,
            step_up: false,
            account: None,
            max_age: None,
            recovery: None,
        };
        let sessions = Sessions::new(Arc::clone(&base), terms.clone());
        let tools = flow::Tools {
            base,
            sessions,
            lifetime: config.flow_lifetime,
            redirect_uri: config.redirect_uri.clone(),
            step_up: config.step_up.clone(),
            living: flow::Living::default(),
            remains: flow::Remains::default(),
            signals,
        };
        Self {
            tools: Arc::new(tools),
            terms,
        }
    }

    /// A sign-in, to be begun with [`SignInFlow::start`]. Flows and accounts do not disturb each
    /// other: sign in while somebody is signed in, or twice at a time.
    ///
    /// # Errors
    /// [`Error::Fixable`] with `InvalidUsername`, `BlankPassword` or `InputTooLong`. Nothing is sent.
    pub fn sign_in(&self, options: SignInOptions) -> Result<SignInFlow, Error> {
        let given = Given {
            password: options.password,
            ..Given::default()
        };
        let terms = self.terms_of(&options.username, &options.scopes, options.claims)?;
        let flow = self.begin(FlowKind::SignIn, terms, given)?;
        Ok(SignInFlow::new(flow))
    }

    /// A new account, to be begun with [`SignUpFlow::start`].
    ///
    /// # Errors
    /// [`Error::Fixable`] with `InvalidUsername`, `BlankPassword` or `InputTooLong`. Nothing is sent.
    pub fn sign_up(&self, options: SignUpOptions) -> Result<SignUpFlow, Error> {
        let given = Given {
            password: options.password,
            attributes: options.attributes,
        };
        let terms = self.terms_of(&options.username, &options.scopes, options.claims)?;
        let flow = self.begin(FlowKind::SignUp, terms, given)?;
        Ok(SignUpFlow::new(flow))
    }

    /// A password reset, to be begun with [`ResetPasswordFlow::start`].
    ///
    /// # Errors
    /// [`Error::Fixable`] with `InvalidUsername`. Nothing is sent.
    pub fn reset_password(
        &self,
        options: ResetPasswordOptions,
    ) -> Result<ResetPasswordFlow, Error> {
        let terms = Terms {
            recovery: options.recovery,
            ..self.terms_of(&options.username, &options.scopes, options.claims)?
        };
        let flow = self.begin(FlowKind::ResetPassword, terms, Given::default())?;
        Ok(ResetPasswordFlow::new(flow))
    }

    fn terms_of(
        &self,
        username: &str,
        scopes: &Scopes,
        claims: Option<Claims>,
    ) -> Result<Terms, Error> {
        let username = username.parse().map_err(|_| told(Cause::InvalidUsername))?;
        Ok(Terms {
            username: Some(username),
            scopes: scopes.with_defaults(),
            claims,
            ..self.terms.clone()
        })
    }

    fn begin(&self, kind: FlowKind, terms: Terms, given: Given) -> Result<Arc<Flow>, Error> {
        let password = given
            .password
            .map(|password| flow::typed(password, Cause::BlankPassword));
        let given = Given {
            password: password.transpose().map_err(told)?,
            attributes: flow::filled(given.attributes).map_err(told)?,
        };
        let flow = Flow::new(Arc::clone(&self.tools), terms, kind, given);
        Ok(self.tools.living.adopt(flow))
    }

    /// Goes on with the flow `id`: from its saved record, without the network, or where it is alive
    /// in this client with that very flow.
    ///
    /// # Errors
    /// [`Error::Misuse`] with `Finished` when there is none, `Expired` when it waited too long, or
    /// `SignedOut` when it was to add to a session that is no more. [`Error::Later`] while the
    /// device's storage is locked: nothing is lost.
    /// [`Error::Broken`], once, when the record was damaged or its key is gone.
    pub async fn resume(&self, id: FlowId) -> Result<ResumedFlow, Error> {
        let _delivery = self.tools.base.outbox.delivery();
        self.tools.tidy().await;
        if let Some(flow) = self.tools.living.find(id) {
            // The record of one that ended may lie there yet, and leads nowhere.
            if !flow.is_live() {
                return Err(told(Cause::Finished));
            }
            return Ok(ResumedFlow::of(flow));
        }
        if self.tools.remains.hold(id) {
            return Err(told(Cause::Finished));
        }
        let base = &self.tools.base;
        let record = flow::load(&base.archive, id, base.clock.now())
            .await
            .map_err(told)?;
        if let Some(account) = &record.account {
            let recalled = self.tools.sessions.recall(account).await;
            if recalled == Err(Cause::SignedOut) {
                flow::delete(&base.archive, id).await;
            }
            recalled.map_err(told)?;
        }
        let flow = Flow::restored(Arc::clone(&self.tools), &self.terms, record);
        Ok(ResumedFlow::of(self.tools.living.adopt(flow)))
    }

    /// The flows that wait for the person, without the network.
    ///
    /// # Errors
    /// [`Error::Later`] while the device's storage is locked. [`Error::Broken`], once, when a
    /// record was damaged or the records' key is gone: it was set aside, and the next call gives
    /// the rest.
    pub async fn pending(&self) -> Result<Vec<WaitingFlow>, Error> {
        let base = &self.tools.base;
        let _delivery = base.outbox.delivery();
        self.tools.tidy().await;
        let records = flow::load_all(&base.archive, base.clock.now())
            .await
            .map_err(told)?;
        let (living, remains) = (&self.tools.living, &self.tools.remains);
        let has_ended = |id| living.has_ended(id) || remains.hold(id);
        let waiting = records.iter().filter(|record| !has_ended(record.id));
        Ok(waiting.filter_map(WaitingFlow::of).collect())
    }

    /// The accounts that are signed in.
    ///
    /// # Errors
    /// Those of [`Client::pending`].
    pub async fn accounts(&self) -> Result<Vec<Account>, Error> {
        let _delivery = self.tools.base.outbox.delivery();
        self.tools.tidy().await;
        self.tools.sessions.accounts().await.map_err(told)
    }
}

impl ResumedFlow {
    fn of(flow: Arc<Flow>) -> Self {
        match flow.kind() {
            FlowKind::SignIn => Self::SignIn(SignInFlow::new(flow)),
            FlowKind::SignUp => Self::SignUp(SignUpFlow::new(flow)),
            FlowKind::ResetPassword => Self::ResetPassword(ResetPasswordFlow::new(flow)),
        }
    }
}

fn told(cause: Cause) -> Error {
    Fault::from(cause).into_error(None)
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Client({})", self.terms.client_id)
    }
}
