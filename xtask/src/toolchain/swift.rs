//! The Swift that this machine has, or one from Debian's packages in a root that commands are run in by `chroot`.
//! Mounts are made in a name space of their own: when the command ends, nothing is left mounted.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::debian::{Recipe, Take};
use crate::sh;

/// Swift 6.0.3 and what it compiles and links with. It lies in a root because its C library is newer than that of
/// Debian 12.
const ROOT: Recipe<'_> = Recipe {
    name: "swift-root",
    suites: &["trixie"],
    packages: &[
        "swiftlang",
        "bash",
        "ca-certificates",
        "coreutils",
        "dash",
        "git",
        "libc-bin",
        "libc6-dev",
        "libstdc++-14-dev",
        // What a test changes a process's trust with.
        "mount",
        "util-linux",
    ],
    take: Take::Closure,
    excludes: &[
        "*/bin/clangd",
        "*/bin/docc",
        "*/bin/lldb*",
        "*/bin/sourcekit-lsp",
        "*/bin/swift-build-sdk-interfaces",
        "*/FrameworkABIBaseline",
        "*/libLTO*",
        "*/libexec/swift/bin/lld",
        "*/liblldb*",
        "*/libsourcekitdInProc.so",
        "*/libswiftGenericMetadataBuilder.so",
        "*/lto1",
        "*/migrator",
        "*/repl_swift",
        "*/share/doc",
        "*/share/locale",
        "*/share/man",
        "*/swift/embedded",
        "*/swift_static/*",
        "*/usr/lib/python3*",
        "*lto-dump*",
    ],
};

/// Where Debian's Swift stands in the root.
const PATH: &str = "/usr/libexec/swift/bin:/usr/bin:/bin";

/// Binds what the command needs into the root and runs it there: `$1` is the root, `$2` the folder that it starts in,
/// then folders up to `--`, then the command.
const ENTER: &str = r#"
root=$1; start=$2; shift 2
mount --make-rprivate /
mount --bind "$root" "$root"
for folder in proc dev sys; do mkdir -p "$root/$folder"; mount --rbind "/$folder" "$root/$folder"; done
mkdir -p "$root/tmp"; mount -t tmpfs tmpfs "$root/tmp"
while [ "$1" != -- ]; do mkdir -p "$root$1"; mount --bind "$1" "$root$1"; shift; done
shift
exec chroot "$root" /usr/bin/env --chdir="$start" "$@"
"#;

/// What scripts of the packages would have made, which nobody ran: the linker's cache, and the file of those whom the
/// system trusts, which is looked for when the root is to be used.
const FINISH: &str = r"
/sbin/ldconfig
mkdir -p /etc/ssl/certs
cat /usr/share/ca-certificates/mozilla/*.crt > /etc/ssl/certs/unfinished
mv /etc/ssl/certs/unfinished /etc/ssl/certs/ca-certificates.crt
";
const FINISHED: &str = "etc/ssl/certs/ca-certificates.crt";

/// A Swift that can be used.
#[derive(Debug)]
pub(crate) enum Swift {
    /// `swift` in the path of this machine.
    Native,
    /// In this root.
    Root(PathBuf),
}

impl Swift {
    /// What there is without fetching anything, or why there is nothing.
    pub(crate) fn found() -> Result<Self, String> {
        if !cfg!(target_os = "linux") {
            return Err("the package is for Xcode on this system".to_owned());
        }
        if sh::version(&mut sh::command("swift", ["--version"])).is_some() {
            return Ok(Self::Native);
        }
        let root = ROOT.found().filter(|root| root.join(FINISHED).is_file());
        let root = root.ok_or_else(|| "no swift, and none fetched".to_owned())?;
        can_change_root()?;
        Ok(Self::Root(root))
    }

    /// What there is, fetched where it was not.
    pub(crate) fn fetched() -> Result<Self, String> {
        if let Ok(swift) = Self::found() {
            return Ok(swift);
        }
        can_change_root()?;
        if std::env::consts::ARCH != "x86_64" {
            return Err(format!("not tried on {}", std::env::consts::ARCH));
        }
        let root = ROOT.unpack()?;
        let mut finish = sh::command("chroot", [&root]);
        sh::run(finish.args(["/bin/sh", "-ec", FINISH]))?;
        Ok(Self::Root(root))
    }

    /// A command of the toolchain, started in the workspace's root, with the same paths inside and outside. `folders`
    /// are those below which it reads and writes; `variables` are all that it knows of the environment in a root.
    pub(crate) fn command(
        &self,
        program: &str,
        folders: &[&Path],
        variables: &[(&str, &Path)],
    ) -> Command {
        let workspace = sh::root();
        let root = match self {
            Self::Native => {
                let mut command = sh::command(program, [""; 0]);
                command.envs(variables.iter().copied());
                return command;
            }
            Self::Root(root) => root,
        };
        let mut command = sh::command("unshare", ["--mount", "sh", "-ec", ENTER, "enter"]);
        command.arg(root).arg(&workspace).arg(&workspace);
        command.args(folders).arg("--").arg("-i");
        command.args([
            "HOME=/root",
            "LANG=C.UTF-8",
            "TERM=dumb",
            &format!("PATH={PATH}"),
        ]);
        for (name, value) in variables {
            command.arg(format!("{name}={}", value.display()));
        }
        command.arg(program);
        command
    }

    /// What it says of itself.
    pub(crate) fn version(&self) -> Result<String, String> {
        let said = sh::read(self.command("swift", &[], &[]).arg("--version"))?;
        let line = said.lines().find(|line| line.contains("Swift version"));
        line.map(str::to_owned)
            .ok_or_else(|| "swift does not say its version".to_owned())
    }
}

/// Whether this user may run a command in another root.
fn can_change_root() -> Result<(), String> {
    let id = sh::version(&mut sh::command("id", ["-u"]));
    if id.as_deref() != Some("0") {
        return Err("only root can use the fetched one".to_owned());
    }
    let mut unshare = sh::command("unshare", ["--mount", "true"]);
    sh::read(&mut unshare)
        .map(drop)
        .map_err(|_| "this machine allows no private mounts".to_owned())
}
