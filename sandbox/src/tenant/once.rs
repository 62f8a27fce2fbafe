//! Calls that change a chain are carried out once, however often they are sent (docs/protocol.md 1.6 and 2.1).

use ring::digest::{Context, SHA256};
use uuid::Uuid;

use super::chain::Ticket;
use super::{Call, Tenant};
use crate::wire::{Answer, Endpoint, Param, WireError};

impl Tenant {
    /// Lets a call act on the chain of its continuation token. If it changes the chain, its answer is kept, and the same
    /// call sent again gets that answer and does nothing.
    pub(super) fn once(
        &mut self,
        call: &Call<'_>,
        client_id: Uuid,
        endpoint: Endpoint,
        act: impl FnOnce(&mut Self, &Ticket) -> Result<Answer, WireError>,
    ) -> Result<Answer, WireError> {
        let token = call.form.require(Param::ContinuationToken)?;
        let ticket = self.chains.present(token, client_id, call.now)?;
        let fingerprint = fingerprint(call, endpoint);
        let chain = self.chains.get(ticket.chain)?;
        if ticket.stale {
            return chain
                .repeated(&fingerprint)
                .unwrap_or(Err(WireError::ContinuationToken));
        }
        let before = chain.changes();
        let outcome = act(self, &ticket);
        let chain = self.chains.get_mut(ticket.chain)?;
        if chain.changes() != before {
            chain.remember(fingerprint, outcome.clone());
        }
        outcome
    }
}

/// The same for the same form at the same endpoint and for no other, so that a call sent twice is recognised.
pub(super) fn fingerprint(call: &Call<'_>, endpoint: Endpoint) -> Vec<u8> {
    let mut context = Context::new(&SHA256);
    let fields = call.form.fields().flat_map(|(name, value)| [name, value]);
    for text in std::iter::once(endpoint.path()).chain(fields) {
        context.update(&text.len().to_be_bytes());
        context.update(text.as_bytes());
    }
    context.finish().as_ref().to_vec()
}
