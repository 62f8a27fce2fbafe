//! From the command line to a client.

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use doorstep::store::{FileRecords, KeyFile};
use doorstep::transport::{ReqwestTransport, TransportError};
use doorstep::{Authority, Client, Config, Ports, Scopes, SystemClock};

use crate::args::ClientArgs;
use crate::exit::Failure;

/// The client that `args` names, with its records on disk.
pub(crate) fn client(
    args: &ClientArgs,
    adjust: impl FnOnce(Config) -> Config,
) -> Result<Client, Failure> {
    let config = config(authority(&args.authority)?, &args.client_id)?;
    let folder = state_folder(args)?;
    let key = KeyFile::new(key_file(&folder)).map_err(|error| unusable(&folder, &error))?;
    let records =
        FileRecords::new(records_folder(&folder)).map_err(|error| unusable(&folder, &error))?;
    let ports = Ports {
        http: Arc::new(transport(args.ca.as_deref())?),
        vault: Arc::new(key),
        records: Arc::new(records),
        clock: Arc::new(SystemClock),
        events: None,
    };
    Ok(Client::new(&adjust(config), ports))
}

/// The tenant's address.
pub(crate) fn authority(text: &str) -> Result<Authority, Failure> {
    // Who types an http address of this machine asks for it.
    Authority::for_development(text)
        .map_err(|error| Failure::usage(format!("--authority: {error}")))
}

/// The application of a tenant.
pub(crate) fn config(authority: Authority, client_id: &str) -> Result<Config, Failure> {
    Config::with_authority(authority, client_id).map_err(|_| {
        Failure::usage(format!(
            "--client-id {client_id}: not an application (client) id, which is a GUID"
        ))
    })
}

/// The scopes given one by one.
pub(crate) fn scopes(given: &[String]) -> Result<Scopes, Failure> {
    given
        .join(" ")
        .parse()
        .map_err(|error| Failure::usage(format!("--scope: {error}")))
}

/// Sends requests, trusting what the system trusts and what is in the file.
pub(crate) fn transport(ca: Option<&Path>) -> Result<ReqwestTransport, Failure> {
    let Some(path) = ca else {
        return ReqwestTransport::new().map_err(|error| Failure::machine(&error));
    };
    let wrong = |error: &dyn Display| Failure::usage(format!("--ca {}: {error}", path.display()));
    let pem = std::fs::read(path).map_err(|error| wrong(&error))?;
    ReqwestTransport::with_extra_roots(&pem).map_err(|error| match error {
        TransportError::NoCertificate => wrong(&error),
        TransportError::Tls => Failure::machine(&error),
    })
}

/// The sealed records in the state folder.
pub(crate) fn records_folder(state: &Path) -> PathBuf {
    state.join("records")
}

/// The records' key in the state folder.
pub(crate) fn key_file(state: &Path) -> PathBuf {
    state.join("data-key")
}

/// Where state belongs by the XDG base directory specification, unless said otherwise.
pub(crate) fn state_folder(args: &ClientArgs) -> Result<PathBuf, Failure> {
    if let Some(folder) = &args.state {
        return Ok(folder.clone());
    }
    let absolute = |name| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let base = absolute("XDG_STATE_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".local/state")))
        .or_else(|| absolute("LOCALAPPDATA"));
    base.map(|base| base.join("doorstep"))
        .ok_or_else(|| Failure::usage("there is no home folder: say where with --state DIR"))
}

fn unusable(folder: &Path, error: &std::io::Error) -> Failure {
    Failure::machine(&format!("{}: {error}", folder.display()))
}
