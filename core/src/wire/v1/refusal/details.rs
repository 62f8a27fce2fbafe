//! The part of an error answer that may be shown and logged.

use std::time::Duration;

use crate::fault::ServerDetails;
use crate::ports::http::HttpResponse;
use crate::wire::v1::body::{self, Body};

/// The service's numbers: those that it lists, then the one at the head of its text.
pub(super) fn numbers(body: &Body) -> impl Iterator<Item = u64> {
    let listed = body.error_codes.iter().filter_map(body::Number::value);
    listed.chain(number_in_text(body))
}

fn number_in_text(body: &Body) -> Option<u64> {
    let text = body.error_description.as_deref()?.strip_prefix("AADSTS")?;
    let digits = text.find(|sign: char| !sign.is_ascii_digit());
    text.get(..digits.unwrap_or(text.len()))?.parse().ok()
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
