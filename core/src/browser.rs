//! A journey through the browser: what the app begins it with and what comes back (RFC 6749,
//! section 4.1.2, RFC 7636, and RFC 8252 for native apps).

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::address::{Parts, is_loopback};
use crate::fault::Cause;
use crate::part::part;
use crate::secret::Secret;

/// The address that the browser comes back to, as the app registration has it: a scheme of the
/// app's own, a claimed `https` address, or `http` on loopback.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RedirectUri(String);

part!(newtype RedirectUri);

impl RedirectUri {
    /// Reads an address. It is kept as it is written: the service compares texts.
    ///
    /// # Errors
    /// [`InvalidRedirectUri`] when it is no absolute address, has a fragment, credentials, anything but visible ASCII
    /// or a parameter that the service's answer has, or is `http` elsewhere than on loopback.
    pub fn parse(text: &str) -> Result<Self, InvalidRedirectUri> {
        let address = Parts::of(text).ok_or(InvalidRedirectUri)?;
        let on_loopback = address.host.is_some_and(is_loopback);
        let forbidden = ["javascript", "data", "file", "about", "blob"]
            .iter()
            .any(|scheme| address.has_scheme(scheme))
            || (address.has_scheme("http") && !on_loopback);
        // A browser writes the rest in another way, and it would not come back as it is registered.
        let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
        // The answer's own would be there a second time, and no callback would be ours.
        let is_an_answers = |name: &str| matches!(name, "code" | "state" | "error");
        let answers = address.parameters().any(|(name, _)| is_an_answers(&name));
        let has_more = address.fragment.is_some() || address.user.is_some();
        if has_more || forbidden || !is_plain || answers {
            return Err(InvalidRedirectUri);
        }
        Ok(Self(text.to_owned()))
    }

    /// The address as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text is no address that a browser could come back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a redirect URI: an absolute address without a fragment, http on loopback alone")]
pub struct InvalidRedirectUri;

/// What the page is told beyond what the flow knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BrowserOptions {
    pub(crate) domain_hint: Option<String>,
    pub(crate) prompt: Option<String>,
}

impl BrowserOptions {
    /// Nothing beyond.
    pub fn new() -> Self {
        Self::default()
    }

    /// Leads straight to an identity provider, such as `Google` or the domain of one, without the
    /// page that asks which.
    #[must_use]
    pub fn domain_hint(mut self, hint: impl Into<String>) -> Self {
        self.domain_hint = Some(hint.into());
        self
    }

    /// The page's `prompt`, such as `login` for who must not be signed in by a cookie.
    #[must_use]
    pub fn prompt(mut self, prompt: impl Into<String>) -> Self {
        self.prompt = Some(prompt.into());
        self
    }
}

/// A journey that has begun. It survives the process with its flow.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Journey {
    /// Comes back with the code: a callback without it is not this journey's.
    #[serde(with = "crate::secret::in_sealed_record")]
    pub(crate) state: Secret,
    /// Comes back in the id token.
    #[serde(with = "crate::secret::in_sealed_record")]
    pub(crate) nonce: Secret,
    /// Proves that who redeems the code began the journey.
    #[serde(with = "crate::secret::in_sealed_record")]
    pub(crate) verifier: Secret,
    pub(crate) redirect_uri: RedirectUri,
}

part!(struct Journey { state, nonce, verifier, redirect_uri });

impl fmt::Debug for Journey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Journey")
    }
}

/// How the page ended.
#[derive(Debug)]
pub(crate) enum Outcome {
    Code(Secret),
    Refused(Cause),
}

/// The longest callback taken in, in bytes. A code has one or two kilobytes.
const LONGEST_CALLBACK: usize = 16 * 1024;

impl Journey {
    /// # Errors
    /// `NoRandomness`.
    pub(crate) fn begin(redirect_uri: RedirectUri) -> Result<Self, Cause> {
        Ok(Self {
            state: random_text()?,
            nonce: random_text()?,
            verifier: random_text()?,
            redirect_uri,
        })
    }

    /// What the page says in `callback`, the whole address that it sent the browser to.
    ///
    /// # Errors
    /// `CallbackNotOurs`: the address is another one, or not the end of this journey.
    pub(crate) fn read(&self, callback: &str) -> Result<Outcome, Cause> {
        if callback.len() > LONGEST_CALLBACK {
            return Err(Cause::CallbackNotOurs);
        }
        let came = Parts::of(callback.trim()).ok_or(Cause::CallbackNotOurs)?;
        if !self.is_at_redirect_uri(&came) || only(&came, "state")?.as_ref() != Some(&self.state) {
            return Err(Cause::CallbackNotOurs);
        }
        match (only(&came, "code")?, only(&came, "error")?) {
            (Some(code), None) if !code.is_blank() => Ok(Outcome::Code(code)),
            (None, Some(error)) => Ok(Outcome::Refused(refusal(error.expose()))),
            _ => Err(Cause::CallbackNotOurs),
        }
    }

