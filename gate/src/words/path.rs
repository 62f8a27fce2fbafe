//! Which route a path means, read the way the most generous server behind the gate could read it.
//!
//! A path that a server would take for a native route, and the gate would not, leads around the gate. So everything
//! that decodes, folds or ends in a native route without being written as one is refused.

#[cfg(test)]
mod tests;

use super::Route;

/// Families of routes that only native authentication has.
const FAMILIES: [&str; 3] = ["signup", "register", "resetpassword"];
/// How often a path may be percent-encoded over and over before it is nobody's path.
const DECODINGS: usize = 3;

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A native route of this tenant.
    Native(Route),
    /// Anything that is no native route: the pages of the browser, discovery, keys.
    Passed,
    /// A native route of another tenant, or one of a version that the gate does not know.
    Unknown,
    /// A native route in disguise.
    Disguised,
}

/// Finds the place of a path. `names` are the tenant's: its id, and its domain name if that is served too.
pub fn find(path: &str, names: &[String]) -> Place {
    let Some(canonical) = read(path).and_then(|text| canonical(&text)) else {
        return Place::Disguised;
    };
    if !concerns(&canonical) {
        return Place::Passed;
    }
    let plain = path.strip_prefix('/').unwrap_or(path).to_ascii_lowercase();
    let plain = plain.strip_suffix('/').unwrap_or(&plain);
    if plain != canonical {
        return Place::Disguised;
    }
    let Some((tenant, rest)) = plain.split_once('/') else {
        return Place::Unknown;
    };
    let route = Route::ALL.into_iter().find(|route| route.path() == rest);
    match route {
        Some(route) if names.iter().any(|name| name.eq_ignore_ascii_case(tenant)) => {
            Place::Native(route)
        }
        Some(_) | None => Place::Unknown,
    }
}

/// Whether anything in a canonical path is the gate's business.
fn concerns(path: &str) -> bool {
    let segments: Vec<&str> = path.split('/').collect();
    let ends_in_a_route = || {
        Route::ALL.into_iter().any(|route| {
            let before = path.strip_suffix(route.path());
            before.is_some_and(|before| before.is_empty() || before.ends_with('/'))
        })
    };
    let has_family = || {
        segments.windows(2).any(|pair| match pair {
            [family, version] => FAMILIES.contains(family) && is_version(version),
            _ => false,
        })
    };
    // `/oauth2/token` is the older token endpoint, and `/api/v2.0` the preview of the next protocol.
    let has_other_version = || {
        segments.windows(2).any(|pair| match pair {
            ["api", version] => is_version(version),
            ["oauth2", leaf] => is_leaf(leaf),
            _ => false,
        }) || segments.windows(3).any(|three| match three {
            ["oauth2", version, leaf] => is_version(version) && is_leaf(leaf),
            _ => false,
        })
    };
    ends_in_a_route() || has_family() || has_other_version()
}

fn is_version(segment: &str) -> bool {
    let mut letters = segment.chars();
    letters.next() == Some('v') && letters.next().is_some_and(|second| second.is_ascii_digit())
}

fn is_leaf(segment: &str) -> bool {
    matches!(segment, "initiate" | "challenge" | "introspect" | "token")
}

/// Decoded over and over. None when a server could read it otherwise: what is wrong in its escapes some take as it is
/// and some in ways of their own, and some end a path at a control character or where a query would begin.
fn read(path: &str) -> Option<String> {
    let mut text = path.strip_prefix('/')?.to_owned();
    for _ in 0..DECODINGS {
        if text.contains('%') {
            text = decoded(&text)?;
        }
    }
    let is_odd = |letter: char| letter.is_control() || matches!(letter, '%' | '?' | '#');
    (!text.contains(is_odd)).then_some(text)
}

/// In one case, without doubled slashes, backslashes, parameters and white space. None when it climbs: what `..` takes
/// back is read in many ways where a slash is doubled, and every client takes it back by itself.
fn canonical(text: &str) -> Option<String> {
    // Some letters beyond ASCII are those of a route only in the other case, one of them with a dot of its own.
    let text: String = text
        .to_uppercase()
        .to_lowercase()
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '\u{307}')
        .map(|letter| if letter == '\\' { '/' } else { letter })
        .collect();
    let mut kept = Vec::new();
    for segment in text.split('/') {
        let segment = segment.split(';').next().unwrap_or_default();
        match segment.trim_end_matches('.') {
            "" if segment == ".." => return None,
            "" => {}
            name => kept.push(name),
        }
    }
    Some(kept.join("/"))
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%' {
            let [high, low, after @ ..] = after else {
                return None;
            };
            bytes.push(hex(*high)? * 16 + hex(*low)?);
            rest = after;
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}
