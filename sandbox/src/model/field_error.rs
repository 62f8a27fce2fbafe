//! A refusal of a document that names the member at fault.

/// Says which member of a document is wrong, and why.
///
/// The admin API answers it as 400, the seed reader adds file and line. Nothing of a refused document is applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct FieldError {
    /// Where the member stands, for example `users[1].methods[0].target`.
    pub field: String,
    /// What is wrong with it, in one sentence.
    pub problem: String,
}

impl FieldError {
    /// A refusal of `field` because of `problem`.
    pub(crate) fn new(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            problem: problem.into(),
        }
    }

    /// The same refusal, seen from the document that holds the one refused. An empty field means all of that one.
    pub(crate) fn inside(mut self, outer: &str) -> Self {
        self.field = if self.field.is_empty() || self.field.starts_with('[') {
            format!("{outer}{}", self.field)
        } else {
            format!("{outer}.{}", self.field)
        };
        self
    }
}

/// Checks every item of a list and names the one at fault by its index.
pub(crate) fn each<'a, T>(
    name: &str,
    items: &'a [T],
    mut check: impl FnMut(&'a T) -> Result<(), FieldError>,
) -> Result<(), FieldError> {
    items.iter().enumerate().try_for_each(|(index, item)| {
        check(item).map_err(|error| error.inside(&format!("{name}[{index}]")))
    })
}

/// Refuses a number outside its range.
pub(crate) fn range<N: PartialOrd + std::fmt::Display + Copy>(
    name: &str,
    value: N,
    low: N,
    high: N,
) -> Result<(), FieldError> {
    if value < low || value > high {
        return Err(FieldError::new(
            name,
            format!("must be between {low} and {high}"),
        ));
    }
    Ok(())
}

/// Refuses a list that is longer than `most`.
pub(crate) fn at_most<T>(name: &str, items: &[T], most: usize) -> Result<(), FieldError> {
    if items.len() > most {
        return Err(FieldError::new(
            name,
            format!("must hold at most {most} items"),
        ));
    }
    Ok(())
}
