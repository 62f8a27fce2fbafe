use proptest::prelude::*;
use serde_json::Value as Expected;

use super::*;

/// The value, built as `serde_json` builds it.
fn built(value: Place<'_>) -> Expected {
    match value {
        Place::Text(text) => Expected::String(text.read().unwrap().into_owned()),
        Place::Number(text) | Place::Word(text) => text.parse().unwrap(),
        Place::List(_) => {
            let mut elements = Vec::new();
            value.each_element(&mut |element| elements.push(built(element)));
            Expected::Array(elements)
        }
        Place::Object(_) => {
            let mut members = serde_json::Map::new();
            value.each_member(&mut |name, value| {
                members.insert(name.into_owned(), built(value));
            });
            Expected::Object(members)
        }
    }
}

fn read(json: &[u8]) -> Result<serde_json::Map<String, Expected>, Flaw> {
    let mut members = serde_json::Map::new();
    read_object(json, &mut |name, value| {
        members.insert(name.into_owned(), built(value));
    })?;
    Ok(members)
}

/// Reads `json` as `serde_json` does, but for halves of surrogate pairs and numbers beyond any
/// range, which it finds only in what it builds.
fn compare(json: &[u8]) {
    let shown = String::from_utf8_lossy(json);
    if serde_json::from_slice::<serde::de::IgnoredAny>(json).is_err() {
        assert_eq!(read(json), Err(Flaw::NotJson), "{shown}");
        return;
    }
    match serde_json::from_slice(json) {
        Ok(Expected::Object(members)) => assert_eq!(read(json), Ok(members), "{shown}"),
        Ok(_) => assert_eq!(read(json), Err(Flaw::NoObject), "{shown}"),
        Err(_) => {}
    }
}

/// The same for what stands inside an object.
fn compare_inside(json: &[u8]) {
    compare(json);
    compare(&[b"{\"a\":", json, b"}"].concat());
}

/// What `take` makes of the value that `json` is.
fn with<T>(json: &str, take: impl Fn(Place<'_>) -> T) -> Result<T, Flaw> {
    let mut taken = None;
    let object = format!("{{\"a\":{json}}}");
    read_object(object.as_bytes(), &mut |_, value| taken = Some(take(value)))?;
    Ok(taken.unwrap())
}

#[test]
fn what_is_json_is_read_and_nothing_else() {
    for json in [
        r#"{"a":"b","c":[1,-2.5e+7,true,false,null,{}],"":{"d":[[]]}}"#,
        " {\t\"a\" :\r\n1 , \"b\":[ ] } ",
        r#""\"\\\/\b\f\n\r\tä\u00e4\ud83d\ude00""#,
        "0",
        "-0",
        "10.01",
        "1E-2",
        "",
        " ",
        "{",
        "}",
        "[1,]",
        "[,1]",
        "[1 2]",
        r#"{"a"}"#,
        r#"{"a":}"#,
        r#"{"a":1,}"#,
        r"{a:1}",
        r#"{"a":1}{"#,
        "{1:2}",
        "01",
        "1.",
        ".5",
        "-",
        "1e",
        "+1",
        "nul",
        "truefalse",
        "\"",
        "\"\\\"",
        "\"\\",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12",
        "\"\n\"",
        "\"\u{7f}\u{0}\"",
    ] {
        compare_inside(json.as_bytes());
    }
    compare_inside(b"\"\xff\"");
}

#[test]
fn half_a_surrogate_pair_is_no_text() {
    for json in [
        r#""\ud83d""#,
        r#""\ude00""#,
        r#""\ud83dx""#,
        r#""\ud83d\n""#,
        r#""\ud83d\u0041""#,
    ] {
        assert!(
            with(json, |value| value.text().is_none()).unwrap(),
            "{json}"
        );
    }
}

#[test]
fn sixteen_levels_are_read_and_no_more() {
    let nested = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
    assert!(with(&nested(15), |_| ()).is_ok());
    assert_eq!(with(&nested(16), |_| ()), Err(Flaw::TooDeep));
    assert_eq!(read("[".repeat(1_000_000).as_bytes()), Err(Flaw::TooDeep));
    let in_a_text = format!("\"{}\"", "[".repeat(100));
    assert!(with(&in_a_text, |_| ()).is_ok());
}

#[test]
fn the_last_of_several_members_counts() {
    let member = |name| {
        with(r#"{"a":1,"\u0061":2,"b":3}"#, |value| {
            value.member(name).map(built)
        })
    };
    assert_eq!(member("a").unwrap(), Some(2.into()));
    assert_eq!(member("c").unwrap(), None);
}

fn json() -> impl Strategy<Value = Expected> {
    let leaf = prop_oneof![
        Just(Expected::Null),
        any::<bool>().prop_map(Expected::from),
        any::<i64>().prop_map(Expected::from),
        any::<f32>().prop_map(Expected::from),
        any::<String>().prop_map(Expected::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Expected::from),
            prop::collection::hash_map(any::<String>(), inner, 0..6)
                .prop_map(|members| Expected::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn written_json_is_read_again(value in json(), pretty: bool) {
        let write = if pretty { serde_json::to_vec_pretty } else { serde_json::to_vec };
        compare_inside(&write(&value).unwrap());
    }

    #[test]
    fn json_with_a_byte_of_it_changed_is_read_as_by_others(
        value in json(), at: prop::sample::Index, byte: u8,
    ) {
        let mut bytes = serde_json::to_vec(&value).unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        compare_inside(&bytes);
    }

    #[test]
    fn anything_is_read_as_by_others(text in r#"[\[\]{}:,"\\ultrasnefd0-9.+ -]{0,24}"#) {
        compare_inside(text.as_bytes());
    }
}
