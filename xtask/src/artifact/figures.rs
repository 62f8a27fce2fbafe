//! Figures as people read them.

/// With a comma after each thousand.
pub(crate) fn grouped(number: impl Copy + ToString) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(
            [0, 1, 999, 1_000, 1_234_567, 12_345_678].map(grouped),
            ["0", "1", "999", "1,000", "1,234,567", "12,345,678"]
        );
    }
}
