//! The libraries of the JNA that the POM brings along: an app ships them too.

use std::path::Path;

use super::library;
use crate::android::abi::Abi;
use crate::android::pom::Dependency;
use crate::artifact::elf::Elf;
use crate::artifact::zip::{self, Files};
use crate::sh;

const COPY: &str = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy";

/// The AAR that `dependency` names, as Maven has it.
pub(crate) fn fetch(dependency: &Dependency, folder: &Path) -> Result<Files, String> {
    let Dependency {
        group,
        artifact,
        version,
        kind,
    } = dependency;
    let mut command = sh::command("mvn", ["--batch-mode", "--quiet", COPY]);
    command
        .arg(format!("-Dartifact={group}:{artifact}:{version}:{kind}"))
        .arg(format!("-DoutputDirectory={}", folder.display()));
    sh::run(&mut command)?;
    zip::read(&folder.join(format!("{artifact}-{version}.{kind}")))
}

/// The path of JNA's library for an ABI.
pub(crate) fn path(abi: Abi) -> String {
    format!("jni/{}/libjnidispatch.so", abi.name())
}

/// Whether it has a library for every ABI, and whether these fit.
pub(crate) fn check(files: &Files, abis: &[Abi]) -> Vec<String> {
    let mut found = Vec::new();
    for abi in abis {
        let path = path(*abi);
        let Some(bytes) = files.get(&path) else {
            found.push(format!("JNA lacks {path}"));
            continue;
        };
        match Elf::read(bytes) {
            Ok(elf) => found.extend(
                library::loads(*abi, &elf)
                    .into_iter()
                    .map(|reason| format!("JNA's {path} {reason}")),
            ),
            Err(reason) => found.push(format!("JNA's {path}: {reason}")),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jna_without_a_library_for_an_abi_is_refused() {
        let files = Files::from([(path(Abi::X86), b"no library".to_vec())]);
        let found = check(&files, &[Abi::Arm64, Abi::X86]);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0], "JNA lacks jni/arm64-v8a/libjnidispatch.so");
        assert!(found[1].starts_with("JNA's jni/x86_64/libjnidispatch.so: "));
    }
}
