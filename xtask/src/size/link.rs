//! Links a library as the ones that are shipped are linked: what only the generators read, and the functions that the
//! generated code does not call, stay out. Linux alone has that linker at hand.

use std::collections::BTreeSet;
use std::path::Path;

use object::read::archive::ArchiveFile;
use object::{Object, ObjectSymbol};

use crate::artifact::shipped::Exports;
use crate::sh::{self, Outcome};

/// Makes a shared library of `archive`, with its names still in it.
pub(super) fn link(archive: &Path, folder: &Path, out: &Path) -> Outcome {
    if std::env::consts::OS != "linux" {
        return Err("libraries are weighed on Linux".to_owned());
    }
    let functions = functions(&super::bytes(archive)?)?;
    let exports = Exports::write(&functions, folder)?;
    let mut command = sh::command("cc", ["-shared", "-fuse-ld=lld"]);
    command.arg(format!("-B{}", linker()?));
    command.args(
        exports
            .arguments()
            .iter()
            .map(|argument| format!("-Wl,{argument}")),
    );
    command
        .arg(archive)
        .args(["-lgcc_s", "-lm", "-ldl", "-lpthread"]);
    sh::run(command.arg("-o").arg(out))
}

/// The folder of rustc's own linker.
fn linker() -> Result<String, String> {
    let ask = |what: &str| sh::read(&mut sh::command("rustc", ["--print", what]));
    let (sysroot, host) = (ask("sysroot")?, ask("host-tuple")?);
    let (sysroot, host) = (sysroot.trim(), host.trim());
    Ok(format!("{sysroot}/lib/rustlib/{host}/bin/gcc-ld"))
}

/// The functions of UniFFI that generated code calls.
fn functions(archive: &[u8]) -> Result<BTreeSet<String>, String> {
    let wrong = |error: object::Error| error.to_string();
    let mut functions = BTreeSet::new();
    for member in ArchiveFile::parse(archive).map_err(wrong)?.members() {
        let data = member
            .and_then(|member| member.data(archive))
            .map_err(wrong)?;
        let Ok(file) = object::File::parse(data) else {
            continue;
        };
        let names = file
            .symbols()
            .filter(|symbol| symbol.is_definition() && symbol.is_global());
        let names = names.filter_map(|symbol| symbol.name().ok().map(str::to_owned));
        functions.extend(names.filter(|name| is_called(name)));
    }
    Ok(functions)
}

/// Checksums are not asked for (uniffi.toml).
fn is_called(name: &str) -> bool {
    let is_of_uniffi = name.starts_with("uniffi_") || name.starts_with("ffi_");
    is_of_uniffi && !name.contains("_checksum_") && !name.starts_with("uniffi_core")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_generated_code_calls_is_not_exported() {
        assert!(is_called("uniffi_doorstep_ffi_fn_method_call_answer"));
        assert!(is_called("ffi_doorstep_ffi_rust_future_poll_u8"));
        assert!(!is_called(
            "uniffi_doorstep_ffi_checksum_method_call_answer"
        ));
        assert!(!is_called("UNIFFI_META_DOORSTEP_FFI_METHOD_CALL_ANSWER"));
        assert!(!is_called("memcpy"));
    }
}
