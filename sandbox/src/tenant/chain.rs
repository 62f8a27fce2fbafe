//! Continuation tokens, and the chain that each belongs to (docs/protocol.md 2.1 and 15.1).
//!
//! A chain is one sign-in, sign-up or password reset. Each answer gives a token that stands for a point of the chain. A token goes on working
//! until the chain changes (a factor was proven, or the chain ended): a repeated or failed call may use the token that
//! it has, and an older one dies with the change. The call that made the change is kept with its answer, so that the
//! same call sent twice is answered twice and carried out once.

use uuid::Uuid;

use super::codes::SentCode;
use super::directory::AccountId;
use super::reset_password::{Reset, ResetPoint};
use super::sign_up::{Draft, SignUpPoint};
use crate::bounded::BoundedMap;
use crate::clock::Timestamp;
use crate::random;
use crate::wire::{Answer, Capabilities, ChallengeTypes, WireError};

/// The most chains and tokens that are kept.
const MOST: usize = 5000;

/// Names a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ChainId(u64);

/// Where in a chain a token was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Point {
    /// `/initiate` named the user.
    Initiated,
    /// `/challenge` asked for the first factor.
    FirstFactorAsked,
    /// `/token` asked for a second factor.
    SecondFactorDemanded,
    /// `/introspect` listed the methods.
    SecondFactorListed,
    /// `/challenge` sent a code to one of them.
    SecondFactorAsked,
    /// `/token` asked for a method to be registered.
    RegistrationDemanded,
    /// `/register/v1.0/introspect` listed what can be registered.
    RegistrationListed,
    /// `/register/v1.0/challenge` sent a code to a contact.
    RegistrationAsked,
    /// `/register/v1.0/challenge` found the contact verified before.
    RegistrationPreverified,
    /// `/register/v1.0/continue` registered the method.
    Registered,
    /// Somewhere in a sign-up.
    SignUp(SignUpPoint),
    /// Somewhere in a password reset.
    ResetPassword(ResetPoint),
    /// A sign-up or a reset came to its end; `/token` takes this token.
    Finished,
}

/// What a chain is for. Its points say so too; this is what it keeps on the way.
#[derive(Debug)]
pub(crate) enum Flow {
    SignIn,
    SignUp(Box<Draft>),
    ResetPassword(Reset),
}

/// What goes on when all that was proven for an account counts no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spared {
    Nothing,
    /// The chain that brought it about.
    Chain(ChainId),
    /// Password resets, which are no sign-ins.
    Resets,
}

/// How the first factor was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FirstFactor {
    Password,
    EmailCode,
}

/// One walk through a flow.
#[derive(Debug)]
pub(crate) struct Chain {
    pub(crate) client_id: Uuid,
    /// Whose it is; [`AccountId::NOBODY`] until a sign-up has made the account.
    pub(crate) account: AccountId,
    pub(crate) flow: Flow,
    pub(crate) types: ChallengeTypes,
    pub(crate) capabilities: Capabilities,
    /// Set when the first factor was proven.
    pub(crate) first_factor: Option<FirstFactor>,
    /// The address that the sign-up of this chain verified, which need not be verified again.
    pub(crate) verified_email: Option<String>,
    /// The code that waits.
    pub(crate) code: Option<SentCode>,
    /// How many codes were sent.
    pub(crate) sends: u32,
    changes: u32,
    /// The change from which on tokens are good.
    good_from: u32,
    last_change: Option<Change>,
}

/// The call that changed a chain last, and its answer.
#[derive(Debug)]
struct Change {
    fingerprint: Vec<u8>,
    outcome: Result<Answer, WireError>,
}

#[derive(Debug)]
struct TokenRecord {
    chain: ChainId,
    point: Point,
    change: u32,
    expires: Timestamp,
}

/// A token that was presented and may be used.
#[derive(Debug)]
pub(crate) struct Ticket {
    pub(crate) chain: ChainId,
    pub(crate) point: Point,
    /// Whether the chain changed since the token was given.
    pub(crate) stale: bool,
}

/// All chains and their tokens.
#[derive(Debug)]
pub(crate) struct Chains {
    by_id: BoundedMap<ChainId, Chain>,
    tokens: BoundedMap<String, TokenRecord>,
    started: u64,
}

impl Default for Chains {
    fn default() -> Self {
        Self {
            by_id: BoundedMap::new(MOST),
            tokens: BoundedMap::new(5 * MOST),
            started: 0,
        }
    }
}

