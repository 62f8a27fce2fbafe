//! Tables of Markdown pages.

/// The cells below `heading`, in every table that has such a column, with their lines.
pub(super) fn cells<'a>(page: &'a str, heading: &str) -> Vec<(usize, &'a str)> {
    let mut column = None;
    let mut found = Vec::new();
    let mut before = "";
    for (number, line) in page.lines().enumerate() {
        if !line.starts_with('|') {
            column = None;
        } else if !before.starts_with('|') {
            column = fields(line).position(|field| field == heading);
        } else if let Some(cell) = column.and_then(|at| fields(line).nth(at)) {
            found.push((number + 1, cell));
        }
        before = line;
    }
    found
}

fn fields(row: &str) -> impl Iterator<Item = &str> {
    row.trim().trim_matches('|').split('|').map(str::trim)
}
