//! Reading a form so that no server behind the gate can read it otherwise.
//!
//! A name that stands twice, or that another reader would fold into a name of the protocol, may mean one thing here and
//! another there. Such a form is refused.

/// The members of a request, in order.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Form(Vec<(String, String)>);

/// The body cannot be read in one way only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BadForm;

/// The most members that a form may have.
const MOST: usize = 64;

impl Form {
    /// Reads a body.
    pub(super) fn parse(body: &[u8]) -> Result<Self, BadForm> {
        let text = std::str::from_utf8(body).map_err(|_| BadForm)?;
        if text.contains(|letter: char| letter.is_control()) || has_broken_escape(text) {
            return Err(BadForm);
        }
        let mut members: Vec<(String, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            let is_double = members
                .iter()
                .any(|(known, _)| known.eq_ignore_ascii_case(&name));
            if is_double || !is_plain(&name) || members.len() == MOST {
                return Err(BadForm);
            }
            // Bytes that are no text would have been replaced, and read as something else behind.
            if value.contains('\u{fffd}') {
                return Err(BadForm);
            }
            members.push((name.into_owned(), value.into_owned()));
        }
        Ok(Self(members))
    }

    /// A member's value. Empty ones count as absent, as for the service (docs/protocol.md 1.3).
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// Whether there is a member of that name, whatever its value.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// Gives a member another value, or adds it.
    pub(super) fn set(&mut self, name: &str, value: String) {
        self.0.retain(|(known, _)| known != name);
        self.0.push((name.to_owned(), value));
    }

    /// The body.
    pub(super) fn encoded(&self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        out.extend_pairs(&self.0);
        out.finish()
    }
}

/// Names of the protocol are of small letters. The official clients add some of their own, which begin with `x-` in
/// either case and have capitals.
fn is_plain(name: &str) -> bool {
    let is_client_s = name.starts_with("x-") || name.starts_with("X-");
    let fits = |letter: u8| {
        letter.is_ascii_lowercase()
            || letter.is_ascii_digit()
            || b"_-.".contains(&letter)
            || (is_client_s && letter.is_ascii_uppercase())
    };
    !name.is_empty() && name.bytes().all(fits)
}

fn has_broken_escape(text: &str) -> bool {
    text.split('%').skip(1).any(|after| {
        let digits = after.as_bytes().get(..2);
        !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_and_written_again() {
        let mut form = Form::parse(b"grant_type=password&password=a%26b+c%C3%A9&scope=").unwrap();
        assert_eq!(form.get("password"), Some("a&b c\u{e9}"));
        assert_eq!(form.get("scope"), None);
        assert_eq!(form.get("absent"), None);
        form.set("claims", "{}".to_owned());
        form.set("grant_type", "oob".to_owned());
        assert_eq!(
            form.encoded(),
            "password=a%26b+c%C3%A9&scope=&claims=%7B%7D&grant_type=oob"
        );
        assert!(Form::parse(b"").is_ok());
        assert!(Form::parse(b"x-client-SKU=msal.js.browser&X-AnchorMailbox=Oid:a@b").is_ok());
    }

    #[test]
    fn a_form_that_could_be_read_otherwise_is_refused() {
        for body in [
            &b"grant_type=refresh_token&grant_type=password"[..],
            b"grant_type=refresh_token&Grant_Type=password",
            b"Grant_Type=password",
            b"grant_type%00=password",
            b"grant_type =password",
            b"%67rant_type=refresh_token&grant_type=password",
            b"=password",
            b"grant_type=%ff",
            b"grant_type=\xff",
            b"grant_type=%zz",
            b"grant_type=%2",
            b"grant_type=a\r\nb",
            b"claims[0]=x",
            br#"{"grant_type":"password"}"#,
        ] {
            assert!(
                Form::parse(body).is_err(),
                "{}",
                String::from_utf8_lossy(body)
            );
        }
        let many = (0..65)
            .map(|at| format!("n{at}=1"))
            .collect::<Vec<_>>()
            .join("&");
        assert!(Form::parse(many.as_bytes()).is_err());
    }
}
