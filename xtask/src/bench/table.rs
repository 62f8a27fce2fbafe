//! The table as text.

use std::collections::BTreeMap;

use super::Figure;
use super::rows::{Limit, Row};

const HEADS: [&str; 7] = ["row", "figure", "peer", "its figure", "ratio", "limit", ""];

/// One line a row, in columns, in the order of `rows`.
pub(super) fn print(rows: &[&Row], figures: &BTreeMap<String, Figure>) -> String {
    let mut lines = vec![HEADS.map(str::to_owned)];
    lines.push(HEADS.map(|_| "---".to_owned()));
    lines.extend(rows.iter().map(|row| cells(row, figures.get(row.name))));
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max();
    let widths: [usize; HEADS.len()] = std::array::from_fn(|column| width(column).unwrap_or(0));
    let line = |cells: &[String; HEADS.len()]| {
        let padded = cells
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:width$}"));
        format!("| {} |", padded.collect::<Vec<_>>().join(" | "))
    };
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn cells(row: &Row, figure: Option<&Figure>) -> [String; HEADS.len()] {
    let (figures, verdict) = match figure {
        None => (Default::default(), "no figure".to_owned()),
        Some(Figure {
            left_out: Some(reason),
            ..
        }) => (Default::default(), format!("left out: {reason}")),
        Some(figure) => {
            let verdict = match row.limit {
                Limit::Told => "",
                limit if !limit.is_clear(figure) => "unclear",
                limit if limit.is_kept(figure) => "ok",
                _ => "short",
            };
            (numbers(row, figure), format!("{verdict}{}", spread(figure)))
        }
    };
    let [own, peer, ratio] = figures;
    let name = row.name.to_owned();
    [
        name,
        own,
        row.peer.to_owned(),
        peer,
        ratio,
        limit(row),
        verdict,
    ]
}

fn numbers(row: &Row, figure: &Figure) -> [String; 3] {
    let peer = figure.peer.map(number).unwrap_or_default();
    let ratio = figure.ratio().map(|ratio| format!("{ratio:.3}"));
    let own = format!("{} {}", number(figure.value), row.unit);
    [own, peer, ratio.unwrap_or_default()]
}

fn spread(figure: &Figure) -> String {
    figure
        .spread
        .map(|[least, most]| format!(" ({least:.2} to {most:.2})"))
        .unwrap_or_default()
}

fn limit(row: &Row) -> String {
    match row.limit {
        Limit::Ratio(limit) => format!("ratio {limit:.3}"),
        Limit::RatioAtLeast(limit) => format!("ratio at least {limit:.3}"),
        Limit::AtMost(limit) => format!("at most {}", number(limit)),
        Limit::AtLeast(limit) => format!("at least {}", number(limit)),
        Limit::Exactly(limit) => number(limit),
        Limit::Told => String::new(),
    }
}

/// Three figures that count, and no more than are there.
fn number(value: f64) -> String {
    let decimals = match value.abs() {
        large if large >= 100.0 || value.fract() == 0.0 => 0,
        middle if middle >= 10.0 => 1,
        _ => 2,
    };
    format!("{value:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::super::rows::ROWS;
    use super::*;

    #[test]
    fn a_row_tells_figure_peer_ratio_limit_and_verdict() {
        let row = ROWS.iter().find(|row| row.name == "overhead").unwrap();
        let figure = |own: f64, left_out: Option<&str>| Figure {
            row: "overhead".to_owned(),
            value: own,
            peer: Some(100.0),
            left_out: left_out.map(str::to_owned),
            spread: None,
        };
        let kept = cells(row, Some(&figure(109.0, None)));
        assert_eq!(
            kept[1..],
            [
                "109 µs",
                "bare reqwest, posting",
                "100",
                "1.090",
                "ratio 1.100",
                "ok"
            ]
        );
        assert_eq!(cells(row, Some(&figure(120.0, None)))[6], "short");
        assert_eq!(
            cells(row, Some(&figure(0.0, Some("no Node"))))[6],
            "left out: no Node"
        );
        assert_eq!(cells(row, None)[6], "no figure");
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(
            [0.5, 3.0, 12.34, 1234.5].map(number),
            ["0.50", "3", "12.3", "1234"]
        );
    }
}
