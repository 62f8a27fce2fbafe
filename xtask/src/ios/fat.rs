//! Universal files: the same library for several processors, one after the other.

use object::macho::{CpuType, FAT_MAGIC, FatArch32};
use object::read::macho::{FatArch, MachOFatFile32};

use super::slice::Arch;

/// Archives start at multiples of 2 to this power.
const ALIGNMENT: u32 = 3;
const HEAD: usize = 8;
const ENTRY: usize = 20;

/// One file of all of them; the file itself, where there is one.
pub(crate) fn write(libraries: &[(Arch, Vec<u8>)]) -> Result<Vec<u8>, String> {
    if let [(_, library)] = libraries {
        return Ok(library.clone());
    }
    let number = |value: usize| {
        u32::try_from(value)
            .map(u32::to_be_bytes)
            .map_err(|_| "a universal file can't be this large".to_owned())
    };
    let mut file = FAT_MAGIC.to_be_bytes().to_vec();
    file.extend(number(libraries.len())?);
    let mut offset = aligned(HEAD + ENTRY * libraries.len());
    for (arch, library) in libraries {
        file.extend(arch.cpu().0.to_be_bytes());
        file.extend(subtype(*arch).to_be_bytes());
        file.extend(number(offset)?);
        file.extend(number(library.len())?);
        file.extend(ALIGNMENT.to_be_bytes());
        offset = aligned(offset + library.len());
    }
    for (_, library) in libraries {
        file.resize(aligned(file.len()), 0);
        file.extend(library);
    }
    Ok(file)
}

/// A library in a file, and the processor that the file says it is for.
pub(crate) type Part<'a> = (Option<CpuType>, &'a [u8]);

/// The libraries in a file, by what the file says of their processors; nothing is said where there is but one.
pub(crate) fn read(file: &[u8]) -> Result<Vec<Part<'_>>, String> {
    if !file.starts_with(&FAT_MAGIC.to_be_bytes()) {
        return Ok(vec![(None, file)]);
    }
    let broken = |error: object::read::Error| format!("universal file: {error}");
    let fat = MachOFatFile32::parse(file).map_err(broken)?;
    let part = |arch: &FatArch32| Ok((Some(arch.cputype()), arch.data(file).map_err(broken)?));
    fat.arches().iter().map(part).collect()
}

fn aligned(offset: usize) -> usize {
    offset.next_multiple_of(1 << ALIGNMENT)
}

/// Every processor of the kind.
fn subtype(arch: Arch) -> u32 {
    match arch {
        Arch::Arm64 => 0,
        Arch::X86_64 => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_together_comes_apart_again() {
        let libraries = [
            (Arch::Arm64, b"first".to_vec()),
            (Arch::X86_64, b"the second".to_vec()),
        ];
        let file = write(&libraries).unwrap();
        let read = read(&file).unwrap();
        for ((arch, library), (cpu, part)) in libraries.iter().zip(&read) {
            assert_eq!(*cpu, Some(arch.cpu()));
            assert_eq!(library, part);
        }
        assert_eq!(read.len(), 2);
    }

    #[test]
    fn one_library_stays_as_it_is() {
        let file = write(&[(Arch::Arm64, b"alone".to_vec())]).unwrap();
        assert_eq!(file, b"alone");
        assert_eq!(read(&file).unwrap(), [(None, b"alone".as_slice())]);
    }

    #[test]
    fn a_universal_file_that_is_cut_off_is_refused() {
        let libraries = [Arch::Arm64, Arch::X86_64].map(|arch| (arch, vec![7; 100]));
        let file = write(&libraries).unwrap();
        assert!(read(&file[..file.len() - 1]).is_err());
    }
}
