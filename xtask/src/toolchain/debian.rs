//! Packages of a Debian suite, unpacked into a folder of their own. apt runs with a private state and checks the
//! signatures as ever; no package is installed, and none of its scripts is run.

mod mirror;

use std::path::{Path, PathBuf};

use super::cache;
use crate::sh::{self, Outcome};
use mirror::Mirrors;

/// Raised when a folder that an older xtask unpacked no longer fits.
const FORMAT: u32 = 1;

/// What is unpacked, and where. Two recipes of one name replace each other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Recipe<'a> {
    /// The folder's name in the cache.
    pub(crate) name: &'a str,
    /// Such as `trixie`, `trixie-backports` or `bookworm-security`: all of them are looked through.
    pub(crate) suites: &'a [&'a str],
    /// Names, or `name=version`.
    pub(crate) packages: &'a [&'a str],
    pub(crate) take: Take,
    /// Patterns of files that are left packed, as `tar --exclude` reads them.
    pub(crate) excludes: &'a [&'a str],
}

/// How much is unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Take {
    /// The named packages alone.
    #[allow(dead_code, reason = "for toolchains that need no root")]
    Named,
    /// All that they depend on too, down to the C library: a root to change into.
    Closure,
}

impl Recipe<'_> {
    /// The folder, where this very recipe has filled it.
    pub(crate) fn found(&self) -> Option<PathBuf> {
        let folder = cache().ok()?.join(self.name);
        let stamp = std::fs::read_to_string(folder.join(STAMP)).ok()?;
        (stamp == self.stamp()).then_some(folder)
    }

    /// The folder, filled now where it was not.
    pub(crate) fn unpack(&self) -> Result<PathBuf, String> {
        if let Some(folder) = self.found() {
            return Ok(folder);
        }
        let folder = cache()?.join(self.name);
        // Of this process alone: another checkout may be at the same thing.
        let partial = folder.with_file_name(format!("{}.{}", self.name, std::process::id()));
        let apt = partial.with_extension("apt");
        let filled = self.fill(&partial, &apt).and_then(|()| {
            remove(&folder)?;
            std::fs::rename(&partial, &folder).map_err(named(&folder))
        });
        remove(&apt)?;
        remove(&partial)?;
        filled.map(|()| folder)
    }

    fn fill(&self, folder: &Path, apt: &Path) -> Outcome {
        let mirrors = Mirrors::of_this_machine()?;
        let lines: Result<String, String> = self
            .suites
            .iter()
            .map(|suite| mirrors.line(suite))
            .collect();
        let archives = download(self, apt, &lines?)?;
        for link in ["bin", "sbin", "lib", "lib64"] {
            let real = Path::new("usr").join(link);
            std::fs::create_dir_all(folder.join(&real)).map_err(named(folder))?;
            std::os::unix::fs::symlink(&real, folder.join(link)).map_err(named(folder))?;
        }
        for archive in &archives {
            unpack_one(archive, folder, self.excludes)?;
        }
        std::fs::write(folder.join(STAMP), self.stamp()).map_err(named(folder))
    }

    fn stamp(&self) -> String {
        format!("{FORMAT} {self:?}\n")
    }
}

const STAMP: &str = ".doorstep-stamp";

/// Fetches the packages of `recipe` and gives back where they lie.
fn download(recipe: &Recipe<'_>, apt: &Path, sources: &str) -> Result<Vec<PathBuf>, String> {
    let archives = apt.join("cache/archives");
    for folder in ["state/lists/partial", "cache/archives/partial", "etc"] {
        std::fs::create_dir_all(apt.join(folder)).map_err(named(apt))?;
    }
    let write = |name: &str, text: &str| std::fs::write(apt.join(name), text).map_err(named(apt));
    write("status", "")?;
    write("sources.list", sources)?;
    write("apt.conf", &settings(apt))?;
    let run = |program: &str, arguments: &[&str]| {
        let mut command = sh::command(program, arguments);
        command.env("APT_CONFIG", apt.join("apt.conf"));
        sh::read(command.current_dir(&archives)).map(drop)
    };
    run("apt-get", &["update", "-qq"])?;
    let mut arguments = match recipe.take {
        Take::Named => vec!["download", "-qq"],
        Take::Closure => vec!["install", "-qq", "--yes", "--download-only"],
    };
    arguments.extend(recipe.packages);
    run("apt-get", &arguments)?;
    let entries = std::fs::read_dir(&archives).map_err(named(&archives))?;
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "deb"))
        .collect();
    found.sort();
    Ok(found)
}

/// The system's own settings are not read: everything that apt writes goes below `apt`.
fn settings(apt: &Path) -> String {
    let apt = apt.display();
    format!(
        "Dir::State \"{apt}/state\";\n\
         Dir::State::status \"{apt}/status\";\n\
         Dir::Cache \"{apt}/cache\";\n\
         Dir::Etc \"{apt}/etc\";\n\
         Dir::Etc::sourcelist \"{apt}/sources.list\";\n\
         Dir::Etc::sourceparts \"-\";\n\
         APT::Install-Recommends \"false\";\n\
         APT::Sandbox::User \"root\";\n\
         Acquire::Languages \"none\";\n"
    )
}

fn unpack_one(archive: &Path, folder: &Path, excludes: &[&str]) -> Outcome {
    let mut packed = sh::command("dpkg-deb", ["--fsys-tarfile"]);
    packed.arg(archive).stdout(std::process::Stdio::piped());
    let mut packed = packed.spawn().map_err(named(archive))?;
    let mut tar = sh::command("tar", ["-x", "--keep-directory-symlink", "--no-same-owner"]);
    tar.arg("-C").arg(folder);
    tar.args(
        excludes
            .iter()
            .map(|pattern| format!("--exclude={pattern}")),
    );
    if let Some(out) = packed.stdout.take() {
        tar.stdin(out);
    }
    let unpacked = sh::run(&mut tar);
    let status = packed.wait().map_err(named(archive))?;
    if status.success() {
        return unpacked;
    }
    Err(format!(
        "{}: dpkg-deb ended with {status}",
        archive.display()
    ))
}

fn remove(folder: &Path) -> Outcome {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(named(folder)(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn named(path: &Path) -> impl Fn(std::io::Error) -> String {
    let path = path.display().to_string();
    move |error| format!("{path}: {error}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECIPE: Recipe<'_> = Recipe {
        name: "a-root",
        suites: &["trixie"],
        packages: &["bash"],
        take: Take::Closure,
        excludes: &[],
    };

    #[test]
    fn another_recipe_has_another_stamp() {
        let other = Recipe {
            packages: &["dash"],
            ..RECIPE
        };
        assert_ne!(RECIPE.stamp(), other.stamp());
        let named = Recipe {
            take: Take::Named,
            ..RECIPE
        };
        assert_ne!(RECIPE.stamp(), named.stamp());
    }

    #[test]
    fn apt_is_told_to_write_below_its_own_folder() {
        let settings = settings(Path::new("/a/b"));
        for line in settings.lines().filter(|line| line.starts_with("Dir::")) {
            assert!(line.contains("\"/a/b/") || line.contains("\"-\""), "{line}");
        }
    }
}
