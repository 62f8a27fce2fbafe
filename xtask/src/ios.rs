//! `cargo xtask ios`: the XCFramework, its archive and the archive's checksum. With Xcode it is built on Xcode's SDK;
//! without, it is the same but for headers that no code of ours reads, for checks on any machine.

mod bundle;
mod checks;
mod compile;
mod fat;
mod framework;
mod header;
mod import;
mod library;
mod link;
mod pack;
mod platform;
mod plist;
mod sdk;
pub(crate) mod setup;
mod size;
mod slice;
mod tools;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::artifact::licences;
use crate::artifact::transport::Transport;
use crate::sh::{self, Outcome};
use crate::toolchain::std_source::StdSource;
use bundle::Bundle;
use framework::{Contents, PRIVACY};
use platform::Allowed;
use sdk::Sdk;
use slice::Slice;

/// Where the privacy manifest stands, which the Swift package carries too.
const MANIFESTS: &str = "bindings/swift/Sources/Doorstep";

/// What is built.
#[derive(Debug, Clone, Args)]
pub(crate) struct Options {
    /// Whose HTTP the library uses
    #[arg(long, value_enum, default_value = "platform")]
    pub(crate) transport: Transport,
    /// This slice alone; can be given several times
    #[arg(long = "slice", value_enum)]
    pub(crate) slices: Vec<Slice>,
}

/// The name of the framework that has this transport.
fn name(transport: Transport) -> &'static str {
    match transport {
        Transport::Platform => "Doorstep",
        Transport::Rustls => "Doorstep-rustls",
    }
}

impl Options {
    /// In the order of the list, each once.
    fn slices(&self) -> Vec<Slice> {
        if self.slices.is_empty() {
            return slice::ALL.to_vec();
        }
        let asked: BTreeSet<Slice> = self.slices.iter().copied().collect();
        asked.into_iter().collect()
    }
}

/// What was built, and found in order.
pub(crate) struct Built {
    /// The XCFramework, packed.
    archive: PathBuf,
    /// What it was built on, in words for a report.
    pub(crate) tools: &'static str,
    /// The sizes.
    pub(crate) table: String,
}

pub(crate) fn run(options: &Options) -> Outcome {
    let built = build(options, &sh::root().join("dist"))?;
    print!("{}", built.table);
    println!("{}, built on {}", built.archive.display(), built.tools);
    Ok(())
}

/// Builds into `out` and checks what was written there.
pub(crate) fn build(options: &Options, out: &Path) -> Result<Built, String> {
    let std = StdSource::found()?;
    let sdk = Sdk::found(options.transport)?;
    let slices = options.slices();
    let mut archives = Vec::new();
    for slice in &slices {
        for (arch, target) in slice.targets() {
            let archive = compile::compile(options, *slice, target, &std, &sdk)?;
            archives.push((*slice, *arch, archive));
        }
    }
    let allowed = Allowed::of_the_project()?;
    let contents = contents(options, &archives, &std, &allowed)?;
    let folder = out.join(format!("{}.xcframework", name(options.transport)));
    let libraries = libraries(&slices, &archives)?;
    framework::assemble(&contents, libraries).write(&folder)?;
    let written = Bundle::read(&folder)?;
    let folders = compile::folders(&std)?;
    let findings = checks::findings(&written, &slices, &contents, &allowed, &folders);
    if !findings.is_empty() {
        return Err(findings.join("\n"));
    }
    import::check(&folder, &slices, &contents.module)?;
    let zip = pack::pack(&written, &folder)?;
    let functions = header::symbols(&contents.header);
    let mut rows = Vec::new();
    for (slice, arch, archive) in &archives {
        let link = link::Link {
            slice: *slice,
            arch: *arch,
            archive,
            functions: &functions,
            frameworks: &contents.links,
        };
        let linked = link::linked_size(&link, &allowed, &sdk)?;
        rows.push(size::row(*slice, *arch, archive, linked)?);
    }
    Ok(Built {
        table: size::table(&rows, &zip)?,
        archive: zip,
        tools: sdk.name(),
    })
}

type Archives = [(Slice, slice::Arch, PathBuf)];

/// The libraries of the slices, each for all of its processors.
fn libraries(slices: &[Slice], archives: &Archives) -> Result<Vec<(Slice, Vec<u8>)>, String> {
    let of = |slice: &Slice| {
        let own = archives.iter().filter(|(of, ..)| of == slice);
        let parts: Result<Vec<_>, String> = own
            .map(|(_, arch, path)| Ok((*arch, read(path)?)))
            .collect();
        Ok((*slice, fat::write(&parts?)?))
    };
    slices.iter().map(of).collect()
}

fn contents(
    options: &Options,
    archives: &Archives,
    std: &StdSource,
    allowed: &Allowed,
) -> Result<Contents, String> {
    let (.., first) = archives.first().ok_or("no slice is asked for")?;
    let (module, header) = generated_header(first)?;
    let targets: Vec<&str> = options
        .slices()
        .iter()
        .flat_map(|slice| slice.targets().iter().map(|(_, target)| *target))
        .collect();
    let read_library = library::read(&read(first)?)?;
    let undefined = read_library.iter().flat_map(|it| it.undefined()).collect();
    let privacy = sh::root().join(MANIFESTS).join(PRIVACY);
    Ok(Contents {
        module,
        header,
        privacy: String::from_utf8_lossy(&read(&privacy)?).into_owned(),
        notices: licences::notices(options.transport.features(), &targets, std)?,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        links: allowed.frameworks(&undefined),
    })
}

/// The C header that belongs to an archive, and the name of its module.
fn generated_header(archive: &Path) -> Result<(String, String), String> {
    let folder = sh::target_folder()?.join("ios/generated");
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(failed)?;
    }
    let generate = "run --quiet --package doorstep-bindgen -- generate --no-format \
                    --config uniffi.toml --language swift";
    let mut command = sh::cargo(generate.split_whitespace());
    command.arg("--out-dir").arg(&folder).arg(archive);
    sh::run(&mut command)?;
    for entry in std::fs::read_dir(&folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|end| end == "h") {
            let module = path.file_stem().unwrap_or_default().to_string_lossy();
            let header = std::fs::read_to_string(&path).map_err(failed)?;
            return Ok((module.into_owned(), header));
        }
    }
    Err(format!("no header was generated in {}", folder.display()))
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}
