//! The property lists.

use crate::ios::bundle::Bundle;
use crate::ios::framework::{self, Contents, LIST, Places};
use crate::ios::plist::Plist;
use crate::ios::slice::Slice;
use crate::sh::Outcome;

pub(super) fn xcframework(bundle: &Bundle, slices: &[Slice], contents: &Contents) -> Outcome {
    let meant = framework::list(slices, &contents.module);
    compare(bundle, LIST, &meant)
}

pub(super) fn framework(
    bundle: &Bundle,
    slice: Slice,
    places: &Places,
    contents: &Contents,
) -> Outcome {
    let meant = framework::properties(slice, contents);
    compare(bundle, &places.properties, &meant)
}

fn compare(bundle: &Bundle, path: &str, meant: &Plist) -> Outcome {
    let read = Plist::read(bundle.text(path)?).map_err(|reason| format!("{path}: {reason}"))?;
    if read == *meant {
        return Ok(());
    }
    let (Plist::Table(read), Plist::Table(meant)) = (&read, meant) else {
        return Err(format!("{path} holds no table"));
    };
    let keys = read.keys().chain(meant.keys());
    let mut different: Vec<&str> = keys
        .filter(|key| read.get(*key) != meant.get(*key))
        .map(String::as_str)
        .collect();
    different.sort_unstable();
    different.dedup();
    Err(format!("{path} has a wrong {}", different.join(", ")))
}
