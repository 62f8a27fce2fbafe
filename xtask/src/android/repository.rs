//! The artifact's place in a Maven repository in a folder.

use std::path::{Path, PathBuf};

use super::pom::{ARTIFACT, GROUP};
use crate::artifact::checksum;
use crate::sh::{self, Outcome};

/// Where the repository lies.
pub(super) fn folder() -> PathBuf {
    sh::root().join("dist/maven")
}

/// A version of the artifact.
pub(super) struct Release<'a> {
    pub(super) version: &'a str,
    pub(super) aar: Vec<u8>,
    pub(super) pom: String,
    pub(super) sources: Vec<u8>,
}

/// Lays the files with their checksums, in place of what is there of this version.
pub(super) fn lay(repository: &Path, release: Release<'_>) -> Result<PathBuf, String> {
    let artifact = repository.join(GROUP.replace('.', "/")).join(ARTIFACT);
    let version = release.version;
    let folder = artifact.join(version);
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(failed)?;
    }
    std::fs::create_dir_all(&folder).map_err(failed)?;
    let name = format!("{ARTIFACT}-{version}");
    for (end, bytes) in [
        (".aar", release.aar),
        (".pom", release.pom.into_bytes()),
        ("-sources.jar", release.sources),
    ] {
        put(&folder.join(format!("{name}{end}")), &bytes)?;
    }
    put(
        &artifact.join("maven-metadata.xml"),
        metadata(version).as_bytes(),
    )?;
    Ok(folder)
}

fn put(path: &Path, bytes: &[u8]) -> Outcome {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    std::fs::write(path, bytes).map_err(failed)?;
    for (end, sum) in checksum::of_maven(bytes) {
        std::fs::write(format!("{}.{end}", path.display()), sum).map_err(failed)?;
    }
    Ok(())
}

/// What a repository knows of the artifact: this one version, and no date, so that the same build is the same.
fn metadata(version: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<metadata>\n  <groupId>{GROUP}</groupId>\n  \
         <artifactId>{ARTIFACT}</artifactId>\n  <versioning>\n    <latest>{version}</latest>\n    \
         <release>{version}</release>\n    <versions>\n      <version>{version}</version>\n    \
         </versions>\n  </versioning>\n</metadata>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_has_its_checksums_beside_it() {
        let repository = std::env::temp_dir().join(format!("doorstep-{}", std::process::id()));
        let release = || Release {
            version: "1.2.3",
            aar: b"aar".to_vec(),
            pom: "pom".to_owned(),
            sources: b"sources".to_vec(),
        };
        let folder = lay(&repository, release()).unwrap();
        std::fs::write(folder.join("old"), "").unwrap();
        lay(&repository, release()).unwrap();
        let read = |name: &str| std::fs::read_to_string(folder.join(name));
        assert!(folder.ends_with("dev/doorstep/doorstep-android/1.2.3"));
        assert!(read("old").is_err());
        for file in [
            "doorstep-android-1.2.3.aar",
            "doorstep-android-1.2.3.pom",
            "doorstep-android-1.2.3-sources.jar",
            "../maven-metadata.xml",
        ] {
            let sum = read(&format!("{file}.sha256")).unwrap();
            assert_eq!(sum, checksum::sha256(read(file).unwrap().as_bytes()));
            assert_eq!(read(&format!("{file}.sha1")).unwrap().len(), 40);
            assert_eq!(read(&format!("{file}.md5")).unwrap().len(), 32);
        }
        std::fs::remove_dir_all(&repository).unwrap();
    }
}
