//! Opening an address in the person's browser.

use std::io;
use std::process::Stdio;

use tokio::process::Command;

/// Asks the system to open `address`, or the program that `BROWSER` names.
pub(super) fn in_browser(address: &str) -> io::Result<()> {
    let mut command = match std::env::var_os("BROWSER") {
        Some(program) if !program.is_empty() => Command::new(program),
        _ => system_opener(),
    };
    command.arg(address);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().map(drop)
}

fn system_opener() -> Command {
    if cfg!(target_os = "macos") {
        return Command::new("open");
    }
    if cfg!(windows) {
        let mut command = Command::new("rundll32");
        command.arg("url.dll,FileProtocolHandler");
        return command;
    }
    Command::new("xdg-open")
}
