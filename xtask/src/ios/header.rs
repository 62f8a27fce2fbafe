//! The generated C header.

use std::collections::BTreeSet;

/// The functions that it declares, as linkers know them: with a line below in front.
pub(crate) fn symbols(header: &str) -> BTreeSet<String> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let mut found = BTreeSet::new();
    for line in header.lines().filter(|line| !line.starts_with("typedef")) {
        let Some((before, _)) = line.split_once('(') else {
            continue;
        };
        let name = before.rsplit(|letter| !is_part(letter)).next();
        if let Some(name) = name.filter(|name| is_ours(name)) {
            found.insert(format!("_{name}"));
        }
    }
    found
}

fn is_ours(name: &str) -> bool {
    name.starts_with("uniffi_") || name.starts_with("ffi_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_found_and_types_are_not() {
        let header = "#define UNIFFI_A(b)\n\
                      typedef void (*UniffiFree)(uint64_t\n    );\n\
                      uint64_t uniffi_a_fn_clone(uint64_t handle, RustCallStatus *_Nonnull out\n);\n\
                      void *_Nonnull ffi_a_alloc(void\n);\n\
                      struct S { void (*_Nonnull ffi_field)(int); };\n";
        let found: Vec<String> = symbols(header).into_iter().collect();
        assert_eq!(found, ["_ffi_a_alloc", "_uniffi_a_fn_clone"]);
    }
}
