//! Access tokens: from memory, or by one refresh at a time (docs/protocol.md 5.7).

use super::account::AccessToken;
use super::grant::cached_token;
use super::raise::holds;
use super::record::CachedToken;
use super::state::Session;
use crate::exchange::{Ask, Reply, Terms, TokenGrant};
use crate::fault::{Cause, Fault};
use crate::ids::CorrelationId;
use crate::ports::events::{Event, TokenSource};
use crate::secret::Secret;
use crate::terms::{Claims, Scopes};

/// What a caller wants a token for.
#[derive(Clone, PartialEq, Eq)]
struct Wanted {
    /// Those that name a resource.
    scopes: Scopes,
    /// What a challenge asks for, beside what the session carries.
    claims: Option<Claims>,
}

/// The refreshes that ended: of each kind the last one. Who waits looks here for what became of
/// the one waited for, whoever else had a turn in between.
#[derive(Default)]
pub(super) struct Refreshes(Vec<Ended>);

struct Ended {
    /// Which one it was, counted from 1.
    number: u64,
    wanted: Wanted,
    refused: Option<Fault>,
}

/// More kinds than callers wait for at a time. One that is forgotten costs a request.
const MOST_KINDS: usize = 32;

impl Refreshes {
    fn after(&self, number: u64, wanted: &Wanted) -> Option<&Ended> {
        let mut later = self.0.iter().filter(|ended| ended.number > number);
        later.find(|ended| ended.wanted == *wanted)
    }

    fn note(&mut self, ended: Ended) {
        self.0.retain(|older| older.wanted != ended.wanted);
        if self.0.len() == MOST_KINDS {
            self.0.remove(0);
        }
        self.0.push(ended);
    }
}

/// A token, and where it came from.
type Given = (AccessToken, TokenSource);

type Outcome = Result<Given, Fault>;

impl Session {
    pub(super) async fn access_token(&self, scopes: &Scopes) -> Result<AccessToken, Fault> {
        let wanted = Wanted {
            scopes: self.wanted(scopes),
            claims: None,
        };
        let outcome = match self.renewed_in_turn(&wanted, false).await {
            // A token that is near its end is better than none while the service is out of reach.
            Err(fault) if fault.cause.may_pass() => self.alive(&wanted).ok_or(fault),
            outcome => outcome,
        };
        self.given(outcome)
    }

    /// As [`Session::access_token`], always by a refresh.
    pub(super) async fn refreshed_token(&self, scopes: &Scopes) -> Result<AccessToken, Fault> {
        let wanted = Wanted {
            scopes: self.wanted(scopes),
            claims: None,
        };
        let outcome = self.renewed_in_turn(&wanted, true).await;
        self.given(outcome)
    }

    /// As [`Session::refreshed_token`], with `claims` that the session keeps from then on.
    pub(super) async fn stepped_up_token(
        &self,
        scopes: &Scopes,
        claims: &Claims,
    ) -> Result<AccessToken, Fault> {
        let wanted = Wanted {
            scopes: self.wanted(scopes),
            claims: Some(claims.clone()),
        };
        let outcome = self.renewed_in_turn(&wanted, true).await;
        self.given(outcome)
    }

    /// Tells of a token that is about to be handed out.
    fn given(&self, outcome: Outcome) -> Result<AccessToken, Fault> {
        outcome.map(|(token, from)| {
            self.tools.outbox.put(Event::TokenGiven { from });
            token
        })
    }

    /// A token from memory or by a refresh, of which one runs at a time: who waits for it shares
    /// what comes of it.
    async fn renewed_in_turn(&self, wanted: &Wanted, renew: bool) -> Outcome {
        let (ended_before, is_settled) = {
            let state = self.state();
            if !state.signed_in {
                return Err(Cause::SignedOut.into());
            }
            (state.refreshes, state.is_settled())
        };
        if !renew
            && is_settled
            && let Some(token) = self.fresh(wanted)
        {
            return Ok(token);
        }
        let mut ended = self.refreshing.lock().await;
        // A call that was dropped may have left what it brought unsaved.
        self.settle().await;
        // A refresh that ended while this call waited for it was this call's too.
        let shared = ended.after(ended_before, wanted);
        let brought = shared.is_some_and(|shared| shared.refused.is_none());
        if (brought || !renew)
            && let Some(token) = self.fresh(wanted)
        {
            return Ok(token);
        }
        if let Some(fault) = shared.and_then(|shared| shared.refused.clone()) {
            return Err(fault);
        }
        let outcome = self.refresh(wanted).await;
        let number = self.state().count_refresh();
        ended.note(Ended {
            number,
            wanted: wanted.clone(),
            refused: outcome.as_ref().err().cloned(),
        });
        outcome
    }

