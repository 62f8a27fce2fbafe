use object::Endianness;
use object::elf::{
    DT_BIND_NOW, DT_NEEDED, DT_SONAME, DT_TEXTREL, EM_AARCH64, EM_X86_64, ET_DYN, Machine, PF_R,
    PF_X, PT_GNU_RELRO, PT_GNU_STACK, PT_LOAD, ProgramFlags, SHN_ABS, SHT_PROGBITS, STB_GLOBAL,
    STT_FUNC, SectionFlags, SymbolInfo,
};
use object::write::elf::{FileHeader, ProgramHeader, SectionHeader, Sym, Writer};

use super::*;

/// A shared library with no code in it.
struct Image {
    machine: Machine,
    page: u64,
    exports: Vec<&'static str>,
    wants: Vec<&'static str>,
    needs: Vec<&'static str>,
    section: &'static str,
    stack: ProgramFlags,
    relro: bool,
    late: bool,
    text_relocations: bool,
}

impl Image {
    fn good() -> Self {
        Self {
            machine: EM_X86_64,
            page: PAGE,
            exports: vec!["ffi_open", "ffi_close"],
            wants: vec!["malloc"],
            needs: vec!["libc.so"],
            section: ".text",
            stack: PF_R,
            relro: true,
            late: false,
            text_relocations: false,
        }
    }

    fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut writer = Writer::new(Endianness::Little, true, &mut bytes);
        writer.reserve_file_header();
        writer.reserve_program_headers(2 + u32::from(self.relro));
        let names: Vec<_> = [&self.exports[..], &self.wants[..]].concat();
        writer.reserve_null_dynamic_symbol_index();
        let ids: Vec<_> = names
            .iter()
            .map(|name| {
                writer.reserve_dynamic_symbol_index();
                writer.add_dynamic_string(name.as_bytes())
            })
            .collect();
        let soname = writer.add_dynamic_string(b"libours.so");
        let needs: Vec<_> = self
            .needs
            .iter()
            .map(|name| writer.add_dynamic_string(name.as_bytes()))
            .collect();
        writer.reserve_null_section_index();
        let section = writer.add_section_name(self.section.as_bytes());
        writer.reserve_section_index();
        writer.reserve_dynsym_section_index();
        writer.reserve_dynstr_section_index();
        writer.reserve_dynamic_section_index();
        writer.reserve_shstrtab_section_index();
        writer.reserve_dynsym();
        writer.reserve_dynstr().unwrap();
        let flags = [
            (DT_BIND_NOW, !self.late),
            (DT_TEXTREL, self.text_relocations),
        ];
        let flags: Vec<_> = flags.iter().filter(|(_, set)| *set).collect();
        writer.reserve_dynamic(2 + needs.len() + flags.len());
        writer.reserve_shstrtab().unwrap();
        writer.reserve_section_headers();

        writer
            .write_file_header(&FileHeader {
                os_abi: object::elf::ELFOSABI_NONE,
                abi_version: 0,
                e_type: ET_DYN,
                e_machine: self.machine,
                e_entry: 0,
                e_flags: object::elf::FileFlags(0),
            })
            .unwrap();
        self.write_segments(&mut writer);
        writer.write_null_dynamic_symbol();
        for (at, id) in ids.iter().enumerate() {
            let st_name = writer.dynamic_string_offset(Some(*id));
            writer.write_dynamic_symbol(&Sym {
                section: None,
                st_name,
                st_info: SymbolInfo::new(STB_GLOBAL, STT_FUNC),
                st_other: object::elf::SymbolOther(0),
                st_shndx: if at < self.exports.len() {
                    SHN_ABS
                } else {
                    object::elf::SHN_UNDEF
                },
                st_value: 64,
                st_size: 0,
            });
        }
        writer.write_dynstr();
        writer.write_align_dynamic();
        writer.write_dynamic_string(DT_SONAME, soname).unwrap();
        for id in needs {
            writer.write_dynamic_string(DT_NEEDED, id).unwrap();
        }
        for (tag, _) in flags {
            writer.write_dynamic(*tag, 0).unwrap();
        }
        writer.write_dynamic(object::elf::DT_NULL, 0).unwrap();
        writer.write_shstrtab();
        writer.write_null_section_header();
        let sh_name = writer.section_name_offset(Some(section));
        writer.write_section_header(&SectionHeader {
            sh_name,
            sh_type: SHT_PROGBITS,
            sh_flags: SectionFlags(0),
            sh_addr: 0,
            sh_offset: 0,
            sh_size: 0,
            sh_link: 0,
            sh_info: 0,
            sh_addralign: 1,
            sh_entsize: 0,
        });
        writer.write_dynsym_section_header(0, 1);
        writer.write_dynstr_section_header(0);
        writer.write_dynamic_section_header(0);
        writer.write_shstrtab_section_header();
        bytes
    }

    fn write_segments(&self, writer: &mut Writer<'_>) {
        writer.write_align_program_headers();
        let mut segments = vec![(PT_LOAD, PF_R, self.page), (PT_GNU_STACK, self.stack, 16)];
        if self.relro {
            segments.push((PT_GNU_RELRO, PF_R, 1));
        }
        for (p_type, p_flags, p_align) in segments {
            writer.write_program_header(&ProgramHeader {
                p_type,
                p_flags,
                p_offset: 0,
                p_vaddr: 0,
                p_paddr: 0,
                p_filesz: 64,
                p_memsz: 64,
                p_align,
            });
        }
    }
}

