//! Starting other programs. Every command runs in the workspace's root.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// Success, or the sentence that says what went wrong (empty when it has been said already).
pub(crate) type Outcome = Result<(), String>;

/// The workspace's root: cargo says where xtask is; without cargo it is the folder that the command was started in.
pub(crate) fn root() -> PathBuf {
    let xtask = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let root = xtask.as_deref().and_then(Path::parent);
    root.unwrap_or_else(|| Path::new(".")).to_path_buf()
}

/// A program in the workspace's root, without the variables that cargo set for xtask itself: build scripts
/// that watch them would otherwise run again at each change between `cargo test` and `cargo xtask test`.
pub(crate) fn command<I, S>(program: &str, arguments: I) -> Command
where
    I: IntoIterator<Item = S>,
    S: AsRef<OsStr>,
{
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name.as_ref());
        }
    }
    command
}

/// The cargo that runs xtask, so that all steps use one toolchain.
pub(crate) fn cargo<I, S>(arguments: I) -> Command
where
    I: IntoIterator<Item = S>,
    S: AsRef<OsStr>,
{
    command(
        &std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()),
        arguments,
    )
}

/// Runs a command with its output on ours.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let shown = show(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{shown}` ended with {status}")),
        Err(error) => Err(format!("`{shown}` did not start: {error}")),
    }
}

/// Runs a command and gives back its standard output; its standard error becomes the reason of a failure.
pub(crate) fn read(command: &mut Command) -> Result<String, String> {
    let shown = show(command);
    let output = command
        .output()
        .map_err(|error| format!("`{shown}` did not start: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!(
        "`{shown}` ended with {}\n{}",
        output.status,
        said.trim_end()
    ))
}

/// Runs a command, shows each line of its standard output and hands it to `each`; tells whether it succeeded.
pub(crate) fn stream(command: &mut Command, mut each: impl FnMut(&str)) -> Result<bool, String> {
    let shown = show(command);
    let broken = |error: std::io::Error| format!("`{shown}`: {error}");
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(broken)?;
    if let Some(out) = child.stdout.take() {
        for line in BufReader::new(out).split(b'\n') {
            let line = line.map_err(broken)?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            each(&line);
        }
    }
    child.wait().map(|status| status.success()).map_err(broken)
}

/// The first line that a program prints of its version, or nothing where it is not installed.
pub(crate) fn version(command: &mut Command) -> Option<String> {
    read(command)
        .ok()
        .and_then(|text| text.lines().next().map(str::to_owned))
}

/// What cargo knows about the workspace's own crates.
pub(crate) fn metadata() -> Result<Value, String> {
    let text = read(&mut cargo(["metadata", "--format-version=1", "--no-deps"]))?;
    serde_json::from_str(&text).map_err(|error| format!("`cargo metadata`: {error}"))
}

/// The folder that cargo builds into.
pub(crate) fn target_folder() -> Result<PathBuf, String> {
    let metadata = metadata()?;
    let folder = metadata.get("target_directory").and_then(Value::as_str);
    folder
        .map(PathBuf::from)
        .ok_or_else(|| "`cargo metadata` names no target folder".to_owned())
}

/// The program that cargo built, if that is what a line of `--message-format=json` tells.
pub(crate) fn executable(message: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(message).ok()?;
    message.get("executable")?.as_str().map(PathBuf::from)
}

fn show(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut words = vec![program.file_name().unwrap_or_default().to_string_lossy()];
    words.extend(command.get_args().map(OsStr::to_string_lossy));
    words.join(" ")
}

/// Says of which file an error is.
pub(crate) fn named(path: &Path) -> impl Fn(std::io::Error) -> String {
    let path = path.display().to_string();
    move |error| format!("{path}: {error}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_command_is_named_with_its_arguments() {
        let reason = run(&mut command("false", ["--loudly"])).unwrap_err();
        assert!(
            reason.starts_with("`false --loudly` ended with"),
            "{reason}"
        );
    }

    #[test]
    fn the_binary_is_read_from_the_build_messages() {
        let library = r#"{"reason":"compiler-artifact","executable":null}"#;
        let binary = r#"{"reason":"compiler-artifact","executable":"target/debug/doorstep"}"#;
        assert_eq!(executable(library), None);
        assert_eq!(
            executable(binary),
            Some(PathBuf::from("target/debug/doorstep"))
        );
    }

    #[test]
    fn a_program_that_is_not_there_has_no_version() {
        assert_eq!(
            version(&mut command("doorstep-no-such-program", ["--version"])),
            None
        );
    }

    #[test]
    fn streamed_lines_arrive_one_by_one() {
        let mut seen = Vec::new();
        let ok = stream(&mut command("printf", ["a\\nb\\n"]), |line| {
            seen.push(line.to_owned());
        })
        .unwrap();
        assert!(ok);
        assert_eq!(seen, ["a", "b"]);
    }
}
