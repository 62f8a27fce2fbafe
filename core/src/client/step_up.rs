//! Step-up: from an API's challenge back to the call that it refused.

use super::Client;
use crate::error::Error;
use crate::exchange::Given;
use crate::fault::Cause;
use crate::flow::{FlowKind, SignInFlow};
use crate::session::{AccessToken, Account, ClaimsChallenge};
use crate::terms::Scopes;

/// What answers a challenge.
///
/// Exhaustive on purpose: there is a token, or the person is needed.
#[derive(Debug, Clone)]
pub enum StepUp {
    /// A token that the API should take. The account gives it for these scopes from now on, so
    /// the call can simply be made again.
    Token(AccessToken),
    /// The person must prove more. The flow ends in the same account, and refuses the tokens of
    /// anybody else, who may sign in on the browser's page; after that the account
    /// gives the token, and the call can be made again. [`SignInFlow::scopes`] says which tokens
    /// it was for, also after the process died. Where the account signs out meanwhile, the flow
    /// ends with `SignedOut`.
    SignIn(SignInFlow),
}

impl Client {
    /// Answers `challenge`, with which an API refused the token for `scopes`; empty scopes are
    /// those of the sign-in. Asks the service for a token with the claims of the challenge, and
    /// of those before it for the same scopes: by a refresh, of which one runs at a time however
    /// many calls were refused at once. Only where that does not do, the person is needed.
    ///
    /// Later refreshes for these scopes ask for the same claims, until somebody signs in anew.
    /// An API that refuses the new token with the same challenge will refuse the next one too:
    /// answer a challenge once.
    ///
    /// # Errors
    /// [`Error::Later`] keeps the session as it was. [`Error::Misuse`] with `SignedOut` when the
    /// service no longer accepts the session. [`Error::Fixable`] with `PasswordResetRequired`, or
    /// with `InteractionRequired` where nothing says by what name the person signs in: ask them.
    /// [`Error::Broken`] with the area `Api` when all challenges together ask for too much.
    pub async fn step_up(
        &self,
        account: &Account,
        scopes: &Scopes,
        challenge: &ClaimsChallenge,
    ) -> Result<StepUp, Error> {
        let _delivery = account.delivery();
        match account.stepped_up_token(scopes, challenge).await {
            Ok(token) => return Ok(StepUp::Token(token)),
            Err(fault) if fault.cause == Cause::InteractionRequired => {}
            Err(fault) => return Err(fault.into_error(None)),
        }
        let terms = account
            .step_up_terms(scopes, challenge)
            .map_err(|fault| fault.into_error(None))?;
        let flow = self.begin(FlowKind::SignIn, terms, Given::default())?;
        Ok(StepUp::SignIn(SignInFlow::new(flow)))
    }
}
