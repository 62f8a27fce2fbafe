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
        "oauth2/v2.0/to\u{212a}en",
        "\u{17f}ignup/v1.0/start",
        "%C5%BFignup/v1.0/start",
        "s\u{131}gnup/v1.0/start",
        "s\u{130}gnup/v1.0/start",
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
        ID, "oauth2", "v2.0", "token", "OAUTH2", "%74oken", "tok%65n", "signup", "v1.0", "start",
        "x", "/", "/", "/", "//", "/../", "/%2e%2e/", "/./", "\\", "%2f",
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
