//! The privacy manifest, and whether it tells of what the library takes of the system.

use super::undefined;
use crate::ios::bundle::Bundle;
use crate::ios::framework::Places;
use crate::ios::library::Library;
use crate::ios::plist::Plist;

/// Functions whose use Apple wants a reason for, by what the manifest calls them.
const REASONED: [(&str, &[&str]); 4] = [
    (
        "NSPrivacyAccessedAPICategoryFileTimestamp",
        &[
            "_stat",
            "_fstat",
            "_fstatat",
            "_lstat",
            "_getattrlist",
            "_fgetattrlist",
            "_getattrlistat",
            "_getattrlistbulk",
        ],
    ),
    (
        "NSPrivacyAccessedAPICategorySystemBootTime",
        &["_mach_absolute_time"],
    ),
    (
        "NSPrivacyAccessedAPICategoryDiskSpace",
        &["_statfs", "_statvfs", "_fstatfs", "_fstatvfs"],
    ),
    (
        "NSPrivacyAccessedAPICategoryUserDefaults",
        &["_OBJC_CLASS_$_NSUserDefaults"],
    ),
];

pub(super) fn check(bundle: &Bundle, places: &Places, libraries: &[Library]) -> Vec<String> {
    let path = &places.privacy;
    let read = bundle
        .text(path)
        .and_then(|text| Plist::read(text).map_err(|reason| format!("{path}: {reason}")));
    let manifest = match read {
        Ok(manifest) => manifest,
        Err(reason) => return vec![reason],
    };
    let mut found = Vec::new();
    if !matches!(manifest.get("NSPrivacyTracking"), Some(Plist::Truth(_))) {
        found.push(format!("{path} does not say whether it tracks"));
    }
    for key in [
        "NSPrivacyTrackingDomains",
        "NSPrivacyCollectedDataTypes",
        "NSPrivacyAccessedAPITypes",
    ] {
        if !matches!(manifest.get(key), Some(Plist::List(_))) {
            found.push(format!("{path} has no list {key}"));
        }
    }
    let undefined = undefined(libraries);
    for (category, functions) in REASONED {
        let used = functions.iter().find(|name| undefined.contains(**name));
        if let Some(used) = used.filter(|_| !gives_reason(&manifest, category)) {
            found.push(format!("{path} has no reason of {category}, for {used}"));
        }
    }
    found
}

fn gives_reason(manifest: &Plist, category: &str) -> bool {
    let kinds = manifest.get("NSPrivacyAccessedAPITypes");
    kinds.map_or(&[][..], Plist::items).iter().any(|kind| {
        let reasons = kind.get("NSPrivacyAccessedAPITypeReasons");
        kind.get("NSPrivacyAccessedAPIType") == Some(&Plist::text(category))
            && reasons.is_some_and(|reasons| !reasons.items().is_empty())
    })
}
