//! Tables of a Markdown page.

use std::path::Path;

/// The text of `docs/{name}`.
pub(super) fn read(name: &str) -> String {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    std::fs::read_to_string(docs.join(name)).unwrap()
}

/// The cells of every table row below the headings that begin with `heading`, without the rows of
/// column names.
pub(super) fn rows(page: &str, heading: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut is_inside = false;
    for line in page.lines() {
        if line.starts_with('#') {
            is_inside = line.starts_with(heading);
        }
        if let Some(row) = line.strip_prefix('|').filter(|_| is_inside) {
            let cells = row.trim_end_matches('|').split('|');
            rows.push(cells.map(|cell| cell.trim().to_owned()).collect());
        }
    }
    rows.retain(|row: &Vec<String>| !is_ruler(row) && !is_head(row));
    rows
}

fn is_ruler(row: &[String]) -> bool {
    row.iter().all(|cell| cell.chars().all(|sign| sign == '-'))
}

fn is_head(row: &[String]) -> bool {
    matches!(row.first().map(String::as_str), Some("stage" | "state"))
}
