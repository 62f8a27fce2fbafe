//! The part of an error answer that may be shown and logged.

use std::time::Duration;

use crate::fault::ServerDetails;
use crate::ports::http::HttpResponse;
use crate::wire::v1::body::{self, Body};

pub(super) fn numbers(body: &Body) -> impl Iterator<Item = u64> {
    body.error_codes.iter().filter_map(body::Number::value)
}

/// The part of the answer that may be shown: numbers, a plain word, a time. The description
/// stays out: it can hold what the person typed.
pub(super) fn details(body: &Body) -> ServerDetails {
    let code = numbers(body).next();
    let plain_word = |word: &String| {
        (1..=64).contains(&word.len())
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    };
    let plain_time = |time: &String| {
        (1..=32).contains(&time.len())
            && time
                .bytes()
                .all(|byte| byte.is_ascii_digit() || b"-:. TZ+".contains(&byte))
    };
    ServerDetails {
        code: code.and_then(|code| u32::try_from(code).ok()),
        suberror: body.suberror.clone().filter(plain_word),
        timestamp: body.timestamp.clone().filter(plain_time),
        attributes: named(body),
    }
}

/// The names of the attributes that the answer is about: names of the user flow's, not of the
/// person's.
fn named(body: &Body) -> Vec<String> {
    let lists = body
        .invalid_attributes
        .iter()
        .chain(&body.required_attributes);
    let plain = |name: &&str| {
        (1..=128).contains(&name.len())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let names = lists.map(|attribute| attribute.name.as_str()).filter(plain);
    names.map(str::to_owned).collect()
}

/// `Retry-After` in seconds (RFC 9110, section 10.2.3), a day at most. Its form with a date is
/// not read: it needs the device's clock to be right.
pub(super) fn retry_after(response: &HttpResponse) -> Option<Duration> {
    let seconds: u64 = response.header("retry-after")?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds.min(24 * 60 * 60)))
}
