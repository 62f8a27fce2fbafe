//! The Swift package: what is generated for it, and `SwiftPM` on it.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{library, remove, snippets};
use crate::sh::{self, Outcome, named};
use crate::toolchain::swift::Swift;

/// Where Package.swift looks for what is not committed.
const GENERATED: &str = "bindings/swift/Generated";

/// The pages whose Swift is compiled with the tests, and the functions around it.
const PAGES: [&str; 4] = [
    "README.md",
    "docs/getting-started/ios.md",
    "docs/signals.md",
    "docs/migrating-from-msal.md",
];
const SNIPPETS: &str = "bindings/swift/Snippets";

/// The sources that people write.
pub(crate) const SOURCES: [&str; 9] = [
    "Package.swift",
    "bindings/swift/Sources",
    "bindings/swift/Snippets",
    "bindings/swift/Tests",
    "ios-sample/App",
    "ios-sample/Package.swift",
    "ios-sample/Sources",
    "ios-sample/StandIn",
    "ios-sample/Tests",
];

/// The sample app, a package of its own.
const SAMPLE: &str = "ios-sample";

/// How the C header is found, and which library it belongs to.
const MODULE_MAP: &str =
    "module CDoorstep {\n    header \"CDoorstep.h\"\n    link \"doorstep_ffi\"\n    export *\n}\n";

/// The package with everything that it is compiled from.
pub(crate) struct Package {
    swift: Swift,
    target: PathBuf,
}

/// Builds the library and generates what the package is made of beside its own sources. Files that did not change are
/// left alone, so that `SwiftPM` need not compile them again.
pub(crate) fn generate() -> Result<PathBuf, String> {
    let target = sh::target_folder()?;
    let library = library(&target.join("debug"))?;
    let fresh = target.join("bindings/swift");
    remove(&fresh)?;
    super::generate("swift", &library, &fresh)?;
    let sources = fresh.join("snippets");
    snippets::fill("swift", &PAGES, SNIPPETS, &sources)?;
    let package = sh::root().join(GENERATED);
    settle(&fresh, &["DoorstepFFI.swift"], &package.join("DoorstepFFI"))?;
    std::fs::write(fresh.join("module.modulemap"), MODULE_MAP).map_err(named(&fresh))?;
    let header = ["CDoorstep.h", "module.modulemap"];
    settle(&fresh, &header, &package.join("CDoorstep"))?;
    let names = names(&sources)?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    settle(&sources, &names, &package.join("Snippets"))?;
    Ok(package)
}

impl Package {
    /// Everything that `swift test` needs. `swift` is what it is compiled with.
    pub(crate) fn ready(swift: Swift) -> Result<Self, String> {
        let target = sh::target_folder()?;
        generate()?;
        Ok(Self { swift, target })
    }

    /// Builds the programs that tests start.
    pub(crate) fn build(&self) -> Outcome {
        let mut command = self.command("swift", &[]);
        self.settings(
            command.args(["build", "--product", "DoorstepChild"]),
            &self.scratch(),
        );
        sh::run(&mut command)
    }

    /// The tests of the sample app, which compile its views too.
    pub(crate) fn test_sample(&self, command_line: &Path) -> Command {
        let data = self.target.join("bindings/swift-data");
        let variables: [(&str, &Path); 2] =
            [("DOORSTEP_BIN", command_line), ("XDG_DATA_HOME", &data)];
        let mut command = self.command("swift", &variables);
        command.args(["test", "--disable-sandbox", "--disable-xctest"]);
        command.args(["--package-path", SAMPLE]);
        self.settings(&mut command, &self.target.join("bindings/ios-sample-build"));
        command
    }

    /// The tests, with the built `doorstep` command.
    pub(crate) fn test(&self, command_line: &Path) -> Command {
        let child = self.scratch().join("debug/DoorstepChild");
        let data = self.target.join("bindings/swift-data");
        let mut command = self.command(
            "swift",
            &[
                ("DOORSTEP_BIN", command_line),
                ("DOORSTEP_CHILD", &child),
                // What an app keeps in its own folder, the tests keep here.
                ("XDG_DATA_HOME", &data),
            ],
        );
        self.settings(
            command.args(["test", "--disable-sandbox", "--disable-xctest"]),
            &self.scratch(),
        );
        command
    }

    fn command(&self, program: &str, variables: &[(&str, &Path)]) -> Command {
        self.swift.command(program, &[&self.target], variables)
    }

    /// Where `SwiftPM` builds, and how it finds the library now and when the tests run.
    fn settings(&self, command: &mut Command, scratch: &Path) {
        let library = self.target.join("debug");
        command.arg("--scratch-path").arg(scratch);
        for argument in [
            format!("-L{}", library.display()),
            "-rpath".to_owned(),
            library.display().to_string(),
            // Debian's library for observation names a symbol that is nowhere.
            "--allow-shlib-undefined".to_owned(),
        ] {
            command.args(["-Xlinker", &argument]);
        }
    }

    fn scratch(&self) -> PathBuf {
        self.target.join("bindings/swift-build")
    }
}

/// Where the tests of the package stand, and those of the sample app.
pub(crate) const TESTS: &str = "bindings/swift/Tests";
pub(crate) const SAMPLE_TESTS: &str = "ios-sample/Tests";

/// How many tests the sources in `folder` hold: as many have to be run or to be named as skipped.
pub(crate) fn tests(folder: &str) -> Result<u32, String> {
    let mut count = 0;
    let mut folders = vec![sh::root().join(folder)];
    while let Some(folder) = folders.pop() {
        for name in names(&folder)? {
            let path = folder.join(name);
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = std::fs::read_to_string(&path).map_err(named(&path))?;
                count += text.lines().filter(|line| is_test(line)).count();
            }
        }
    }
    u32::try_from(count).map_err(|error| error.to_string())
}

fn is_test(line: &str) -> bool {
    let line = line.trim();
    line == "@Test" || line.starts_with("@Test ") || line.starts_with("@Test(")
}

/// Puts the files of `fresh` into `place`, and nothing else.
fn settle(fresh: &Path, files: &[&str], place: &Path) -> Outcome {
    std::fs::create_dir_all(place).map_err(named(place))?;
    for old in names(place)? {
        if !files.contains(&old.as_str()) {
            std::fs::remove_file(place.join(old)).map_err(named(place))?;
        }
    }
    for file in files {
        let text = std::fs::read(fresh.join(file)).map_err(named(fresh))?;
        let settled = place.join(file);
        if std::fs::read(&settled).is_ok_and(|old| old == text) {
            continue;
        }
        std::fs::write(&settled, text).map_err(named(&settled))?;
    }
    Ok(())
}

fn names(folder: &Path) -> Result<Vec<String>, String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(named(folder))? {
        let entry = entry.map_err(named(folder))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_counted_by_their_attribute() {
        let lines = ["    @Test func a() {", "@Test", "@Test(arguments: [1])"];
        assert!(lines.into_iter().all(is_test));
        assert!(!is_test("@Testable"));
        assert!(!is_test("import Testing // @Test"));
        assert!(tests(TESTS).unwrap() > 0);
        assert!(tests(SAMPLE_TESTS).unwrap() > 0);
    }
}
