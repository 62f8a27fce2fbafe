//! Access tokens: from memory, or by one refresh at a time (docs/protocol.md 5.7).

use super::account::AccessToken;
use super::grant::cached_token;
use super::state::Session;
use crate::exchange::{Ask, Reply, Terms, TokenGrant};
use crate::fault::{Cause, Fault};
use crate::ids::CorrelationId;
use crate::secret::Secret;
use crate::terms::Scopes;

/// The refresh that ended last.
#[derive(Default)]
pub(super) struct Refresh {
    scopes: Option<Scopes>,
    refused: Option<Fault>,
}

impl Refresh {
    fn brought(&self, wanted: &Scopes) -> bool {
        self.scopes.as_ref() == Some(wanted)
    }
}

impl Session {
    pub(super) async fn access_token(
        &self,
        scopes: &Scopes,
        renew: bool,
    ) -> Result<AccessToken, Fault> {
        let wanted = self.wanted(scopes);
        match self.renewed_in_turn(&wanted, renew).await {
            // A token that is near its end is better than none while the service is out of reach.
            Err(fault) if !renew && fault.cause.may_pass() => self.alive(&wanted).ok_or(fault),
            outcome => outcome,
        }
    }

    /// A token from memory or by a refresh, of which one runs at a time: who waits for it shares
    /// what comes of it.
    async fn renewed_in_turn(&self, wanted: &Scopes, renew: bool) -> Result<AccessToken, Fault> {
        let ended_before = {
            let state = self.state();
            if !state.signed_in {
                return Err(Cause::SignedOut.into());
            }
            state.refreshes
        };
        if !renew && let Some(token) = self.fresh(wanted) {
            return Ok(token);
        }
        let mut last = self.refreshing.lock().await;
        // A refresh that ended while this call waited for it was this call's too.
        let shared = self.state().refreshes != ended_before && last.brought(wanted);
        if shared && let Some(fault) = &last.refused {
            return Err(fault.clone());
        }
        if (shared || !renew)
            && let Some(token) = self.fresh(wanted)
        {
            return Ok(token);
        }
        let outcome = self.refresh(wanted).await;
        *last = Refresh {
            scopes: Some(wanted.clone()),
            refused: outcome.as_ref().err().cloned(),
        };
        self.state().refreshes += 1;
        outcome
    }

    fn fresh(&self, wanted: &Scopes) -> Option<AccessToken> {
        let now = self.tools.clock.now();
        self.cached(wanted, |token| token.is_fresh(now))
    }

    fn alive(&self, wanted: &Scopes) -> Option<AccessToken> {
        let now = self.tools.clock.now();
        self.cached(wanted, |token| token.is_alive(now))
    }

    /// The scopes that name a resource: they decide which token fits. The default ones are in
    /// every request and in every token.
    fn wanted(&self, scopes: &Scopes) -> Scopes {
        let named = scopes.without_defaults();
        if named == Scopes::none() {
            self.state().record.scopes.without_defaults()
        } else {
            named
        }
    }

    async fn refresh(&self, wanted: &Scopes) -> Result<AccessToken, Fault> {
        let terms = Terms {
            scopes: wanted.with_defaults(),
            ..self.terms.clone()
        };
        loop {
            if !self.is_signed_in() {
                return Err(Cause::SignedOut.into());
            }
            let refresh_token = self.state().record.refresh_token.clone();
            let refresh_token = refresh_token.ok_or(Cause::InteractionRequired)?;
            let ask = Ask::Refresh {
                refresh_token: refresh_token.clone(),
            };
            let id = CorrelationId::make_random();
            let wanted_still = || self.is_signed_in();
            let call = self.tools.service.call(&ask, &terms, id, &wanted_still);
            return match call.await {
                Reply::Granted(grant) => self.renewed(*grant, &terms, &refresh_token).await,
                Reply::Refused(fault) if fault.cause == Cause::RefreshRejected => {
                    if self.signed_in_again_since(&refresh_token) {
                        match self.fresh(wanted) {
                            Some(token) => return Ok(token),
                            None => continue,
                        }
                    }
                    if let Err(cause) = self.sign_out().await {
                        cause.log();
                    }
                    Err(fault)
                }
                Reply::Refused(fault) => Err(fault),
                Reply::Browser(_)
                | Reply::SecondFactorDue { .. }
                | Reply::RegistrationDue { .. } => Err(Cause::InteractionRequired.into()),
                _ => Err(Cause::UnexpectedReply.into()),
            };
        }
    }

    /// Whether the session has another refresh token than the one `used`. If not, it ends here
    /// and now, before anybody can sign in to it.
    fn signed_in_again_since(&self, used: &Secret) -> bool {
        let mut state = self.state();
        let again = state.record.refresh_token.as_ref() != Some(used);
        state.signed_in &= again;
        again
    }

    /// Takes in new tokens. They are saved before the access token is handed out, so a process
    /// that dies right after its use does not lose the refresh token that came with it.
    async fn renewed(
        &self,
        mut grant: TokenGrant,
        terms: &Terms,
        used: &Secret,
    ) -> Result<AccessToken, Fault> {
        let (refresh_token, id_token) = (grant.refresh_token.take(), grant.id_token.take());
        let token = cached_token(grant, &terms.scopes, self.tools.clock.now());
        let access_token = AccessToken::of(&token);
        {
            let mut state = self.state();
            // A sign-out or a new sign-in that came meanwhile wins.
            if !state.signed_in {
                return Err(Cause::SignedOut.into());
            }
            if state.record.refresh_token.as_ref() != Some(used) {
                return Ok(access_token);
            }
            state.durable = false;
            let record = &mut state.record;
            record.refresh_token = refresh_token.or_else(|| Some(used.clone()));
            if let Some(id_token) = id_token {
                record.id_token = id_token;
            }
            record.tokens.retain(|old| old.asked != token.asked);
            record.tokens.push(token);
        }
        self.save().await;
        if self.is_signed_in() {
            Ok(access_token)
        } else {
            Err(Cause::SignedOut.into())
        }
    }
}
