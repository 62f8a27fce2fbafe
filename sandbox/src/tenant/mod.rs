//! The tenant: everything that changes while the sandbox runs, and the endpoints that change it.
//!
//! An endpoint is a plain function of the tenant and a [`Call`]. It runs under one lock and never waits, so that two
//! calls cannot get in each other's way. Each flow has its own file; a flow knows no other flow, only what they share.

mod bridge;
mod browser;
mod chain;
mod client;
mod codes;
mod conditional_access;
mod directory;
mod discovery;
mod grant;
mod groups;
mod lockout;
mod mfa;
mod once;
mod own_name;
mod passwords;
mod register;
mod replica;
mod reset_password;
mod session;
mod sign_in;
mod sign_up;
mod sms;
mod token;
#[cfg(test)]
mod walk;
#[cfg(test)]
mod walk_accounts;

use std::net::IpAddr;

use uuid::Uuid;

use crate::bounded::Ring;
use crate::clock::Timestamp;
use crate::key::SigningKey;
use crate::model::{Apps, GroupSeed, Mail, Policies, Seed, SignIn, TenantSeed};
use crate::wire::{Answer, Endpoint, Form, WireError};

use browser::Browsers;
use chain::Chains;
use directory::Directory;
use session::RefreshTokens;
use sms::SentMessages;

pub(crate) use chain::Spared;
pub(crate) use directory::{Account, AccountId};
pub(crate) use discovery::Site;
pub(crate) use grant::sign;

/// The most mails and sign-ins that are kept.
const MOST_RECORDS: usize = 2000;

/// Everything that changes while the sandbox runs.
pub(crate) struct Tenant {
    pub(crate) names: TenantSeed,
    pub(crate) registrations: Apps,
    pub(crate) policies: Policies,
    pub(crate) directory: Directory,
    groups: Vec<GroupSeed>,
    pub(crate) sign_ins: Ring<SignIn>,
    mailbox: Ring<Delivery>,
    browsers: Browsers,
    chains: Chains,
    messages: SentMessages,
    refresh_tokens: RefreshTokens,
}

/// A mail, and whose it is.
struct Delivery {
    username: String,
    mail: Mail,
}

/// One request to an endpoint.
pub(crate) struct Call<'a> {
    pub(crate) form: &'a Form,
    pub(crate) now: Timestamp,
    pub(crate) correlation: Uuid,
    /// The address that it came from.
    pub(crate) caller: IpAddr,
    /// Whether a page of another origin sent it, or may have: nothing says where a link stood.
    pub(crate) from_elsewhere: bool,
}

impl Tenant {
    /// A tenant as the seed describes it. The seed has been checked.
    pub(crate) fn new(seed: &Seed) -> Self {
        let mut directory = Directory::default();
        for user in &seed.users {
            if let Err(error) = directory.add(user.clone(), &seed.tenant) {
                tracing::error!(field = error.field, "a user of a checked seed was refused");
            }
        }
        Self {
            names: seed.tenant.clone(),
            registrations: seed.registrations.clone(),
            policies: seed.policies.clone(),
            directory,
            groups: seed.groups.clone(),
            sign_ins: Ring::new(MOST_RECORDS),
            mailbox: Ring::new(MOST_RECORDS),
            browsers: Browsers::default(),
            chains: Chains::default(),
            messages: SentMessages::default(),
            refresh_tokens: RefreshTokens::default(),
        }
    }

    /// Answers a request that was posted to `endpoint`, or one for a document. Tokens are to be
    /// signed yet, with [`sign`]: not while the tenant is locked.
    pub(crate) fn answer(
        &mut self,
        endpoint: Endpoint,
        call: &Call<'_>,
        site: &Site<'_>,
        key: &SigningKey,
    ) -> Result<Answer, WireError> {
        match endpoint {
            Endpoint::Initiate => sign_in::initiate(self, call),
            Endpoint::Challenge => sign_in::challenge(self, call),
            Endpoint::Introspect => mfa::introspect(self, call),
            Endpoint::Token => token::token(self, call),
            Endpoint::RegisterIntrospect => register::introspect(self, call),
            Endpoint::RegisterChallenge => register::challenge(self, call),
            Endpoint::RegisterContinue => register::proceed(self, call),
            Endpoint::SignUpStart => sign_up::start(self, call),
            Endpoint::SignUpChallenge => sign_up::challenge(self, call),
            Endpoint::SignUpContinue => sign_up::proceed(self, call),
            Endpoint::ResetStart => reset_password::start(self, call),
            Endpoint::ResetChallenge => reset_password::challenge(self, call),
            Endpoint::ResetContinue => reset_password::proceed(self, call),
            Endpoint::ResetSubmit => reset_password::submit(self, call),
            Endpoint::ResetPoll => reset_password::poll(self, call),
            Endpoint::Authorize => browser::authorize(self, call, site),
            Endpoint::Discovery => Ok(discovery::configuration(self, site)),
            Endpoint::Keys => Ok(discovery::keys(key)),
        }
    }

    /// Puts a message into the mailbox.
    pub(crate) fn deliver(&mut self, username: String, mail: Mail) {
        self.mailbox.push(Delivery { username, mail });
    }

    /// Mail, oldest first, for a username or a target, and by channel.
    pub(crate) fn mail(
        &self,
        to: Option<&str>,
        channel: Option<crate::model::Channel>,
    ) -> Vec<Mail> {
        let to = to.map(str::to_lowercase);
        self.mailbox
            .iter()
            .filter(|delivery| {
                to.as_ref().is_none_or(|to| {
                    delivery.username.to_lowercase() == *to
                        || delivery.mail.to.to_lowercase() == *to
                })
            })
            .filter(|delivery| channel.is_none_or(|channel| delivery.mail.channel == channel))
            .map(|delivery| delivery.mail.clone())
            .collect()
    }

    /// The issuer of its tokens.
    pub(crate) fn issuer(&self) -> String {
        discovery::issuer(self.names.id)
    }

    /// Whether a path segment means this tenant under the given host (docs/protocol.md 1.1).
    pub(crate) fn is_called(&self, segment: &str, host: &str) -> bool {
        let host = host.rsplit_once(':').map_or(host, |(name, _)| name);
        let by_id = segment.eq_ignore_ascii_case(&self.names.id.to_string());
        let by_name = segment.eq_ignore_ascii_case(&self.names.name());
        if let Some(subdomain) = host.to_ascii_lowercase().strip_suffix(".ciamlogin.com") {
            return (by_id || by_name) && subdomain == self.names.subdomain;
        }
        let custom = self
            .names
            .custom_domains
            .iter()
            .any(|domain| domain.eq_ignore_ascii_case(host));
        by_id || (by_name && !custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_decides_which_names_of_the_tenant_work() {
        let tenant = Tenant::new(&Seed::contoso());
        let id = tenant.names.id.to_string();
        for (segment, host, known) in [
            ("contoso.onmicrosoft.com", "127.0.0.1:4000", true),
            ("Contoso.OnMicrosoft.com", "localhost", true),
            (id.as_str(), "[::1]:4000", true),
            (id.as_str(), "contoso.ciamlogin.com", true),
            (id.as_str(), "fabrikam.ciamlogin.com", false),
            (id.as_str(), "login.contoso.example", true),
            (
                "contoso.onmicrosoft.com",
                "login.contoso.example:443",
                false,
            ),
            ("fabrikam.onmicrosoft.com", "127.0.0.1", false),
            ("oauth2", "127.0.0.1", false),
        ] {
            assert_eq!(
                tenant.is_called(segment, host),
                known,
                "{segment} at {host}"
            );
        }
    }
}
