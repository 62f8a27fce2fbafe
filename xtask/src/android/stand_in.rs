//! What stands in for the NDK: clang, rustc's linker, LLVM's libunwind compiled from the sources that Rust brings, and
//! libraries that hold nothing but the names of `platform-symbols.toml`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::abi::Abi;
use super::platform::Symbols;
use crate::sh::{self, Outcome};
use crate::toolchain::llvm;

/// The declarations that libunwind is compiled with, and the headers that it looks for them in.
const DECLARATIONS: &str = include_str!("platform.h");
const HEADERS: [&str; 15] = [
    "assert",
    "dlfcn",
    "elf",
    "errno",
    "inttypes",
    "limits",
    "link",
    "pthread",
    "signal",
    "stdio",
    "stdlib",
    "string",
    "sys/auxv",
    "sys/syscall",
    "unistd",
];
const SOURCES: [&str; 6] = [
    "libunwind.cpp",
    "Unwind-EHABI.cpp",
    "UnwindLevel1.c",
    "UnwindLevel1-gcc-ext.c",
    "UnwindRegistersRestore.S",
    "UnwindRegistersSave.S",
];

pub(crate) struct StandIn {
    pub(crate) clang: PathBuf,
    pub(crate) linker: PathBuf,
    /// LLVM's libunwind, among the sources of Rust.
    sources: PathBuf,
    folder: PathBuf,
}

impl StandIn {
    /// What this machine has, or why that is not enough.
    pub(crate) fn found(target: &Path) -> Result<Self, String> {
        let sysroot = sh::read(&mut sh::command("rustc", ["--print", "sysroot"]))?;
        let rust = Path::new(sysroot.trim()).join("lib/rustlib");
        let sources = rust.join("src/rust/src/llvm-project/libunwind");
        if !sources.is_dir() {
            return Err("no NDK, and Rust's sources are not here either".to_owned());
        }
        let host = sh::version(&mut sh::command("rustc", ["--print", "host-tuple"]));
        let host = host.ok_or("rustc does not say what it runs on")?;
        Ok(Self {
            clang: llvm::clang_found().map_err(|reason| format!("no NDK, and {reason}"))?,
            linker: rust.join(host).join("bin/rust-lld"),
            sources,
            folder: target.join("android/stand-in"),
        })
    }

    /// The folder of the libraries that an ABI is linked with, made where it is not there.
    pub(crate) fn libraries(&self, abi: Abi) -> Result<PathBuf, String> {
        let folder = self.folder.join(abi.name());
        let symbols = Symbols::allowed()?;
        let stamp = format!("{symbols:?}\n{}\n{DECLARATIONS}", self.sources.display());
        let stamped = folder.join("stamp");
        if std::fs::read_to_string(&stamped).is_ok_and(|found| found == stamp) {
            return Ok(folder);
        }
        let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
        std::fs::create_dir_all(folder.join("include/sys")).map_err(failed)?;
        for (name, names) in symbols.libraries() {
            self.names(abi, &folder, name, names.iter())?;
        }
        self.unwind(abi, &folder)?;
        std::fs::write(stamped, stamp).map_err(failed)?;
        Ok(folder)
    }

    /// The libraries of Android with nothing in them: a process that has a C library already loads them beside it.
    pub(crate) fn hollow(&self, abi: Abi, folder: &Path) -> Outcome {
        for name in Symbols::allowed()?.libraries().keys() {
            self.names(abi, folder, name, std::iter::empty())?;
        }
        Ok(())
    }

    /// A shared library that has `names` and no code.
    fn names<'a>(
        &self,
        abi: Abi,
        folder: &Path,
        library: &str,
        names: impl Iterator<Item = &'a String>,
    ) -> Outcome {
        let mut source = String::from(".text\n");
        for name in names {
            let _ = writeln!(source, ".globl {name}\n.type {name}, %function\n{name}:");
        }
        let file = folder.join(library).with_extension("s");
        std::fs::write(&file, source).map_err(|error| format!("{}: {error}", file.display()))?;
        let object = file.with_extension("o");
        let mut compile = self.clang(abi);
        sh::run(compile.arg("-c").arg(&file).arg("-o").arg(&object))?;
        let mut link = sh::command(&self.linker.to_string_lossy(), ["-flavor", "gnu"]);
        link.args(["-shared", "-soname", library]);
        sh::run(link.arg(&object).arg("-o").arg(folder.join(library)))
    }

    fn unwind(&self, abi: Abi, folder: &Path) -> Outcome {
        let include = folder.join("include");
        let failed = |error: std::io::Error| format!("{}: {error}", include.display());
        for header in HEADERS {
            std::fs::write(include.join(header).with_extension("h"), "").map_err(failed)?;
        }
        let declarations = include.join("platform.h");
        std::fs::write(&declarations, DECLARATIONS).map_err(failed)?;
        let archive = folder.join("libunwind.a");
        let mut pack = sh::command("ar", ["rcsD"]);
        pack.arg(&archive);
        for source in SOURCES {
            let object = folder.join(source).with_extension("o");
            let mut compile = self.clang(abi);
            compile
                .args(["-nostdlibinc", "-ffreestanding", "-fPIC", "-Oz", "-DNDEBUG"])
                .args([
                    "-funwind-tables",
                    "-fvisibility=hidden",
                    "-fno-stack-protector",
                ])
                .args(["-ffunction-sections", "-fdata-sections"])
                .args(["-D_LIBUNWIND_IS_NATIVE_ONLY", "-D_LIBUNWIND_HIDE_SYMBOLS"])
                .arg("-isystem")
                .arg(&include)
                .arg(format!("-I{}", self.sources.join("include").display()));
            match Path::new(source).extension().and_then(|end| end.to_str()) {
                Some("S") => {}
                Some("cpp") => {
                    let flags = ["-std=c++17", "-fno-exceptions", "-fno-rtti", "-nostdinc++"];
                    compile.args(flags).arg("-include").arg(&declarations);
                }
                _ => drop(compile.arg("-include").arg(&declarations)),
            }
            compile.arg("-c").arg(self.sources.join("src").join(source));
            sh::run(compile.arg("-o").arg(&object))?;
            pack.arg(object);
        }
        if archive.exists() {
            std::fs::remove_file(&archive).map_err(failed)?;
        }
        sh::run(&mut pack)
    }

    fn clang(&self, abi: Abi) -> Command {
        let mut command = sh::command(&self.clang.to_string_lossy(), [""; 0]);
        command.arg(format!("--target={}", abi.clang()));
        command
    }
}
