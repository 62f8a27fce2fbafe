//! What is wrong with a document that could not be read, in the words of the person who wrote it.

use super::FieldError;

/// The refusal for an error of the reader: `path` is where it stopped, `message` what it said, and `whole` the name of
/// the document.
pub(crate) fn unreadable(path: &str, message: &str, whole: &str) -> FieldError {
    let message = message.lines().next().unwrap_or_default();
    let at_top = path.is_empty() || path == ".";
    let place = if at_top { whole } else { path };
    if let Some(member) = quoted(message.strip_prefix("missing field ")) {
        let field = if at_top {
            member.to_owned()
        } else {
            format!("{path}.{member}")
        };
        return FieldError::new(field, format!("is missing; {place} cannot be without it"));
    }
    if let Some(rest) = message.strip_prefix("unknown field ") {
        let member = quoted(Some(rest)).unwrap_or_default();
        let field = if at_top { member } else { path };
        return FieldError::new(field, format!("is unknown here{}", known(rest)));
    }
    FieldError::new(place, problem(message))
}

fn problem(message: &str) -> String {
    let wrong = |start: &str| {
        let (_, expected) = message.strip_prefix(start)?.rsplit_once(", expected ")?;
        Some(kind(expected))
    };
    if let Some(kind) = wrong("invalid type: ") {
        return format!("must be {kind}");
    }
    if let Some(kind) = wrong("invalid value: ") {
        return format!("must be {kind}, and not that large or small");
    }
    if let Some((_, choices)) = message
        .strip_prefix("unknown variant ")
        .and_then(|rest| rest.split_once(", expected "))
    {
        return format!("must be {}", choices.replacen("one of ", "one of: ", 1));
    }
    if message.starts_with("UUID parsing failed") {
        return "must be a UUID such as 7d0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90".to_owned();
    }
    message.to_owned()
}

/// The reader's word for a type, as people say it.
fn kind(expected: &str) -> &str {
    match expected {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number of 0 or more",
        "i8" | "i16" | "i32" | "i64" => "a whole number",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        "a map" => "a table of members",
        "a UUID string" | "a formatted UUID string" => "a UUID",
        "string" | "a string" => "a text",
        other if other.starts_with("struct ") => "a table of members",
        other if other.starts_with("enum ") => "one of the words that the schema lists",
        other if other.starts_with("tuple struct ") => "a text",
        other => other,
    }
}

/// The members that are known, for a refusal of another.
fn known(rest: &str) -> String {
    match rest.split_once(", expected ") {
        Some((_, names)) => format!(
            "; known are {}",
            names.strip_prefix("one of ").unwrap_or(names)
        ),
        None => String::new(),
    }
}

fn quoted(text: Option<&str>) -> Option<&str> {
    text?.split('`').nth(1)
}
