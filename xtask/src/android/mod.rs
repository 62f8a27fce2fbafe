//! `cargo xtask android`: the AAR, in a Maven repository in `dist/maven`, checked.

mod aar;
mod abi;
mod checks;
pub(crate) mod host;
mod native;
mod platform;
mod pom;
mod repository;
pub(crate) mod setup;
pub(crate) mod shrink;
mod stand_in;
mod table;
mod tools;

pub(crate) use abi::Abi;

use std::path::{Path, PathBuf};

use crate::artifact::licences;
use crate::artifact::transport::Transport;
use crate::artifact::zip::{self, Files};
use crate::bindings::{self, Built};
use crate::sh::{self, Outcome};
use crate::toolchain::std_source::StdSource;
use repository::Release;
use table::Table;
use tools::Tools;

/// One version for every artifact.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What was built, as it lies on the disk, and what is wrong with it.
pub(crate) struct Product {
    pub(crate) folder: PathBuf,
    pub(crate) table: Table,
    pub(crate) tools: &'static str,
    pub(crate) findings: Vec<String>,
}

/// What `cargo xtask android` is asked for.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// For these processors alone
    #[arg(long, value_enum)]
    abi: Vec<Abi>,
    /// Whose HTTP it uses
    #[arg(long, value_enum, default_value = "platform")]
    transport: Transport,
}

/// Builds the artifact, prints what it weighs and fails where a check does.
pub(crate) fn run(options: &Options) -> Outcome {
    let abis = match options.abi.as_slice() {
        [] => &Abi::ALL,
        some => some,
    };
    let product = build(abis, options.transport, &repository::folder())?;
    println!("\n{}\n{}", product.table, product.folder.display());
    println!("built with {}", product.tools);
    if product.findings.is_empty() {
        return Ok(());
    }
    Err(product.findings.join("\n"))
}

/// Builds the artifact into a repository and checks what lies there then.
pub(crate) fn build(
    abis: &[Abi],
    transport: Transport,
    repository: &Path,
) -> Result<Product, String> {
    let target = sh::target_folder()?;
    let tools = Tools::found(&target)?;
    let built = bindings::build()?;
    let functions = native::functions(&kotlin(&built)?);
    let mut libraries = Files::new();
    for abi in abis {
        let archive = native::compile(&tools, *abi, transport, &target)?;
        let folder = target
            .join("android")
            .join(transport.name())
            .join(abi.name());
        let library = native::link(&tools, *abi, &archive, &functions, &folder, true)?;
        libraries.insert(aar::library_path(*abi), read(&library)?);
    }
    compile_kotlin(&built)?;
    let dependencies = dependencies()?;
    let mut files = aar::fixed(&aar::classes(&built)?, notices(abis, transport)?)?;
    files.append(&mut libraries);
    let packed = |files: &Files| zip::pack(files).map_err(|error| error.to_string());
    let folder = repository::lay(
        repository,
        Release {
            version: VERSION,
            aar: packed(&files)?,
            pom: pom::write(VERSION, &dependencies),
            sources: packed(&aar::sources(&built)?)?,
        },
    )?;

    let file = |end: &str| folder.join(format!("{}-{VERSION}{end}", pom::ARTIFACT));
    let aar = zip::read(&file(".aar"))?;
    let mut findings = checks::aar(&aar, abis, &functions)?;
    let text = read(&file(".pom"))?;
    findings.extend(pom::check(&String::from_utf8_lossy(&text)));
    let jna = checks::jna::fetch(jna_of(&dependencies)?, &target.join("android/jna"))?;
    findings.extend(checks::jna::check(&jna, abis));
    let mut table = Table::default();
    table.add_file(&file(".aar"))?;
    table.add_files(&aar, "");
    for abi in abis {
        let path = checks::jna::path(*abi);
        table.add("JNA's ", &path, jna.get(&path).map(Vec::as_slice));
    }
    Ok(Product {
        folder,
        table,
        tools: tools.describe(),
        findings,
    })
}

/// Fails where this machine cannot build it, and says why.
pub(crate) fn missing() -> Option<String> {
    let tools = sh::target_folder().and_then(|target| Tools::found(&target));
    tools.err().or_else(bindings::java_missing)
}

/// From nothing: the compiler leaves classes lie that have no source any more.
fn compile_kotlin(built: &Built) -> Outcome {
    aar::remove_classes(built)?;
    let no_command = Path::new("doorstep");
    sh::run(&mut bindings::maven(
        built,
        no_command,
        &["--quiet", "compile"],
    ))
}

fn dependencies() -> Result<Vec<pom::Dependency>, String> {
    let build = read(&sh::root().join("bindings/kotlin/pom.xml"))?;
    pom::dependencies(&String::from_utf8_lossy(&build))
}

fn jna_of(dependencies: &[pom::Dependency]) -> Result<&pom::Dependency, String> {
    let jna = dependencies.iter().find(|one| one.artifact == "jna");
    jna.ok_or_else(|| "the POM brings no JNA along".to_owned())
}

/// The notices of everything in the libraries; LLVM's libunwind asks for none.
fn notices(abis: &[Abi], transport: Transport) -> Result<String, String> {
    let triples: Vec<_> = abis.iter().map(|abi| abi.triple()).collect();
    licences::notices(transport.features(), &triples, &StdSource::found()?)
}

fn kotlin(built: &Built) -> Result<String, String> {
    let file = built.generated.join("dev/doorstep/ffi/doorstep_ffi.kt");
    read(&file).map(|text| String::from_utf8_lossy(&text).into_owned())
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}
