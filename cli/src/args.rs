//! What the command line takes.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

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
  7  the sign-in needs a browser
  128 and more  ended by a signal, whose number is added: 130 after ctrl-c";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show a whole sign-in against an embedded tenant (what no command does)
    Demo,
    /// Sign somebody in, in any tenant: a real one or the sandbox
    SignIn(SignInArgs),
    /// Go on with a sign-in whose process ended
    Resume(ResumeArgs),
    /// Print an access token of the account that is signed in
    Token(TokenArgs),
    /// Forget the accounts that are signed in
    SignOut(ClientArgs),
    /// Run a local tenant
    Sandbox(SandboxArgs),
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
pub(crate) struct SignInArgs {
    #[command(flatten)]
    pub(crate) client: ClientArgs,
    /// E-mail address or alias; asked for when it is not given
    #[arg(long, value_name = "NAME")]
    pub(crate) username: Option<String>,
    /// Scopes of the access token, such as `api://todo/ToDo.Read` (may be repeated)
    #[arg(long = "scope", value_name = "SCOPE")]
    pub(crate) scopes: Vec<String>,
    /// Ask for an authentication context, by its number
    #[arg(long, value_name = "1-99")]
    pub(crate) context: Option<u8>,
    /// The first factors to offer
    #[arg(long, value_enum, default_value_t = FirstFactor::Both)]
    pub(crate) offer: FirstFactor,
    /// Do not offer a second factor: the tenant then sends to the browser where it wants one
    #[arg(long)]
    pub(crate) no_mfa: bool,
}

/// The first factors that `sign-in` offers.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum FirstFactor {
    Password,
    Code,
    Both,
}

#[derive(Debug, Args)]
pub(crate) struct ResumeArgs {
    #[command(flatten)]
    pub(crate) client: ClientArgs,
    /// Which one; the only one that waits when it is not given
    #[arg(value_name = "FLOW-ID")]
    pub(crate) flow: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct TokenArgs {
    #[command(flatten)]
    pub(crate) client: ClientArgs,
    /// Whose token, where several accounts are signed in
    #[arg(long, value_name = "NAME")]
    pub(crate) username: Option<String>,
    /// Scopes of the token; those of the sign-in when none is given (may be repeated)
    #[arg(long = "scope", value_name = "SCOPE")]
    pub(crate) scopes: Vec<String>,
    /// Get a new token although there is one that is still good
    #[arg(long)]
    pub(crate) refresh: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SandboxArgs {
    /// The port; 0 picks a free one
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) port: u16,
    /// The address to listen on; beyond loopback the admin API wants --admin-token
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    pub(crate) host: IpAddr,
    /// The token that the admin API then wants as `Authorization: Bearer …`
    #[arg(
        long,
        value_name = "TOKEN",
        env = "DOORSTEP_ADMIN_TOKEN",
        hide_env_values = true
    )]
    pub(crate) admin_token: Option<String>,
    /// Users, apps and policies to begin with, in TOML, in place of the built-in ones
    #[arg(long, value_name = "FILE")]
    pub(crate) seed: Option<PathBuf>,
    /// Answer browsers' cross-origin requests (the real service does not)
    #[arg(long)]
    pub(crate) cors: bool,
    /// Serve HTTPS, with an authority made for this run and printed
    #[arg(long)]
    pub(crate) tls: bool,
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
