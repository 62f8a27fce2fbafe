//! From the command line to a client.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use doorstep::store::{FileRecords, KeyFile};
use doorstep::transport::ReqwestTransport;
use doorstep::{Authority, Client, Config, Ports, Scopes, SystemClock};

use crate::args::ClientArgs;
use crate::exit::Failure;
use crate::out;

/// The client that `args` names, with its records on disk.
pub(crate) fn client(
    args: &ClientArgs,
    adjust: impl FnOnce(Config) -> Config,
) -> Result<Client, Failure> {
    // Who types an http address of this machine asks for it.
    let authority = Authority::for_development(&args.authority)
        .map_err(|error| Failure::usage(format!("--authority: {error}")))?;
    let config = Config::with_authority(authority, &args.client_id)?;
    let folder = state_folder(args.state.as_deref())?;
    let key = KeyFile::new(folder.join("data-key")).map_err(|error| unusable(&folder, &error))?;
    let records =
        FileRecords::new(folder.join("records")).map_err(|error| unusable(&folder, &error))?;
    if !key.path().exists() && !args.json {
        out::note(format_args!(
            "Records are sealed and kept in {}; their key is made now, in a file readable by you alone (mode 0600): {}",
            folder.join("records").display(),
            key.path().display()
        ));
    }
    let ports = Ports {
        http: Arc::new(transport(args.ca.as_deref())?),
        vault: Arc::new(key),
        records: Arc::new(records),
        clock: Arc::new(SystemClock),
    };
    Ok(Client::new(&adjust(config), ports))
}

/// The scopes given one by one.
pub(crate) fn scopes(given: &[String]) -> Result<Scopes, Failure> {
    given
        .join(" ")
        .parse()
        .map_err(|error| Failure::usage(format!("--scope: {error}")))
}

fn transport(ca: Option<&Path>) -> Result<ReqwestTransport, Failure> {
    let made = match ca {
        None => ReqwestTransport::new(),
        Some(path) => {
            let pem = std::fs::read(path)
                .map_err(|error| Failure::usage(format!("--ca {}: {error}", path.display())))?;
            ReqwestTransport::with_extra_roots(&pem)
        }
    };
    made.map_err(|error| Failure::machine(&error))
}

/// Where state belongs by the XDG base directory specification, unless said otherwise.
fn state_folder(given: Option<&Path>) -> Result<PathBuf, Failure> {
    if let Some(folder) = given {
        return Ok(folder.to_owned());
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
