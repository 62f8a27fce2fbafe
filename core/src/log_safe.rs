//! What may reach a log.

use std::fmt;

/// Implemented by the types whose printed form holds no secret and no personal data.
///
/// Log fields go through [`safe`], so a field of any other type does not compile. Before adding
/// an implementation, ask what its text would tell a reader of somebody else's crash report.
pub(crate) trait LogSafe: fmt::Display {}

/// Marks `value` as a log field.
pub(crate) fn safe<T: LogSafe>(value: &T) -> tracing::field::DisplayValue<&T> {
    tracing::field::display(value)
}

impl LogSafe for u16 {}
impl LogSafe for u64 {}
impl LogSafe for &'static str {}
