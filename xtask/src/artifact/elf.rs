//! What a shared library says of itself.

use std::collections::{BTreeMap, BTreeSet};

use object::elf::{
    DF_1_NOW, DF_BIND_NOW, DF_TEXTREL, DT_BIND_NOW, DT_FLAGS, DT_FLAGS_1, DT_NEEDED, DT_SONAME,
    DT_TEXTREL, DynamicTag, FileHeader32, FileHeader64, Machine, PF_X, PT_GNU_RELRO, PT_GNU_STACK,
    PT_LOAD, SHT_DYNSYM, STB_WEAK,
};
use object::read::elf::{FileHeader, ProgramHeader, Sym};
use object::{Endianness, FileKind};

/// A shared library's own facts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Elf {
    pub(crate) machine: Machine,
    /// The alignment of each segment that is loaded.
    pub(crate) alignments: Vec<u64>,
    /// What it is loaded as.
    pub(crate) soname: Option<String>,
    /// The libraries that it is loaded with.
    pub(crate) needed: BTreeSet<String>,
    /// What it gives to others.
    pub(crate) exported: BTreeSet<String>,
    /// What it wants of others, and whether it can do without.
    pub(crate) wanted: BTreeMap<String, Weak>,
    pub(crate) sections: Vec<String>,
    /// What leaves a process open to attacks.
    pub(crate) faults: BTreeSet<Fault>,
}

/// What leaves a process open to attacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// Code is written to when it is loaded.
    WritesCode,
    /// Symbols are looked up when they are first called.
    BindsLate,
    /// What was looked up can be written to afterwards.
    WritableTables,
    /// The stack may hold code.
    ExecutableStack,
}

/// Whether a library does without a symbol that isn't there.
pub(crate) type Weak = bool;

impl Elf {
    /// Reads a library.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, String> {
        let read = match FileKind::parse(bytes) {
            Ok(FileKind::Elf32) => read::<FileHeader32<Endianness>>(bytes),
            Ok(FileKind::Elf64) => read::<FileHeader64<Endianness>>(bytes),
            Ok(_) => return Err("not an ELF file".to_owned()),
            Err(error) => Err(error),
        };
        read.map_err(|error| error.to_string())
    }
}

fn read<H: FileHeader<Endian = Endianness>>(bytes: &[u8]) -> object::Result<Elf> {
    let header = H::parse(bytes)?;
    let endian = header.endian()?;
    let mut facts = Elf {
        machine: header.e_machine(endian),
        faults: [
            Fault::BindsLate,
            Fault::WritableTables,
            Fault::ExecutableStack,
        ]
        .into(),
        ..Elf::default()
    };
    for segment in header.program_headers(endian, bytes)? {
        match segment.p_type(endian) {
            PT_LOAD => facts.alignments.push(segment.p_align(endian).into()),
            PT_GNU_RELRO => drop(facts.faults.remove(&Fault::WritableTables)),
            PT_GNU_STACK if segment.p_flags(endian).0 & PF_X.0 == 0 => {
                facts.faults.remove(&Fault::ExecutableStack);
            }
            _ => {}
        }
    }
    let sections = header.sections(endian, bytes)?;
    for section in sections.iter() {
        facts
            .sections
            .push(text(sections.section_name(endian, section)?));
    }
    let dynamic = sections.dynamic_table(endian, bytes)?;
    for entry in &dynamic {
        match entry.tag {
            DT_NEEDED => drop(facts.needed.insert(text(dynamic.string(entry)?))),
            DT_SONAME => facts.soname = Some(text(dynamic.string(entry)?)),
            tag => flags(&mut facts, tag, entry.val),
        }
    }
    let symbols = sections.symbols(endian, bytes, SHT_DYNSYM)?;
    for symbol in symbols.iter().skip(1) {
        let name = text(symbol.name(endian, symbols.strings())?);
        if symbol.is_undefined(endian) {
            facts.wanted.insert(name, symbol.st_bind() == STB_WEAK);
        } else {
            facts.exported.insert(name);
        }
    }
    Ok(facts)
}

fn flags(facts: &mut Elf, tag: DynamicTag, value: u64) {
    let has = |wanted, bit| tag == wanted && value & bit != 0;
    if tag == DT_TEXTREL || has(DT_FLAGS, DF_TEXTREL.0) {
        facts.faults.insert(Fault::WritesCode);
    }
    if tag == DT_BIND_NOW || has(DT_FLAGS, DF_BIND_NOW.0) || has(DT_FLAGS_1, DF_1_NOW.0) {
        facts.faults.remove(&Fault::BindsLate);
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
