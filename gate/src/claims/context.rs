//! Authentication contexts: `c1` to `c99`.

use serde::{Deserialize, Serialize};

/// An authentication context. Written in either case, kept and sent in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AuthContext(u8);

/// The text is not one of `c1` to `c99`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be one of c1 to c99")]
pub struct InvalidContext;

impl TryFrom<String> for AuthContext {
    type Error = InvalidContext;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl std::str::FromStr for AuthContext {
    type Err = InvalidContext;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.strip_prefix(['c', 'C']).ok_or(InvalidContext)?;
        let is_plain = digits.bytes().all(|digit| digit.is_ascii_digit())
            && !digits.starts_with('0')
            && matches!(digits.len(), 1 | 2);
        if !is_plain {
            return Err(InvalidContext);
        }
        digits.parse().map(Self).map_err(|_| InvalidContext)
    }
}

impl std::fmt::Display for AuthContext {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "c{}", self.0)
    }
}

impl From<AuthContext> for String {
    fn from(context: AuthContext) -> Self {
        context.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c1_to_c99_in_either_case_and_nothing_else() {
        for (text, name) in [("c1", "c1"), ("C3", "c3"), ("c25", "c25"), ("C99", "c99")] {
            assert_eq!(text.parse::<AuthContext>().unwrap().to_string(), name);
        }
        for text in [
            "", "c", "c0", "c01", "c100", "3", "d3", "c-1", "c+1", "c 1", "c3 ", "cc3", "c\u{661}",
        ] {
            assert_eq!(text.parse::<AuthContext>(), Err(InvalidContext), "{text}");
        }
    }
}
