//! Questions to the person: on the terminal, or to whatever writes to standard input.
//!
//! Prompts go to standard error, so that standard output holds nothing but what a script reads.
//! The answer is read on a thread of its own, so that a signal can end the wait.

use std::io::{self, BufRead as _, IsTerminal as _};

use doorstep::Secret;

use crate::exit::Failure;
use crate::out;

/// Whether a person sits there, who sees what is typed.
pub(crate) fn is_on_terminal() -> bool {
    io::stdin().is_terminal()
}

/// Asks for a line.
pub(crate) async fn line(question: &str) -> Result<String, Failure> {
    out::question(question);
    answer().await
}

/// Asks for a line without showing it on a terminal.
#[cfg(unix)]
pub(crate) async fn hidden(question: &str) -> Result<Secret, Failure> {
    // Before the question: who answers at once is not seen either.
    let _unseen = is_on_terminal()
        .then(crate::unseen::Unseen::begin)
        .transpose()
        .map_err(|error| Failure::machine(&error))?;
    line(question).await.map(Secret::new)
}

/// Asks for a line without showing it on a terminal.
#[cfg(not(unix))]
pub(crate) async fn hidden(question: &str) -> Result<Secret, Failure> {
    if !is_on_terminal() {
        return line(question).await.map(Secret::new);
    }
    out::question(question);
    match on_a_thread(rpassword::read_password).await {
        Ok(typed) => Ok(Secret::new(typed)),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(Failure::no_answer()),
        Err(error) => Err(Failure::machine(&error)),
    }
}

async fn answer() -> Result<String, Failure> {
    let read = on_a_thread(|| {
        let mut line = Vec::new();
        io::stdin().lock().read_until(b'\n', &mut line)?;
        Ok(line)
    });
    let line = read.await.map_err(|error| Failure::machine(&error))?;
    if line.is_empty() {
        return Err(Failure::no_answer());
    }
    let mut line = String::from_utf8(line).map_err(|_| Failure::not_text())?;
    line.truncate(line.trim_end_matches(['\r', '\n']).len());
    Ok(line)
}

async fn on_a_thread<T: Send + 'static>(
    read: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let done = tokio::task::spawn_blocking(read).await;
    done.unwrap_or_else(|error| Err(io::Error::other(error)))
}
