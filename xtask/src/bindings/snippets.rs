//! The code of the README and of the guides, made into sources that the tests compile and run.
//!
//! A page names a snippet in its fence, behind the language: ```` ```swift sign-in ````; a fence without a name is the
//! snippet of that page. A template is a source with lines such as `// snippet: docs/getting-started/ios.md sign-in`;
//! each is replaced by what the fence holds. Whatever surrounds such a line in the template is what a page need not
//! say: a function, its parameters, an import.

use std::collections::BTreeSet;
use std::path::Path;

use crate::sh::{self, Outcome};

/// The word that begins a line to be replaced.
const PLACE: &str = "// snippet: ";

/// One fence of a page.
#[derive(Debug, PartialEq, Eq)]
struct Snippet<'a> {
    name: &'a str,
    lines: &'a str,
}

/// Fills every template of the folder `templates`, which is named from the workspace's root, into the folder `out`,
/// with the snippets of `pages` in one `language`. A snippet that no template takes is an error: it would be compiled
/// by nobody.
pub(crate) fn fill(language: &str, pages: &[&str], templates: &str, out: &Path) -> Outcome {
    super::remove(out)?;
    std::fs::create_dir_all(out).map_err(|error| format!("{}: {error}", out.display()))?;
    let texts = texts(pages)?;
    let mut left = BTreeSet::new();
    for (page, text) in &texts {
        left.extend(of(text, language).iter().map(|one| place(page, one.name)));
    }
    let folder = sh::root().join(templates);
    let entries = std::fs::read_dir(&folder).map_err(|error| format!("{templates}: {error}"))?;
    for entry in entries {
        let path = entry
            .map_err(|error| format!("{templates}: {error}"))?
            .path();
        let Some(name) = path.file_name() else {
            continue;
        };
        let template = std::fs::read_to_string(&path)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        let filled = filled(&template, language, &texts, &mut left)?;
        std::fs::write(out.join(name), filled)
            .map_err(|error| format!("{}: {error}", out.display()))?;
    }
    match left.first() {
        None => Ok(()),
        Some(place) => Err(format!("no template in {templates} takes `{place}`")),
    }
}

/// Pages with their texts.
fn texts<'a>(pages: &[&'a str]) -> Result<Vec<(&'a str, String)>, String> {
    let read = |page: &&'a str| {
        std::fs::read_to_string(sh::root().join(page))
            .map(|text| (*page, text))
            .map_err(|error| format!("{page}: {error}"))
    };
    pages.iter().map(read).collect()
}

fn filled(
    template: &str,
    language: &str,
    pages: &[(&str, String)],
    left: &mut BTreeSet<String>,
) -> Result<String, String> {
    let mut source = String::new();
    for line in template.lines() {
        let Some(wanted) = line.trim().strip_prefix(PLACE) else {
            source.push_str(line);
            source.push('\n');
            continue;
        };
        let (page, name) = wanted.split_once(' ').unwrap_or((wanted, ""));
        let text = pages.iter().find(|(path, _)| *path == page);
        let snippet = text.and_then(|(_, text)| {
            let snippets = of(text, language);
            snippets.into_iter().find(|snippet| snippet.name == name)
        });
        let snippet = snippet.ok_or_else(|| format!("there is no {language} `{wanted}`"))?;
        left.remove(&place(page, name));
        source.push_str(snippet.lines);
    }
    Ok(source)
}

fn place(page: &str, name: &str) -> String {
    format!("{page} {name}").trim_end().to_owned()
}

/// The fences of a page in one language, in their order.
fn of<'a>(text: &'a str, language: &str) -> Vec<Snippet<'a>> {
    let mut snippets = Vec::new();
    let mut rest = text;
    while let Some((_, fence)) = rest.split_once("\n```") {
        let Some((info, body)) = fence.split_once('\n') else {
            break;
        };
        // An empty fence ends where it begins.
        let Some((lines, after)) = body.split_once("```") else {
            break;
        };
        rest = after;
        let (word, name) = info.split_once(' ').unwrap_or((info, ""));
        if word == language {
            snippets.push(Snippet { name, lines });
        }
    }
    snippets
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# A\n```sh\nls\n```\nText.\n```swift sign-in\nlet a = 1\n```\n\
                        ```kotlin\nval a = 1\n```\n\n```swift\nlet b = 2\n```\n";

    fn fill_one(template: &str) -> (Result<String, String>, BTreeSet<String>) {
        let mut left = BTreeSet::from(["a.md".to_owned(), "a.md sign-in".to_owned()]);
        let filled = filled(template, "swift", &[("a.md", PAGE.to_owned())], &mut left);
        (filled, left)
    }

    #[test]
    fn fences_are_told_apart_by_language_and_name() {
        let found = of(PAGE, "swift");
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].name, found[0].lines), ("sign-in", "let a = 1\n"));
        assert_eq!((found[1].name, found[1].lines), ("", "let b = 2\n"));
        assert_eq!(of("# A\n", "swift"), []);
    }

    #[test]
    fn a_template_takes_snippets_in_their_places() {
        let (filled, left) = fill_one("func f() {\n    // snippet: a.md sign-in\n}\n");
        assert_eq!(filled.unwrap(), "func f() {\nlet a = 1\n}\n");
        assert_eq!(left.first().map(String::as_str), Some("a.md"));
    }

    #[test]
    fn a_template_that_wants_what_is_not_there_is_refused() {
        assert!(fill_one("// snippet: a.md sign-out\n").0.is_err());
        assert!(fill_one("// snippet: b.md sign-in\n").0.is_err());
    }
}
