//! A reset that is more than a new password: what goes along with its start, and what is left to do on this device at
//! its end (docs/risk.md 7.1).

use super::driver::Flow;
use super::machine::Stage;
use crate::exchange::{Ask, Bridge};
use crate::ports::http::Header;
use crate::terms::RecoveryReason;

impl Flow {
    /// The header by which a reset says at its start what it is for.
    pub(super) fn recovery_header(&self, ask: &Ask) -> Option<Header> {
        let reason = self
            .terms
            .recovery
            .filter(|_| matches!(ask, Ask::OpenReset));
        reason.map(|reason| ("x-recovery".into(), reason.word().into()))
    }

    /// Ends what this device holds of the account, once `next` says that its password is reset. Where the
    /// storage is locked, the flow can't be saved either: another process comes here again.
    pub(super) async fn carry_out_recovery(&self, next: &Stage) {
        let is_done =
            matches!(next, Stage::SignInAfter(done) if done.after == Bridge::ResetPassword);
        if let (true, Some(RecoveryReason::DeviceLost), Some(username)) =
            (is_done, self.terms.recovery, &self.terms.username)
            && let Err(cause) = Box::pin(self.tools.sessions.sign_out(username)).await
        {
            cause.log();
        }
    }
}
