//! The one filter that is understood: users by a name to sign in with.
//!
//! `identities/any(c:c/issuerAssignedId eq 'ada@contoso.example' and c/issuer eq 'contoso.onmicrosoft.com')`, the two
//! comparisons in any order. A quote inside a text is written twice.

/// Whom a filter means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) name: String,
    pub(super) issuer: String,
}

/// Reads a filter; nothing where it is another one.
pub(super) fn identity(filter: &str) -> Option<Identity> {
    let inner = filter.trim().strip_prefix("identities/any(")?;
    let inner = inner.strip_suffix(')')?;
    let (variable, conditions) = inner.split_once(':')?;
    let variable = variable.trim();
    let plain = !variable.is_empty() && variable.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !plain {
        return None;
    }
    let (first, rest) = comparison(conditions, variable)?;
    let rest = rest.trim_start().strip_prefix("and ")?;
    let (second, rest) = comparison(rest, variable)?;
    if !rest.trim().is_empty() {
        return None;
    }
    match (first, second) {
        (("issuerAssignedId", name), ("issuer", issuer))
        | (("issuer", issuer), ("issuerAssignedId", name)) => Some(Identity { name, issuer }),
        _ => None,
    }
}

/// A member and the text that it is compared with, and what stands behind.
fn comparison<'a>(text: &'a str, variable: &str) -> Option<((&'a str, String), &'a str)> {
    let text = text
        .trim_start()
        .strip_prefix(variable)?
        .strip_prefix('/')?;
    let (member, rest) = text.split_once(' ')?;
    let rest = rest.trim_start().strip_prefix("eq ")?;
    let (value, rest) = quoted(rest.trim_start())?;
    Some(((member, value), rest))
}

/// A text in quotes, and what stands behind it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut rest = text.strip_prefix('\'')?;
    let mut value = String::new();
    loop {
        let (part, behind) = rest.split_once('\'')?;
        value.push_str(part);
        match behind.strip_prefix('\'') {
            Some(further) => {
                value.push('\'');
                rest = further;
            }
            None => return Some((value, behind)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_named_by_both_comparisons_in_any_order() {
        let ada = || Identity {
            name: "ada@contoso.example".to_owned(),
            issuer: "contoso.onmicrosoft.com".to_owned(),
        };
        for filter in [
            "identities/any(c:c/issuerAssignedId eq 'ada@contoso.example' and c/issuer eq 'contoso.onmicrosoft.com')",
            "identities/any(id: id/issuer eq 'contoso.onmicrosoft.com'  and id/issuerAssignedId eq 'ada@contoso.example' )",
        ] {
            assert_eq!(identity(filter), Some(ada()), "{filter}");
        }
    }

    #[test]
    fn a_quote_inside_a_name_stays_inside() {
        let filter =
            "identities/any(c:c/issuerAssignedId eq 'o''hara'' or true' and c/issuer eq 'x')";
        let found = identity(filter).expect("a filter");
        assert_eq!(found.name, "o'hara' or true");
        let broken = "identities/any(c:c/issuerAssignedId eq 'o'hara' and c/issuer eq 'x')";
        assert_eq!(identity(broken), None);
    }

    #[test]
    fn any_other_filter_is_not_understood() {
        for filter in [
            "",
            "displayName eq 'Ada'",
            "identities/any(c:c/issuerAssignedId eq 'x')",
            "identities/any(c:c/issuer eq 'x' and c/issuer eq 'x')",
            "identities/any(c:c/issuerAssignedId eq 'x' or c/issuer eq 'y')",
            "identities/any(c:d/issuerAssignedId eq 'x' and c/issuer eq 'y')",
            "identities/any(c:c/issuerAssignedId eq 'x' and c/issuer eq 'y') or true",
            "identities/any(c:c/issuerAssignedId eq 'x",
            "identities/any(:/issuerAssignedId eq 'x' and /issuer eq 'y')",
        ] {
            assert_eq!(identity(filter), None, "{filter}");
        }
    }
}
