//! Which route a path means, read the way the most generous server behind the gate could read it.
//!
//! A path that a server would take for a native route, and the gate would not, leads around the gate. So everything
//! that decodes, folds or ends in a native route without being written as one is refused.

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

/// In lower case, without doubled slashes, backslashes, parameters and white space. None when it climbs: what `..` takes
/// back is read in many ways where a slash is doubled, and every client takes it back by itself.
fn canonical(text: &str) -> Option<String> {
    let text: String = text
        .to_lowercase()
        .chars()
        .filter(|letter| !letter.is_whitespace())
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

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "7d0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90";

    fn at(path: &str) -> Place {
        find(path, &[ID.to_owned(), "contoso.onmicrosoft.com".to_owned()])
    }

    #[test]
    fn every_route_is_found_under_both_names_in_any_case() {
        for route in Route::ALL {
            for tenant in [ID, "contoso.onmicrosoft.com", "CONTOSO.onmicrosoft.com"] {
                assert_eq!(
                    at(&format!("/{tenant}/{}", route.path())),
                    Place::Native(route)
                );
            }
        }
        assert_eq!(
            at(&format!("/{ID}/OAuth2/V2.0/Token/")),
            Place::Native(Route::Token)
        );
    }

    #[test]
    fn what_is_no_native_route_passes() {
        for rest in [
            "v2.0/.well-known/openid-configuration",
            "discovery/v2.0/keys",
            "oauth2/v2.0/authorize",
            "oauth2/v2.0/logout",
            "static/fonts/a%20b.woff2",
        ] {
            assert_eq!(at(&format!("/{ID}/{rest}")), Place::Passed, "{rest}");
        }
        assert_eq!((at("/"), at("*")), (Place::Passed, Place::Disguised));
    }

    #[test]
    fn other_tenants_and_other_versions_are_unknown() {
        for path in [
            "/fabrikam.onmicrosoft.com/oauth2/v2.0/token",
            "/common/oauth2/v2.0/token",
            "/oauth2/v2.0/token",
            &format!("/{ID}/b2c_1_flow/oauth2/v2.0/token"),
            &format!("/{ID}/signup/v2.0/start"),
            &format!("/{ID}/signup/v1.0/other"),
            &format!("/{ID}/oauth2/token"),
            &format!("/{ID}/oauth2/v1.0/challenge"),
            &format!("/{ID}/api/v2.0/authorize-challenge"),
        ] {
            assert_eq!(at(path), Place::Unknown, "{path}");
        }
    }

    #[test]
    fn a_route_in_disguise_is_refused() {
        for rest in [
            "oauth2/v2.0/%74oken",
            "oauth2/v2.0/%2574oken",
            "oauth2//v2.0/token",
            "oauth2/./v2.0/token",
            "x/../oauth2/v2.0/token",
            "oauth2/v2.0//../token",
            "static/../fonts/a.woff2",
            "static/%2e%2E/fonts/a.woff2",
            "static/..;/fonts/a.woff2",
            "oauth2\\v2.0\\token",
            "oauth2/v2.0/token;v=1",
            "oauth2/v2.0/token%00",
            "oauth2/v2.0/token%20",
            "oauth2/v2.0/token//",
            "oauth2/v2.0/token.",
            "oauth2%2fv2.0%2ftoken",
            "oauth2/v2.0/%u0074oken",
            "oauth2/v2.0/%25u0074oken",
            "oauth2/v2.0/token%00x",
            "oauth2/v2.0/token%0ax",
            "oauth2/v2.0/token%3fx",
            "oauth2/v2.0/token%3Fx",
            "oauth2/v2.0/token%253fx",
            "oauth2/v2.0/token%23x",
            "oauth2/v2.0/%25252574oken",
            "oauth2/v2.0/%2525252574oken",
            "oauth2/v2.0%c0%aftoken",
            "oauth2/v2.0/t%",
            "oauth2/v2.0/t%7",
            "static/100%",
        ] {
            assert_eq!(at(&format!("/{ID}/{rest}")), Place::Disguised, "{rest}");
        }
    }

    mod however_it_is_written {
        use proptest::prelude::*;

        use super::*;

        /// A letter as it is, in the other case, or percent-encoded, once or over again.
        fn written(letter: char, how: u8) -> String {
            let code = u32::from(letter);
            match how {
                0 => letter.to_ascii_uppercase().to_string(),
                1 => format!("%{code:02x}"),
                2 => format!("%{code:02X}"),
                3 => format!("%25{code:02x}"),
                8 => format!("%252525{code:02x}"),
                9 => format!("%u{code:04x}"),
                4 if letter == '/' => "//".to_owned(),
                5 if letter == '/' => "/./".to_owned(),
                6 if letter == '/' => "\\".to_owned(),
                7 if letter == '/' => "/x/../".to_owned(),
                _ => letter.to_string(),
            }
        }

        /// What a path is pieced together from: routes, and what servers read as their parts.
        const PIECES: [&str; 20] = [
            ID, "oauth2", "v2.0", "token", "OAUTH2", "%74oken", "tok%65n", "signup", "v1.0",
            "start", "x", "/", "/", "/", "//", "/../", "/%2e%2e/", "/./", "\\", "%2f",
        ];
        /// What some servers cut off or read over.
        const ENDS: [&str; 12] = [
            "", "/", ";x", "%3bx", "%00", "%00x", "%3fx", "%23x", "%2500", "%20", ".", "%2f..%2f",
        ];

        proptest! {
            #[test]
            fn no_native_route_passes_unseen(
                route in 0..15_usize,
                hows in prop::collection::vec(0..40_u8, 64),
                end in prop::sample::select(&ENDS[..11]),
            ) {
                let plain = format!("{ID}/{}", Route::ALL[route].path());
                let path: String = plain.chars().zip(hows).map(|(letter, how)| written(letter, how)).collect();
                prop_assert_ne!(at(&format!("/{path}{end}")), Place::Passed, "{}{}", path, end);
            }

            #[test]
            fn a_path_that_passes_reads_the_same_to_everybody(
                pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..9),
                end in prop::sample::select(&ENDS[..]),
            ) {
                let path = format!("/{}{end}", pieces.concat());
                let url: url::Url = format!("https://tenant.example{path}").parse().unwrap();
                if at(&path) == Place::Passed {
                    prop_assert_eq!(at(url.path()), Place::Passed, "{}", path);
                }
            }
        }
    }
}
