mod malformed;

use std::fmt::Write as _;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use proptest::collection::vec;
use proptest::prelude::*;

use super::{ClaimsChallenge, InvalidChallenge, header};

const C3: &str = r#"{"access_token":{"acrs":{"essential":true,"value":"c3"}}}"#;

type Parsed = Result<Option<ClaimsChallenge>, InvalidChallenge>;

fn parse(value: &str) -> Parsed {
    ClaimsChallenge::parse([value])
}

fn claims_of(parsed: Parsed) -> String {
    let challenge = parsed.unwrap().expect("a challenge");
    challenge.claims().expect("claims").as_json().to_owned()
}

fn microsoft(claims: &str) -> String {
    format!(
        r#"Bearer realm="", authorization_uri="https://login.contoso.example/common", error="insufficient_claims", claims="{claims}""#
    )
}

#[test]
fn claims_are_read_in_either_alphabet_padded_or_not() {
    // Both alphabets differ in what this encodes to.
    let text = r#"{"access_token":{"x":{"value":"??>>~~"}}}"#;
    let standard = STANDARD.encode(text);
    assert!(standard.contains(['+', '/']), "{standard}");
    for encoded in [
        URL_SAFE_NO_PAD.encode(text),
        standard.trim_end_matches('=').to_owned(),
        standard,
    ] {
        assert_eq!(claims_of(parse(&microsoft(&encoded))), text);
    }
}

