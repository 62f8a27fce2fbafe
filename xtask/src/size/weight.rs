//! Where the bytes of a library are.

use std::collections::{BTreeMap, BTreeSet};

use object::{Object, ObjectSection, ObjectSymbol, SectionKind};

use super::crates;

/// Tables that say how to unwind.
pub(super) const UNWINDING: &str = "(unwinding)";

/// What the loader reads: symbols' names, and the places to adjust.
pub(super) const LOADER: &str = "(loader's tables)";

/// Constants that have no name: texts above all.
pub(super) const CONSTANTS: &str = "(constants)";

/// Whatever is left.
pub(super) const REST: &str = "(rest)";

/// A library's size, and whose the bytes are.
pub(super) struct Weight {
    /// Bytes of the stripped file.
    pub(super) file: u64,
    /// Bytes by crate, and by kind where no crate can be told.
    pub(super) parts: BTreeMap<String, u64>,
}

impl Weight {
    /// Reads a library whose names are still there, and whose stripped file has `stripped` bytes.
    pub(super) fn of(library: &[u8], stripped: usize) -> Result<Self, String> {
        let file = object::File::parse(library).map_err(|error| error.to_string())?;
        let mut parts = symbols(&file);
        let named = |parts: &BTreeMap<String, u64>| parts.values().sum::<u64>();
        let code = named(&parts);
        let mut held = 0;
        for section in file.sections() {
            match kind(section.name().unwrap_or_default()) {
                Some(kind) => *parts.entry(kind.to_owned()).or_default() += section.size(),
                None if holds_symbols(section.kind()) => held += section.size(),
                None => {}
            }
        }
        parts.insert(CONSTANTS.to_owned(), held.saturating_sub(code));
        let stripped = stripped as u64;
        parts.insert(REST.to_owned(), stripped.saturating_sub(named(&parts)));
        Ok(Self {
            file: stripped,
            parts,
        })
    }
}

fn kind(section: &str) -> Option<&'static str> {
    match section {
        ".eh_frame" | ".eh_frame_hdr" | ".gcc_except_table" => Some(UNWINDING),
        ".dynsym" | ".dynstr" | ".gnu.hash" | ".rela.dyn" | ".rela.plt" => Some(LOADER),
        _ => None,
    }
}

const fn holds_symbols(kind: SectionKind) -> bool {
    matches!(
        kind,
        SectionKind::Text
            | SectionKind::Data
            | SectionKind::ReadOnlyData
            | SectionKind::ReadOnlyString
    )
}

/// The sizes of all symbols that take room in the file, by crate; of several in one place, the first.
fn symbols(file: &object::File<'_>) -> BTreeMap<String, u64> {
    let mut sizes: BTreeMap<String, u64> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for symbol in file.symbols() {
        let section = symbol
            .section_index()
            .and_then(|index| file.section_by_index(index).ok());
        let counts = section.is_some_and(|section| holds_symbols(section.kind()));
        if counts && symbol.size() > 0 && seen.insert(symbol.address()) {
            let owner = crates::of(symbol.name().unwrap_or_default());
            *sizes.entry(owner).or_default() += symbol.size();
        }
    }
    sizes
}
