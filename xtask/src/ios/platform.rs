//! What the library may take of Apple's systems: `platform-symbols.toml`.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::slice::{Arch, Slice};

const PAGE: &str = include_str!("platform-symbols.toml");

/// The list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Allowed {
    group: Vec<Group>,
}

/// Names that are taken for one reason, of one library.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Group {
    /// The library's name on the device.
    library: String,
    /// What they are needed for.
    #[allow(dead_code, reason = "for those who read the list")]
    reason: String,
    /// For iPhones the same functions are not public.
    #[serde(default)]
    macs_only: bool,
    names: BTreeSet<String>,
}

impl Allowed {
    pub(crate) fn of_the_project() -> Result<Self, String> {
        Self::read(PAGE)
    }

    pub(crate) fn read(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| format!("platform-symbols.toml: {error}"))
    }

    pub(crate) fn has(&self, slice: Slice, symbol: &str) -> bool {
        let mut groups = self.of(slice);
        groups.any(|group| group.names.contains(symbol))
    }

    fn of(&self, slice: Slice) -> impl Iterator<Item = &Group> {
        let groups = self.group.iter();
        groups.filter(move |group| slice == Slice::Mac || !group.macs_only)
    }

    /// The frameworks among the libraries that these symbols come from.
    pub(crate) fn frameworks(&self, symbols: &BTreeSet<&str>) -> Vec<String> {
        let wanted = |group: &&Group| group.names.iter().any(|name| symbols.contains(&**name));
        let libraries = self.group.iter().filter(wanted);
        let names: BTreeSet<&str> = libraries.filter_map(|group| framework(group)).collect();
        names.into_iter().map(str::to_owned).collect()
    }

    /// What a linker reads in place of the system's libraries, one text for each.
    pub(crate) fn stubs(&self, slice: Slice, arch: Arch) -> Vec<String> {
        let libraries: BTreeSet<&str> = self.of(slice).map(|group| &*group.library).collect();
        let target = format!("{}-{}", arch.name(), slice.platform_option());
        let stub = |library: &str| {
            let of_it = self.of(slice).filter(|group| group.library == library);
            let names: Vec<String> = of_it
                .flat_map(|group| &group.names)
                .map(|name| format!("'{name}'"))
                .collect();
            format!(
                "--- !tapi-tbd\ntbd-version: 4\ntargets: [ {target} ]\ninstall-name: '{library}'\n\
                 exports:\n  - targets: [ {target} ]\n    symbols: [ {} ]\n...\n",
                names.join(", ")
            )
        };
        libraries.into_iter().map(stub).collect()
    }
}

/// `/System/Library/Frameworks/Name.framework/Name` is the framework `Name`.
fn framework(group: &Group) -> Option<&str> {
    let (folder, name) = group.library.rsplit_once('/')?;
    folder.contains(".framework").then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "[[group]]\nlibrary = '/usr/lib/libSystem.B.dylib'\nreason = 'memory'\nnames = ['_free']\n\
                        [[group]]\nlibrary = '/System/Library/Frameworks/Security.framework/Security'\n\
                        reason = 'trust'\nnames = ['_SecTrust']\n\
                        [[group]]\nlibrary = '/usr/lib/libSystem.B.dylib'\nreason = 'Macs'\nmacs_only = true\n\
                        names = ['_pause']\n";

    #[test]
    fn frameworks_are_named_where_something_is_taken_of_them() {
        let allowed = Allowed::read(LIST).unwrap();
        let of = |names: &[&'static str]| allowed.frameworks(&names.iter().copied().collect());
        assert_eq!(of(&["_free"]), Vec::<String>::new());
        assert_eq!(of(&["_free", "_SecTrust"]), ["Security"]);
    }

    #[test]
    fn a_stub_offers_a_librarys_names_for_the_target() {
        let allowed = Allowed::read(LIST).unwrap();
        let stubs = allowed.stubs(Slice::Simulator, Arch::X86_64);
        assert_eq!(stubs.len(), 2);
        assert!(stubs[1].contains("install-name: '/usr/lib/libSystem.B.dylib'"));
        assert!(stubs[1].contains("targets: [ x86_64-ios-simulator ]\n    symbols: [ '_free' ]"));
    }

    #[test]
    fn the_projects_list_is_readable_and_names_nothing_twice() {
        let allowed = Allowed::of_the_project().unwrap();
        let mut seen = BTreeSet::new();
        for name in allowed.group.iter().flat_map(|group| &group.names) {
            assert!(seen.insert(name), "{name} stands twice");
        }
        assert!(allowed.has(Slice::Device, "_malloc"));
    }

    #[test]
    fn what_is_public_on_macs_alone_is_not_allowed_on_phones() {
        let allowed = Allowed::read(LIST).unwrap();
        assert!(allowed.has(Slice::Mac, "_pause"));
        assert!(!allowed.has(Slice::Device, "_pause"));
        assert!(
            !allowed
                .stubs(Slice::Device, Arch::Arm64)
                .concat()
                .contains("_pause")
        );
        assert!(
            allowed
                .stubs(Slice::Mac, Arch::Arm64)
                .concat()
                .contains("_pause")
        );
    }
}
