//! The public surface of the Kotlin side as text, reviewed like code: `bindings/api/kotlin.txt`.
//!
//! It is read from the source: explicit API mode makes every public declaration say `public`, so that no compiler is
//! needed to find them.

use super::{Checked, snapshot};
use crate::sh::Outcome;

const SNAPSHOT: &str = "bindings/api/kotlin.txt";
const SOURCES: [&str; 2] = [
    "bindings/kotlin/doorstep/src/main/kotlin",
    "bindings/kotlin/android/src/main/kotlin",
];

pub(super) fn check() -> Checked {
    snapshot::check(SNAPSHOT, &surface()?)
}

pub(super) fn bless() -> Outcome {
    snapshot::bless(SNAPSHOT, &surface()?)
}

fn surface() -> Result<String, String> {
    let mut lines = Vec::new();
    for folder in SOURCES {
        let sources = snapshot::sources(folder, "kt")?;
        lines.extend(sources.iter().flat_map(|text| declarations(text)));
    }
    lines.sort();
    Ok(lines.join("\n") + "\n")
}

/// A declaration whose lines are being read, and those around it.
#[derive(Default)]
struct Reader {
    /// The public and the other declarations around, with the depth of braces that each stands at.
    around: Vec<(String, usize, bool)>,
    depth: usize,
    found: Vec<String>,
}

/// Every public declaration with the names of those around it: `Outer.Inner: public fun …`. What stands in a
/// declaration that is not public is not, either.
fn declarations(text: &str) -> Vec<String> {
    let mut reader = Reader::default();
    let code = without_comments(text);
    let mut lines = code.lines().map(str::trim).filter(|line| !line.is_empty());
    while let Some(line) = lines.next() {
        let mut whole = line.to_owned();
        while !is_balanced(&whole) {
            let Some(next) = lines.next() else { break };
            whole.push(' ');
            whole.push_str(next);
        }
        reader.read(&whole);
    }
    reader.found
}

impl Reader {
    fn read(&mut self, line: &str) {
        while self
            .around
            .last()
            .is_some_and(|(_, depth, _)| *depth > self.depth)
            || (line.starts_with('}') && self.closes())
        {
            self.around.pop();
        }
        let inside = self.around.iter().all(|(_, _, public)| *public);
        let is_entry = self.in_enum() && line.ends_with(',') && !line.contains(' ');
        let public = line.starts_with("public ");
        if inside && (public || is_entry) {
            let mut path: Vec<_> = self
                .around
                .iter()
                .map(|(name, _, _)| name.as_str())
                .collect();
            path.retain(|name| !name.is_empty());
            let signature = signature(line);
            let path = path.join(".");
            let found = if path.is_empty() {
                signature
            } else {
                format!("{path}: {signature}")
            };
            self.found.push(found);
        }
        let (open, close) = (line.matches('{').count(), line.matches('}').count());
        if open > close {
            let name = type_name(line).unwrap_or_default();
            self.around
                .push((name, self.depth + 1, public && type_name(line).is_some()));
        }
        self.depth = (self.depth + open).saturating_sub(close);
    }

    fn closes(&self) -> bool {
        self.around
            .last()
            .is_some_and(|(_, depth, _)| *depth == self.depth)
    }

    fn in_enum(&self) -> bool {
        self.around
            .last()
            .is_some_and(|(name, _, public)| *public && name.starts_with("enum "))
    }
}

/// The name of the class, interface or object that a line begins; enums say that they are.
fn type_name(line: &str) -> Option<String> {
    let words: Vec<_> = line.split_whitespace().collect();
    let at = words
        .iter()
        .position(|word| matches!(*word, "class" | "interface" | "object"))?;
    if words[..at].contains(&"fun") && words[at] != "interface" {
        return None;
    }
    let name = words.get(at + 1).copied().unwrap_or("Companion");
    let name = name
        .split(['(', ':', '<', '{'])
        .next()
        .filter(|name| !name.is_empty());
    let name = name.unwrap_or("Companion");
    let is_enum = words[..at].contains(&"enum");
    Some(if is_enum {
        format!("enum {name}")
    } else {
        name.to_owned()
    })
}

/// What a caller sees of a declaration: not its body, and not the value of a property or function.
fn signature(line: &str) -> String {
    let mut depth = 0_usize;
    let mut end = line.len();
    for (at, letter) in line.char_indices() {
        match letter {
            '(' | '<' => depth += 1,
            ')' | '>' => depth = depth.saturating_sub(1),
            '{' if depth == 0 && !line.contains("enum class") => {
                end = at;
                break;
            }
            '=' if depth == 0 => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    let words: Vec<_> = line[..end].split_whitespace().collect();
    words.join(" ").trim_end_matches(',').to_owned()
}

fn is_balanced(line: &str) -> bool {
    line.matches('(').count() <= line.matches(')').count()
}

fn without_comments(text: &str) -> String {
    let mut code = String::new();
    let mut in_block = false;
    for line in text.lines() {
        let trimmed = line.trim();
        in_block |= trimmed.starts_with("/*");
        if !in_block && !trimmed.starts_with("//") {
            code.push_str(line);
            code.push('\n');
        }
        if trimmed.ends_with("*/") {
            in_block = false;
        }
    }
    code
}

#[cfg(test)]
mod tests;
