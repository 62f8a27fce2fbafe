//! Each break of an XCFramework is seen. The libraries are made here, of a few symbols each.

mod made;

use object::macho::{PLATFORM_IOS, PLATFORM_IOSSIMULATOR};

use super::*;
use crate::ios::framework::{self, LIST};
use crate::ios::plist::Plist;
use crate::ios::slice::Arch;
use made::Made;

const HEADER: &str = "void ffi_a(void);\nvoid uniffi_b(void);\n";

const MANIFEST: &str = "<plist version=\"1.0\"><dict><key>NSPrivacyTracking</key><false/>\
    <key>NSPrivacyTrackingDomains</key><array/><key>NSPrivacyCollectedDataTypes</key><array/>\
    <key>NSPrivacyAccessedAPITypes</key><array/></dict></plist>";

const ALLOWED: &str = "[[group]]\nlibrary = 'a'\nreason = 'b'\nnames = ['_malloc', '_fstat']\n";

fn contents() -> Contents {
    Contents {
        module: "CThing".to_owned(),
        header: HEADER.to_owned(),
        privacy: MANIFEST.to_owned(),
        notices: "notices".to_owned(),
        version: "1.2.3".to_owned(),
        links: Vec::new(),
    }
}

/// The XCFramework of these slices, after one change.
fn changed(slices: &[Slice], change: impl FnOnce(&mut Bundle)) -> Vec<String> {
    let libraries = slices.iter().map(|slice| (*slice, made::library(*slice)));
    let mut bundle = framework::assemble(&contents(), libraries.collect());
    change(&mut bundle);
    let allowed = Allowed::read(ALLOWED).unwrap();
    findings(&bundle, slices, &contents(), &allowed, &["/home/me".into()])
}

/// The one finding for a device's slice with this file.
fn with(path: &str, bytes: impl Into<Vec<u8>>) -> String {
    let path = format!("ios-arm64/CThing.framework/{path}");
    one(changed(&[Slice::Device], |bundle| bundle.add(&path, bytes)))
}

fn without(path: &str) -> String {
    let path = format!("ios-arm64/CThing.framework/{path}");
    one(changed(&[Slice::Device], |bundle| {
        bundle.files.remove(&path).unwrap();
    }))
}

fn one(found: Vec<String>) -> String {
    assert_eq!(found.len(), 1, "{found:?}");
    found.into_iter().next().unwrap()
}

