//! What the commands on accounts take.

use clap::Args;

use super::{BrowserArgs, ClientArgs};

#[derive(Debug, Args)]
pub(crate) struct TokenArgs {
    #[command(flatten)]
    pub(crate) client: ClientArgs,
    /// Whose token, where several accounts are signed in; the current one's when it is not given
    #[arg(long, value_name = "NAME")]
    pub(crate) username: Option<String>,
    /// Scopes of the token; those of the sign-in when none is given (may be repeated)
    #[arg(long = "scope", value_name = "SCOPE")]
    pub(crate) scopes: Vec<String>,
    /// Get a new token although there is one that is still good
    #[arg(long)]
    pub(crate) refresh: bool,
    /// The `WWW-Authenticate` header with which an API refused the token, to get one with what it asks
    /// for; it may take a sign-in (may be repeated)
    #[arg(long, value_name = "HEADER", conflicts_with = "refresh")]
    pub(crate) claims_challenge: Vec<String>,
    #[command(flatten)]
    pub(crate) browser: BrowserArgs,
}

#[derive(Debug, Args)]
pub(crate) struct WhoamiArgs {
    #[command(flatten)]
    pub(crate) client: ClientArgs,
}

#[derive(Debug, Args)]
pub(crate) struct SwitchArgs {
    #[command(flatten)]
    pub(crate) client: ClientArgs,
    /// Whose account is to be the current one
    #[arg(long, value_name = "NAME")]
    pub(crate) username: String,
}

#[derive(Debug, Args)]
pub(crate) struct SignOutArgs {
    #[command(flatten)]
    pub(crate) client: ClientArgs,
    /// Whose account is signed out; everybody's when it is not given
    #[arg(long, value_name = "NAME")]
    pub(crate) username: Option<String>,
}
