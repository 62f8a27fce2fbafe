//! `doorstep sandbox`: a local tenant until ctrl-c.

use std::path::Path;

use doorstep_sandbox::{AdminToken, Config, Handle, Seed, run as run_sandbox};

use crate::args::SandboxArgs;
use crate::exit::Failure;
use crate::out;

/// Runs the tenant, says where it listens, and ends it cleanly when asked to.
pub(crate) async fn run(args: SandboxArgs) -> Result<(), Failure> {
    let config = Config {
        bind: args.host,
        port: args.port,
        seed: args
            .seed
            .as_deref()
            .map_or_else(|| Ok(Seed::contoso()), read_seed)?,
        cors: args.cors,
        tls: args.tls,
        admin_token: args.admin_token.map(admin_token).transpose()?,
    };
    let stop = interrupted()?;
    let ready = |handle: &Handle| announce(handle, args.json);
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

fn announce(handle: &Handle, json: bool) {
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
    out::line(format_args!("  admin      {}\n", listening.admin));
    out::line("Sign somebody in:");
    out::line(format_args!(
        "  doorstep sign-in --authority {} \\",
        listening.tenant
    ));
    out::line(
        "    --client-id 11111111-1111-4111-8111-111111111111 --username bob@contoso.example",
    );
    out::line("\nRead the codes that it sends:");
    out::line(format_args!("  curl {}/mailbox", listening.admin));
    if let Some(pem) = handle.ca_pem() {
        out::line(format_args!(
            "\nTrust this authority (save it and name the file with --ca):\n{pem}"
        ));
    }
}
