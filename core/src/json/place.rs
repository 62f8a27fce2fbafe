//! JSON as answers hold it, read strictly and in place (RFC 8259).
//!
//! A text is found by jumping from quote to quote and copied once, to where it stays, so that no
//! token is left behind in memory that nobody wipes. Nothing is built of what nobody asks for.

use std::borrow::Cow;

use memchr::memchr2;

mod escape;

/// The deepest nesting taken in. Real answers have three levels.
const MAX_DEPTH: usize = 16;

/// Why bytes were not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// They are no JSON.
    NotJson,
    /// They are nested more deeply than any answer.
    TooDeep,
    /// They are JSON, and no object.
    NoObject,
}

/// A value as it stands in the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place<'a> {
    Text(Text<'a>),
    /// A number, as it is written.
    Number(&'a str),
    /// `true`, `false` or `null`.
    Word(&'a str),
    List(&'a str),
    Object(&'a str),
}

/// A text between its quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Text<'a> {
    raw: &'a str,
    has_escapes: bool,
}

/// Reads the object that `bytes` are, and gives `take` its members, in their order. What was taken
/// of bytes with a flaw is worth nothing.
///
/// # Errors
/// When they are no JSON, nested too deeply, or another value.
pub(crate) fn read_object<'a>(
    bytes: &'a [u8],
    take: &mut dyn FnMut(Cow<'a, str>, Place<'a>),
) -> Result<(), Flaw> {
    let text = std::str::from_utf8(bytes).map_err(|_| Flaw::NotJson)?;
    let mut reader = Reader { text, at: 0 };
    reader.skip_space();
    let is_object = reader.peek() == Some(b'{');
    if is_object {
        reader.members(0, take)?;
    } else {
        reader.value(0)?;
    }
    match reader.next() {
        Some(_) => Err(Flaw::NotJson),
        None if is_object => Ok(()),
        None => Err(Flaw::NoObject),
    }
}

impl<'a> Place<'a> {
    /// The text, if it is one that can be written.
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(text) => text.read(),
            _ => None,
        }
    }

    /// Gives `take` the members, in their order, if it is an object.
    pub(crate) fn each_member(self, take: &mut dyn FnMut(Cow<'a, str>, Place<'a>)) {
        if let Self::Object(text) = self {
            // It was read before, so there is no flaw left to be found.
            let _ = Reader { text, at: 0 }.members(0, take);
        }
    }

    /// Gives `take` the elements, in their order, if it is a list.
    pub(crate) fn each_element(self, take: &mut dyn FnMut(Place<'a>)) {
        if let Self::List(text) = self {
            let _ = Reader { text, at: 0 }.elements(0, take);
        }
    }

    /// The member called `wanted`: the last one, where there are several.
    pub(crate) fn member(self, wanted: &str) -> Option<Self> {
        let mut found = None;
        self.each_member(&mut |name, value| {
            if name == wanted {
                found = Some(value);
            }
        });
        found
    }
}

impl<'a> Text<'a> {
    /// What it says; nothing where half a surrogate pair says nothing.
    fn read(self) -> Option<Cow<'a, str>> {
        if self.has_escapes {
            escape::read(self.raw).map(Cow::Owned)
        } else {
            Some(Cow::Borrowed(self.raw))
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// The next byte that is no white space.
    fn next(&mut self) -> Option<u8> {
        self.skip_space();
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    /// Reads a value inside `depth` others.
    fn value(&mut self, depth: usize) -> Result<Place<'a>, Flaw> {
        self.skip_space();
        let start = self.at;
        match self.peek() {
            Some(b'"') => self.string().map(Place::Text),
            Some(b'{') => {
                self.members(depth, &mut |_, _| ())?;
                Ok(Place::Object(self.since(start)))
            }
            Some(b'[') => {
                self.elements(depth, &mut |_| ())?;
                Ok(Place::List(self.since(start)))
            }
            Some(b'-' | b'0'..=b'9') => {
                self.number()?;
                Ok(Place::Number(self.since(start)))
            }
            _ => self.word().map(Place::Word),
        }
    }

    fn members(
        &mut self,
        depth: usize,
        take: &mut dyn FnMut(Cow<'a, str>, Place<'a>),
    ) -> Result<(), Flaw> {
        self.sequence(depth, b'}', &mut |reader, depth| {
            reader.skip_space();
            if reader.peek() != Some(b'"') {
                return Err(Flaw::NotJson);
            }
            let name = reader.string()?;
            if reader.next() != Some(b':') {
                return Err(Flaw::NotJson);
            }
            let value = reader.value(depth)?;
            if let Some(name) = name.read() {
                take(name, value);
            }
            Ok(())
        })
    }

    fn elements(&mut self, depth: usize, take: &mut dyn FnMut(Place<'a>)) -> Result<(), Flaw> {
        self.sequence(depth, b']', &mut |reader, depth| {
            take(reader.value(depth)?);
            Ok(())
        })
    }

    /// From the opening bracket to `end`, with commas between what `item` reads.
    fn sequence(
        &mut self,
        depth: usize,
        end: u8,
        item: &mut dyn FnMut(&mut Self, usize) -> Result<(), Flaw>,
    ) -> Result<(), Flaw> {
        if depth == MAX_DEPTH {
            return Err(Flaw::TooDeep);
        }
        self.at += 1;
        self.skip_space();
        if self.peek() == Some(end) {
            self.at += 1;
            return Ok(());
        }
        loop {
            item(self, depth + 1)?;
            match self.next() {
                Some(b',') => {}
                Some(byte) if byte == end => return Ok(()),
                _ => return Err(Flaw::NotJson),
            }
        }
    }

    /// From the opening quote to behind the closing one.
    fn string(&mut self) -> Result<Text<'a>, Flaw> {
        self.at += 1;
        let start = self.at;
        let mut has_escapes = false;
        loop {
            self.at += memchr2(b'"', b'\\', self.rest()).ok_or(Flaw::NotJson)?;
            if self.peek() == Some(b'"') {
                break;
            }
            has_escapes = true;
            self.at += escape::length(self.rest()).ok_or(Flaw::NotJson)?;
        }
        let raw = self.since(start);
        self.at += 1;
        if has_control(raw) {
            return Err(Flaw::NotJson);
        }
        Ok(Text { raw, has_escapes })
    }

    fn number(&mut self) -> Result<(), Flaw> {
        self.skip_one_of(b"-");
        if !self.skip_one_of(b"0") {
            self.digits()?;
        }
        if self.skip_one_of(b".") {
            self.digits()?;
        }
        if self.skip_one_of(b"eE") {
            self.skip_one_of(b"+-");
            self.digits()?;
        }
        Ok(())
    }

    fn skip_one_of(&mut self, bytes: &[u8]) -> bool {
        let is_there = self.peek().is_some_and(|byte| bytes.contains(&byte));
        self.at += usize::from(is_there);
        is_there
    }

    fn digits(&mut self) -> Result<(), Flaw> {
        let digits = self.rest().iter().take_while(|byte| byte.is_ascii_digit());
        match digits.count() {
            0 => Err(Flaw::NotJson),
            count => {
                self.at += count;
                Ok(())
            }
        }
    }

    fn word(&mut self) -> Result<&'a str, Flaw> {
        let start = self.at;
        let words = ["true", "false", "null"];
        let word = words
            .iter()
            .find(|word| self.rest().starts_with(word.as_bytes()));
        self.at += word.ok_or(Flaw::NotJson)?.len();
        Ok(self.since(start))
    }
}

/// Every byte is looked at, with no way out early: that lets the compiler look at many at once.
fn has_control(text: &str) -> bool {
    let controls = text.bytes().map(|byte| u8::from(byte < b' '));
    controls.fold(0, |any, control| any | control) != 0
}

#[cfg(test)]
mod tests;
