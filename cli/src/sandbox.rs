//! `doorstep sandbox`: a local tenant until ctrl-c.

use std::path::Path;

use doorstep_sandbox::model::StepUp;
use doorstep_sandbox::{AdminToken, Config, GateSettings, Handle, Seed, run as run_sandbox};

use crate::args::{SandboxArgs, StepUpMode};
use crate::exit::Failure;
use crate::{out, shell};

/// Runs the tenant, says where it listens, and ends it cleanly when asked to.
pub(crate) async fn run(args: SandboxArgs) -> Result<(), Failure> {
    let mut seed = args
        .seed
        .as_deref()
        .map_or_else(|| Ok(Seed::contoso()), read_seed)?;
    if let Some(mode) = args.around.step_up {
        seed.gate.step_up = match mode {
            StepUpMode::Rewrite => StepUp::Rewrite,
            StepUpMode::Resubmit => StepUp::Resubmit,
        };
    }
    let gate = GateSettings {
        port: args.around.gate_port,
        risk_port: args.around.risk_port,
        ..GateSettings::default()
    };
    let config = Config {
        bind: args.host,
        port: args.port,
        seed,
        cors: args.cors,
        tls: args.tls,
        admin_token: args.admin_token.map(admin_token).transpose()?,
        gate: (!args.around.no_gate).then_some(gate),
    };
    let stop = interrupted()?;
    let example = Example::of(&config);
    let ready = |handle: &Handle| announce(handle, &example, args.json);
    run_sandbox(config, ready, stop)
        .await
        .map_err(|error| Failure::machine(&error))
}

fn read_seed(path: &Path) -> Result<Seed, Failure> {
    Seed::from_file(path).map_err(|error| Failure::usage(format!("--seed: {error}")))
}

fn admin_token(text: String) -> Result<AdminToken, Failure> {
    AdminToken::new(text).map_err(|_| {
        Failure::usage("--admin-token: 16 to 256 visible ASCII characters, without spaces")
    })
}

/// Resolves at ctrl-c, and where there are signals, at the one that asks a process to end.
fn interrupted() -> Result<impl Future<Output = ()>, Failure> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| signal(kind).map_err(|error| Failure::machine(&error));
        let (mut interrupt, mut terminate) = (
            listen(SignalKind::interrupt())?,
            listen(SignalKind::terminate())?,
        );
        Ok(async move {
            std::future::poll_fn(|context| {
                let ended = interrupt.poll_recv(context).is_ready()
                    || terminate.poll_recv(context).is_ready();
                if ended {
                    std::task::Poll::Ready(())
                } else {
                    std::task::Poll::Pending
                }
            })
            .await;
        })
    }
    #[cfg(not(unix))]
    {
        Ok(async {
            // Without a handler there is no way to be asked: run until killed.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        })
    }
}

/// What the lines that the person copies are made of.
struct Example {
    /// An application and somebody who can sign in to it, if the seed has them.
    who: Option<(String, String)>,
    guarded: bool,
}

impl Example {
    fn of(config: &Config) -> Self {
        let apps = &config.seed.registrations.apps;
        let app = apps
            .iter()
            .find(|app| app.native_authentication && app.public_client && app.user_flow.is_some());
        let users = &config.seed.users;
        let user = users
            .iter()
            .find(|user| !user.federated && !user.password_change_required);
        let who = app
            .zip(user)
            .map(|(app, user)| (app.client_id.to_string(), user.username.clone()));
        Self {
            who,
            guarded: config.admin_token.is_some(),
        }
    }
}

/// The name that the printed certificate authority is to be saved under.
const CA_FILE: &str = "sandbox-ca.pem";

fn announce(handle: &Handle, example: &Example, json: bool) {
    let listening = handle.listening();
    if json {
        match serde_json::to_string(listening) {
            Ok(line) => out::line(line),
            Err(error) => out::note(error),
        }
        return;
    }
    out::line("The tenant listens. Ctrl-c ends it.\n");
    out::line(format_args!("  authority  {}", listening.tenant));
    out::line(format_args!("  admin      {}", listening.admin));
    out::line(format_args!("  api        {}", listening.api));
    out::line(format_args!("  graph      {}", listening.graph));
    out::line(format_args!("  webhook    {}", listening.webhook));
    if let (Some(gate), Some(risk)) = (&listening.gate, &listening.risk) {
        out::line(format_args!("  gate       {gate}"));
        out::line(format_args!("  risk       {risk}"));
    }
    out::line("");
    let (mut ca, mut cacert) = (String::new(), String::new());
    if let Some(pem) = handle.ca_pem() {
        ca = format!(" --ca {CA_FILE}");
        cacert = format!(" --cacert {CA_FILE}");
        out::line(format_args!(
            "Trust this authority: save it as {CA_FILE}.\n{pem}"
        ));
    }
    if let Some((client_id, username)) = &example.who {
        let username = shell::quoted(username);
        out::line("Sign somebody in:");
        out::line(format_args!(
            "  doorstep sign-in --authority {}{ca} \\\n    --client-id {client_id} --username {username}\n",
            listening.tenant
        ));
    }
    let token = if example.guarded {
        " --header \"Authorization: Bearer $DOORSTEP_ADMIN_TOKEN\""
    } else {
        ""
    };
    out::line("Read the codes that it sends:");
    out::line(format_args!(
        "  curl{cacert}{token} {}/mailbox",
        listening.admin
    ));
}
