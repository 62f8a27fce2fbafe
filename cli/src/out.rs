//! Printing that ends quietly when nobody reads any more, as in `doorstep | head`.

use std::fmt::Display;
use std::io::{self, Write};

/// A line on standard output: what the command is for.
pub(crate) fn line(text: impl Display) {
    if writeln!(io::stdout(), "{text}").is_err() {
        // The reader went away, so there is nothing left to do, and nothing went wrong.
        std::process::exit(0);
    }
}

/// A line on standard error: what the person should know besides.
pub(crate) fn note(text: impl Display) {
    // Without a reader there is nobody to tell.
    let _ = writeln!(io::stderr(), "{text}");
}

/// As [`note`], with the cursor left behind it.
pub(crate) fn question(text: impl Display) {
    // In one piece: whoever answers at once must not get in between.
    let question = format!("{text}: ");
    let mut stderr = io::stderr();
    let _ = stderr
        .write_all(question.as_bytes())
        .and_then(|()| stderr.flush());
}
