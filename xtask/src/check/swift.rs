//! The Swift side: its public surface as text, reviewed like code (`bindings/api/swift.txt`), and its formatting.
//!
//! The surface is read from the source, so that no compiler is needed to find it: what is `public`, what an enum that
//! is public lists, and what a protocol that is public asks for.

use super::{Checked, Passed, snapshot};
use crate::bindings::swift::SOURCES;
use crate::sh::{self, Outcome};
use crate::toolchain::swift::Swift;

const SNAPSHOT: &str = "bindings/api/swift.txt";
const SOURCE: &str = "bindings/swift/Sources";

pub(super) fn check() -> Checked {
    snapshot::check(SNAPSHOT, &surface()?)
}

pub(super) fn bless() -> Outcome {
    snapshot::bless(SNAPSHOT, &surface()?)
}

/// Runs the formatter that comes with Swift.
pub(super) fn check_format() -> Checked {
    let swift = match Swift::found() {
        Ok(swift) => swift,
        Err(reason) => return Ok(Passed::Without(reason)),
    };
    let mut command = swift.command("swift", &[], &[]);
    command.args(["format", "lint", "--strict", "--recursive"]);
    sh::run(command.args(SOURCES)).map(|()| Passed::Whole)
}

fn surface() -> Result<String, String> {
    let sources = snapshot::sources(SOURCE, "swift")?;
    let mut lines: Vec<_> = sources.iter().flat_map(|text| declarations(text)).collect();
    lines.sort();
    lines.dedup();
    Ok(lines.join("\n") + "\n")
}

/// What encloses a line: its name, how much of it is public, and the depth of braces inside.
struct Around {
    name: String,
    kind: Kind,
    depth: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// What is public in it says so.
    Type,
    /// Its cases are as public as it is.
    Enum,
    /// Everything in it is.
    Protocol,
    /// Nothing in it is.
    Hidden,
}

/// Every public declaration with the names of those around it: `Outer.Inner: public func …`.
fn declarations(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut around: Vec<Around> = Vec::new();
    let mut depth = 0_usize;
    let lines = text.lines().map(str::trim);
    let mut lines = lines.filter(|line| {
        !line.is_empty() && !["//", "#", "@"].iter().any(|mark| line.starts_with(mark))
    });
    while let Some(line) = lines.next() {
        let mut whole = line.to_owned();
        while is_open(&whole) {
            let Some(next) = lines.next() else { break };
            whole.push(' ');
            whole.push_str(next);
        }
        let (open, close) = (whole.matches('{').count(), whole.matches('}').count());
        let seen = around.last().map_or(Kind::Type, |outer| outer.kind);
        if is_public(&whole, seen) {
            let path: Vec<_> = around.iter().map(|outer| outer.name.as_str()).collect();
            let signature = signature(&whole);
            found.push(if path.is_empty() {
                signature
            } else {
                format!("{}: {signature}", path.join("."))
            });
        }
        if open > close {
            let (name, kind) = opened(&whole, seen);
            around.push(Around {
                name,
                kind,
                depth: depth + 1,
            });
        }
        depth = (depth + open).saturating_sub(close);
        while around.last().is_some_and(|outer| outer.depth > depth) {
            around.pop();
        }
    }
    found
}

/// A declaration goes on: a bracket is open, or a list of conformances.
fn is_open(line: &str) -> bool {
    let brackets = line.matches('(').count() > line.matches(')').count();
    brackets || (line.starts_with("extension ") && !line.contains('{'))
}

fn is_public(line: &str, inside: Kind) -> bool {
    let conforms = line.starts_with("extension ") && line.contains(':');
    match inside {
        Kind::Hidden => false,
        Kind::Type => line.starts_with("public ") || conforms,
        Kind::Enum => line.starts_with("public ") || line.starts_with("case "),
        Kind::Protocol => !line.starts_with('}'),
    }
}

/// The name and the kind of what a line opens.
fn opened(line: &str, outside: Kind) -> (String, Kind) {
    let words: Vec<_> = line
        .split(|letter: char| letter.is_whitespace() || ":<{(".contains(letter))
        .filter(|word| !word.is_empty())
        .collect();
    let keyword = ["class", "struct", "enum", "protocol", "extension"];
    let Some(at) = words.iter().position(|word| keyword.contains(word)) else {
        return (String::new(), Kind::Hidden);
    };
    let name = words.get(at + 1).copied().unwrap_or_default().to_owned();
    let public = line.starts_with("public ") || words[at] == "extension";
    let kind = match words[at] {
        _ if !public || outside == Kind::Hidden => Kind::Hidden,
        "enum" => Kind::Enum,
        "protocol" => Kind::Protocol,
        _ => Kind::Type,
    };
    (name, kind)
}

/// What a caller sees of a declaration: not its body, and not the value of a property.
fn signature(line: &str) -> String {
    let body = line.find('{').unwrap_or(line.len());
    let keeps_value = line.contains(" func ") || line.contains("init(") || line.contains("case ");
    let value = if keeps_value { None } else { line.find(" = ") };
    let end = value.map_or(body, |value| body.min(value));
    let words: Vec<_> = line[..end].split_whitespace().collect();
    words.join(" ").replace("( ", "(").replace(" )", ")")
}

#[cfg(test)]
mod tests;