/// Everything that is found in an image that was made from the good one.
fn findings(change: impl FnOnce(&mut Image)) -> Vec<String> {
    let mut image = Image::good();
    change(&mut image);
    let elf = Elf::read(&image.write()).unwrap();
    let functions = ["ffi_open", "ffi_close"].map(str::to_owned).into();
    let platform = Symbols::read(
        "[libraries]\n\"libc.so\" = [\"malloc\"]\n[optional]\nnames = [\"getrandom\"]\n",
    )
    .unwrap();
    let mut found = loads(Abi::X86, &elf);
    found.extend(is_ours(&elf, "libours.so", &functions, &platform));
    found
}

#[test]
fn a_good_library_passes() {
    assert_eq!(findings(|_| ()), [""; 0]);
}

#[test]
fn small_pages_are_refused() {
    let found = findings(|image| image.page = 4096);
    assert_eq!(
        found,
        ["a segment is aligned to 4096 bytes, not to pages of 16384"]
    );
}

#[test]
fn another_machine_is_refused() {
    let found = findings(|image| image.machine = EM_AARCH64);
    assert_eq!(found, ["is for machine 183, not for x86_64"]);
}

#[test]
fn a_missing_function_is_refused() {
    let found = findings(|image| image.exports = vec!["ffi_open"]);
    assert_eq!(found, ["lacks the function ffi_close"]);
}

#[test]
fn a_function_that_nobody_calls_is_refused() {
    let found = findings(|image| image.exports.push("ffi_more"));
    assert_eq!(found, ["exports ffi_more, which nobody calls"]);
}

#[test]
fn what_the_oldest_android_lacks_is_refused_unless_it_is_optional() {
    let found = findings(|image| image.wants.push("aio_read"));
    assert_eq!(found, ["wants aio_read, which Android 7 does not have"]);
    let found = findings(|image| image.wants.push("getrandom"));
    assert_eq!(
        found,
        ["wants getrandom, which Android 7 does not have"],
        "it is optional only where the library says that it can do without"
    );
}

#[test]
fn a_library_that_is_not_androids_is_refused() {
    let found = findings(|image| image.needs.push("libgcc_s.so.1"));
    assert_eq!(found, ["needs libgcc_s.so.1, which is not Android's"]);
}

#[test]
fn debug_sections_are_refused() {
    for section in [".debug_info", ".zdebug_line", ".symtab"] {
        let found = findings(|image| image.section = section);
        assert_eq!(found, [format!("has a section for debuggers: {section}")]);
    }
}

#[test]
fn what_is_left_unprotected_is_refused() {
    let stack = findings(|image| image.stack = ProgramFlags(PF_R.0 | PF_X.0));
    assert_eq!(stack, ["has a stack that may hold code"]);
    assert_eq!(
        findings(|image| image.relro = false),
        ["leaves its tables writable"]
    );
    assert_eq!(
        findings(|image| image.late = true),
        ["looks symbols up late"]
    );
    assert_eq!(
        findings(|image| image.text_relocations = true),
        ["writes to its own code when loaded"]
    );
}

#[test]
fn what_is_no_library_is_refused() {
    assert!(Elf::read(b"MZ and so on, and more of the same").is_err());
    assert!(Elf::read(&Image::good().write()[..100]).is_err());
}
