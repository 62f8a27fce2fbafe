//! How much of a library an app carries: what is left when it is linked with every function of the header, and with
//! nothing else.

use std::collections::BTreeSet;
use std::path::Path;

use super::platform::Allowed;
use super::sdk::Sdk;
use super::slice::{Arch, Slice};
use super::tools;
use crate::sh;

/// What is linked.
pub(crate) struct Link<'a> {
    pub(crate) slice: Slice,
    pub(crate) arch: Arch,
    pub(crate) archive: &'a Path,
    pub(crate) functions: &'a BTreeSet<String>,
    pub(crate) frameworks: &'a [String],
}

/// The bytes that are left. A symbol that no library has is a failure.
pub(crate) fn linked_size(link: &Link<'_>, allowed: &Allowed, sdk: &Sdk) -> Result<u64, String> {
    let Link { slice, arch, .. } = *link;
    let name = format!("{}-{}", slice.identifier(), arch.name());
    let folder = sh::target_folder()?.join("ios/link").join(name);
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    std::fs::create_dir_all(&folder).map_err(failed)?;
    let (exports, wanted) = (folder.join("exports"), folder.join("wanted"));
    let out = folder.join("app.dylib");
    let names: Vec<&str> = link.functions.iter().map(String::as_str).collect();
    std::fs::write(&exports, names.join("\n")).map_err(failed)?;
    let options: Vec<String> = names.iter().map(|name| format!("-u {name}\n")).collect();
    std::fs::write(&wanted, options.concat()).map_err(failed)?;
    let oldest = slice.oldest().version();
    let mut command = tools::linker()?;
    command.args(["-dylib", "-dead_strip", "-fixup_chains", "-S", "-x"]);
    command.args(["-arch", arch.name()]);
    command.args([
        "-platform_version",
        slice.platform_option(),
        &oldest,
        &oldest,
    ]);
    command.args(["-install_name", "@rpath/app.dylib"]);
    command.arg("-exported_symbols_list").arg(&exports);
    command.arg(format!("@{}", wanted.display()));
    command.arg(link.archive).arg("-o").arg(&out);
    if let Some(libraries) = sdk.libraries(slice) {
        command.arg("-syslibroot").arg(libraries).arg("-lSystem");
        for name in link.frameworks {
            command.args(["-framework", name]);
        }
    } else {
        for (index, stub) in allowed.stubs(slice, arch).iter().enumerate() {
            let path = folder.join(format!("{index}.tbd"));
            std::fs::write(&path, stub).map_err(failed)?;
            command.arg(path);
        }
    }
    sh::run(&mut command)?;
    std::fs::metadata(&out)
        .map(|file| file.len())
        .map_err(failed)
}
