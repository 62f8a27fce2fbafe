//! The client: ports on one side, flows and accounts on the other.

use std::fmt;
use std::sync::Arc;

use crate::archive::Archive;
use crate::clock::Clock;
use crate::config::Config;
use crate::error::Error;
use crate::exchange::Terms;
use crate::fault::{Cause, Fault};
use crate::flow::{self, Flow, SignInFlow, SignInOptions, WaitingFlow};
use crate::ids::FlowId;
use crate::ports::http::Http;
use crate::ports::records::Records;
use crate::ports::vault::Vault;
use crate::service::Service;
use crate::session::{Account, Sessions, Tools};
use crate::terms::Scopes;

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
}

impl Client {
    /// A client with the given ports.
    pub fn new(config: &Config, ports: Ports) -> Self {
        let Ports {
            http,
            vault,
            records,
            clock,
        } = ports;
        let owner = format!("{} {}", config.authority.as_str(), config.client_id);
        let timeout = config.request_timeout;
        let base = Arc::new(Tools {
            service: Service::new(http, Arc::clone(&clock), &config.authority, timeout),
            archive: Archive::new(vault, records, owner),
            clock,
        });
        let terms = Terms {
            client_id: config.client_id,
            offer: config.offer,
            username: None,
            scopes: Scopes::none(),
            claims: None,
        };
        let sessions = Sessions::new(Arc::clone(&base), terms.clone());
        let tools = flow::Tools {
            base,
            sessions,
            lifetime: config.flow_lifetime,
            living: flow::Living::default(),
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
        let refused = |cause: Cause| Fault::from(cause).into_error(None);
        let username = options
            .username
            .parse()
            .map_err(|_| refused(Cause::InvalidUsername))?;
        let password = options
            .password
            .map(|password| flow::typed(password, Cause::BlankPassword));
        let password = password.transpose().map_err(refused)?;
        let terms = Terms {
            username: Some(username),
            scopes: options.scopes.with_defaults(),
            claims: options.claims,
            ..self.terms.clone()
        };
        let flow = Flow::sign_in(Arc::clone(&self.tools), terms, password);
        Ok(SignInFlow::new(self.tools.living.adopt(flow)))
    }

    /// Goes on with the flow `id`: from its saved record, without the network, or where it is alive
    /// in this client with that very flow.
    ///
    /// # Errors
    /// [`Error::Misuse`] with `Finished` when there is none, or `Expired` when it waited too
    /// long. [`Error::Later`] while the device's storage is locked: nothing is lost.
    /// [`Error::Broken`], once, when the record was damaged or its key is gone.
    pub async fn resume(&self, id: FlowId) -> Result<ResumedFlow, Error> {
        if let Some(flow) = self.tools.living.find(id) {
            return Ok(ResumedFlow::SignIn(SignInFlow::new(flow)));
        }
        let base = &self.tools.base;
        let record = flow::load(&base.archive, id, base.clock.now())
            .await
            .map_err(told)?;
        let flow = Flow::restored(Arc::clone(&self.tools), &self.terms, record);
        Ok(ResumedFlow::SignIn(SignInFlow::new(
            self.tools.living.adopt(flow),
        )))
    }

    /// The flows that wait for the person, without the network.
    ///
    /// # Errors
    /// [`Error::Later`] while the device's storage is locked. [`Error::Broken`], once, when a
    /// record was damaged or the records' key is gone: it was set aside, and the next call gives
    /// the rest.
    pub async fn pending(&self) -> Result<Vec<WaitingFlow>, Error> {
        let base = &self.tools.base;
        let records = flow::load_all(&base.archive, base.clock.now())
            .await
            .map_err(told)?;
        Ok(records.iter().filter_map(WaitingFlow::of).collect())
    }

    /// The accounts that are signed in.
    ///
    /// # Errors
    /// Those of [`Client::pending`].
    pub async fn accounts(&self) -> Result<Vec<Account>, Error> {
        self.tools.sessions.accounts().await.map_err(told)
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
