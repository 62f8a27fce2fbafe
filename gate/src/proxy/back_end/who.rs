//! The person of a flow, looked up once for each call.

use tokio::time::Instant;

use super::{BackEnd, Done, failed};
use crate::back_end::Person;
use crate::proxy::record::Record;
use crate::proxy::refusal::Refusal;
use crate::seal::Envelope;

/// Who a flow is about.
pub(super) struct Who<'a> {
    rules: &'a BackEnd,
    /// The name that the flow began with.
    pub(super) name: String,
    /// Until when the directory is waited for.
    pub(super) by: Instant,
    found: Option<Person>,
}

impl<'a> Who<'a> {
    /// Whoever the flow began with. A flow without a name is nobody's that a rule could vouch for.
    pub(super) fn of(rules: &'a BackEnd, flow: &Envelope) -> Result<Self, Refusal> {
        Ok(Self {
            rules,
            name: flow.user.clone().ok_or(Refusal::FailClosed)?,
            by: rules.directory.by(),
            found: None,
        })
    }

    /// The person. Names that the directory does not know are not let past it: the tenant may know them under another
    /// form, or the directory not yet.
    pub(super) async fn person(&mut self, record: &mut Record) -> Result<Person, Refusal> {
        if let Some(person) = &self.found {
            return Ok(person.clone());
        }
        let found = self.rules.directory.find(&self.name, self.by).await;
        let found = found.map_err(|failure| failed(record, Done::DirectoryFailed, failure))?;
        let Some(person) = found else {
            record.back_end = Some(Done::UnknownPerson);
            return Err(Refusal::FailClosed);
        };
        self.found = Some(person.clone());
        Ok(person)
    }
}
