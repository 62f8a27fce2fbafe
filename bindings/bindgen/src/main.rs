//! UniFFI's generator, in the release that `doorstep-ffi` is built with. A crate of its own, so that the
//! generator's dependencies stay out of the library.

fn main() {
    uniffi::uniffi_bindgen_main();
}
