//! A framework, and the XCFramework around the frameworks of all slices. Frameworks, not bare libraries: their module
//! maps don't get into each other's way where an app has several.

use std::collections::BTreeMap;

use super::bundle::Bundle;
use super::plist::Plist;
use super::slice::Slice;
use crate::artifact::licences;

/// The XCFramework's list of its slices.
pub(crate) const LIST: &str = "Info.plist";
pub(crate) const PRIVACY: &str = "PrivacyInfo.xcprivacy";

/// What all slices have in common.
#[derive(Debug, Clone)]
pub(crate) struct Contents {
    /// The C module's name, which is also the framework's.
    pub(crate) module: String,
    pub(crate) header: String,
    pub(crate) privacy: String,
    pub(crate) notices: String,
    pub(crate) version: String,
    /// Frameworks of the system that the library is linked with.
    pub(crate) links: Vec<String>,
}

/// Where things are in one framework, relative to the XCFramework.
#[derive(Debug)]
pub(crate) struct Places {
    /// The framework's own folder.
    pub(crate) root: String,
    pub(crate) library: String,
    pub(crate) header: String,
    pub(crate) module_map: String,
    pub(crate) properties: String,
    pub(crate) privacy: String,
    pub(crate) notices: String,
}

impl Places {
    pub(crate) fn of(slice: Slice, module: &str) -> Self {
        let root = format!("{}/{module}.framework", slice.identifier());
        let (base, resources) = if slice.has_versions() {
            let base = format!("{root}/Versions/A");
            (base.clone(), format!("{base}/Resources"))
        } else {
            (root.clone(), root.clone())
        };
        Self {
            library: format!("{base}/{module}"),
            header: format!("{base}/Headers/{module}.h"),
            module_map: format!("{base}/Modules/module.modulemap"),
            properties: format!("{resources}/Info.plist"),
            privacy: format!("{resources}/{PRIVACY}"),
            notices: format!("{resources}/{}", licences::FILE),
            root,
        }
    }
}

/// The links of a framework that keeps its versions apart, by their names in its folder.
pub(crate) fn version_links(module: &str) -> BTreeMap<String, String> {
    let mut links = BTreeMap::from([("Versions/Current".to_owned(), "A".to_owned())]);
    for name in [module, "Headers", "Modules", "Resources"] {
        links.insert(name.to_owned(), format!("Versions/Current/{name}"));
    }
    links
}

/// The XCFramework of these slices and their libraries.
pub(crate) fn assemble(contents: &Contents, libraries: Vec<(Slice, Vec<u8>)>) -> Bundle {
    let mut bundle = Bundle::default();
    let slices: Vec<Slice> = libraries.iter().map(|(slice, _)| *slice).collect();
    bundle.add(LIST, list(&slices, &contents.module).write());
    for (slice, library) in libraries {
        let places = Places::of(slice, &contents.module);
        bundle.add(&places.library, library);
        bundle.add(&places.header, contents.header.as_str());
        bundle.add(&places.module_map, module_map(contents));
        bundle.add(&places.properties, properties(slice, contents).write());
        bundle.add(&places.privacy, contents.privacy.as_str());
        bundle.add(&places.notices, contents.notices.as_str());
        if slice.has_versions() {
            for (name, to) in version_links(&contents.module) {
                bundle.link(&format!("{}/{name}", places.root), &to);
            }
        }
    }
    bundle
}

/// With it `import` finds the header, and the app is linked with what the library needs.
pub(crate) fn module_map(contents: &Contents) -> String {
    let Contents { module, links, .. } = contents;
    let mut lines = vec![
        format!("framework module {module} {{"),
        format!("    header \"{module}.h\""),
        "    export *".to_owned(),
    ];
    lines.extend(
        links
            .iter()
            .map(|name| format!("    link framework \"{name}\"")),
    );
    lines.push("}\n".to_owned());
    lines.join("\n")
}

