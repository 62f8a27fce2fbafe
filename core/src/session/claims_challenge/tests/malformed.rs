//! Headers that do not follow the grammar, all over or behind a challenge that does.

use super::*;

#[test]
fn what_does_not_follow_the_grammar_is_malformed() {
    let values = [
        "=",
        "a=b",
        "\"Bearer\"",
        "Bearer a b",
        "Bearer a=b c=d",
        "Bearer a=\"b",
        "Bearer a=\"b\\",
        "Bearer a=\"b\"c",
        "Bearer a=\"b\n\"",
        "Bearer a=\"b\\\u{7}\"",
        "Bearer a=b, A=c",
        "Bearer dG9r==, a=b",
        "Bearer a=b/c",
        "Bearer/a",
        "Bärer",
        "Bearer a=, b==c",
    ];
    for value in values {
        assert_eq!(parse(value), Err(InvalidChallenge::Malformed), "{value}");
    }
}

#[test]
fn what_is_malformed_does_not_hide_a_challenge_before_it() {
    let claims = URL_SAFE_NO_PAD.encode(C3);
    let good = format!(r#"Bearer error="insufficient_claims", claims="{claims}""#);
    for tail in [
        "Basic realm=\"b",
        "Basic a b",
        "=",
        "Basic/a",
        "Bearer a=b c=d",
    ] {
        let value = format!("{good}, {tail}");
        assert_eq!(claims_of(parse(&value)), C3, "{value}");
    }
    for tail in [r#", claims="e30""#, ", a=", " b=c", "x", r#", a="b"#] {
        let value = format!("{good}{tail}");
        assert_eq!(parse(&value), Err(InvalidChallenge::Malformed), "{value}");
    }
    let many = format!("{good}{}", ", Basic a=b".repeat(40));
    assert_eq!(claims_of(parse(&many)), C3);
}
