//! What stands behind a backslash in a JSON text.

/// How many bytes the escape at the start of `rest` takes, unless it is none.
pub(super) fn length(rest: &[u8]) -> Option<usize> {
    match rest.get(1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
        b'u' => rest
            .get(2..6)?
            .iter()
            .all(u8::is_ascii_hexdigit)
            .then_some(6),
        _ => None,
    }
}

/// What `raw` says. It is made in one piece of memory, which a longer text would not be.
pub(super) fn read(raw: &str) -> Option<String> {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((plain, escaped)) = rest.split_once('\\') {
        text.push_str(plain);
        let kind = escaped.chars().next()?;
        rest = escaped.get(1..)?;
        match kind {
            'b' => text.push('\u{8}'),
            'f' => text.push('\u{c}'),
            'n' => text.push('\n'),
            'r' => text.push('\r'),
            't' => text.push('\t'),
            'u' => text.push(character(&mut rest)?),
            itself => text.push(itself),
        }
    }
    text.push_str(rest);
    Some(text)
}

/// The character whose digits `rest` begins with, or both halves of a surrogate pair.
fn character(rest: &mut &str) -> Option<char> {
    let unit = unit(rest)?;
    let mut units = vec![unit];
    if (0xd800..0xdc00).contains(&unit) {
        *rest = rest.strip_prefix("\\u")?;
        units.push(self::unit(rest)?);
    }
    let mut characters = char::decode_utf16(units);
    characters.next()?.ok()
}

fn unit(rest: &mut &str) -> Option<u16> {
    let (digits, behind) = rest.split_at_checked(4)?;
    *rest = behind;
    u16::from_str_radix(digits, 16).ok()
}
