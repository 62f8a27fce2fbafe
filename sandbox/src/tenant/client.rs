//! Which app calls, and whether it may (docs/protocol.md 1.9).

use uuid::Uuid;

use super::{Call, Tenant};
use crate::model::App;
use crate::wire::{Param, WireError};

impl Tenant {
    /// The app that calls, whatever it may do.
    pub(super) fn app(&self, call: &Call<'_>) -> Result<App, WireError> {
        let text = call.form.require(Param::ClientId)?;
        let id = Uuid::parse_str(text).map_err(|_| WireError::Parameter(Param::ClientId))?;
        self.registered(id).ok_or(WireError::UnknownClient)
    }

    /// The app of that id.
    pub(super) fn registered(&self, id: Uuid) -> Option<App> {
        let mut apps = self.registrations.apps.iter();
        apps.find(|app| app.client_id == id).cloned()
    }

    /// The app that calls, if native authentication is open to it.
    pub(super) fn native_app(&self, call: &Call<'_>) -> Result<App, WireError> {
        let app = self.app(call)?;
        if !app.public_client {
            return Err(WireError::ConfidentialClient);
        }
        if !app.native_authentication {
            return Err(WireError::NativeAuthDisabled);
        }
        if app.user_flow.is_none() {
            return Err(WireError::NoUserFlow);
        }
        Ok(app)
    }
}
