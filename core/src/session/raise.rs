//! Claims requests put together: what is asked for may grow, and never shrinks.
//!
//! A session carries the claims that its tokens were asked for with. An API's challenge adds to
//! them. Of two wishes for one claim, both hold: it is essential where either says so, and the
//! values of both are asked for, the challenge's first. The one exception is `nbf`, a point in
//! time that a token must not be older than: the later one holds for both.

use serde_json::{Map, Value};

use crate::json;
use crate::terms::{Claims, InvalidClaims};

type Members = Map<String, Value>;

/// What `carried` and `asked` ask for together.
///
/// # Errors
/// [`InvalidClaims`] when that is too much for one request.
pub(super) fn raised(
    carried: Option<Claims>,
    asked: Option<&Claims>,
) -> Result<Option<Claims>, InvalidClaims> {
    match (carried, asked) {
        (carried, None) => Ok(carried),
        (None, Some(asked)) => Ok(Some(asked.clone())),
        (Some(carried), Some(asked)) if holds(Some(&carried), Some(asked)) => Ok(Some(carried)),
        (Some(carried), Some(asked)) => {
            let together = sections(members(&carried), members(asked));
            Value::Object(together).to_string().parse().map(Some)
        }
    }
}

/// What `carried` asks for, with the contexts of `demand` in place of its own: beside an easier one of
/// the app's, a demand could be worth no more than that one.
///
/// # Errors
/// [`InvalidClaims`] when that is too much for one request.
pub(crate) fn demanded(carried: Option<&Claims>, demand: &Claims) -> Result<Claims, InvalidClaims> {
    let mut own = carried.map(members).unwrap_or_default();
    if let Some(Value::Object(access)) = own.get_mut("access_token") {
        access.remove("acrs");
    }
    let together = sections(own, members(demand));
    Value::Object(together).to_string().parse()
}

/// Whether a token that was asked for with `carried` is one that `wanted` asks for.
pub(super) fn holds(carried: Option<&Claims>, wanted: Option<&Claims>) -> bool {
    match (carried, wanted) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(carried), Some(wanted)) => {
            let own = members(carried);
            carried == wanted
                || sections(own.clone(), members(wanted)) == sections(own, Members::new())
        }
    }
}

/// A claims request is an object, or it would not be one.
fn members(claims: &Claims) -> Members {
    json::object(claims.as_json().as_bytes()).unwrap_or_default()
}

/// The parts of a request: what is asked of the access token, and of the id token.
fn sections(carried: Members, asked: Members) -> Members {
    joined(carried, asked, |_, carried, asked| {
        Value::Object(joined(object(carried), object(asked), wish))
    })
}

/// Every member of either, put together by `both`; one that is missing is null there.
fn joined(
    carried: Members,
    mut asked: Members,
    both: impl Fn(&str, Value, Value) -> Value,
) -> Members {
    let mut together = Members::new();
    for (name, carried) in carried {
        let asked = asked.remove(&name).unwrap_or_default();
        let value = both(&name, carried, asked);
        together.insert(name, value);
    }
    for (name, asked) in asked {
        let value = both(&name, Value::Null, asked);
        together.insert(name, value);
    }
    together
}

/// What is wanted of one claim. A wish of null wants no more than that it is there.
fn wish(claim: &str, carried: Value, asked: Value) -> Value {
    let (mut carried, mut asked) = (object(carried), object(asked));
    let is_essential = [&carried, &asked]
        .into_iter()
        .any(|wish| wish.get("essential") == Some(&Value::Bool(true)));
    let values = match claim {
        "nbf" => latest(taken_values(&mut carried), taken_values(&mut asked)),
        _ => merged(taken_values(&mut carried), taken_values(&mut asked)),
    };
    let mut together = carried;
    together.extend(asked);
    if is_essential {
        together.insert("essential".to_owned(), Value::Bool(true));
    }
    match <[Value; 1]>::try_from(values) {
        Ok([one]) => drop(together.insert("value".to_owned(), one)),
        Err(none) if none.is_empty() => {}
        Err(many) => drop(together.insert("values".to_owned(), Value::Array(many))),
    }
    if together.is_empty() {
        Value::Null
    } else {
        Value::Object(together)
    }
}

/// The values of a wish, without doubles, however it writes them.
fn taken_values(wish: &mut Members) -> Vec<Value> {
    let many = match wish.remove("values") {
        Some(Value::Array(many)) => many,
        Some(other) => vec![other],
        None => Vec::new(),
    };
    merged(many, wish.remove("value").into_iter().collect())
}

/// The asked values before the carried ones, unless those hold them all.
fn merged(carried: Vec<Value>, asked: Vec<Value>) -> Vec<Value> {
    if asked.iter().all(|value| carried.contains(value)) {
        return carried;
    }
    let mut together: Vec<Value> = Vec::new();
    for value in asked.into_iter().chain(carried) {
        if !together.contains(&value) {
            together.push(value);
        }
    }
    together
}

