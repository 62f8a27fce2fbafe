//! Where a sign-in is kept on this machine, said once, and said when it is not kept at all.

use std::path::PathBuf;

use crate::args::ClientArgs;
use crate::exit::Failure;
use crate::talk::{Flow, Step};
use crate::{out, report, setup};

/// How the state folder stood before the command.
pub(crate) struct Keeping {
    folder: PathBuf,
    had_key: bool,
}

impl Keeping {
    pub(crate) fn of(args: &ClientArgs) -> Result<Self, Failure> {
        let folder = setup::state_folder(args)?;
        let had_key = setup::key_file(&folder).exists();
        Ok(Self { folder, had_key })
    }

    /// After the first call: says so if a key was made.
    pub(crate) fn tell_of_key(&self, args: &ClientArgs) {
        let key = setup::key_file(&self.folder);
        if !self.had_key && key.is_file() && !args.json {
            out::note(format_args!(
                "Records are sealed and kept in {}; their key was made, in a file readable by you alone (mode 0600): {}",
                setup::records_folder(&self.folder).display(),
                key.display()
            ));
        }
    }
}

/// Says so if a flow that waits is not on disk.
pub(crate) fn tell_if_not_saved(flow: &Flow, step: &Step, args: &ClientArgs) {
    let over = step.account().is_some() || step.browser().is_some();
    if !over && !flow.is_durable() {
        not_saved(&format!("The {}", report::flow_in_words(flow.kind())), args);
    }
}

/// Says that something is not on disk.
pub(crate) fn not_saved(what: &str, args: &ClientArgs) {
    let folder = setup::state_folder(args).unwrap_or_default();
    out::note(format_args!(
        "{what} is not saved: it ends with this process. See that you can write to the state folder {} and read what is in it.",
        folder.display()
    ));
}
