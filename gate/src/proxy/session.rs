//! What a client says about its risk session (docs/risk.md 7).

use axum::http::HeaderMap;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde_json::{Map, Value};

use crate::decide::SessionState;
use crate::provider::SessionHeader;

/// The longest signals that are handed on, decoded.
const LONGEST_SIGNALS: usize = 4 * 1024;
const SIGNALS: &str = "x-risk-signals";
/// The longest proof of a solved challenge.
const LONGEST_PROOF: usize = 4 * 1024;
const PROOF: &str = "x-risk-proof";

/// The session of a call.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Session {
    /// One that a provider can be asked with.
    Present(String),
    /// None.
    Missing,
    /// Several, or no session.
    Malformed,
}

impl Session {
    /// Reads the header in which the provider's sessions travel. It `takes` those that it can be asked about.
    pub(super) fn read(
        headers: &HeaderMap,
        header: SessionHeader,
        takes: impl Fn(&str) -> bool,
    ) -> Self {
        let mut values = headers.get_all(header.name()).iter();
        let (first, second) = (values.next(), values.next());
        match (first.map(|value| value.to_str()), second) {
            (None, _) => Self::Missing,
            (Some(Ok(text)), None) if takes(text) => Self::Present(text.to_owned()),
            (Some(Ok(_) | Err(_)), _) => Self::Malformed,
        }
    }

    pub(super) fn state(&self) -> SessionState {
        match self {
            Self::Present(_) => SessionState::Present,
            Self::Missing => SessionState::Missing,
            Self::Malformed => SessionState::Malformed,
        }
    }
}

/// The client's signals, if they are an object of a decent size.
pub(super) fn signals(headers: &HeaderMap) -> Option<Map<String, Value>> {
    let text = headers.get(SIGNALS)?.to_str().ok()?;
    if text.len() > LONGEST_SIGNALS * 2 {
        return None;
    }
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
    if bytes.len() > LONGEST_SIGNALS {
        return None;
    }
    serde_json::from_slice(&bytes).ok()
}

/// What the client got for solving a challenge, if it is one text of plain letters. The provider judges it.
pub(super) fn proof(headers: &HeaderMap) -> Option<String> {
    let mut values = headers.get_all(PROOF).iter();
    let (first, None) = (values.next()?, values.next()) else {
        return None;
    };
    let text = first.to_str().ok()?;
    let is_plain = text.bytes().all(|letter| letter.is_ascii_graphic());
    (is_plain && (1..=LONGEST_PROOF).contains(&text.len())).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_stands_once_and_is_of_plain_letters() {
        let read = |values: &[&str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(PROOF, value.parse().unwrap());
            }
            proof(&headers)
        };
        assert_eq!(read(&["p-1"]).as_deref(), Some("p-1"));
        let long = "p".repeat(LONGEST_PROOF + 1);
        for wrong in [&[][..], &[""], &["a b"], &["a", "a"], &[&long]] {
            assert_eq!(read(wrong), None, "{wrong:?}");
        }
    }

    fn read(values: &[&str], header: SessionHeader) -> SessionState {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header.name(), value.parse().unwrap());
        }
        Session::read(&headers, header, |text| header.fits(text)).state()
    }

    #[test]
    fn a_session_stands_once_and_is_of_plain_letters() {
        let own = SessionHeader::RiskSession;
        let id = "5f0c1a2b3c4d5e6f708192a3b4c5d6e7";
        assert_eq!(read(&[id], own), SessionState::Present);
        assert_eq!(read(&[], own), SessionState::Missing);
        let long = "a".repeat(129);
        for wrong in [
            "",
            "short",
            "a b c d e f g h i j",
            "5f0c1a2b3c4d5e6f;x=1234567",
            &long,
            "\u{e9}5f0c1a2b3c4d5e6f",
        ] {
            assert_eq!(read(&[wrong], own), SessionState::Malformed, "{wrong}");
        }
        assert_eq!(read(&[id, id], own), SessionState::Malformed);
    }

    #[test]
    fn a_single_letter_says_that_the_vendors_software_failed() {
        let header = SessionHeader::PxAuthorization;
        assert_eq!(read(&["3:token"], header), SessionState::Present);
        assert_eq!(read(&["2"], header), SessionState::Malformed);
    }

    #[test]
    fn signals_are_an_object_or_nothing() {
        let with = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(SIGNALS, text.parse().unwrap());
            signals(&headers)
        };
        let encoded = BASE64_URL_SAFE_NO_PAD.encode(r#"{"schema":1}"#);
        assert_eq!(with(&encoded).unwrap()["schema"], 1);
        assert_eq!(with(&BASE64_URL_SAFE_NO_PAD.encode("[1]")), None);
        assert_eq!(with("***"), None);
        let long = format!(r#"{{"a":"{}"}}"#, "x".repeat(LONGEST_SIGNALS));
        assert_eq!(with(&BASE64_URL_SAFE_NO_PAD.encode(long)), None);
    }
}
