//! The `doorstep` command: every flow on the command line, and the sandbox.

mod args;
mod demo;
mod exit;
mod interrupt;
mod keeping;
mod out;
mod paint;
mod prompt;
mod report;
mod sandbox;
mod session;
mod setup;
mod shell;
mod sign_in;
#[cfg(unix)]
mod unseen;

use clap::Parser;

use crate::args::{Cli, Command};
use crate::exit::Failure;

fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let outcome = match runtime {
        Ok(runtime) => {
            let outcome = runtime.block_on(run(cli));
            // An answer that is waited for no more must not keep the process.
            runtime.shutdown_background();
            outcome
        }
        Err(error) => Err(Failure::machine(&error)),
    };
    match outcome {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

async fn run(cli: Cli) -> Result<(), Failure> {
    match cli.command.unwrap_or(Command::Demo) {
        Command::Demo => demo::run().await,
        Command::SignIn(args) => sign_in::begin(args).await,
        Command::Resume(args) => sign_in::resume(args).await,
        Command::Token(args) => session::token(args).await,
        Command::SignOut(args) => session::sign_out(args).await,
        Command::Sandbox(args) => sandbox::run(args).await,
    }
}
