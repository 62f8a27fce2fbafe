//! The grammar of `WWW-Authenticate` (RFC 9110, sections 11.2 to 11.6): a list of challenges, each
//! a scheme with either one token or a list of parameters. A comma may stand between two
//! parameters and between two challenges.

use super::InvalidChallenge;

/// The most parameters of one challenge.
const MOST_PARAMETERS: usize = 32;

/// One challenge.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Challenge<'a> {
    pub(super) scheme: &'a str,
    body: Body<'a>,
}

#[derive(Debug, PartialEq, Eq)]
enum Body<'a> {
    /// A token in place of parameters. Its text means nothing here.
    Token68,
    Parameters(Vec<(&'a str, String)>),
}

impl<'a> Challenge<'a> {
    /// The value of the parameter called `name`, whatever the case of either.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let Body::Parameters(parameters) = &self.body else {
            return None;
        };
        let named = parameters
            .iter()
            .find(|(own, _)| own.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str())
    }

    fn add(&mut self, name: &'a str, value: String) -> Result<(), InvalidChallenge> {
        if self.parameter(name).is_some() {
            return Err(InvalidChallenge::Malformed);
        }
        match &mut self.body {
            Body::Token68 => return Err(InvalidChallenge::Malformed),
            Body::Parameters(parameters) if parameters.len() == MOST_PARAMETERS => {
                return Err(InvalidChallenge::TooLarge);
            }
            Body::Parameters(parameters) => parameters.push((name, value)),
        }
        Ok(())
    }
}

/// Reads the challenges in `value`, at most `most`: those that are whole, and what is wrong with
/// the rest of it, if anything. That is `Malformed` where the text does not follow the grammar,
/// and `TooLarge` where there is too much of it.
pub(super) fn read(value: &str, most: usize) -> (Vec<Challenge<'_>>, Result<(), InvalidChallenge>) {
    let mut rest = Rest(value);
    let mut found: Vec<Challenge<'_>> = Vec::new();
    let mut outcome = Ok(());
    while outcome.is_ok() && rest.next_element() {
        outcome = rest.element(&mut found, most);
    }
    (found, outcome)
}

/// What is still to be read.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    /// Goes to the next element of the list; empty ones are passed over. Says whether there is
    /// one.
    fn next_element(&mut self) -> bool {
        self.take_while(|sign| matches!(sign, ' ' | '\t' | ','));
        !self.0.is_empty()
    }

    /// Takes the next element into `found`: another challenge, or a parameter of the last one,
    /// which is not whole and goes where that is broken.
    fn element(
        &mut self,
        found: &mut Vec<Challenge<'a>>,
        most: usize,
    ) -> Result<(), InvalidChallenge> {
        let name = self.token()?;
        if self.takes_equals() {
            let mut last = found.pop().ok_or(InvalidChallenge::Malformed)?;
            last.add(name, self.value()?)?;
            self.expect_end_of_element()?;
            found.push(last);
        } else if found.len() == most {
            return Err(InvalidChallenge::TooLarge);
        } else {
            let challenge = self.challenge(name)?;
            self.expect_end_of_element()?;
            found.push(challenge);
        }
        Ok(())
    }

    fn expect_end_of_element(&mut self) -> Result<(), InvalidChallenge> {
        self.skip_space();
        if self.0.is_empty() || self.0.starts_with(',') {
            Ok(())
        } else {
            Err(InvalidChallenge::Malformed)
        }
    }

    /// The challenge of `scheme`, as far as its first parameter.
    fn challenge(&mut self, scheme: &'a str) -> Result<Challenge<'a>, InvalidChallenge> {
        let spaced = self.skip_space();
        let mut challenge = Challenge {
            scheme,
            body: Body::Parameters(Vec::new()),
        };
        if self.0.is_empty() || self.0.starts_with(',') {
            return Ok(challenge);
        }
        if !spaced {
            return Err(InvalidChallenge::Malformed);
        }
        if self.takes_token68() {
            challenge.body = Body::Token68;
            return Ok(challenge);
        }
        let name = self.token()?;
        if !self.takes_equals() {
            return Err(InvalidChallenge::Malformed);
        }
        challenge.add(name, self.value()?)?;
        Ok(challenge)
    }

    /// Takes a token68, if one fills the element: `a=` is one, and `a=b` a parameter.
    fn takes_token68(&mut self) -> bool {
        let mut ahead = Rest(self.0);
        let text = ahead.take_while(is_token68);
        ahead.take_while(|sign| sign == '=');
        let fills = !text.is_empty() && ahead.expect_end_of_element().is_ok();
        if fills {
            self.0 = ahead.0;
        }
        fills
    }

    fn token(&mut self) -> Result<&'a str, InvalidChallenge> {
        let token = self.take_while(is_token);
        if token.is_empty() {
            return Err(InvalidChallenge::Malformed);
        }
        Ok(token)
    }

    /// Takes an equals sign with the space around it, if one comes next.
    fn takes_equals(&mut self) -> bool {
        let mut ahead = Rest(self.0);
        ahead.skip_space();
        let Some(after) = ahead.0.strip_prefix('=') else {
            return false;
        };
        self.0 = after;
        self.skip_space();
        true
    }

    fn value(&mut self) -> Result<String, InvalidChallenge> {
        match self.0.strip_prefix('"') {
            Some(quoted) => self.quoted(quoted).ok_or(InvalidChallenge::Malformed),
            None => self.token().map(str::to_owned),
        }
    }

    /// The string whose text begins at `text`, behind its opening quote.
    fn quoted(&mut self, text: &'a str) -> Option<String> {
        let is_text = |sign: char| sign == '\t' || !sign.is_control();
        let mut plain = String::new();
        let mut signs = text.chars();
        loop {
            match signs.next()? {
                '"' => {
                    self.0 = signs.as_str();
                    return Some(plain);
                }
                '\\' => plain.push(signs.next().filter(|sign| is_text(*sign))?),
                sign if is_text(sign) => plain.push(sign),
                _ => return None,
            }
        }
    }

    /// Says whether there was any.
    fn skip_space(&mut self) -> bool {
        !self
            .take_while(|sign| matches!(sign, ' ' | '\t'))
            .is_empty()
    }

    fn take_while(&mut self, fits: impl Fn(char) -> bool) -> &'a str {
        let rest = self.0.trim_start_matches(fits);
        let taken = self.0.len() - rest.len();
        let text = self.0.get(..taken).unwrap_or_default();
        self.0 = rest;
        text
    }
}

fn is_token(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(sign)
}

fn is_token68(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || "-._~+/".contains(sign)
}
