//! `cargo xtask bindings`: the library behind the bindings, and what is generated from it. Kotlin lands in cargo's target
//! folder, Swift where its package looks for it; nothing generated is committed.

pub(crate) mod sample;
mod snippets;
pub(crate) mod swift;

use std::path::{Path, PathBuf};

use crate::sh::{self, Outcome};

/// The Maven build of the Kotlin side.
const KOTLIN: &str = "bindings/kotlin";

/// Pages whose Kotlin is compiled with the tests, the functions around it, and what the folder of both ends in.
const KOTLIN_PAGES: [(&[&str], &str, &str); 2] = [
    (
        &["README.md", "docs/migrating-from-msal.md"],
        "bindings/kotlin/snippets",
        "snippets",
    ),
    (
        &["docs/getting-started/android.md", "docs/signals.md"],
        "bindings/kotlin/android/snippets",
        "snippets-android",
    ),
];

/// What was built, and where.
pub(crate) struct Built {
    /// Holds the library.
    pub(crate) library: PathBuf,
    /// Holds the generated Kotlin file, and beside it, under a name that ends in `-snippets`, that of the pages.
    pub(crate) generated: PathBuf,
    /// Maven's own folder.
    pub(crate) out: PathBuf,
}

pub(crate) fn run() -> Outcome {
    let built = build()?;
    println!("{}", built.generated.display());
    swift::generate().map(|generated| println!("{}", generated.display()))
}

/// Builds the library with both transports in it, and generates Kotlin from it.
pub(crate) fn build() -> Result<Built, String> {
    let target = sh::target_folder()?;
    let built = Built {
        library: target.join("debug"),
        generated: target.join("bindings/kotlin"),
        out: target.join("bindings/maven"),
    };
    let library = library(&built.library)?;
    // A file that is no longer generated must not be compiled.
    remove(&built.generated)?;
    generate("kotlin", &library, &built.generated)?;
    for (pages, templates, end) in KOTLIN_PAGES {
        let folder = built.generated.with_file_name(format!("kotlin-{end}"));
        snippets::fill("kotlin", pages, templates, &folder)?;
    }
    Ok(built)
}

/// The library with both transports in it, built into `folder`.
fn library(folder: &Path) -> Result<PathBuf, String> {
    let build = "build --package doorstep-ffi --features rustls";
    sh::run(&mut sh::cargo(build.split(' ')))?;
    let name = format!(
        "{}doorstep_ffi{}",
        std::env::consts::DLL_PREFIX,
        std::env::consts::DLL_SUFFIX
    );
    Ok(folder.join(name))
}

/// Generates a language's side of `library` into the folder `out`.
pub(crate) fn generate(language: &str, library: &Path, out: &Path) -> Outcome {
    let arguments =
        "run --quiet --package doorstep-bindgen -- generate --no-format --config uniffi.toml";
    let mut command = sh::cargo(arguments.split(' '));
    command.args(["--language", language, "--out-dir"]);
    sh::run(command.arg(out).arg(library))
}

/// Maven with `arguments`, on what was built. `command_line` is the `doorstep` command for the tests.
pub(crate) fn maven(
    built: &Built,
    command_line: &Path,
    arguments: &[&str],
) -> std::process::Command {
    let mut command = sh::command("mvn", ["--batch-mode", "--no-transfer-progress"]);
    command
        .current_dir(sh::root().join(KOTLIN))
        .arg(property("doorstep.generated", &built.generated))
        .arg(property("doorstep.out", &built.out))
        .arg(property("doorstep.library", &built.library))
        .arg(property("doorstep.bin", command_line))
        .args(arguments);
    command
}

/// Why the Kotlin side can't be built here, or nothing when it can.
pub(crate) fn java_missing() -> Option<String> {
    if sh::version(&mut sh::command("javac", ["-version"])).is_none() {
        return Some("no Java development kit found".to_owned());
    }
    if sh::version(&mut sh::command("mvn", ["--version"])).is_none() {
        return Some("mvn not found".to_owned());
    }
    None
}

fn property(name: &str, value: &Path) -> String {
    format!("-D{name}={}", value.display())
}

/// Removes a folder, if it is there.
pub(crate) fn remove(folder: &Path) -> Outcome {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("{}: {error}", folder.display()))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}
