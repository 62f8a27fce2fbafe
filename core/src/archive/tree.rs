//! Records out of a tree of JSON.
//!
//! What serde derives for a form is there once for each way to read it, and reading straight from text is the largest
//! one, most of it to say what is wrong and where. Nobody asks that of a damaged record: here it is damaged, and
//! texts move out of the tree into the record, without a copy.

use std::fmt;

use serde::de::value::StringDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Value, map};

/// A record, or a part of one, to be read.
pub(crate) struct Tree(pub(super) Value);

/// The record is not what its schema says.
#[derive(Debug)]
pub(crate) struct Damaged;

impl fmt::Display for Damaged {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("damaged")
    }
}

impl std::error::Error for Damaged {}

impl Error for Damaged {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl<'de> Deserializer<'de> for Tree {
    type Error = Damaged;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Damaged> {
        match self.0 {
            Value::Bool(yes) => visitor.visit_bool(yes),
            Value::Number(number) => visitor.visit_u64(number.as_u64().ok_or(Damaged)?),
            Value::String(text) => visitor.visit_string(text),
            Value::Null | Value::Array(_) | Value::Object(_) => Err(Damaged),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Damaged> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Damaged> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Damaged> {
        match self.0 {
            Value::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            _ => Err(Damaged),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Damaged> {
        match self.0 {
            Value::Object(members) => visitor.visit_map(Members(members.into_iter(), Value::Null)),
            _ => Err(Damaged),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Damaged> {
        match self.0 {
            Value::String(word) => visitor.visit_enum(Variant(word, Value::Null)),
            Value::Object(members) => {
                let (word, content) = members.into_iter().next().ok_or(Damaged)?;
                visitor.visit_enum(Variant(word, content))
            }
            _ => Err(Damaged),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Damaged> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string
        bytes byte_buf unit unit_struct tuple tuple_struct map identifier
    }
}

struct Items(std::vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for Items {
    type Error = Damaged;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Damaged> {
        let item = self.0.next();
        item.map(|item| seed.deserialize(Tree(item))).transpose()
    }
}

/// The members that are left, and the value of the one whose name was read last.
struct Members(map::IntoIter, Value);

impl<'de> MapAccess<'de> for Members {
    type Error = Damaged;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Damaged> {
        let Some((name, content)) = self.0.next() else {
            return Ok(None);
        };
        self.1 = content;
        seed.deserialize(value_of(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Damaged> {
        seed.deserialize(Tree(self.1.take()))
    }
}

/// A word, and what stands behind it.
struct Variant(String, Value);

impl<'de> EnumAccess<'de> for Variant {
    type Error = Damaged;
    type Variant = Tree;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Tree), Damaged> {
        let word = seed.deserialize(value_of(self.0))?;
        Ok((word, Tree(self.1)))
    }
}

impl<'de> VariantAccess<'de> for Tree {
    type Error = Damaged;

    fn unit_variant(self) -> Result<(), Damaged> {
        self.0.is_null().then_some(()).ok_or(Damaged)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Damaged> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Damaged> {
        Err(Damaged)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Damaged> {
        self.deserialize_struct("", fields, visitor)
    }
}

fn value_of(name: String) -> StringDeserializer<Damaged> {
    name.into_deserializer()
}
