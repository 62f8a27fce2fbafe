//! What a client is set up with to have signals.

use std::fmt;
use std::sync::Arc;

use super::header::{self, InvalidHeader};
use super::hook::caught;
use super::policy::{Budgets, FailPolicy, Policies};
use crate::ports::risk::{DataUse, RiskDescriptor, RiskProvider, RiskRoute};

/// What goes along with the requests of a client's flows, and who is asked before they are sent.
///
/// ```
/// use std::sync::Arc;
///
/// use doorstep::ports::risk::{RiskProvider, RiskRoute};
/// use doorstep::signals::{FailPolicy, Signals};
///
/// fn set_up(provider: Arc<dyn RiskProvider>) -> Result<Signals, doorstep::signals::InvalidSignals> {
///     Signals::with_provider(provider, FailPolicy::Open)?.header(
///         "x-attest",
///         "statement",
///         &[RiskRoute::Token],
///     )
/// }
/// ```
#[derive(Clone)]
pub struct Signals {
    pub(super) provider: Option<Provider>,
    pub(super) policies: Policies,
    pub(super) budgets: Budgets,
    pub(super) headers: Vec<AddedHeader>,
    pub(super) routes: Vec<RiskRoute>,
    pub(super) is_legacy: bool,
}

/// A provider, with what it said of itself at the start.
#[derive(Clone)]
pub(super) struct Provider {
    pub(super) host: Arc<dyn RiskProvider>,
    pub(super) id: String,
    pub(super) headers: Vec<String>,
    pub(super) uses: Vec<DataUse>,
}

/// A header that the app adds.
#[derive(Clone)]
pub(super) struct AddedHeader {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) routes: Vec<RiskRoute>,
}

/// Signals can't be set up so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidSignals {
    /// The provider's name is not 1 to 32 of `a-z`, `0-9`, `-`.
    #[error("a risk provider's name is 1 to 32 of a-z, 0-9 and -")]
    ProviderName,
    /// The provider panicked when it was asked who it is.
    #[error("the risk provider does not say who it is")]
    Descriptor,
    /// A header that the app or the provider adds is not allowed.
    #[error(transparent)]
    Header(#[from] InvalidHeader),
    /// Two headers have the same name on one route, or more than 8 are added.
    #[error("each header is added once, and 8 at most")]
    TooMany,
}

/// So many headers are added at most, those of the provider and those of the app.
pub(super) const MOST_HEADERS: usize = 8;

impl Signals {
    /// Signals of the app's own alone: a session for each transaction, and what [`Collected`](super::Collected) holds.
    /// Nobody is asked on the device.
    pub fn without_provider() -> Self {
        Self {
            provider: None,
            policies: Policies::all_but_sms(FailPolicy::Open),
            budgets: Budgets::default(),
            headers: Vec::new(),
            routes: RiskRoute::WATCHED.to_vec(),
            is_legacy: false,
        }
    }

    /// Signals of `provider`, too. Where it does not answer, `policy` says what happens, but for text messages: those are
    /// [`FailPolicy::Closed`], unless [`Signals::sms_policy`] says otherwise.
    ///
    /// # Errors
    /// [`InvalidSignals`] where what the provider says of itself can't be.
    pub fn with_provider(
        provider: Arc<dyn RiskProvider>,
        policy: FailPolicy,
    ) -> Result<Self, InvalidSignals> {
        let said = caught(|| provider.descriptor()).map_err(|_| InvalidSignals::Descriptor)?;
        let RiskDescriptor { id, headers, uses } = said;
        let is_plain = |sign: u8| matches!(sign, b'a'..=b'z' | b'0'..=b'9' | b'-');
        if !(1..=32).contains(&id.len()) || !id.bytes().all(is_plain) {
            return Err(InvalidSignals::ProviderName);
        }
        let headers: Result<Vec<_>, _> = headers.iter().map(|name| header::name(name)).collect();
        let signals = Self {
            provider: Some(Provider {
                host: provider,
                id,
                headers: headers?,
                uses,
            }),
            policies: Policies::all_but_sms(policy),
            ..Self::without_provider()
        };
        signals.checked()
    }

    /// What happens to a text message where the provider does not answer.
    #[must_use]
    pub fn sms_policy(mut self, policy: FailPolicy) -> Self {
        self.policies.sms = policy;
        self
    }

    /// What happens to a new account where the provider does not answer.
    #[must_use]
    pub fn sign_up_policy(mut self, policy: FailPolicy) -> Self {
        self.policies.sign_up = policy;
        self
    }

    /// How long the provider's calls may take.
    #[must_use]
    pub fn budgets(mut self, budgets: Budgets) -> Self {
        self.budgets = budgets;
        self
    }

    /// The routes whose requests bear the session and the signals, in place of [`RiskRoute::WATCHED`].
    #[must_use]
    pub fn routes(mut self, routes: &[RiskRoute]) -> Self {
        self.routes = routes.to_vec();
        self
    }

