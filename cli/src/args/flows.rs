//! What the commands of the flows take.

use clap::{Args, ValueEnum};

use super::ClientArgs;

/// What every flow takes.
#[derive(Debug, Args)]
pub(crate) struct FlowArgs {
    #[command(flatten)]
    pub(crate) client: ClientArgs,
    #[command(flatten)]
    pub(crate) browser: BrowserArgs,
    /// E-mail address, or alias to sign in with; asked for when it is not given
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
    /// Do not offer to register a method for the second factor: the tenant then sends to the browser
    #[arg(long)]
    pub(crate) no_registration: bool,
}

/// Where the browser comes back to.
#[derive(Debug, Clone, Args)]
pub(crate) struct BrowserArgs {
    /// Go on in a browser where the service wants one, which comes back to this address of the app
    /// registration, on this machine: `http://localhost` or `http://127.0.0.1`, with port 0 or none for a
    /// free one
    #[arg(long, value_name = "URL")]
    pub(crate) redirect_uri: Option<String>,
    /// Open the address in a browser, besides printing it
    #[arg(long, requires = "redirect_uri")]
    pub(crate) open: bool,
    /// The identity provider to lead to straight away, such as `Google`
    #[arg(long, value_name = "NAME", requires = "redirect_uri")]
    pub(crate) domain_hint: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct SignInArgs {
    #[command(flatten)]
    pub(crate) flow: FlowArgs,
}

#[derive(Debug, Args)]
pub(crate) struct SignUpArgs {
    #[command(flatten)]
    pub(crate) flow: FlowArgs,
    /// An attribute of the new account, such as `displayName=Ada` (may be repeated); what the user flow
    /// wants beyond them is asked for
    #[arg(long = "attribute", value_name = "NAME=VALUE", value_parser = pair)]
    pub(crate) attributes: Vec<(String, String)>,
    /// Ask for the password first, and give it at the start: one step less
    #[arg(long)]
    pub(crate) password_ahead: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ResetPasswordArgs {
    #[command(flatten)]
    pub(crate) flow: FlowArgs,
    /// Say that the phone is lost, or in somebody else's hands: a gate that has the rule ends sessions
    /// everywhere; without such a gate nothing is begun
    #[arg(long)]
    pub(crate) device_lost: bool,
}

/// The first factors that a flow offers.
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
    #[command(flatten)]
    pub(crate) browser: BrowserArgs,
    /// Which one; the only one that waits when it is not given
    #[arg(value_name = "FLOW-ID")]
    pub(crate) flow: Option<String>,
}

fn pair(text: &str) -> Result<(String, String), &'static str> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("not of the form NAME=VALUE"),
    }
}
