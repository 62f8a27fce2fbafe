//! Records out of a tree of JSON: texts move out of the tree into the record, without a copy. Nobody asks what is
//! wrong with a damaged record, and where.

use serde_json::{Map, Value};

use super::Part;

/// A record, or a part of one, to be read.
pub(crate) struct Tree(pub(crate) Value);

/// The record is not what its schema says.
#[derive(Debug)]
pub(crate) struct Damaged;

impl Tree {
    pub(crate) fn text(self) -> Result<String, Damaged> {
        match self.0 {
            Value::String(text) => Ok(text),
            _ => Err(Damaged),
        }
    }

    pub(super) fn number(&self) -> Result<u64, Damaged> {
        self.0.as_u64().ok_or(Damaged)
    }

    pub(super) fn flag(&self) -> Result<bool, Damaged> {
        self.0.as_bool().ok_or(Damaged)
    }

    pub(super) fn items(self) -> Result<impl Iterator<Item = Self>, Damaged> {
        match self.0 {
            Value::Array(items) => Ok(items.into_iter().map(Self)),
            _ => Err(Damaged),
        }
    }

    pub(crate) fn members(self) -> Result<Members, Damaged> {
        match self.0 {
            Value::Object(members) => Ok(Members(members)),
            _ => Err(Damaged),
        }
    }

    /// The word of an enum, and what stands behind it.
    pub(crate) fn variant(self) -> Result<(String, Self), Damaged> {
        match self.0 {
            Value::String(word) => Ok((word, Self(Value::Null))),
            Value::Object(members) => {
                let (word, content) = members.into_iter().next().ok_or(Damaged)?;
                Ok((word, Self(content)))
            }
            _ => Err(Damaged),
        }
    }

    pub(crate) fn nothing(&self) -> Result<(), Damaged> {
        self.is_nothing().then_some(()).ok_or(Damaged)
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.0.is_null()
    }
}

/// The members that are left.
pub(crate) struct Members(Map<String, Value>);

impl Members {
    pub(crate) fn take<T: Part>(&mut self, name: &str) -> Result<T, Damaged> {
        T::read(self.pull(name))
    }

    /// As [`Self::take`], of a member that may be absent.
    pub(crate) fn take_or_default<T: Part + Default>(&mut self, name: &str) -> Result<T, Damaged> {
        let tree = self.pull(name);
        if tree.is_nothing() {
            return Ok(T::default());
        }
        T::read(tree)
    }

    fn pull(&mut self, name: &str) -> Tree {
        let member = self.0.get_mut(name);
        Tree(member.map(Value::take).unwrap_or_default())
    }
}
