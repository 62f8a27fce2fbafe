//! What can be done while the person types: the connection, and a risk provider's profile.

use super::Client;

impl Client {
    /// Opens the connection to the service ahead of the first request, so that it does not wait
    /// for name, handshake and certificates. Call it when the screen of a sign-in appears, and let
    /// it run beside.
    ///
    /// It sends one request for the tenant's public discovery document, which carries no
    /// credential, no code and no name, and throws the answer away. Where a request was answered
    /// or a connection opened within the last minute, it does nothing; of several calls at a time,
    /// one does something. A failure is no error here: the next real call meets it. It is told as an event
    /// ([`Event::CallFinished`](crate::ports::events::Event::CallFinished) with the call `prepare`).
    ///
    /// A client with risk signals, and with consent to them, has its provider begin the profile, too: the next flow
    /// that begins goes on under the same session.
    pub async fn prepare(&self) {
        let _delivery = self.tools.base.outbox.delivery();
        if let Some(signals) = &self.tools.signals {
            Box::pin(signals.begin_ahead()).await;
        }
        self.tools.base.service.prepare().await;
    }
}
