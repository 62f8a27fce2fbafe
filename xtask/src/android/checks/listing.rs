//! Which files are in the artifact: those that are named here, and no other.

use std::collections::BTreeSet;

use crate::android::aar;
use crate::android::abi::Abi;
use crate::artifact::zip::Files;

/// What is missing or too much in an AAR for `abis`.
pub(crate) fn check(files: &Files, abis: &[Abi]) -> Vec<String> {
    let mut wanted: BTreeSet<String> = aar::FIXED.into_iter().map(str::to_owned).collect();
    wanted.extend(abis.iter().map(|abi| aar::library_path(*abi)));
    let present: BTreeSet<String> = files.keys().cloned().collect();
    let missing = wanted.difference(&present);
    let needless = present.difference(&wanted);
    let mut found: Vec<_> = missing
        .map(|name| format!("lacks {name}"))
        .chain(needless.map(|name| format!("has {name}, which nobody needs")))
        .collect();
    let empty = files
        .iter()
        .filter(|(name, bytes)| bytes.is_empty() && name.as_str() != aar::RESOURCES);
    found.extend(empty.map(|(name, _)| format!("{name} is empty")));
    found
}

/// What is in classes.jar besides our own classes.
pub(crate) fn check_classes(classes: &Files) -> Vec<String> {
    let is = |name: &str, end: &str| name.rsplit_once('.').is_some_and(|(_, found)| found == end);
    let ours = |name: &str| {
        name.starts_with("dev/doorstep/") && is(name, "class")
            || name.starts_with("META-INF/") && is(name, "kotlin_module")
    };
    let foreign = classes.keys().filter(|name| !ours(name));
    let mut found: Vec<_> = foreign
        .map(|name| format!("classes.jar has {name}, which is not ours"))
        .collect();
    for package in ["dev/doorstep/Doorstep.class", "dev/doorstep/ffi/"] {
        if !classes.keys().any(|name| name.starts_with(package)) {
            found.push(format!("classes.jar lacks {package}"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Files {
        let mut files: Files = aar::FIXED
            .into_iter()
            .map(|name| (name.to_owned(), vec![1]))
            .collect();
        files.insert(aar::library_path(Abi::X86), vec![1]);
        files
    }

    #[test]
    fn nothing_may_be_missing_or_too_much() {
        assert_eq!(check(&files(), &[Abi::X86]), [""; 0]);
        let mut other = files();
        other.remove("proguard.txt");
        other.insert("libs/more.jar".to_owned(), vec![1]);
        assert_eq!(
            check(&other, &[Abi::X86, Abi::Arm64]),
            [
                "lacks jni/arm64-v8a/libdoorstep_ffi.so",
                "lacks proguard.txt",
                "has libs/more.jar, which nobody needs",
            ]
        );
    }

    #[test]
    fn an_empty_file_is_refused() {
        let mut other = files();
        other.insert("classes.jar".to_owned(), Vec::new());
        assert_eq!(check(&other, &[Abi::X86]), ["classes.jar is empty"]);
    }

    #[test]
    fn classes_of_others_are_refused() {
        let names = |names: &[&str]| -> Files {
            names
                .iter()
                .map(|name| ((*name).to_owned(), vec![1]))
                .collect()
        };
        let good = [
            "META-INF/doorstep.kotlin_module",
            "dev/doorstep/Doorstep.class",
            "dev/doorstep/ffi/A.class",
        ];
        assert_eq!(check_classes(&names(&good)), [""; 0]);
        assert_eq!(
            check_classes(&names(&["kotlin/Unit.class", "dev/doorstep/ffi/A.class"])),
            [
                "classes.jar has kotlin/Unit.class, which is not ours",
                "classes.jar lacks dev/doorstep/Doorstep.class",
            ]
        );
    }
}