/// The latest of points in time, written as numbers or as texts. Anything else is no time, and
/// stays beside it.
fn latest(carried: Vec<Value>, asked: Vec<Value>) -> Vec<Value> {
    let time = |value: &Value| value.as_u64().or_else(|| value.as_str()?.parse().ok());
    let (times, mut others): (Vec<_>, Vec<_>) = merged(carried, asked)
        .into_iter()
        .partition(|value| time(value).is_some());
    others.extend(times.into_iter().max_by_key(time));
    others
}

fn object(value: Value) -> Members {
    match value {
        Value::Object(members) => members,
        _ => Members::new(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn claims(text: &str) -> Claims {
        text.parse().unwrap()
    }

    fn together(carried: &str, asked: &str) -> String {
        let both = raised(Some(claims(carried)), Some(&claims(asked)));
        both.unwrap().unwrap().as_json().to_owned()
    }

    #[test]
    fn nothing_of_either_is_lost() {
        let carried = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"},"xms_cc":null}}"#;
        let asked = r#"{"access_token":{"acrs":{"value":"c3"}},"id_token":{"auth_time":null}}"#;
        assert_eq!(
            together(carried, asked),
            r#"{"access_token":{"acrs":{"essential":true,"values":["c3","c1"]},"xms_cc":null},"id_token":{"auth_time":null}}"#
        );
    }

    #[test]
    fn a_wish_of_null_lowers_nothing() {
        let carried = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
        for asked in [
            "{}",
            r#"{"access_token":null}"#,
            r#"{"access_token":{"acrs":null}}"#,
            r#"{"access_token":{"acrs":{"essential":false}}}"#,
        ] {
            let both = together(carried, asked);
            assert!(
                holds(Some(&claims(&both)), Some(&claims(carried))),
                "{both}"
            );
        }
    }

    #[test]
    fn of_two_times_the_later_one_holds() {
        let at = |time: &str| format!(r#"{{"access_token":{{"nbf":{{"value":"{time}"}}}}}}"#);
        assert_eq!(together(&at("1700"), &at("900")), at("1700"));
        assert_eq!(together(&at("900"), &at("1700")), at("1700"));
        assert!(holds(Some(&claims(&at("1700"))), Some(&claims(&at("900")))));
        assert!(!holds(
            Some(&claims(&at("900"))),
            Some(&claims(&at("1700")))
        ));
    }

    #[test]
    fn a_token_asked_for_without_claims_holds_none() {
        let c3 = Claims::authentication_context(3).unwrap();
        assert!(!holds(None, Some(&c3)));
        assert!(holds(Some(&c3), None));
        assert!(holds(None, None));
    }

    #[test]
    fn what_grows_too_large_is_refused_and_not_cut() {
        let large = |name: &str| claims(&format!(r#"{{"id_token":{{"{name}":null}}}}"#));
        let (one, other) = (large(&"a".repeat(4000)), large(&"b".repeat(4000)));
        assert!(raised(Some(one), Some(&other)).is_err());
    }

    fn request() -> impl Strategy<Value = Claims> {
        let value = prop::sample::select(vec!["c1", "c2", "1", "2"]);
        let values = prop::collection::vec(value, 0..3);
        let wish = (any::<Option<bool>>(), values, any::<bool>()).prop_map(
            |(essential, values, as_list)| {
                let mut wish = Members::new();
                if let Some(essential) = essential {
                    wish.insert("essential".to_owned(), essential.into());
                }
                match values.as_slice() {
                    [] => {}
                    [one] if !as_list => drop(wish.insert("value".to_owned(), (*one).into())),
                    many => drop(wish.insert("values".to_owned(), many.to_vec().into())),
                }
                Value::Object(wish)
            },
        );
        let wish = prop_oneof![Just(Value::Null), wish];
        let name = prop::sample::select(vec!["acrs", "nbf", "x"]);
        let section = prop::collection::btree_map(name, wish, 0..3);
        let which = prop::sample::select(vec!["access_token", "id_token"]);
        prop::collection::btree_map(which, section, 0..3)
            .prop_map(|request| claims(&serde_json::to_string(&request).unwrap()))
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_was_raised_holds_both_and_can_not_be_raised_by_either(
            carried in request(),
            asked in request(),
        ) {
            let both = raised(Some(carried.clone()), Some(&asked)).unwrap().unwrap();
            for part in [&carried, &asked] {
                prop_assert!(holds(Some(&both), Some(part)), "{}", both.as_json());
                let again = raised(Some(both.clone()), Some(part)).unwrap();
                prop_assert_eq!(again.as_ref(), Some(&both));
            }
        }
    }
}
