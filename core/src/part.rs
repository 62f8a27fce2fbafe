//! How parts of records are read. What serde derives for it is several times as large, most of it for ways to read that
//! no record is read in.

mod tree;

use std::time::Duration;

pub(crate) use self::tree::{Damaged, Tree};
use crate::secret::Secret;

/// A part of a record, in the form that serde writes it.
pub(crate) trait Part: Sized {
    /// # Errors
    /// When the tree is not what the record's schema says.
    fn read(tree: Tree) -> Result<Self, Damaged>;
}

/// Reads a type by its form: a newtype as what is in it, a struct member by member, an enum by its words. `= default`
/// stands for a field that may be absent. Every variant must be named; those that
/// are never written stand behind `but`.
macro_rules! part {
    (newtype $name:ident) => {
        impl $crate::part::Part for $name {
            fn read(tree: $crate::part::Tree) -> Result<Self, $crate::part::Damaged> {
                $crate::part::Part::read(tree).map(Self)
            }
        }
    };
    (struct $name:ident { $($field:ident $(= $or:ident)?),+ $(,)? }) => {
        impl $crate::part::Part for $name {
            fn read(tree: $crate::part::Tree) -> Result<Self, $crate::part::Damaged> {
                let mut members = tree.members()?;
                Ok(Self {
                    $($field: $crate::part::part!(@take members $field $($or)?),)+
                })
            }
        }
    };
    (enum $name:ident { $(
        $word:literal => $variant:ident
            $(($content:tt))?
            $({ $($field:ident $(= $or:ident)?),+ $(,)? })?
    ),+ $(,)? } $(but $unwritten:ident)*) => {
        impl $crate::part::Part for $name {
            fn read(tree: $crate::part::Tree) -> Result<Self, $crate::part::Damaged> {
                const _: fn(&$name) = |all| match all {
                    $($name::$variant { .. } => {})+
                    $($name::$unwritten { .. } => {})*
                };
                let (word, content) = tree.variant()?;
                Ok(match word.as_str() {
                    $($word => $crate::part::part!(
                        @variant content $variant $(($content))? $({ $($field $($or)?),+ })?
                    ),)+
                    _ => return Err($crate::part::Damaged),
                })
            }
        }
    };
    (@variant $from:ident $variant:ident) => {{
        $from.nothing()?;
        Self::$variant
    }};
    (@variant $from:ident $variant:ident ($content:tt)) => {
        Self::$variant($crate::part::Part::read($from)?)
    };
    (@variant $from:ident $variant:ident { $($field:ident $($or:ident)?),+ }) => {{
        let mut members = $from.members()?;
        Self::$variant {
            $($field: $crate::part::part!(@take members $field $($or)?),)+
        }
    }};
    (@take $members:ident $field:ident) => {
        $members.take(stringify!($field))?
    };
    (@take $members:ident $field:ident default) => {
        $members.take_or_default(stringify!($field))?
    };
}

pub(crate) use part;

impl Part for String {
    fn read(tree: Tree) -> Result<Self, Damaged> {
        tree.text()
    }
}

impl Part for Secret {
    fn read(tree: Tree) -> Result<Self, Damaged> {
        tree.text().map(Self::new)
    }
}

impl Part for u64 {
    fn read(tree: Tree) -> Result<Self, Damaged> {
        tree.number()
    }
}

impl Part for u32 {
    fn read(tree: Tree) -> Result<Self, Damaged> {
        tree.number()?.try_into().map_err(|_| Damaged)
    }
}

impl Part for bool {
    fn read(tree: Tree) -> Result<Self, Damaged> {
        tree.flag()
    }
}

impl Part for Duration {
    fn read(tree: Tree) -> Result<Self, Damaged> {
        let mut members = tree.members()?;
        let seconds = Self::from_secs(members.take("secs")?);
        let nanos: u32 = members.take("nanos")?;
        seconds
            .checked_add(Self::from_nanos(nanos.into()))
            .ok_or(Damaged)
    }
}

impl<T: Part> Part for Option<T> {
    fn read(tree: Tree) -> Result<Self, Damaged> {
        if tree.is_nothing() {
            return Ok(None);
        }
        T::read(tree).map(Some)
    }
}

impl<T: Part> Part for Vec<T> {
    fn read(tree: Tree) -> Result<Self, Damaged> {
        let mut read = Self::new();
        for item in tree.items()? {
            read.push(T::read(item)?);
        }
        Ok(read)
    }
}

impl<T: Part> Part for Box<T> {
    fn read(tree: Tree) -> Result<Self, Damaged> {
        T::read(tree).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::json;

    use super::*;

    fn read<T: Part>(json: serde_json::Value) -> Option<T> {
        T::read(Tree(json)).ok()
    }

    #[derive(Debug, PartialEq, Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Form {
        Plain,
        Holding(Vec<u32>),
        WithFields { late: Option<Duration>, many: bool },
    }

    part!(enum Form {
        "plain" => Plain,
        "holding" => Holding(_),
        "with_fields" => WithFields { late, many = default },
    });

    #[test]
    fn what_serde_writes_is_read() {
        let forms = [
            Form::Plain,
            Form::Holding(vec![1, 2]),
            Form::WithFields {
                late: Some(Duration::new(3, 4)),
                many: true,
            },
            Form::WithFields {
                late: None,
                many: false,
            },
        ];
        for form in forms {
            let written = serde_json::to_value(&form).unwrap();
            assert_eq!(read(written), Some(form));
        }
    }

    #[test]
    fn what_may_be_absent_may_and_nothing_else() {
        let absent = json!({"with_fields": {"else": 1}});
        let expected = Form::WithFields {
            late: None,
            many: false,
        };
        assert_eq!(read(absent), Some(expected));
        assert_eq!(read::<Duration>(json!({"secs": 1})), None);
    }

    #[test]
    fn what_has_another_form_is_damaged() {
        for odd in [
            json!("other"),
            json!({"plain": 1}),
            json!({"holding": [1, "2"]}),
            json!({"holding": [4_294_967_296_u64]}),
            json!({"with_fields": {"many": 1}}),
            json!({"with_fields": []}),
            json!({}),
            json!(null),
        ] {
            assert_eq!(read::<Form>(odd.clone()), None, "{odd}");
        }
        assert_eq!(
            read::<Duration>(json!({"secs": u64::MAX, "nanos": 1_000_000_000})),
            None
        );
    }
}
