//! What the command line takes.

mod doctor;
mod flows;
mod sandbox;
mod session;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use self::doctor::DoctorArgs;
pub(crate) use self::flows::{
    BrowserArgs, FirstFactor, FlowArgs, ResetPasswordArgs, ResumeArgs, SignInArgs, SignUpArgs,
};
pub(crate) use self::sandbox::{SandboxArgs, StepUpMode};
pub(crate) use self::session::{SignOutArgs, SwitchArgs, TokenArgs, WhoamiArgs};

/// In-app sign-in for Microsoft Entra External ID, on the command line.
///
/// Without a command: the demo. It starts a tenant inside this process, signs a person in with a
/// password and a second factor, and shows each step.
#[derive(Debug, Parser)]
#[command(name = "doorstep", version, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  something is broken; the message says where to look
  2  the command line was not understood
  3  something that the person typed was refused, and no other answer came
  4  try again later
  5  the flow or the account is not there any more
  6  denied by the tenant's policy
  7  the flow needs a browser, and no --redirect-uri was given
  128 and more  ended by a signal, whose number is added: 130 after ctrl-c";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show a whole sign-in against an embedded tenant (what no command does), or what a gate makes of four
    Demo(DemoArgs),
    /// Sign somebody in, in any tenant: a real one or the sandbox
    SignIn(SignInArgs),
    /// Make an account, and sign in to it
    SignUp(SignUpArgs),
    /// Give an account a new password, and sign in to it
    ResetPassword(ResetPasswordArgs),
    /// Go on with a flow whose process ended
    Resume(ResumeArgs),
    /// Say who is signed in
    Whoami(WhoamiArgs),
    /// Make one of several accounts the current one
    Switch(SwitchArgs),
    /// Print an access token of the account that is signed in
    Token(TokenArgs),
    /// Forget the accounts that are signed in, or one of them
    SignOut(SignOutArgs),
    /// Look whether a tenant and an app are set up, or explain what the service said
    Doctor(DoctorArgs),
    /// Run the gate in front of a tenant: it asks a risk provider about calls, and enforces the answer
    Gate(GateArgs),
    /// Run a local tenant
    Sandbox(SandboxArgs),
}

#[derive(Debug, Default, Args)]
pub(crate) struct DemoArgs {
    /// What to show, in place of a sign-in
    pub(crate) story: Option<Story>,
}

/// What the demo can show besides a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Story {
    /// Four journeys through a gate: a known device, a new one, a number in doubt, a bad one
    Risk,
}

/// Which application of which tenant.
#[derive(Debug, Args)]
pub(crate) struct ClientArgs {
    /// The tenant: `https://contoso.ciamlogin.com/`, a custom domain with the tenant's GUID, or what
    /// `doorstep sandbox` prints
    #[arg(long, value_name = "URL")]
    pub(crate) authority: String,
    /// The application (client) id
    #[arg(long, value_name = "GUID")]
    pub(crate) client_id: String,
    /// Trust the certificates in this PEM file besides those that the system trusts
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
    /// Where records and their key are kept [default: the user's state folder, `doorstep` in it]
    #[arg(long, value_name = "DIR")]
    pub(crate) state: Option<PathBuf>,
    /// One line of JSON per step and for the outcome, for scripts
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct GateArgs {
    /// The configuration, in TOML
    #[arg(long, value_name = "FILE")]
    pub(crate) config: PathBuf,
    /// Look whether the configuration is sound, and end
    #[arg(long)]
    pub(crate) check: bool,
    /// Print where it listens as one line of JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        use clap::CommandFactory as _;
        Cli::command().debug_assert();
    }
}
