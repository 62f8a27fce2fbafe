//! What the commands on accounts take.

use clap::Args;

use super::ClientArgs;

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
pub(crate) struct WhoamiArgs {
    #[command(flatten)]
    pub(crate) client: ClientArgs,
}

#[derive(Debug, Args)]
pub(crate) struct SignOutArgs {
    #[command(flatten)]
    pub(crate) client: ClientArgs,
    /// Who; everybody when it is not given
    #[arg(long, value_name = "NAME")]
    pub(crate) username: Option<String>,
}
