//! Whose a symbol is.

/// What UniFFI exports, and the descriptions that its generators read.
pub(super) const EXPORTS: &str = "(exports)";

/// What has a name that says nothing of a crate.
pub(super) const OTHER: &str = "(other)";

/// The crate that a function or constant is written in. Generic code counts for the crate that wrote it, not for the
/// one that uses it; what drops a value counts for the value's type.
pub(super) fn of(symbol: &str) -> String {
    if ["uniffi_", "ffi_", "UNIFFI_META"]
        .iter()
        .any(|start| symbol.starts_with(start))
    {
        return EXPORTS.to_owned();
    }
    if symbol.starts_with("ring_core_") {
        return "ring".to_owned();
    }
    let name = format!("{:#}", rustc_demangle::demangle(symbol));
    let dropped = name.strip_prefix("core::ptr::drop_in_place");
    let path = dropped.unwrap_or(&name);
    root(path).unwrap_or(OTHER).to_owned()
}

/// The word before the first `::`.
fn root(path: &str) -> Option<&str> {
    path.match_indices("::").find_map(|(end, _)| {
        let before = &path[..end];
        let start = before
            .rfind(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
            .map_or(0, |at| at + 1);
        (start < end).then_some(&before[start..])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symbol_is_of_the_crate_that_wrote_it() {
        let cases = [
            (
                "_ZN8doorstep4flow7machine5apply17hea8fc288994ae345E",
                "doorstep",
            ),
            ("_RNvNtCs7e2_4core9panicking5panic", "core"),
            (
                "_ZN98_$LT$$RF$mut$u20$serde_json..de..Deserializer$LT$R$GT$$u20$as$u20$serde_core..de..Deserializer$GT$3any17h0123456789abcdefE",
                "serde_json",
            ),
            (
                "_ZN4core3ptr45drop_in_place$LT$doorstep..secret..Secret$GT$17h0123456789abcdefE",
                "doorstep",
            ),
            ("uniffi_doorstep_ffi_fn_method_client_pending", EXPORTS),
            ("ring_core_0_17_14__x25519_fe_mul", "ring"),
            ("memcpy", OTHER),
        ];
        for (symbol, owner) in cases {
            assert_eq!(of(symbol), owner, "{symbol}");
        }
    }

    #[test]
    fn a_path_without_a_word_before_it_goes_on() {
        assert_eq!(root("<T as ::alloc::slice::Join>::join"), Some("alloc"));
        assert_eq!(root("main"), None);
    }
}
