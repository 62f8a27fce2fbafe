//! What the doctor takes.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    /// What the service said, to be explained: `AADSTS500222`, `nativeauthapi_disabled`, or the text of
    /// an error
    #[arg(value_name = "SAID", conflicts_with_all = ["authority", "list"])]
    pub(crate) said: Option<String>,
    /// Print all that can be explained
    #[arg(long, conflicts_with = "authority")]
    pub(crate) list: bool,
    /// The tenant to look at
    #[arg(long, value_name = "URL", required_unless_present_any = ["said", "list"], requires = "client_id")]
    pub(crate) authority: Option<String>,
    /// The application (client) id to look at
    #[arg(long, value_name = "GUID", requires = "authority")]
    pub(crate) client_id: Option<String>,
    /// An account to look at too; nothing is sent to its owner
    #[arg(long, value_name = "NAME", requires = "authority")]
    pub(crate) username: Option<String>,
    /// Look whether a step-up works that demands this authentication context, such as `c3`: asks for the account's
    /// password, and signs in with it
    #[arg(long, value_name = "CONTEXT", requires = "username")]
    pub(crate) step_up: Option<String>,
    /// The gate in front of the tenant, to be looked at too: the custom domain with the tenant's GUID
    #[arg(long, value_name = "URL", requires = "step_up")]
    pub(crate) gate: Option<String>,
    /// Trust the certificates in this PEM file besides those that the system trusts
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
    /// One line of JSON per check or row, for scripts
    #[arg(long)]
    pub(crate) json: bool,
}
