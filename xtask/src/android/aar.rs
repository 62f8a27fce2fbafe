//! What is in the AAR.

use std::path::Path;

use super::abi::Abi;
use super::tools::SONAME;
use crate::artifact::licences;
use crate::artifact::zip::{self, Files};
use crate::bindings::{self, Built};
use crate::sh;

/// The list of resources: there are none.
pub(super) const RESOURCES: &str = "R.txt";

/// Every file that does not depend on the ABI.
pub(super) const FIXED: [&str; 8] = [
    "AndroidManifest.xml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "META-INF/com/android/build/gradle/aar-metadata.properties",
    licences::FILE,
    "classes.jar",
    "proguard.txt",
    RESOURCES,
];

/// The modules of the Maven build whose classes go in, and their folders.
const MODULES: [(&str, &str); 3] = [
    ("doorstep-ffi", "ffi"),
    ("doorstep", "doorstep"),
    ("doorstep-android", "android"),
];

const METADATA: &str = "aarFormatVersion=1.0\naarMetadataVersion=1.0\nminCompileSdk=24\n\
    minCompileSdkExtension=0\nminAndroidGradlePluginVersion=1.0.0\n";

/// Where a library lies in the AAR.
pub(super) fn library_path(abi: Abi) -> String {
    format!("jni/{}/{SONAME}", abi.name())
}

/// Everything but the native libraries.
pub(super) fn fixed(classes: &Files, third_party: String) -> Result<Files, String> {
    let text = |name: &str| super::read(&sh::root().join(name));
    let jar = zip::pack(classes).map_err(|error| format!("classes.jar: {error}"))?;
    Ok([
        text("bindings/kotlin/android/AndroidManifest.xml")?,
        text("LICENSE-APACHE")?,
        text("LICENSE-MIT")?,
        METADATA.into(),
        third_party.into_bytes(),
        jar,
        text("bindings/kotlin/consumer-rules.pro")?,
        Vec::new(),
    ]
    .into_iter()
    .zip(FIXED)
    .map(|(bytes, name)| (name.to_owned(), bytes))
    .collect())
}

/// Our own classes, as Maven compiled them.
pub(super) fn classes(built: &Built) -> Result<Files, String> {
    let mut classes = Files::new();
    for (module, _) in MODULES {
        collect(&built.out.join(module).join("classes"), "", &mut classes)?;
    }
    Ok(classes)
}

/// Removes what an earlier build compiled.
pub(super) fn remove_classes(built: &Built) -> sh::Outcome {
    for (module, _) in MODULES {
        bindings::remove(&built.out.join(module).join("classes"))?;
    }
    Ok(())
}

/// The Kotlin that they were compiled from.
pub(super) fn sources(built: &Built) -> Result<Files, String> {
    let mut sources = Files::new();
    let kotlin = sh::root().join("bindings/kotlin");
    for (_, folder) in MODULES {
        let folder = kotlin.join(folder).join("src/main/kotlin");
        // What is generated lies elsewhere.
        if folder.is_dir() {
            collect(&folder, "", &mut sources)?;
        }
    }
    collect(&built.generated, "", &mut sources)?;
    Ok(sources)
}

fn collect(folder: &Path, prefix: &str, files: &mut Files) -> sh::Outcome {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files)?;
        } else {
            let bytes = super::read(&path)?;
            if files.insert(name.clone(), bytes).is_some() {
                return Err(format!("two modules have {name}"));
            }
        }
    }
    Ok(())
}
