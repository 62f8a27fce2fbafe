//! The demo: a whole sign-in against a tenant inside this process, step by step.

pub(crate) mod risk;
mod timeline;
mod verify;

use std::sync::Arc;

use doorstep::store::{MemoryRecords, MemoryVault};
use doorstep::transport::ReqwestTransport;
use doorstep::{
    Account, AuthMethod, Authority, Channel, Client, Config, FlowId, MfaCodeReply, MfaReply,
    PasswordReply, Ports, ResumedFlow, Scopes, SignInFlow, SignInOptions, SignInStep, SystemClock,
};
use doorstep_sandbox::Handle;

use self::timeline::{CountingHttp, Timeline};
use crate::exit::Failure;

/// A person of the sandbox's built-in seed who has a password and must prove a second factor.
const USERNAME: &str = "ada@contoso.example";
const PASSWORD: &str = "Lovelace-1815";
const CLIENT_ID: &str = "11111111-1111-4111-8111-111111111111";
const SCOPE: &str = "api://todo/ToDo.Read";

/// Runs the demo and prints its timeline.
pub(crate) async fn run() -> Result<(), Failure> {
    let http = Arc::new(CountingHttp::new(transport()?));
    let mut timeline = Timeline::begin(Arc::clone(&http));

    let sandbox = start_sandbox().await?;
    timeline.note("tenant started", sandbox.tenant());

    let device = Device::new(http, &sandbox)?;
    let (flow, password) = open(&device).await?;
    timeline.note("sign-in begun", "password required");

    let (methods, choice) = match password.submit(PASSWORD).await? {
        SignInStep::MfaRequired { methods, reply } => (methods, reply),
        other => return Err(unexpected(&other)),
    };
    timeline.note(
        "password accepted",
        &format!("MFA required: {}", listed(&methods)),
    );

    let flow_id = flow.id();
    let sent_to = choose_email(&methods, &choice).await?;
    timeline.note("e-mail chosen", &format!("code sent to {sent_to}"));

    drop((flow, password, choice));
    let code_reply = resume(&device, flow_id).await?;
    timeline.note(
        "app killed and started anew",
        "flow resumed at MFA code required",
    );

    let account = submit_code(&sandbox, &code_reply).await?;
    timeline.note(
        "code accepted",
        &format!("signed in: {}", display_name(&account)),
    );
    timeline.subtotal("sign-in with a second factor");

    let verified = verify::id_token(device.http.as_ref(), sandbox.tenant(), CLIENT_ID, &account)
        .await
        .map_err(|error| Failure::machine(&error))?;
    timeline.note("id token verified", &verified);

    let scopes = Scopes::none();
    let first = account.access_token(&scopes).await?;
    timeline.note("access token", "from memory");
    let second = account.refreshed_access_token(&scopes).await?;
    let fresh = if first.secret == second.secret {
        "the same token"
    } else {
        "a new one"
    };
    timeline.note("access token", &format!("by refresh: {fresh}"));

    timeline.end();
    sandbox.shutdown().await;
    Ok(())
}

/// What survives on a device when the app is killed: the stores, and the network.
struct Device {
    http: Arc<CountingHttp>,
    vault: Arc<MemoryVault>,
    records: Arc<MemoryRecords>,
    config: Config,
}

impl Device {
    fn new(http: Arc<CountingHttp>, sandbox: &Handle) -> Result<Self, Failure> {
        let authority = Authority::for_development(sandbox.tenant())
            .map_err(|error| Failure::machine(&error))?;
        let config = Config::with_authority(authority, CLIENT_ID)?;
        let (vault, records) = (Arc::default(), Arc::default());
        Ok(Self {
            http,
            vault,
            records,
            config,
        })
    }

    /// A process of the app.
    fn client(&self) -> Client {
        let ports = Ports {
            http: Arc::clone(&self.http) as _,
            vault: Arc::clone(&self.vault) as _,
            records: Arc::clone(&self.records) as _,
            clock: Arc::new(SystemClock),
            events: None,
        };
        Client::new(&self.config, ports)
    }
}

fn transport() -> Result<ReqwestTransport, Failure> {
    ReqwestTransport::new().map_err(|error| Failure::machine(&error))
}

async fn start_sandbox() -> Result<Handle, Failure> {
    let config = doorstep_sandbox::Config::default();
    doorstep_sandbox::start(config)
        .await
        .map_err(|error| Failure::machine(&error))
}

async fn open(device: &Device) -> Result<(SignInFlow, PasswordReply), Failure> {
    let scopes: Scopes = SCOPE.parse().map_err(|error| Failure::machine(&error))?;
    let flow = device
        .client()
        .sign_in(SignInOptions::new(USERNAME).scopes(scopes))?;
    match flow.start().await? {
        SignInStep::PasswordRequired { reply } => Ok((flow, reply)),
        other => Err(unexpected(&other)),
    }
}

async fn choose_email(methods: &[AuthMethod], reply: &MfaReply) -> Result<String, Failure> {
    let by_email = methods
        .iter()
        .find(|method| method.channel == Channel::Email);
    let by_email = by_email.ok_or_else(|| Failure::machine(&"no second factor by e-mail"))?;
    match reply.choose(&by_email.id).await? {
        SignInStep::MfaCodeRequired { code, .. } => Ok(code.sent_to),
        other => Err(unexpected(&other)),
    }
}

async fn resume(device: &Device, id: FlowId) -> Result<MfaCodeReply, Failure> {
    let ResumedFlow::SignIn(flow) = device.client().resume(id).await? else {
        return Err(Failure::machine(&"the flow is not a sign-in"));
    };
    match flow.current()? {
        SignInStep::MfaCodeRequired { reply, .. } => Ok(reply),
        other => Err(unexpected(&other)),
    }
}

async fn submit_code(sandbox: &Handle, reply: &MfaCodeReply) -> Result<Account, Failure> {
    let code = sandbox.control().latest_code(USERNAME);
    let code = code.ok_or_else(|| Failure::machine(&"the mailbox is empty"))?;
    match reply.submit(code).await? {
        SignInStep::SignedIn { account } => Ok(account),
        other => Err(unexpected(&other)),
    }
}

fn listed(methods: &[AuthMethod]) -> String {
    let one = |method: &AuthMethod| match &method.channel {
        Channel::Email => format!("e-mail {}", method.hint),
        Channel::Sms => format!("SMS {}", method.hint),
        Channel::Unknown(word) => format!("{word} {}", method.hint),
    };
    methods.iter().map(one).collect::<Vec<_>>().join(" or ")
}

fn display_name(account: &Account) -> String {
    let name = account
        .claims()
        .and_then(|claims| claims.name().map(str::to_owned));
    name.unwrap_or_else(|| account.id().object_id)
}

fn unexpected(step: &SignInStep) -> Failure {
    Failure::machine(&format!(
        "the demo did not expect the step \"{}\"",
        step.kind()
    ))
}
