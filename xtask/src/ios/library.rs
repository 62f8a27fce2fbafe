//! What a static library says of itself, object by object.

use std::collections::BTreeSet;

use object::macho::{CpuType, MachHeader64, Platform, Version};
use object::read::archive::ArchiveFile;
use object::read::macho::{MachHeader, MachOFile64};
use object::{Endianness, Object, ObjectSection, ObjectSymbol};

use super::fat;

/// The library for one processor.
#[derive(Debug)]
pub(crate) struct Library {
    /// What the universal file around it says, where there is one.
    pub(crate) announced: Option<CpuType>,
    /// Linkers look symbols up here instead of in every object.
    pub(crate) has_index: bool,
    pub(crate) members: Vec<Member>,
}

/// One object of a library.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) cpu: CpuType,
    pub(crate) runs_on: Option<RunsOn>,
    /// What it offers to other objects.
    pub(crate) defined: BTreeSet<String>,
    pub(crate) undefined: BTreeSet<String>,
    pub(crate) debug_sections: Vec<String>,
}

/// The system that an object was compiled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RunsOn {
    pub(crate) platform: Platform,
    /// Three numbers in one.
    pub(crate) oldest: Version,
}

impl Library {
    /// What the library wants of others.
    pub(crate) fn undefined(&self) -> BTreeSet<&str> {
        let defined = self.defined();
        let names = self.members.iter().flat_map(|member| &member.undefined);
        names
            .map(String::as_str)
            .filter(|name| !defined.contains(name))
            .collect()
    }

    pub(crate) fn defined(&self) -> BTreeSet<&str> {
        let names = self.members.iter().flat_map(|member| &member.defined);
        names.map(String::as_str).collect()
    }
}

/// The libraries in a file, one for each processor.
pub(crate) fn read(file: &[u8]) -> Result<Vec<Library>, String> {
    let parts = fat::read(file)?;
    parts
        .into_iter()
        .map(|(announced, bytes)| library(announced, bytes))
        .collect()
}

fn library(announced: Option<CpuType>, bytes: &[u8]) -> Result<Library, String> {
    let broken = |error: object::read::Error| format!("not an archive: {error}");
    let archive = ArchiveFile::parse(bytes).map_err(broken)?;
    let mut members = Vec::new();
    for member in archive.members() {
        let member = member.map_err(broken)?;
        let name = String::from_utf8_lossy(member.name()).into_owned();
        let bytes = member.data(bytes).map_err(broken)?;
        let read = self::member(&name, bytes);
        members.push(read.map_err(|error| format!("{name}: {error}"))?);
    }
    Ok(Library {
        announced,
        has_index: archive.symbols().map_err(broken)?.is_some(),
        members,
    })
}

fn member(name: &str, bytes: &[u8]) -> object::read::Result<Member> {
    let header = MachHeader64::<Endianness>::parse(bytes, 0)?;
    let endian = header.endian()?;
    let file = MachOFile64::<Endianness>::parse(bytes)?;
    let mut runs_on = None;
    let mut commands = header.load_commands(endian, bytes, 0)?;
    while let Some(command) = commands.next()? {
        if let Some((version, _)) = command.build_version(endian)? {
            runs_on = Some(RunsOn {
                platform: version.platform.get(endian),
                oldest: version.minos.get(endian),
            });
        }
    }
    let mut defined = BTreeSet::new();
    let mut undefined = BTreeSet::new();
    for symbol in file.symbols() {
        let name = symbol.name()?.to_owned();
        if symbol.is_undefined() {
            undefined.insert(name);
        } else if symbol.is_global() {
            defined.insert(name);
        }
    }
    let mut debug_sections = Vec::new();
    for section in file.sections() {
        if section.segment_name()? == Some("__DWARF") {
            debug_sections.push(section.name()?.to_owned());
        }
    }
    Ok(Member {
        name: name.to_owned(),
        cpu: header.cputype(endian),
        runs_on,
        defined,
        undefined,
        debug_sections,
    })
}
