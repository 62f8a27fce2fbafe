//! Libraries made for a test.

use object::macho::{Platform, Version};
use object::write::{MachOBuildVersion, Object, StandardSection, Symbol, SymbolSection};
use object::{Architecture, BinaryFormat, Endianness, SectionKind};
use object::{SymbolFlags, SymbolKind, SymbolScope};

use crate::ios::fat;
use crate::ios::slice::{Arch, Slice};

/// What the one object of a library is like.
pub(super) struct Made {
    pub(super) arch: Arch,
    pub(super) platform: Option<Platform>,
    pub(super) oldest: u16,
    pub(super) defined: Vec<&'static str>,
    pub(super) undefined: Vec<&'static str>,
    pub(super) has_debug: bool,
    /// Stands among the library's constants.
    pub(super) note: &'static [u8],
}

/// A whole library, as the slice wants it.
pub(super) fn library(slice: Slice) -> Vec<u8> {
    let targets = slice.targets().iter();
    let parts = targets.map(|(arch, _)| {
        let made = Made {
            arch: *arch,
            ..Made::of(slice)
        };
        (*arch, made.archive())
    });
    fat::write(&parts.collect::<Vec<_>>()).unwrap()
}

impl Made {
    pub(super) fn of(slice: Slice) -> Self {
        Self {
            arch: Arch::Arm64,
            platform: Some(slice.platform()),
            oldest: slice.oldest().major,
            defined: vec!["ffi_a", "uniffi_b"],
            undefined: vec!["malloc"],
            has_debug: false,
            note: b"note",
        }
    }

    pub(super) fn archive(&self) -> Vec<u8> {
        // An index of nothing: two numbers, both of them zero.
        archive(&[("__.SYMDEF", vec![0; 8]), ("a.o", self.object())])
    }

    pub(super) fn archive_without_index(&self) -> Vec<u8> {
        archive(&[("a.o", self.object())])
    }

    fn object(&self) -> Vec<u8> {
        let arch = match self.arch {
            Arch::Arm64 => Architecture::Aarch64,
            Arch::X86_64 => Architecture::X86_64,
        };
        let mut object = Object::new(BinaryFormat::MachO, arch, Endianness::Little);
        if let Some(platform) = self.platform {
            let mut version = MachOBuildVersion::default();
            version.platform = platform;
            version.minos = Version::new(self.oldest, 0, 0);
            object.set_macho_build_version(version);
        }
        let text = object.section_id(StandardSection::Text);
        object.append_section_data(text, &[0; 16], 4);
        for name in &self.defined {
            object.add_symbol(symbol(name, SymbolSection::Section(text)));
        }
        for name in &self.undefined {
            object.add_symbol(symbol(name, SymbolSection::Undefined));
        }
        let constants = object.section_id(StandardSection::ReadOnlyData);
        object.append_section_data(constants, self.note, 1);
        if self.has_debug {
            let (segment, name) = (b"__DWARF".to_vec(), b"__debug_info".to_vec());
            let section = object.add_section(segment, name, SectionKind::Debug);
            object.append_section_data(section, &[0; 4], 1);
        }
        object.write().unwrap()
    }
}

fn symbol(name: &str, section: SymbolSection) -> Symbol {
    Symbol {
        name: name.as_bytes().to_vec(),
        value: 0,
        size: 0,
        kind: SymbolKind::Text,
        scope: SymbolScope::Dynamic,
        weak: false,
        section,
        flags: SymbolFlags::None,
    }
}

fn archive(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut file = b"!<arch>\n".to_vec();
    for (name, bytes) in members {
        let (date, user, mode, size) = (0, 0, 644, bytes.len());
        let head = format!("{name:<16}{date:<12}{user:<6}{user:<6}{mode:<8}{size:<10}`\n");
        file.extend(head.into_bytes());
        file.extend(bytes);
        if size % 2 == 1 {
            file.push(b'\n');
        }
    }
    file
}