#[test]
fn a_challenge_is_found_among_others() {
    let claims = URL_SAFE_NO_PAD.encode(C3);
    let values = [
        format!(
            r#"Negotiate, Basic realm="a, b=\"c\"", bEARER ERROR = insufficient_claims , Claims="{claims}""#
        ),
        format!(
            r#"Negotiate dG9rZW4=, Bearer error="insufficient_claims",claims="{claims}", Basic"#
        ),
        format!(r#", ,	Bearer claims="{claims}"	,, error="insufficient_claims", "#),
        format!(
            r#"Bearer error="invalid_token", Bearer error="insufficient_claims", claims="{claims}""#
        ),
    ];
    for value in &values {
        assert_eq!(claims_of(parse(value)), C3, "{value}");
        let several = ClaimsChallenge::parse(["Basic", "Bearer a b", value]);
        assert_eq!(claims_of(several), C3, "{value}");
    }
}

#[test]
fn escapes_in_a_quoted_string_are_taken_off() {
    let value = r#"Bearer error="insufficient\_user_authentication", acr_values="\c\3""#;
    assert_eq!(claims_of(parse(value)), C3);
}

#[test]
fn contexts_become_a_claims_request() {
    let asked = |values: &str| {
        let value =
            format!(r#"Bearer error="insufficient_user_authentication", acr_values="{values}""#);
        parse(&value)
    };
    assert_eq!(claims_of(asked("c3")), C3);
    assert_eq!(
        claims_of(asked("c25 urn:example:strong c1 c25")),
        r#"{"access_token":{"acrs":{"essential":true,"values":["c25","c1"]}}}"#
    );
    for values in ["", "c0", "c", "c100", "c01", "C3", "phr", "c+1"] {
        assert_eq!(
            asked(values),
            Err(InvalidChallenge::Unsupported),
            "{values}"
        );
    }
}

#[test]
fn a_largest_age_is_kept_and_claims_nothing() {
    let challenge = parse("Bearer error=insufficient_user_authentication, max_age=300");
    let challenge = challenge.unwrap().unwrap();
    assert_eq!(challenge.max_age(), Some(Duration::from_mins(5)));
    assert_eq!(challenge.claims(), None);
    for age in ["\"\"", "-1", "+1", "1.5", "99999999999999999999"] {
        let value = format!("Bearer error=insufficient_user_authentication, max_age={age}");
        assert_eq!(parse(&value), Err(InvalidChallenge::Malformed), "{age}");
    }
}

#[test]
fn other_challenges_are_not_for_a_step_up() {
    let values = [
        "",
        ",",
        "Bearer",
        "Bearer dG9rZW4=",
        r#"Bearer realm="x", error="invalid_token""#,
        r#"Bearer claims="e30""#,
        r#"Basic error="insufficient_claims", claims="e30""#,
        r#"DPoP error="insufficient_user_authentication", acr_values="c3""#,
        r#"Bearer error="INSUFFICIENT_CLAIMS", claims="e30""#,
    ];
    for value in values {
        assert_eq!(parse(value), Ok(None), "{value}");
    }
    assert_eq!(ClaimsChallenge::parse([]), Ok(None));
}

#[test]
fn claims_that_are_no_object_in_base64_are_refused() {
    let encoded = |text: &str| microsoft(&URL_SAFE_NO_PAD.encode(text));
    let values = [
        encoded("[]"),
        encoded("1"),
        encoded("{"),
        encoded("{} {}"),
        encoded(""),
        microsoft(""),
        microsoft("%"),
        microsoft("e30=e30"),
        microsoft(&URL_SAFE_NO_PAD.encode([b'"', 0xff, b'"'])),
        r#"Bearer error="insufficient_claims""#.to_owned(),
    ];
    for value in values {
        assert_eq!(parse(&value), Err(InvalidChallenge::Claims), "{value}");
    }
}

#[test]
fn every_size_is_bounded() {
    let too_large = Err(InvalidChallenge::TooLarge);
    let nested = |levels: usize| {
        let text = format!(r#"{{"a":{}{}}}"#, "[".repeat(levels), "]".repeat(levels));
        parse(&microsoft(&URL_SAFE_NO_PAD.encode(text)))
    };
    assert!(nested(super::MOST_LEVELS - 1).is_ok());
    assert_eq!(nested(super::MOST_LEVELS), too_large);
    // Deeper than the parser itself goes.
    assert_eq!(nested(1_000), Err(InvalidChallenge::Claims));

    let sized = |bytes: usize| {
        let text = format!(r#"{{"a":"{}"}}"#, "x".repeat(bytes - r#"{"a":""}"#.len()));
        parse(&microsoft(&URL_SAFE_NO_PAD.encode(text)))
    };
    assert!(sized(super::MOST_CLAIMS).is_ok());
    assert_eq!(sized(super::MOST_CLAIMS + 1), too_large);

    let parameters = |count: usize| {
        let list: Vec<_> = (0..count).map(|number| format!("p{number}=x")).collect();
        parse(&format!("Bearer {}", list.join(",")))
    };
    assert_eq!(parameters(32), Ok(None));
    assert_eq!(parameters(33), too_large);

    let challenges = |count: usize| parse(&vec!["Basic"; count].join(", "));
    assert_eq!(challenges(super::MOST_CHALLENGES), Ok(None));
    assert_eq!(challenges(super::MOST_CHALLENGES + 1), too_large);
    let values = |count: usize| ClaimsChallenge::parse(vec!["Basic"; count]);
    assert_eq!(values(super::MOST_CHALLENGES), Ok(None));
    assert_eq!(values(super::MOST_CHALLENGES + 1), too_large);
    assert_eq!(parse(&" ".repeat(super::MOST_BYTES)), Ok(None));
    assert_eq!(parse(&" ".repeat(super::MOST_BYTES + 1)), too_large);
}

#[test]
fn an_error_repeats_nothing_and_claims_do_not_print() {
    let challenge = parse(&microsoft(&URL_SAFE_NO_PAD.encode(C3)))
        .unwrap()
        .unwrap();
    assert!(!format!("{challenge:?}").contains("acrs"));
}

/// A value in either form, and what it stands for.
fn parameter_value() -> impl Strategy<Value = (String, String)> {
    let quoted = "[ -~\tä]{0,12}".prop_map(|text| {
        let mut written = String::from("\"");
        for (place, sign) in text.chars().enumerate() {
            if matches!(sign, '"' | '\\') || place % 3 == 0 {
                written.push('\\');
            }
            written.push(sign);
        }
        (written + "\"", text)
    });
    let token = "[a-zA-Z0-9!#$%&'*+.^_`|~-]{1,12}".prop_map(|text| (text.clone(), text));
    prop_oneof![quoted, token]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_by_the_grammar_is_read_back(
        schemes in vec(("[A-Za-z][A-Za-z0-9-]{0,8}", vec(parameter_value(), 0..6)), 1..6),
        space in "[ \t]{0,2}",
    ) {
        let mut value = String::new();
        for (scheme, parameters) in &schemes {
            write!(value, "{space},{scheme}").unwrap();
            for (number, (written, _)) in parameters.iter().enumerate() {
                let before = if number == 0 { " " } else { "," };
                write!(value, "{before}{space}p{number}{space}={space}{written}{space}").unwrap();
            }
        }
        let (found, rest) = header::read(&value, 16);
        prop_assert_eq!(rest, Ok(()));
        prop_assert_eq!(found.len(), schemes.len());
        for (challenge, (scheme, parameters)) in found.iter().zip(&schemes) {
            prop_assert_eq!(challenge.scheme, scheme);
            for (number, (_, text)) in parameters.iter().enumerate() {
                let named = challenge.parameter(&format!("P{number}"));
                prop_assert_eq!(named, Some(text.as_str()));
            }
        }
    }

    /// A real header with bytes changed, cut out and put in: there is an answer for each, and a
    /// challenge that is read asks for something.
    #[test]
    fn nothing_makes_the_parser_panic(
        changes in vec((any::<prop::sample::Index>(), 0..3_u8, "[\"\\\\=, \tca3\u{0}ä{]"), 0..12),
        which in any::<bool>(),
    ) {
        let claims = URL_SAFE_NO_PAD.encode(C3);
        let mut signs: Vec<char> = if which {
            microsoft(&claims).chars().collect()
        } else {
            r#"Basic dG9r, Bearer error="insufficient_user_authentication", acr_values="c1 c3", max_age=5"#
                .chars()
                .collect()
        };
        for (place, kind, sign) in changes {
            let sign = sign.chars().next().unwrap();
            let at = place.index(signs.len().max(1));
            match kind {
                0 if at < signs.len() => signs[at] = sign,
                1 if at < signs.len() => drop(signs.remove(at)),
                _ => signs.insert(at.min(signs.len()), sign),
            }
        }
        let value: String = signs.into_iter().collect();
        if let Ok(Some(challenge)) = parse(&value) {
            prop_assert!(challenge.claims().is_some() || challenge.max_age().is_some());
            if let Some(claims) = challenge.claims() {
                let again = claims.as_json().parse::<crate::terms::Claims>();
                prop_assert_eq!(again.as_ref(), Ok(claims));
            }
        }
    }

    #[test]
    fn any_text_has_an_answer(values in vec(any::<String>(), 0..4)) {
        let parsed = ClaimsChallenge::parse(values.iter().map(String::as_str));
        prop_assert!(!matches!(parsed, Ok(Some(_))), "{:?}", parsed);
    }
}