    /// Sends the session as `session_id`, too, for what was built after Microsoft's sample (docs/risk.md 2.2). Its
    /// `email_id` is never sent: an address does not belong in a header.
    #[must_use]
    pub fn legacy_session_header(mut self, wanted: bool) -> Self {
        self.is_legacy = wanted;
        self
    }

    /// Adds a header of the app's own to the requests of `routes`. It goes without consent, so it must tell nothing of
    /// the person or the device.
    ///
    /// # Errors
    /// [`InvalidSignals`] where the name or the value is not allowed, or there are too many.
    pub fn header(
        mut self,
        name: &str,
        value: impl Into<String>,
        routes: &[RiskRoute],
    ) -> Result<Self, InvalidSignals> {
        self.headers.push(AddedHeader {
            name: header::name(name)?,
            value: header::value(value.into())?,
            routes: routes.to_vec(),
        });
        self.checked()
    }

    fn checked(self) -> Result<Self, InvalidSignals> {
        let of_provider = self.provider.iter().flat_map(|provider| &provider.headers);
        let mut names: Vec<&String> = of_provider.collect();
        names.extend(self.headers.iter().map(|added| &added.name));
        let is_twice = |(at, name): (usize, &&String)| names[..at].contains(name);
        if names.len() > MOST_HEADERS || names.iter().enumerate().any(is_twice) {
            return Err(InvalidSignals::TooMany);
        }
        Ok(self)
    }
}

impl fmt::Debug for Signals {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let provider = self.provider.as_ref().map(|provider| &provider.id);
        formatter
            .debug_struct("Signals")
            .field("provider", &provider)
            .field("policies", &self.policies)
            .field("budgets", &self.budgets)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::BoxFuture;
    use crate::ports::risk::{RiskFault, RiskJourney, RiskSession};

    struct Named(&'static str, &'static [&'static str]);

    impl RiskProvider for Named {
        fn descriptor(&self) -> RiskDescriptor {
            assert!(self.0 != "panics", "on purpose");
            RiskDescriptor {
                id: self.0.to_owned(),
                headers: self.1.iter().map(|name| (*name).to_owned()).collect(),
                uses: vec![DataUse::Device],
            }
        }

        fn begin(
            &self,
            session: RiskSession,
            _: RiskJourney,
        ) -> BoxFuture<'_, Result<String, RiskFault>> {
            Box::pin(std::future::ready(Ok(session.to_string())))
        }
    }

    fn with(id: &'static str, headers: &'static [&'static str]) -> Result<Signals, InvalidSignals> {
        Signals::with_provider(Arc::new(Named(id, headers)), FailPolicy::Open)
    }

    #[test]
    fn what_a_provider_says_of_itself_is_checked_at_the_start() {
        assert!(with("tmx", &["X-Px-Authorization"]).is_ok());
        assert_eq!(with("", &[]).unwrap_err(), InvalidSignals::ProviderName);
        assert_eq!(with("a b", &[]).unwrap_err(), InvalidSignals::ProviderName);
        assert_eq!(with("panics", &[]).unwrap_err(), InvalidSignals::Descriptor);
        let reserved = InvalidSignals::Header(InvalidHeader::Reserved);
        assert_eq!(with("tmx", &["x-ms-a"]).unwrap_err(), reserved);
        assert_eq!(with("tmx", &["x-risk-session"]).unwrap_err(), reserved);
    }

    #[test]
    fn a_header_of_the_app_is_checked_when_it_is_registered() {
        let add = |name, value: &str| {
            Signals::without_provider().header(name, value, &[RiskRoute::Token])
        };
        assert!(add("x-attest", "a").is_ok());
        let wrong = |outcome: Result<Signals, InvalidSignals>| outcome.unwrap_err();
        assert_eq!(
            wrong(add("attest", "a")),
            InvalidSignals::Header(InvalidHeader::Name)
        );
        assert_eq!(
            wrong(add("x-attest", "a\r\nb: c")),
            InvalidSignals::Header(InvalidHeader::Value)
        );
    }

    #[test]
    fn a_header_is_added_once_and_not_beside_the_providers() {
        let routes = &[RiskRoute::Token];
        let twice = with("tmx", &["x-a"]).unwrap().header("X-A", "1", routes);
        assert_eq!(twice.unwrap_err(), InvalidSignals::TooMany);
        let mut signals = Signals::without_provider();
        for number in 0..MOST_HEADERS {
            signals = signals.header(&format!("x-{number}"), "1", routes).unwrap();
        }
        let more = signals.header("x-more", "1", routes);
        assert_eq!(more.unwrap_err(), InvalidSignals::TooMany);
    }

    #[test]
    fn text_messages_are_closed_unless_said_otherwise() {
        let signals = with("tmx", &[]).unwrap();
        assert_eq!(signals.policies.sms, FailPolicy::Closed);
        assert_eq!(signals.policies.token, FailPolicy::Open);
        let open = signals.sms_policy(FailPolicy::Open);
        assert_eq!(open.policies.sms, FailPolicy::Open);
    }
}
