//! Figures beside a peer's, of several processes: how a process happens to lie in memory and on the
//! cores moves the ratio by some hundredths, which no number of turns within it evens out.

use std::path::Path;

use super::{Figure, programs};

/// How many processes.
const ROUNDS: usize = 7;

/// Has `program` measure `rows` in one process after the other. Of each row, the figures of the
/// process whose ratio is in the middle; the spread is that of the middle half.
pub(super) fn figures(program: &Path, rows: &[&str]) -> Result<Vec<Figure>, String> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let rounds = (0..ROUNDS).map(|_| programs::figures(program, rows));
    let all = rounds.collect::<Result<Vec<_>, _>>()?.concat();
    let of = |row: &&str| {
        all.iter()
            .filter(|figure| figure.row == **row)
            .cloned()
            .collect()
    };
    Ok(rows.iter().filter_map(|row| middle(of(row))).collect())
}

fn middle(mut rounds: Vec<Figure>) -> Option<Figure> {
    let ratio = |figure: &Figure| figure.ratio().unwrap_or_default();
    rounds.sort_by(|one, other| ratio(one).total_cmp(&ratio(other)));
    let quarter = rounds.len() / 4;
    let (low, high) = (rounds.get(quarter)?, rounds.iter().nth_back(quarter)?);
    Some(Figure {
        spread: Some([ratio(low), ratio(high)]),
        ..rounds.get(rounds.len() / 2)?.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_round_in_the_middle_is_told_with_the_spread_of_the_middle_half() {
        let round = |value: f64| Figure {
            row: "overhead".to_owned(),
            value,
            peer: Some(100.0),
            left_out: None,
            spread: None,
        };
        let rounds = [190.0, 107.0, 101.0, 109.0, 105.0, 150.0, 103.0].map(round);
        let figure = middle(rounds.to_vec()).unwrap();
        assert!((figure.value - 107.0).abs() < f64::EPSILON);
        assert_eq!(figure.spread, Some([1.03, 1.50]));
        assert!(middle(Vec::new()).is_none());
    }
}
