//! Compilers that a plain Debian machine does not have: fetched into a cache folder outside the repository, nothing
//! of the system is touched.

pub(crate) mod debian;
pub(crate) mod llvm;
pub(crate) mod std_source;
pub(crate) mod swift;

use std::path::PathBuf;

/// Where fetched toolchains lie, for every checkout of this user.
pub(crate) fn cache() -> Result<PathBuf, String> {
    let folder = |name| std::env::var_os(name).filter(|path| !path.is_empty());
    folder("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| folder("HOME").map(|home| PathBuf::from(home).join(".cache")))
        .map(|cache| cache.join("doorstep"))
        .ok_or_else(|| "neither XDG_CACHE_HOME nor HOME says where a cache is".to_owned())
}