impl Chain {
    /// A chain at the start of a sign-in.
    pub(crate) fn new(
        client_id: Uuid,
        account: AccountId,
        types: ChallengeTypes,
        capabilities: Capabilities,
    ) -> Self {
        Self {
            client_id,
            account,
            flow: Flow::SignIn,
            types,
            capabilities,
            first_factor: None,
            verified_email: None,
            code: None,
            sends: 0,
            changes: 0,
            good_from: 0,
            last_change: None,
        }
    }

    /// Makes every token so far stale, and voids the code that waits.
    pub(crate) fn change(&mut self) {
        self.changes += 1;
        self.good_from = self.changes;
        self.code = None;
    }

    /// Makes the tokens good again that were given since the chain had changed `changes` times.
    pub(crate) fn reopen(&mut self, changes: u32) {
        self.good_from = changes;
    }

    /// Keeps the call that made the last change, with its answer.
    pub(crate) fn remember(&mut self, fingerprint: Vec<u8>, outcome: Result<Answer, WireError>) {
        self.last_change = Some(Change {
            fingerprint,
            outcome,
        });
    }

    /// The answer of the last change, if this is the same call again.
    pub(crate) fn repeated(&self, fingerprint: &[u8]) -> Option<Result<Answer, WireError>> {
        self.last_change
            .as_ref()
            .filter(|change| change.fingerprint == fingerprint)
            .map(|change| change.outcome.clone())
    }

    /// How often the chain changed.
    pub(crate) fn changes(&self) -> u32 {
        self.changes
    }
}

impl Chains {
    /// Starts a chain.
    pub(crate) fn start(&mut self, chain: Chain) -> ChainId {
        self.started += 1;
        let id = ChainId(self.started);
        self.by_id.insert(id, chain);
        id
    }

    /// Gives out a token for a point of a chain.
    pub(crate) fn give(&mut self, chain: ChainId, point: Point, expires: Timestamp) -> String {
        let token = random::token();
        let change = self.by_id.get(&chain).map_or(0, Chain::changes);
        self.tokens.insert(
            token.clone(),
            TokenRecord {
                chain,
                point,
                change,
                expires,
            },
        );
        token
    }

    /// Looks a token up. Fails when it is unknown, when another client got it, or when it ran out.
    pub(crate) fn present(
        &self,
        token: &str,
        client_id: Uuid,
        now: Timestamp,
    ) -> Result<Ticket, WireError> {
        let record = self.tokens.get(token).ok_or(WireError::ContinuationToken)?;
        let chain = self
            .by_id
            .get(&record.chain)
            .ok_or(WireError::ContinuationToken)?;
        if chain.client_id != client_id {
            return Err(WireError::ContinuationToken);
        }
        if now >= record.expires {
            return Err(WireError::ExpiredContinuationToken);
        }
        Ok(Ticket {
            chain: record.chain,
            point: record.point,
            stale: record.change < chain.good_from,
        })
    }

    /// Looks up a token that must be fresh.
    pub(crate) fn fresh(
        &self,
        token: &str,
        client_id: Uuid,
        now: Timestamp,
    ) -> Result<Ticket, WireError> {
        let ticket = self.present(token, client_id, now)?;
        if ticket.stale {
            Err(WireError::ContinuationToken)
        } else {
            Ok(ticket)
        }
    }

    /// Ends every chain of `account` in which something was proven, but for what is spared.
    pub(crate) fn revoke(&mut self, account: AccountId, spared: Spared) {
        for (id, chain) in self.by_id.iter_mut() {
            let is_spared = match spared {
                Spared::Nothing => false,
                Spared::Chain(spared) => *id == spared,
                Spared::Resets => matches!(chain.flow, Flow::ResetPassword(_)),
            };
            if chain.account == account && chain.changes > 0 && !is_spared {
                chain.change();
                chain.last_change = None;
            }
        }
    }

    /// A chain.
    pub(crate) fn get(&self, id: ChainId) -> Result<&Chain, WireError> {
        self.by_id.get(&id).ok_or(WireError::ContinuationToken)
    }

    /// A chain, to be changed.
    pub(crate) fn get_mut(&mut self, id: ChainId) -> Result<&mut Chain, WireError> {
        self.by_id.get_mut(&id).ok_or(WireError::ContinuationToken)
    }
}
