//! The names that a recorded surface holds, in the form that the page writes them in: `Outer.Inner.member`, and a
//! parameter as `function(parameter)`.

use std::collections::BTreeSet;

pub(super) type Names = BTreeSet<String>;

/// A list of names, one a line; what `#` begins is a remark.
pub(super) fn listed(surface: &str) -> Names {
    let lines = surface.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

/// `bindings/api/kotlin.txt`: `Outer: public fun name(parameter: Type)`, `enum Name: ENTRY`.
pub(super) fn kotlin(surface: &str) -> Names {
    const KINDS: &[&str] = &["class", "interface", "object", "fun", "val", "var"];
    surface
        .lines()
        .flat_map(|line| declared(line, KINDS))
        .collect()
}

/// `bindings/api/swift.txt`: `Outer: public func name(label parameter: Type)`, `Outer: case name`.
pub(super) fn swift(surface: &str) -> Names {
    const KINDS: &[&str] = &[
        "class", "struct", "enum", "protocol", "actor", "func", "let", "var", "case",
    ];
    surface
        .lines()
        .flat_map(|line| declared(line, KINDS))
        .collect()
}

/// `core/api.txt`: `pub fn doorstep::Type::name(…)`. Every name counts with and without the modules around it.
pub(super) fn rust(surface: &str) -> Names {
    let paths = surface.lines().filter_map(|line| {
        let word = line
            .split(' ')
            .find(|word| word.starts_with("doorstep::"))?;
        let path = word.strip_prefix("doorstep::")?;
        let path = path.split(['(', '<', ';']).next()?;
        Some(path.trim_end_matches(':').to_owned())
    });
    let mut names = Names::new();
    for path in paths {
        let mut rest = path.as_str();
        names.insert(rest.to_owned());
        while let Some((module, inside)) = rest.split_once("::") {
            if !module.starts_with(char::is_lowercase) {
                break;
            }
            rest = inside;
            names.insert(rest.to_owned());
        }
    }
    names
}

/// What one line declares: the name with those around it, its parameters, the entries of an enum on one line.
fn declared(line: &str, kinds: &[&str]) -> Vec<String> {
    let (around, declaration) = line
        .split_once(": ")
        .filter(|(around, _)| !around.contains(' '))
        .unwrap_or(("", line));
    if let Some((name, entry)) = line
        .strip_prefix("enum ")
        .and_then(|rest| rest.split_once(": "))
    {
        return vec![format!("{name}.{entry}")];
    }
    let Some(own) = name_after(declaration, kinds) else {
        return Vec::new();
    };
    let around = around.strip_suffix(".Companion").unwrap_or(around);
    let name = if around.is_empty() {
        own.to_owned()
    } else {
        format!("{around}.{own}")
    };
    let mut names = vec![name.clone()];
    for parameter in parameters(declaration) {
        if let Some((label, is_public)) = parameter_name(parameter) {
            names.push(format!("{name}({label})"));
            if is_public {
                names.push(format!("{name}.{label}"));
            }
        }
    }
    if let Some((_, entries)) = declaration
        .split_once('{')
        .filter(|_| declaration.contains("enum "))
    {
        let entries = entries.trim_end_matches('}').split(',').map(str::trim);
        let entries = entries.filter(|entry| !entry.is_empty());
        names.extend(entries.map(|entry| format!("{name}.{entry}")));
    }
    names
}

/// The word after the last of the declaration's leading keywords: `sealed interface Http : X` -> `Http`.
fn name_after<'a>(declaration: &'a str, kinds: &[&str]) -> Option<&'a str> {
    let head = declaration.split('(').next()?;
    let mut words = head.split_whitespace();
    words.find(|word| kinds.contains(word))?;
    let word = words.find(|word| !word.starts_with('<') && !kinds.contains(word))?;
    let word = word.split(['(', ':', '<', '{']).next()?.trim_matches('`');
    let is_extension = head.contains(">.");
    let word = if is_extension {
        head.rsplit('.').next()?.trim()
    } else {
        word
    };
    (!word.is_empty()).then_some(word)
}

/// The parameters of a function or of a class, each as it is written.
fn parameters(declaration: &str) -> Vec<&str> {
    let Some(open) = declaration.find('(') else {
        return Vec::new();
    };
    let inside = &declaration[open + 1..];
    let mut depth = 0_usize;
    let mut start = 0;
    let mut found = Vec::new();
    for (at, letter) in inside.char_indices() {
        match letter {
            '(' | '<' | '[' | '{' => depth += 1,
            ')' if depth == 0 => {
                found.push(inside[start..at].trim());
                return found;
            }
            ')' | '>' | ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                found.push(inside[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(inside[start..].trim());
    found
}

/// `public val id: String` -> `id`, public.
fn parameter_name(parameter: &str) -> Option<(&str, bool)> {
    let (head, _) = parameter.split_once(':')?;
    let words: Vec<_> = head.split_whitespace().collect();
    let label = words.iter().find(|word| {
        !matches!(
            **word,
            "public" | "private" | "internal" | "val" | "var" | "_"
        )
    })?;
    Some((label, words.contains(&"public")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kotlin_names_members_parameters_and_entries() {
        let found = kotlin(
            "Doorstep: public fun signIn( username: String, password: CharSequence? = null, ): SignInFlow\n\
             Doorstep.Companion: public suspend fun warmUp(): Unit\n\
             public class CodeSent internal constructor( public val sentTo: String, private val seen: Map<A, B>, )\n\
             enum Problem: WRONG_CODE\n\
             public enum class FirstFactors { PASSWORD, CODE }\n\
             public suspend fun <T> AuthFlow<*>.cancelledWithCaller(call: suspend () -> T): T\n\
             AuthFlow: public abstract val step: StateFlow<S?>\n",
        );
        for name in [
            "Doorstep.signIn",
            "Doorstep.signIn(username)",
            "Doorstep.signIn(password)",
            "Doorstep.warmUp",
            "CodeSent",
            "CodeSent.sentTo",
            "CodeSent(seen)",
            "Problem.WRONG_CODE",
            "FirstFactors",
            "FirstFactors.CODE",
            "cancelledWithCaller",
            "AuthFlow.step",
        ] {
            assert!(found.contains(name), "{name} of {found:?}");
        }
        assert!(!found.contains("CodeSent.seen"), "{found:?}");
    }

    #[test]
    fn swift_names_members_and_cases() {
        let found = swift(
            "Account: public func accessToken(for scopes: [String] = []) async throws -> AccessToken\n\
             Area: case `internal`\n\
             AuthFlow: var id: String\n\
             SignInStep: case codeRequired(CodeSent, CodeReply)\n\
             Problem: public static let wrongCode\n\
             public struct Account: Identifiable, Sendable\n",
        );
        for name in [
            "Account",
            "Account.accessToken",
            "Area.internal",
            "AuthFlow.id",
            "SignInStep.codeRequired",
            "Problem.wrongCode",
        ] {
            assert!(found.contains(name), "{name} of {found:?}");
        }
    }

    #[test]
    fn rust_names_with_and_without_their_modules() {
        let found = rust(
            "pub fn doorstep::SignInOptions::claims(self, doorstep::Claims) -> Self\n\
             pub fn doorstep::ports::http::Http::send(&self)\n\
             pub doorstep::SignInStep::CodeRequired::code: doorstep::CodeSent\n",
        );
        for name in [
            "SignInOptions::claims",
            "Http::send",
            "ports::http::Http::send",
            "SignInStep::CodeRequired::code",
        ] {
            assert!(found.contains(name), "{name} of {found:?}");
        }
        assert!(!found.contains("claims"), "{found:?}");
    }
}
