//! Questions to the person: on the terminal, or to whatever writes to standard input.
//!
//! Prompts go to standard error, so that standard output holds nothing but what a script reads.

use std::io::{self, BufRead as _, IsTerminal as _};

use doorstep::Secret;

use crate::exit::Failure;
use crate::out;

/// Asks for a line.
pub(crate) fn line(question: &str) -> Result<String, Failure> {
    out::question(question);
    let mut line = String::new();
    let length = io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| Failure::machine(&error))?;
    if length == 0 {
        return Err(Failure::no_answer());
    }
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Asks for a line without showing it on a terminal.
pub(crate) fn hidden(question: &str) -> Result<Secret, Failure> {
    if io::stdin().is_terminal() {
        out::question(question);
        let typed = rpassword::read_password().map_err(|error| Failure::machine(&error))?;
        return Ok(Secret::new(typed));
    }
    line(question).map(Secret::new)
}
