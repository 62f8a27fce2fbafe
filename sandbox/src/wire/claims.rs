//! The `claims` parameter: authentication contexts asked for (docs/protocol.md 5.6).

use serde_json::Value;

use super::{Param, WireError};
use crate::model::AuthContext;

/// A context that the client asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AskedContext {
    pub(crate) context: AuthContext,
    /// Whether the client cannot do without it.
    pub(crate) essential: bool,
}

/// Reads the contexts out of the claims. Other claims are ignored. Fails when the text is no JSON object, or when it
/// asks for a context that cannot exist.
pub(crate) fn asked_contexts(claims: Option<&str>) -> Result<Vec<AskedContext>, WireError> {
    let wrong = || WireError::Parameter(Param::Claims);
    let Some(text) = claims else {
        return Ok(Vec::new());
    };
    let value: Value = serde_json::from_str(text).map_err(|_| wrong())?;
    if !value.is_object() {
        return Err(wrong());
    }
    let Some(acrs) = value
        .pointer("/access_token/acrs")
        .filter(|acrs| !acrs.is_null())
    else {
        return Ok(Vec::new());
    };
    let essential = acrs
        .get("essential")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    let one = acrs.get("value").into_iter();
    let many = acrs
        .get("values")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let mut asked: Vec<AskedContext> = Vec::new();
    for name in one.chain(many) {
        let context = name
            .as_str()
            .map(str::to_owned)
            .and_then(|name| AuthContext::try_from(name).ok());
        let context = context.ok_or_else(wrong)?;
        if !asked.iter().any(|known| known.context == context) {
            asked.push(AskedContext { context, essential });
        }
    }
    Ok(asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(claims: &str) -> Option<Vec<(String, bool)>> {
        let contexts = asked_contexts(Some(claims)).ok()?;
        Some(
            contexts
                .into_iter()
                .map(|asked| (asked.context.into(), asked.essential))
                .collect(),
        )
    }

    #[test]
    fn contexts_are_read_in_both_forms() {
        assert_eq!(
            asked(r#"{"access_token":{"acrs":{"essential":true,"value":"c3"}}}"#),
            Some(vec![("c3".to_owned(), true)])
        );
        assert_eq!(
            asked(r#"{"access_token":{"acrs":{"values":["c1","c2","c1"]}}}"#),
            Some(vec![("c1".to_owned(), false), ("c2".to_owned(), false)])
        );
    }

    #[test]
    fn other_claims_mean_nothing() {
        assert_eq!(
            asked(r#"{"id_token":{"auth_time":null},"access_token":{"acrs":null}}"#),
            Some(Vec::new())
        );
        assert_eq!(asked_contexts(None), Ok(Vec::new()));
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for bad in [
            "",
            "c3",
            "[]",
            r#"{"access_token":{"acrs":{"value":"c100"}}}"#,
            "{",
        ] {
            assert_eq!(asked(bad), None, "{bad}");
        }
        let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
        assert_eq!(asked(&deep), None);
    }
}
