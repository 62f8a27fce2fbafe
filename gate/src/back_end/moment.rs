//! Moments as a directory writes them: `2026-11-22T22:10:00Z`, with or without a fraction (RFC 3339).

use std::time::Duration;

/// How long after the beginning of 1970 it was. None for what is no moment in UTC, or before that.
pub(super) fn read(text: &str) -> Option<Duration> {
    let (date, time) = text.split_once('T')?;
    let time = time.strip_suffix('Z')?;
    let time = time.split_once('.').map_or(Some(time), |(whole, part)| {
        let digits = !part.is_empty() && part.bytes().all(|digit| digit.is_ascii_digit());
        digits.then_some(whole)
    })?;
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let [hour, minute, second] = numbers(time, ':', [2, 2, 2])?;
    let is_date = (1970..=9999).contains(&year) && (1..=12).contains(&month);
    // A leap second is written as 60.
    if !is_date || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let days = days_before(year, month) + day - 1;
    Some(Duration::from_secs(
        days * 86_400 + hour * 3600 + minute * 60 + second,
    ))
}

fn numbers<const N: usize>(text: &str, between: char, lengths: [usize; N]) -> Option<[u64; N]> {
    let mut parts = text.split(between);
    let mut read = [0; N];
    for (number, length) in read.iter_mut().zip(lengths) {
        let part = parts.next().filter(|part| part.len() == length)?;
        if !part.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(read)
}

/// Days from the beginning of 1970 to that of the month.
fn days_before(year: u64, month: u64) -> u64 {
    const BEFORE: [u64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let leaps = |year: u64| year / 4 - year / 100 + year / 400;
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let of_years = (year - 1970) * 365 + leaps(year - 1) - leaps(1969);
    let index = usize::try_from(month.saturating_sub(1)).unwrap_or_default();
    let of_months = BEFORE.get(index).copied().unwrap_or_default();
    of_years + of_months + u64::from(is_leap && month > 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_counted_from_1970() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2000-02-29T12:00:00Z", 951_825_600),
            ("2000-03-01T00:00:00Z", 951_868_800),
            ("2026-11-22T18:00:00Z", 1_795_370_400),
            ("2026-11-22T18:00:00.1234567Z", 1_795_370_400),
            ("2028-12-31T23:59:60Z", 1_861_920_000),
        ] {
            assert_eq!(read(text), Some(Duration::from_secs(seconds)), "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "",
            "2026-11-22",
            "2026-11-22T18:00:00",
            "2026-11-22T18:00:00+01:00",
            "2026-11-22 18:00:00Z",
            "2026-13-22T18:00:00Z",
            "2026-00-22T18:00:00Z",
            "2026-11-00T18:00:00Z",
            "2026-11-22T24:00:00Z",
            "2026-11-22T18:60:00Z",
            "0001-01-01T00:00:00Z",
            "2026-11-22T18:00:00.Z",
            "2026-11-22T18:00:00.xZ",
            "2026-11-2\u{e9}T18:00:00Z",
            "2026-+1-22T18:00:00Z",
            "2026-11-22-01T18:00:00Z",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
