//! The `doorstep` command: every flow on the command line, and the sandbox.

mod args;
mod attributes;
mod browser;
mod demo;
mod doctor;
mod exit;
mod gate;
mod interrupt;
mod keeping;
mod out;
mod paint;
mod prompt;
mod report;
mod reset_password;
mod resume;
mod sandbox;
mod session;
mod setup;
mod shell;
mod sign_in;
mod sign_up;
mod talk;
mod token;
#[cfg(unix)]
mod unseen;
mod whoami;

use clap::Parser;
use tokio::runtime::{Builder, Runtime};

use crate::args::{Cli, ClientArgs, Command, DemoArgs, Story};
use crate::exit::Failure;

fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    let outcome = match runtime_for(cli.command.as_ref()) {
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

/// One thread does for a person. The sandbox and the gate, which serve many, have as many as the machine.
fn runtime_for(command: Option<&Command>) -> std::io::Result<Runtime> {
    let mut builder = match command {
        Some(Command::Sandbox(_) | Command::Gate(_)) => Builder::new_multi_thread(),
        _ => Builder::new_current_thread(),
    };
    builder.enable_all().build()
}

async fn run(cli: Cli) -> Result<(), Failure> {
    let command = cli.command.unwrap_or(Command::Demo(DemoArgs::default()));
    match command {
        Command::Demo(DemoArgs { story: None }) => demo::run().await,
        Command::Demo(DemoArgs {
            story: Some(Story::Risk),
        }) => Box::pin(demo::risk::run()).await,
        Command::SignIn(args) => of(&args.flow.client, Box::pin(sign_in::begin(&args))).await,
        Command::SignUp(args) => of(&args.flow.client, Box::pin(sign_up::begin(&args))).await,
        Command::ResetPassword(args) => {
            of(&args.flow.client, Box::pin(reset_password::begin(&args))).await
        }
        Command::Resume(args) => of(&args.client, Box::pin(resume::run(&args))).await,
        Command::Whoami(args) => of(&args.client, whoami::run(&args)).await,
        Command::Switch(args) => of(&args.client, session::switch(&args)).await,
        Command::Token(args) => of(&args.client, Box::pin(token::run(&args))).await,
        Command::SignOut(args) => of(&args.client, session::sign_out(&args)).await,
        Command::Doctor(args) => doctor::run(&args).await,
        Command::Gate(args) => {
            let json = args.json;
            let ended = gate::run(args).await;
            ended.map_err(|failure| failure.told(json))
        }
        Command::Sandbox(args) => {
            let json = args.json;
            let ended = sandbox::run(args).await;
            ended.map_err(|failure| failure.told(json))
        }
    }
}

/// A command whose failure is told as `args` wants it.
async fn of(
    args: &ClientArgs,
    command: impl Future<Output = Result<(), Failure>>,
) -> Result<(), Failure> {
    command.await.map_err(|failure| failure.of(args))
}
