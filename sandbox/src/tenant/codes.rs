//! One-time codes: made, sent, checked (docs/protocol.md 2.4).

use super::chain::{Chain, ChainId, Flow, Point, Ticket};
use super::directory::AccountId;
use super::lockout::Secret;
use super::{Call, Tenant, sms};
use crate::clock::Timestamp;
use crate::model::{App, Channel, Mail, NewMethod, Purpose};
use crate::random;
use crate::wire::{Answer, CodeSent, WireError, masked};

/// A code that was sent and waits.
#[derive(Debug)]
pub(crate) struct SentCode {
    value: String,
    purpose: Purpose,
    channel: Channel,
    target: String,
    expires: Timestamp,
    /// Codes that this one replaced.
    voided: Vec<String>,
}

impl SentCode {
    /// Where the code went, as a method.
    pub(super) fn destination(&self) -> NewMethod {
        NewMethod {
            channel: self.channel,
            target: self.target.clone(),
        }
    }
}

impl Chain {
    /// What a code is worth. The right one is used up when the chain changes.
    fn verdict(&self, purpose: Purpose, given: &str, now: Timestamp) -> Result<(), WireError> {
        match self.code.as_ref().filter(|code| code.purpose == purpose) {
            Some(code) if code.value == given && now < code.expires => Ok(()),
            Some(code) if code.value == given || code.voided.iter().any(|old| old == given) => {
                Err(WireError::StaleCode)
            }
            _ => Err(WireError::WrongCode),
        }
    }
}

/// Where a code goes, and why.
pub(super) struct Destination<'a> {
    pub(super) channel: Channel,
    pub(super) target: &'a str,
    pub(super) purpose: Purpose,
}

impl Tenant {
    /// Sends a code to `destination`, and moves the chain of `ticket` on to `point`. Fails when the contact is blocked or
    /// its region closed, and when there were too many codes; the chain then stays where it is. A risky number can end in
    /// a redirect.
    pub(super) fn challenge_by_code(
        &mut self,
        call: &Call<'_>,
        app: &App,
        ticket: &Ticket,
        destination: &Destination<'_>,
        point: Point,
    ) -> Result<Answer, WireError> {
        let by_sms = destination.channel == Channel::Sms;
        if by_sms {
            if let Some(redirect) = sms::admit(&self.policies.sms, destination.target)? {
                return Ok(redirect);
            }
            let limits = self.policies.sms.limits;
            self.messages
                .check(limits, call.caller, destination.target, call.now)?;
        }
        let sent = self.send_code(ticket.chain, app, destination, call.now)?;
        if by_sms {
            self.messages
                .count(call.caller, destination.target, call.now);
        }
        let expires = self.token_expiry(call);
        let token = self.chains.give(ticket.chain, point, expires);
        Ok(match destination.purpose {
            Purpose::Registration => Answer::ContactCodeSent { token, sent },
            _ => Answer::CodeSent { token, sent },
        })
    }

    /// Sends a code for the chain; it voids the one before. Fails when the chain had too many.
    fn send_code(
        &mut self,
        id: ChainId,
        app: &App,
        destination: &Destination<'_>,
        now: Timestamp,
    ) -> Result<CodeSent, WireError> {
        let policy = self.policies.codes;
        let Destination {
            channel,
            target,
            purpose,
        } = *destination;
        let length = app.code_length.unwrap_or(policy.length);
        let chain = self.chains.get_mut(id)?;
        if chain.sends >= policy.most_sends {
            return Err(WireError::TooManyCodes);
        }
        chain.sends += 1;
        let mut voided = Vec::new();
        if let Some(before) = chain.code.take() {
            voided = before.voided;
            voided.push(before.value);
        }
        let value = random::digits(length);
        chain.code = Some(SentCode {
            value: value.clone(),
            purpose,
            channel,
            target: target.to_owned(),
            expires: now.plus(policy.lifetime),
            voided,
        });
        let username = self
            .directory
            .get(chain.account)
            .map_or_else(|| target.to_owned(), |account| account.username.clone());
        let mail = Mail {
            to: target.to_owned(),
            channel,
            code: value,
            purpose,
            at: now.rfc3339(),
        };
        self.deliver(username, mail);
        Ok(CodeSent {
            channel,
            label: masked(channel, target),
            length,
            interval: app.code_interval.or(policy.interval),
        })
    }

    /// Checks a code. A wrong one counts towards the lockout of the account. The code of a reset is taken although wrong
    /// passwords locked the account: a reset is the way out of that.
    pub(super) fn check_code(
        &mut self,
        id: ChainId,
        account: AccountId,
        purpose: Purpose,
        given: &str,
        now: Timestamp,
    ) -> Result<(), WireError> {
        let policy = self.policies.lockout;
        let verdict = self.chains.get(id)?.verdict(purpose, given, now);
        let account = self.directory.get_mut(account).ok_or(WireError::UserGone)?;
        match purpose {
            Purpose::PasswordReset => account.lockouts.check_codes(now)?,
            _ => account.lockouts.check(now)?,
        }
        account
            .lockouts
            .count(Secret::Code, verdict.is_ok(), policy, now);
        verdict
    }

    /// Checks the code of a sign-up. There is no account yet, so the chain itself counts wrong ones.
    pub(super) fn check_sign_up_code(
        &mut self,
        id: ChainId,
        given: &str,
        now: Timestamp,
    ) -> Result<(), WireError> {
        let policy = self.policies.lockout;
        let chain = self.chains.get_mut(id)?;
        let verdict = chain.verdict(Purpose::SignUp, given, now);
        let Flow::SignUp(draft) = &mut chain.flow else {
            return Err(WireError::ContinuationToken);
        };
        draft.lockouts.check(now)?;
        draft
            .lockouts
            .count(Secret::Code, verdict.is_ok(), policy, now);
        verdict
    }
}
