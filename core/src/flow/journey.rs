//! The way to the service's page: what the driver does for a flow that the browser takes over.

use super::driver::Flow;
use super::state::Turn;
use crate::browser::{BrowserOptions, Journey};
use crate::error::Error;
use crate::fault::{Cause, Fault};
use crate::ids::Revision;

impl Flow {
    /// Begins a journey through the browser at the step `at`. It is saved before the address is
    /// handed out, and it leaves the step what it is.
    pub(super) async fn begin_journey(
        &self,
        at: Revision,
        options: &BrowserOptions,
    ) -> Result<String, Error> {
        let _delivery = self.tools.base.outbox.delivery();
        self.try_begin_journey(at, options)
            .await
            .map_err(|fault| fault.into_error(Some(self.correlation_id)))
    }

    async fn try_begin_journey(
        &self,
        at: Revision,
        options: &BrowserOptions,
    ) -> Result<String, Fault> {
        let _turn = Turn::take(&self.busy)?;
        let now = self.tools.base.clock.now();
        let admitted = self.admit(&mut self.state(), Some(at), now);
        if let Err(fault) = admitted {
            return Err(self.not_admitted(fault).await);
        }
        let redirect_uri = self.tools.redirect_uri.clone();
        let journey = Journey::begin(redirect_uri.ok_or(Cause::RedirectUriMissing)?)?;
        self.state().take_journey(journey.clone())?;
        self.save().await;
        self.not_cancelled()?;
        let service = &self.tools.base.service;
        Ok(service.authorization_url(&journey, &self.terms, options))
    }
}