/// What the XCFramework says of its slices.
pub(crate) fn list(slices: &[Slice], module: &str) -> Plist {
    Plist::table([
        (
            "AvailableLibraries",
            Plist::List(slices.iter().map(|slice| entry(*slice, module)).collect()),
        ),
        ("CFBundlePackageType", Plist::text("XFWK")),
        ("XCFrameworkFormatVersion", Plist::text("1.0")),
    ])
}

fn entry(slice: Slice, module: &str) -> Plist {
    let places = Places::of(slice, module);
    let folder = format!("{}/", slice.identifier());
    let within = |path: &str| Plist::text(path.strip_prefix(&folder).unwrap_or(path));
    let archs = slice.targets().iter().map(|(arch, _)| arch.name());
    let (platform, variant) = slice.supported();
    let mut entry = BTreeMap::from([
        ("BinaryPath".to_owned(), within(&places.library)),
        (
            "LibraryIdentifier".to_owned(),
            Plist::text(slice.identifier()),
        ),
        ("LibraryPath".to_owned(), within(&places.root)),
        ("SupportedArchitectures".to_owned(), Plist::texts(archs)),
        ("SupportedPlatform".to_owned(), Plist::text(platform)),
    ]);
    if let Some(variant) = variant {
        let key = "SupportedPlatformVariant".to_owned();
        entry.insert(key, Plist::text(variant));
    }
    Plist::Table(entry)
}

/// What a framework says of itself.
pub(crate) fn properties(slice: Slice, contents: &Contents) -> Plist {
    let Contents {
        module, version, ..
    } = contents;
    let oldest = slice.oldest();
    Plist::table([
        ("CFBundleDevelopmentRegion", Plist::text("en")),
        ("CFBundleExecutable", Plist::text(module)),
        ("CFBundleIdentifier", Plist::text("dev.doorstep.core")),
        ("CFBundleInfoDictionaryVersion", Plist::text("6.0")),
        ("CFBundleName", Plist::text(module)),
        ("CFBundlePackageType", Plist::text("FMWK")),
        ("CFBundleShortVersionString", Plist::text(version)),
        (
            "CFBundleSupportedPlatforms",
            Plist::texts([slice.bundle_platform()]),
        ),
        ("CFBundleVersion", Plist::text(version)),
        (oldest.key, Plist::text(&oldest.version())),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contents() -> Contents {
        Contents {
            module: "CThing".to_owned(),
            header: String::new(),
            privacy: String::new(),
            notices: String::new(),
            version: "1.2.3".to_owned(),
            links: vec!["Security".to_owned()],
        }
    }

    #[test]
    fn a_framework_for_a_phone_is_flat_and_one_for_a_mac_has_versions() {
        let libraries = vec![(Slice::Device, vec![1]), (Slice::Mac, vec![2])];
        let bundle = assemble(&contents(), libraries);
        let has = |path: &str| bundle.files.contains_key(path);
        assert!(has("ios-arm64/CThing.framework/CThing"));
        assert!(has("ios-arm64/CThing.framework/Info.plist"));
        let mac = "macos-arm64_x86_64/CThing.framework";
        assert!(has(&format!("{mac}/Versions/A/Resources/Info.plist")));
        let link = |name: &str| bundle.links[&format!("{mac}/{name}")].as_str();
        assert_eq!(link("CThing"), "Versions/Current/CThing");
        assert_eq!(link("Versions/Current"), "A");
    }

    #[test]
    fn the_list_names_the_processors_and_the_simulator() {
        let list = list(&[Slice::Simulator], "CThing");
        let entry = &list.get("AvailableLibraries").unwrap().items()[0];
        let text = |key: &str| entry.get(key).unwrap().clone();
        assert_eq!(text("BinaryPath"), Plist::text("CThing.framework/CThing"));
        assert_eq!(
            text("SupportedArchitectures"),
            Plist::texts(["arm64", "x86_64"])
        );
        assert_eq!(text("SupportedPlatformVariant"), Plist::text("simulator"));
    }

    #[test]
    fn the_module_map_links_what_the_library_needs() {
        let map = module_map(&contents());
        assert!(map.starts_with("framework module CThing {\n    header \"CThing.h\"\n"));
        assert!(map.ends_with("    link framework \"Security\"\n}\n"));
    }
}
