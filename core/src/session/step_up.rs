//! More proof for a token: what a challenge adds to a session, without the person or with them.

use super::account::{AccessToken, Account};
use super::claims_challenge::ClaimsChallenge;
use super::id_token::IdClaims;
use super::raise::raised;
use super::record::SessionRecord;
use super::state::Session;
use crate::exchange::Terms;
use crate::fault::{Cause, Fault};
use crate::ids::Username;
use crate::terms::{Claims, Scopes};

impl Account {
    /// A token that answers `challenge`, by a refresh.
    ///
    /// # Errors
    /// `InteractionRequired` where it takes the person: a policy wants more of them, or the
    /// sign-in is too long ago. Whatever else a refresh meets.
    pub(crate) async fn stepped_up_token(
        &self,
        scopes: &Scopes,
        challenge: &ClaimsChallenge,
    ) -> Result<AccessToken, Fault> {
        let session = self.session();
        if !session.is_signed_in() {
            return Err(Cause::SignedOut.into());
        }
        match challenge.claims() {
            Some(claims) if challenge.max_age().is_none() => {
                session.stepped_up_token(scopes, claims).await
            }
            // No refresh makes a sign-in more recent.
            Some(_) | None => Err(Cause::InteractionRequired.into()),
        }
    }

    /// The terms of a sign-in whose tokens answer `challenge`.
    ///
    /// # Errors
    /// `InteractionRequired` where nothing says by what name the person signs in, `ClaimsTooLarge`.
    pub(crate) fn step_up_terms(
        &self,
        scopes: &Scopes,
        challenge: &ClaimsChallenge,
    ) -> Result<Terms, Fault> {
        let session = self.session();
        let wanted = session.wanted(scopes);
        Ok(Terms {
            username: Some(session.username().ok_or(Cause::InteractionRequired)?),
            claims: session.claims_with(&wanted, challenge.claims())?,
            scopes: wanted.with_defaults(),
            step_up: true,
            account: Some(self.id()),
            max_age: challenge.max_age(),
            ..session.terms.clone()
        })
    }
}

impl Session {
    /// The claims that the session carries for `wanted`, and those `asked` besides.
    pub(super) fn claims_with(
        &self,
        wanted: &Scopes,
        asked: Option<&Claims>,
    ) -> Result<Option<Claims>, Cause> {
        let carried = self.state().record.claims_for(wanted);
        raised(carried, asked).map_err(|_| Cause::ClaimsTooLarge)
    }

    /// The name that the person signed in with, or the one that the tenant shows them by.
    fn username(&self) -> Option<Username> {
        let record = self.record();
        record.username.or_else(|| {
            let claims = IdClaims::decode(&record.id_token)?;
            claims.username()?.parse().ok()
        })
    }
}

impl SessionRecord {
    /// The claims that tokens for `wanted` were asked for with.
    pub(super) fn claims_for(&self, wanted: &Scopes) -> Option<Claims> {
        let tokens = self.tokens.iter().filter(|token| token.fits(wanted));
        tokens
            .filter_map(|token| token.claims.as_ref())
            .fold(None, |carried: Option<Claims>, more| {
                raised(carried.clone(), Some(more)).unwrap_or(carried)
            })
    }

    /// Takes in what a step-up was granted: the account's other tokens stay, and so does what
    /// its sign-in was for.
    pub(super) fn step_up(&mut self, granted: Self) {
        self.id_token = granted.id_token;
        self.refresh_token = granted.refresh_token.or(self.refresh_token.take());
        for token in granted.tokens {
            self.tokens.retain(|old| old.asked != token.asked);
            self.tokens.push(token);
        }
    }
}
