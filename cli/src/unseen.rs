//! A terminal that does not show what is typed.

use std::io;

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

/// As long as this lives, the terminal at standard input shows nothing but the end of a line.
pub(crate) struct Unseen {
    former: Termios,
}

impl Unseen {
    pub(crate) fn begin() -> io::Result<Self> {
        let former = tcgetattr(io::stdin())?;
        let mut quiet = former.clone();
        quiet.local_modes.remove(LocalModes::ECHO);
        quiet.local_modes.insert(LocalModes::ECHONL);
        tcsetattr(io::stdin(), OptionalActions::Now, &quiet)?;
        Ok(Self { former })
    }
}

impl Drop for Unseen {
    fn drop(&mut self) {
        // A terminal that went away has nothing to be put back.
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.former);
    }
}
