//! Records as JSON. Secrets come as bytes and become JSON texts, most of them in one piece: a token
//! holds nothing that JSON escapes, and `serde_json` looks for that one byte after the other.

use std::io::{self, Error, Write};

use serde::Serialize;
use serde_json::ser::Formatter;
use serde_json::{Serializer, Value};

use crate::part::{Damaged, Tree};

/// Writes `record` to `bytes`.
///
/// # Errors
/// When the record can't be written as JSON, as when its bytes are no text.
pub(super) fn write<T: Serialize>(record: &T, bytes: &mut Vec<u8>) -> serde_json::Result<()> {
    record.serialize(&mut Serializer::with_formatter(bytes, BytesAsText))
}

/// A kind of record, in any of its schemas.
pub(crate) trait Saved: Send + Sized {
    /// Reads a record of `schema`; nothing where that is not known.
    ///
    /// # Errors
    /// When the record is not what its schema says.
    fn read(schema: &str, record: Tree) -> Result<Option<Self>, Damaged>;
}

/// Takes in a record by its schema; nothing where that is not known.
pub(super) type Take<'a> = &'a mut (dyn FnMut(&str, Tree) -> Option<()> + Send);

/// Puts records of one kind to `found`.
pub(super) fn taken_to<T: Saved>(found: &mut Vec<T>) -> impl FnMut(&str, Tree) -> Option<()> {
    move |schema, record| {
        let record = T::read(schema, record).ok().flatten()?;
        found.push(record);
        Some(())
    }
}

/// Has `take` read the record that `json` holds; false where that is damaged or of an unknown schema.
pub(super) fn read_with(json: &[u8], take: Take<'_>) -> bool {
    parse(json).is_some_and(|(schema, record)| take(&schema, record).is_some())
}

/// The record that `json` holds, unless it is damaged or of an unknown schema.
#[cfg(test)]
pub(crate) fn read<T: Saved>(json: &[u8]) -> Option<T> {
    let mut found = Vec::new();
    read_with(json, &mut taken_to(&mut found));
    found.pop()
}

/// What a part of a record is read from, out of a test's text.
#[cfg(test)]
pub(crate) fn part_of<T: crate::part::Part>(json: &str) -> Option<T> {
    T::read(Tree(serde_json::from_str(json).ok()?)).ok()
}

fn parse(json: &[u8]) -> Option<(String, Tree)> {
    let mut members = crate::json::object(json)?;
    match members.remove("schema")? {
        Value::String(schema) => Some((schema, Tree(Value::Object(members)))),
        _ => None,
    }
}

/// The compact form of `serde_json`, but for bytes, which it would write as a list of numbers.
struct BytesAsText;

impl Formatter for BytesAsText {
    fn write_byte_array<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        bytes: &[u8],
    ) -> io::Result<()> {
        if stands_for_itself(bytes) {
            writer.write_all(b"\"")?;
            writer.write_all(bytes)?;
            return writer.write_all(b"\"");
        }
        let text = std::str::from_utf8(bytes).map_err(Error::other)?;
        serde_json::to_writer(writer, text).map_err(Error::from)
    }
}

/// Whether `bytes` are a JSON text as they stand. There is no way out early, so that the compiler
/// can look at many at once.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "a branch per byte would keep it slow"
)]
fn stands_for_itself(bytes: &[u8]) -> bool {
    bytes.iter().fold(true, |plain, byte| {
        plain & (b' '..=b'~').contains(byte) & (*byte != b'"') & (*byte != b'\\')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::{Secret, token_in_sealed_record};

    #[derive(Serialize)]
    struct Record(#[serde(with = "token_in_sealed_record")] Secret);

    #[test]
    fn a_secret_is_written_as_serde_json_writes_a_text() {
        let texts = [
            "",
            "eyJ.a-b_c~",
            "\"",
            "a\\b",
            "\u{7f}",
            "\n",
            "\0",
            "pässwort",
        ];
        for text in texts {
            let mut bytes = Vec::new();
            write(&Record(Secret::new(text)), &mut bytes).unwrap();
            assert_eq!(bytes, serde_json::to_vec(text).unwrap(), "{text:?}");
        }
    }
}
