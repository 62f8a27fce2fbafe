//! The rules for R8, tried: the library and a suite of its tests go through `ProGuard` with those rules alone, which drops what
//! nobody calls and renames the rest, and the suite signs in with what is left. R8 itself is in no registry that is reached
//! here; it reads the same rules.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::bindings::{self, Built};
use crate::sh::{self, Outcome};

/// Signs in, up and out, over the transport that is written in Kotlin.
const SUITE: &str = "dev.doorstep.HostTransportTest";
const RULES: &str = "bindings/kotlin/consumer-rules.pro";
const TOOLS: &str = "bindings/kotlin/shrink/pom.xml";
const CLASS_PATH: &str = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath";

/// What tests need to be found and run; it says nothing of the library.
const FOR_TESTS: &str =
    "-keepattributes AnnotationDefault\n-dontnote **\n-ignorewarnings\n-dontoptimize\n";

/// Shrinks and runs. The Kotlin side with its tests has been compiled.
pub(crate) fn run(built: &Built, command_line: &Path) -> Outcome {
    let folder = sh::target_folder()?.join("android/shrink");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let libraries = libraries(built, &folder.join("libraries"))?;
    let tools = tools(&folder.join("tools"))?;
    let (jna, others): (Vec<_>, Vec<_>) = libraries
        .iter()
        .partition(|path| file_name(path).starts_with("jna-"));

    let out = folder.join("shrunk.jar");
    let mut settings = FOR_TESTS.to_owned();
    let test_classes = built.out.join("doorstep/test-classes");
    for ours in [
        &built.out.join("doorstep-ffi/classes"),
        &built.out.join("doorstep/classes"),
        &test_classes,
    ] {
        // The modules' lists of Kotlin's top-level functions have one name in a module and its tests.
        let _ = writeln!(settings, "-injars {}(**.class)", ours.display());
    }
    for jna in jna {
        let _ = writeln!(settings, "-injars {}(com/sun/jna/**)", jna.display());
    }
    let _ = writeln!(settings, "-outjars {}", out.display());
    for other in &others {
        let _ = writeln!(settings, "-libraryjars {}", other.display());
    }
    for module in [
        "java.base",
        "java.desktop",
        "java.logging",
        "jdk.httpserver",
    ] {
        let _ = writeln!(
            settings,
            "-libraryjars <java.home>/jmods/{module}.jmod(!**.jar;!module-info.class)"
        );
    }
    let _ = writeln!(settings, "-keep class {SUITE} {{ *; }}");
    let _ = writeln!(settings, "-keep class dev.doorstep.FlowsTest {{ *; }}");
    let file = folder.join("settings.pro");
    std::fs::write(&file, settings).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut shrink = sh::command("java", ["-cp", &class_path(&tools), "proguard.ProGuard"]);
    shrink.arg(at(&file)).arg(at(&sh::root().join(RULES)));
    // It warns of every class that only other tests need.
    sh::read(&mut shrink)?;

    let loaded: Vec<_> = std::iter::once(&out)
        .chain(others)
        .chain(&tools)
        .cloned()
        .collect();
    let mut tests = sh::command("java", ["-cp", &class_path(&loaded)]);
    tests
        .arg(format!("-Djna.library.path={}", built.library.display()))
        .arg("-Djna.nosys=true")
        .arg(format!("-Ddoorstep.bin={}", command_line.display()))
        .args(["org.junit.platform.console.ConsoleLauncher", "execute"])
        .args(["--details=summary", "--fail-if-no-tests"])
        .args(["--select-class", SUITE]);
    sh::run(&mut tests)
}

/// What the library and its tests are compiled against.
fn libraries(built: &Built, list: &Path) -> Result<Vec<PathBuf>, String> {
    let output = format!("-Dmdep.outputFile={}", list.display());
    let arguments = [
        "--quiet",
        "--projects",
        "doorstep",
        "--also-make",
        "test-compile",
        CLASS_PATH,
        &output,
    ];
    sh::run(&mut bindings::maven(
        built,
        Path::new("doorstep"),
        &arguments,
    ))?;
    let all = listed(list)?;
    // Our own classes are shrunk.
    Ok(all.into_iter().filter(|path| path.is_file()).collect())
}

fn tools(list: &Path) -> Result<Vec<PathBuf>, String> {
    let mut command = sh::command("mvn", ["--batch-mode", "--quiet", "--file", TOOLS]);
    command.arg(CLASS_PATH);
    sh::run(command.arg(format!("-Dmdep.outputFile={}", list.display())))?;
    listed(list)
}

fn listed(list: &Path) -> Result<Vec<PathBuf>, String> {
    let text =
        std::fs::read_to_string(list).map_err(|error| format!("{}: {error}", list.display()))?;
    Ok(std::env::split_paths(text.trim()).collect())
}

fn class_path(paths: &[PathBuf]) -> String {
    let paths: Vec<_> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    paths.join(":")
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn at(path: &Path) -> String {
    format!("@{}", path.display())
}
