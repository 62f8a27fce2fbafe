//! Texts of the service that people are shown.

/// The longest text that names a place to send to: an address of the greatest length.
const LONGEST_PLACE: usize = 320;

/// Where a code goes, or may go: an address or a number, masked or not.
pub(super) fn place(text: &str) -> String {
    plain(text, LONGEST_PLACE)
}

/// At most `most` characters of `text`, without those that nobody sees: control characters, and
/// those that break a line or turn the direction of a text. In a label, in a log or on a terminal they
/// make it say something else.
pub(super) fn plain(text: &str, most: usize) -> String {
    let seen = text.chars().filter(|sign| !is_invisible(*sign));
    seen.take(most).collect()
}

fn is_invisible(sign: char) -> bool {
    sign.is_control()
        || matches!(
            sign,
            '\u{61c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
        )
}
