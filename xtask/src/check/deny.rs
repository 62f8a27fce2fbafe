//! The dependency rules of `deny.toml`.

use std::process::Command;

use super::{Checked, Passed};
use crate::sh;

pub(super) fn check() -> Checked {
    sh::run(&mut deny(&[
        "check",
        "--hide-inclusion-graph",
        "licenses",
        "bans",
        "sources",
    ]))
    .map(|()| Passed::Whole)
}

/// The advisory database is fetched from the network each time; a machine that cannot reach it leaves this out.
pub(super) fn check_advisories() -> Checked {
    if let Err(reason) = sh::read(&mut deny(&["fetch", "db"])) {
        return Ok(Passed::Without(format!(
            "the advisory database cannot be fetched ({})",
            cause(&reason)
        )));
    }
    sh::run(&mut deny(&["check", "advisories"])).map(|()| Passed::Whole)
}

fn deny(arguments: &[&str]) -> Command {
    let mut command = sh::cargo(["deny", "--all-features", "--locked"]);
    command.args(arguments);
    command
}

/// The last line that cargo-deny wrote is the innermost cause.
fn cause(reason: &str) -> &str {
    reason
        .lines()
        .map(str::trim)
        .rfind(|line| !line.is_empty())
        .unwrap_or("no reason given")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_cause_is_the_last_line() {
        assert_eq!(
            cause("`cargo deny` ended with 1\nfailed to fetch\n  no route\n\n"),
            "no route"
        );
        assert_eq!(cause(""), "no reason given");
    }
}
