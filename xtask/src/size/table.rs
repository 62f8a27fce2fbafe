//! The table as text.

use std::collections::BTreeSet;

use super::{LIMIT, LIMIT_OF_TLS, Weights};
use crate::artifact::figures::grouped;

/// Crates below this size in each library are told together.
const WORTH_A_LINE: u64 = 4_000;

/// One line a crate, the largest of the library for hosts first.
pub(super) fn print(weights: &Weights) -> String {
    let all = [&weights.minimal, &weights.host, &weights.rustls];
    let sizes = |name: &str| all.map(|weight| weight.parts.get(name).copied().unwrap_or(0));
    let names: BTreeSet<&str> = all
        .iter()
        .flat_map(|weight| weight.parts.keys().map(String::as_str))
        .collect();
    let (mut large, small): (Vec<_>, Vec<_>) = names
        .into_iter()
        .map(|name| (name, sizes(name)))
        .partition(|(_, sizes)| sizes.iter().any(|size| *size >= WORTH_A_LINE));
    large.sort_by_key(|(_, [_, host, _])| std::cmp::Reverse(*host));
    let together = small.iter().fold([0; 3], |sum: [u64; 3], (_, sizes)| {
        std::array::from_fn(|at| sum[at] + sizes[at])
    });
    large.push(("(small crates)", together));
    let mut lines = vec![
        "| bytes of | minimal | host | rustls |".to_owned(),
        "|---|---|---|---|".to_owned(),
        line("**the file**", all.map(|weight| weight.file)),
    ];
    lines.extend(large.into_iter().map(|(name, sizes)| line(name, sizes)));
    lines.push(format!(
        "\nhost / minimal {:.3}, limit {LIMIT}; rustls - host {}, limit {}",
        weights.ratio(),
        grouped(weights.tls()),
        grouped(LIMIT_OF_TLS)
    ));
    lines.join("\n")
}

fn line(name: &str, sizes: [u64; 3]) -> String {
    let [minimal, host, rustls] = sizes.map(grouped);
    format!("| {name} | {minimal} | {host} | {rustls} |")
}

#[cfg(test)]
mod tests {
    use super::super::weight::Weight;
    use super::*;

    #[test]
    fn small_crates_share_a_line() {
        let weight = |large: u64, small: u64| Weight {
            file: large + 2 * small,
            parts: [("large", large), ("a", small), ("b", small)]
                .map(|(name, size)| (name.to_owned(), size))
                .into(),
        };
        let table = print(&Weights {
            minimal: weight(5_000, 1),
            host: weight(10_000, 2),
            rustls: weight(1_234_567, 3),
        });
        assert!(table.contains("| large | 5,000 | 10,000 | 1,234,567 |"));
        assert!(table.contains("| (small crates) | 2 | 4 | 6 |"));
        assert!(table.contains("host / minimal 2.000"), "{table}");
    }
}