    fn fresh(&self, wanted: &Wanted) -> Option<Given> {
        let now = self.tools.clock.now();
        let good = |token: &CachedToken| {
            token.is_fresh(now) && holds(token.claims.as_ref(), wanted.claims.as_ref())
        };
        let token = self.cached(&wanted.scopes, good)?;
        Some((token, TokenSource::Cache))
    }

    fn alive(&self, wanted: &Wanted) -> Option<Given> {
        let now = self.tools.clock.now();
        let token = self.cached(&wanted.scopes, |token| token.is_alive(now))?;
        Some((token, TokenSource::Cache))
    }

    /// The scopes that name a resource: they decide which token fits. The default ones are in
    /// every request and in every token.
    pub(super) fn wanted(&self, scopes: &Scopes) -> Scopes {
        let named = scopes.without_defaults();
        if named == Scopes::none() {
            self.state().record.scopes.without_defaults()
        } else {
            named
        }
    }

    async fn refresh(&self, wanted: &Wanted) -> Outcome {
        loop {
            let terms = Terms {
                scopes: wanted.scopes.with_defaults(),
                claims: self.claims_with(&wanted.scopes, wanted.claims.as_ref())?,
                ..self.terms.clone()
            };
            let refresh_token = self.state().refresh_token()?;
            let ask = Ask::Refresh {
                refresh_token: refresh_token.clone(),
            };
            let id = CorrelationId::make_random();
            let wanted_still = || self.is_signed_in();
            let call = self
                .tools
                .service
                .call(&ask, &terms, id, &[], &wanted_still);
            let reply = call.await;
            return match reply {
                Reply::Granted(grant) => self.renewed(*grant, &terms, &refresh_token, wanted).await,
                Reply::Refused(fault) if fault.cause == Cause::RefreshRejected => {
                    if !self.ends_with(&refresh_token) {
                        match self.fresh(wanted) {
                            Some(token) => return Ok(token),
                            None => continue,
                        }
                    }
                    if let Err(cause) = self.remove_record().await {
                        cause.log();
                    }
                    Err(fault)
                }
                Reply::Refused(_) if !self.is_signed_in() => Err(Cause::SignedOut.into()),
                Reply::Refused(fault) => Err(fault),
                Reply::Browser(_)
                | Reply::SecondFactorDue { .. }
                | Reply::RegistrationDue { .. } => Err(Cause::InteractionRequired.into()),
                _ => Err(Cause::UnexpectedReply.into()),
            };
        }
    }

    /// Ends the session here and now, before anybody can sign in to it, unless somebody has: then
    /// it has another refresh token than the one `used`. Says whether it ended.
    fn ends_with(&self, used: &Secret) -> bool {
        let mut state = self.state();
        let is_over = state.record.refresh_token.as_ref() == Some(used);
        if is_over {
            state.end();
        }
        is_over
    }

    /// Takes in new tokens. They are saved before the access token is handed out, so a process
    /// that dies right after its use does not lose the refresh token that came with it.
    async fn renewed(
        &self,
        mut grant: TokenGrant,
        terms: &Terms,
        used: &Secret,
        wanted: &Wanted,
    ) -> Outcome {
        let (refresh_token, id_token) = (grant.refresh_token.take(), grant.id_token.take());
        let token = cached_token(grant, terms, self.tools.clock.now());
        let given = (AccessToken::of(&token), TokenSource::Refresh);
        {
            let mut state = self.state();
            // A sign-out or a new sign-in that came meanwhile wins.
            if !state.signed_in {
                return Err(Cause::SignedOut.into());
            }
            if state.record.refresh_token.as_ref() != Some(used) {
                drop(state);
                return Ok(self.fresh(wanted).unwrap_or(given));
            }
            state.change();
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
            Ok(given)
        } else {
            Err(Cause::SignedOut.into())
        }
    }
}