    /// The address alone; what the app registration has in its query must be there too.
    fn is_at_redirect_uri(&self, came: &Parts<'_>) -> bool {
        let kept = |pair| came.parameters().any(|other| other == pair);
        Parts::of(self.redirect_uri.as_str())
            .is_some_and(|registered| registered.is_at(came) && registered.parameters().all(kept))
    }
}

/// The parameter `name`, if it is there once.
fn only(address: &Parts<'_>, name: &str) -> Result<Option<Secret>, Cause> {
    let mut found = address.parameters().filter(|(known, _)| known == name);
    let first = found.next().map(|(_, value)| Secret::new(value));
    match found.next() {
        None => Ok(first),
        Some(_) => Err(Cause::CallbackNotOurs),
    }
}

/// The errors of RFC 6749, section 4.1.2.1, and of OpenID Connect Core, section 3.1.2.6.
fn refusal(error: &str) -> Cause {
    match error {
        "access_denied" => Cause::BrowserCancelled,
        "server_error" | "temporarily_unavailable" => Cause::ServerUnavailable,
        "invalid_scope" => Cause::ScopesRejected,
        "unauthorized_client" => Cause::ClientUnauthorized,
        "consent_required" => Cause::ConsentMissing,
        _ => Cause::UnknownRefusal,
    }
}

/// 256 random bits as a text that is fit for an address and for PKCE.
fn random_text() -> Result<Secret, Cause> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|_| Cause::NoRandomness)?;
    Ok(Secret::new(URL_SAFE_NO_PAD.encode(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: &str = "msauth.dev.doorstep://auth";

    fn journey() -> Journey {
        Journey::begin(RedirectUri::parse(HOME).unwrap()).unwrap()
    }

    fn read(journey: &Journey, callback: &str) -> Result<String, Cause> {
        match journey.read(callback)? {
            Outcome::Code(code) => Ok(code.expose().to_owned()),
            Outcome::Refused(cause) => Ok(format!("{cause:?}")),
        }
    }

    #[test]
    fn a_callback_gives_its_code_or_the_pages_refusal() {
        let journey = journey();
        let state = journey.state.expose();
        let code = format!("{HOME}?state={state}&code=c%2B1");
        assert_eq!(read(&journey, &code).unwrap(), "c+1");
        let refused = format!("{HOME}?error=access_denied&state={state}&error_description=x");
        assert_eq!(read(&journey, &refused).unwrap(), "BrowserCancelled");
    }

    #[test]
    fn a_callback_of_another_journey_is_not_ours() {
        let journey = journey();
        let state = journey.state.expose();
        for foreign in [
            format!("{HOME}?code=c"),
            format!("{HOME}?code=c&state=other"),
            format!("{HOME}?code=c&state={state}&state={state}"),
            format!("{HOME}?code=c&code=d&state={state}"),
            format!("{HOME}?code=c&error=access_denied&state={state}"),
            format!("{HOME}?code=&state={state}"),
            format!("{HOME}?state={state}"),
            format!("{HOME}/more?code=c&state={state}"),
            format!("https://elsewhere.example/?code=c&state={state}"),
            format!("{HOME}?state={state}&code={}", "c".repeat(LONGEST_CALLBACK)),
            "not an address".to_owned(),
        ] {
            assert_eq!(
                read(&journey, &foreign),
                Err(Cause::CallbackNotOurs),
                "{foreign}"
            );
        }
    }

    #[test]
    fn what_the_registration_has_in_its_query_must_come_back() {
        let journey = Journey::begin(RedirectUri::parse("https://app.example/back?a=1").unwrap());
        let journey = journey.unwrap();
        let state = journey.state.expose();
        let whole = format!("https://app.example/back?a=1&code=c&state={state}");
        assert_eq!(read(&journey, &whole).unwrap(), "c");
        let without = format!("https://app.example/back?code=c&state={state}");
        assert!(read(&journey, &without).is_err());
    }

    #[test]
    fn only_an_address_that_a_browser_may_come_back_to_is_taken() {
        for good in [
            HOME,
            "msauth://dev.doorstep.sample/Zm9v%3D",
            "https://app.example/back?a=1",
            "http://localhost:4000/back",
            "http://127.0.0.1/",
        ] {
            assert!(RedirectUri::parse(good).is_ok(), "{good}");
        }
        for wrong in [
            "",
            "/back",
            "http://app.example/back",
            "https://app.example/back#top",
            "https://me:secret@app.example/",
            "javascript:alert(1)",
            "file:///etc",
            " https://app.example/back",
            "https://app.example/ba\nck",
            "https://app.example/back?state=1",
            "https://app.example/back?a=1&code=",
        ] {
            assert!(RedirectUri::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_journey_is_hard_to_guess_and_never_printed() {
        let (one, other) = (journey(), journey());
        assert_ne!(one.state, other.state);
        assert!(one.verifier.expose().len() >= 43);
        assert_eq!(format!("{one:?}"), "Journey");
    }
}