#[test]
fn what_is_whole_passes() {
    let found = changed(&crate::ios::slice::ALL, |_| ());
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_simulators_library_is_refused_in_a_devices_slice() {
    let made = Made {
        platform: Some(PLATFORM_IOSSIMULATOR),
        ..Made::of(Slice::Device)
    };
    let found = with("CThing", made.archive());
    assert!(found.contains("a.o is for platform 7, not 2"), "{found}");
}

#[test]
fn a_library_for_another_processor_is_refused() {
    let made = Made {
        arch: Arch::X86_64,
        ..Made::of(Slice::Device)
    };
    let found = with("CThing", made.archive());
    assert!(
        found.contains("it is for x86_64, meant for arm64"),
        "{found}"
    );
}

#[test]
fn an_object_that_names_no_system_is_refused() {
    let made = Made {
        platform: None,
        ..Made::of(Slice::Device)
    };
    let found = with("CThing", made.archive());
    assert!(found.contains("does not say which system"), "{found}");
}

#[test]
fn a_library_for_newer_or_older_systems_is_refused() {
    for (major, said) in [(16, "from version 16.0"), (10, "from version 10.0")] {
        let made = Made {
            oldest: major,
            ..Made::of(Slice::Device)
        };
        assert!(with("CThing", made.archive()).contains(said));
    }
}

#[test]
fn a_function_that_is_missing_is_named() {
    let made = Made {
        defined: vec!["ffi_a"],
        ..Made::of(Slice::Device)
    };
    let found = with("CThing", made.archive());
    assert!(found.ends_with("not there: _uniffi_b"), "{found}");
}

#[test]
fn a_symbol_of_the_system_that_is_not_on_the_list_is_named() {
    let made = Made {
        undefined: vec!["malloc", "secret_api"],
        ..Made::of(Slice::Device)
    };
    let found = with("CThing", made.archive());
    assert!(
        found.ends_with("platform-symbols.toml: _secret_api"),
        "{found}"
    );
}

#[test]
fn what_another_object_of_the_library_defines_is_not_the_systems() {
    let made = Made {
        undefined: vec!["malloc", "ffi_a"],
        ..Made::of(Slice::Device)
    };
    let path = "ios-arm64/CThing.framework/CThing";
    let found = changed(&[Slice::Device], |bundle| bundle.add(path, made.archive()));
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn debug_sections_are_refused() {
    let made = Made {
        has_debug: true,
        ..Made::of(Slice::Device)
    };
    let found = with("CThing", made.archive());
    assert!(
        found.ends_with("a.o has debug sections: __debug_info"),
        "{found}"
    );
}

#[test]
fn a_library_that_names_a_folder_of_the_machine_is_refused() {
    let made = Made {
        note: b"/home/me/src/lib.rs",
        ..Made::of(Slice::Device)
    };
    let found = with("CThing", made.archive());
    assert!(found.ends_with("names /home/me"), "{found}");
}

#[test]
fn what_is_no_library_is_refused() {
    assert!(with("CThing", "text").contains("not an archive"));
    let made = Made::of(Slice::Device);
    assert!(with("CThing", made.archive_without_index()).contains("no index"));
}

#[test]
fn a_wrong_property_is_named() {
    let framework = framework::properties(Slice::Simulator, &contents());
    let found = with("Info.plist", framework.write());
    assert!(
        found.ends_with("has a wrong CFBundleSupportedPlatforms"),
        "{found}"
    );
    assert!(with("Info.plist", "<plist>").contains("Info.plist"));
    let list = framework::list(&[Slice::Simulator], "CThing").write();
    let found = one(changed(&[Slice::Device], |bundle| bundle.add(LIST, list)));
    assert_eq!(found, "Info.plist has a wrong AvailableLibraries");
}

#[test]
fn every_file_must_be_there() {
    for path in [
        "Info.plist",
        "Headers/CThing.h",
        "Modules/module.modulemap",
        "PrivacyInfo.xcprivacy",
        "ThirdPartyNotices.txt",
        "CThing",
    ] {
        let found = without(path);
        assert!(found.ends_with(&format!("{path} is missing")), "{found}");
    }
}

#[test]
fn nothing_else_may_be_there() {
    assert!(with("notes.txt", "x").ends_with("notes.txt does not belong there"));
}

#[test]
fn another_header_or_module_map_than_the_generated_one_is_refused() {
    for path in ["Headers/CThing.h", "Modules/module.modulemap"] {
        let found = with(path, "something else");
        assert!(found.ends_with("is not what was generated"), "{found}");
    }
}

#[test]
fn a_framework_for_a_mac_needs_its_links() {
    let found = changed(&[Slice::Mac], |bundle| {
        let links = &mut bundle.links;
        links.retain(|path, _| !path.ends_with("Versions/Current"));
    });
    assert!(one(found).ends_with("Versions/Current does not lead to A"));
}

#[test]
fn a_privacy_manifest_must_say_everything() {
    let nothing = Plist::table([]).write();
    let path = "ios-arm64/CThing.framework/PrivacyInfo.xcprivacy";
    let found = changed(&[Slice::Device], |bundle| bundle.add(path, nothing));
    assert_eq!(found.len(), 4, "{found:?}");
}

#[test]
fn a_function_that_needs_a_reason_needs_it_in_the_manifest() {
    let made = Made {
        undefined: vec!["fstat"],
        ..Made::of(Slice::Device)
    };
    let found = with("CThing", made.archive());
    assert!(
        found.ends_with("CategoryFileTimestamp, for _fstat"),
        "{found}"
    );
    let reason = "<array><dict><key>NSPrivacyAccessedAPIType</key>\
        <string>NSPrivacyAccessedAPICategoryFileTimestamp</string>\
        <key>NSPrivacyAccessedAPITypeReasons</key><array><string>C617.1</string></array></dict></array></dict></plist>";
    let manifest = MANIFEST.replace("<array/></dict></plist>", reason);
    let found = changed(&[Slice::Device], |bundle| {
        let at = |name: &str| format!("ios-arm64/CThing.framework/{name}");
        bundle.add(&at("CThing"), made.archive());
        bundle.add(&at("PrivacyInfo.xcprivacy"), manifest);
    });
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn the_sample_is_what_it_says() {
    let libraries = crate::ios::library::read(&made::library(Slice::Device)).unwrap();
    let member = &libraries[0].members[0];
    assert_eq!(member.runs_on.unwrap().platform, PLATFORM_IOS);
    assert!(member.defined.contains("_ffi_a") && member.undefined.contains("_malloc"));
}
