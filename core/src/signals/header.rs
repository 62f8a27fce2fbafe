//! Which headers an app and its provider may add to a request.

/// A header can't be added to requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidHeader {
    /// The name is not `x-` and then letters, digits and hyphens, 64 in all at most.
    #[error("a header's name is x- and then letters, digits and hyphens, 64 characters at most")]
    Name,
    /// The name is one that the service's clients, this library, or proxies have a use of their own for.
    #[error("the header's name is reserved")]
    Reserved,
    /// The value is empty, longer than 8192 characters, or has others than printable ASCII.
    #[error(
        "a header's value is 1 to 8192 characters of printable ASCII, without spaces at its ends"
    )]
    Value,
}

const LONGEST_NAME: usize = 64;
const LONGEST_VALUE: usize = 8 * 1024;

/// How such names begin: what the service's own clients say of themselves, what this library sends, and what
/// proxies and servers act on (docs/protocol.md 1.7, docs/risk.md 7).
const RESERVED: [&str; 10] = [
    "x-client-",
    "x-ms-",
    "x-broker-",
    "x-app-",
    "x-risk-",
    "x-forwarded",
    "x-original",
    "x-azure-",
    "x-real-ip",
    "x-rewrite-",
];

/// What a server might take for the method of the request, or for the client's address.
const TELLING: [&str; 4] = ["method", "client-ip", "clientip", "connecting-ip"];

/// The name as it is sent.
///
/// # Errors
/// `Name` or `Reserved`.
pub(super) fn name(text: &str) -> Result<String, InvalidHeader> {
    let name = text.to_ascii_lowercase();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let fits = name.len() > "x-".len() && name.len() <= LONGEST_NAME;
    if !fits || !name.starts_with("x-") || !name.bytes().all(is_plain) {
        return Err(InvalidHeader::Name);
    }
    let is_reserved = RESERVED.iter().any(|start| name.starts_with(start))
        || TELLING.iter().any(|part| name.contains(part));
    if is_reserved {
        return Err(InvalidHeader::Reserved);
    }
    Ok(name)
}

/// The value as it is sent.
///
/// # Errors
/// `Value`.
pub(super) fn value(text: String) -> Result<String, InvalidHeader> {
    let is_plain = text
        .bytes()
        .all(|byte| byte == b' ' || byte.is_ascii_graphic());
    let fits = !text.is_empty() && text.len() <= LONGEST_VALUE;
    if fits && is_plain && text.trim().len() == text.len() {
        Ok(text)
    } else {
        Err(InvalidHeader::Value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_of_the_apps_own_and_sent_in_lower_case() {
        assert_eq!(name("X-Px-Authorization").unwrap(), "x-px-authorization");
        for wrong in [
            "",
            "x-",
            "authorization",
            "x-a b",
            "x-a\r\nb",
            "x-a_b",
            "x-ä",
            &format!("x-{}", "a".repeat(63)),
        ] {
            assert_eq!(name(wrong), Err(InvalidHeader::Name), "{wrong}");
        }
    }

    #[test]
    fn names_that_others_have_a_use_for_are_refused() {
        for reserved in [
            "x-client-sku",
            "X-MS-Lib-Capability",
            "x-broker-a",
            "x-app-name",
            "x-risk-session",
            "x-risk-verdict",
            "x-forwarded-for",
            "x-http-method-override",
            "x-original-url",
            "x-true-client-ip",
        ] {
            assert_eq!(name(reserved), Err(InvalidHeader::Reserved), "{reserved}");
        }
    }

    #[test]
    fn a_value_is_one_line_of_a_decent_length() {
        assert!(value("3:token==; v=1".to_owned()).is_ok());
        assert!(value("a".repeat(8192)).is_ok());
        for wrong in [
            "",
            " a",
            "a ",
            "a\r\nx-b: c",
            "a\nb",
            "a\0b",
            "ä",
            "a\tb",
            "\u{7f}",
        ] {
            assert_eq!(
                value(wrong.to_owned()),
                Err(InvalidHeader::Value),
                "{wrong:?}"
            );
        }
        assert_eq!(value("a".repeat(8193)), Err(InvalidHeader::Value));
    }
}
