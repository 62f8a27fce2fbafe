//! Whether a test that is named exists, in whatever language.

/// What makes a function a test, and what keeps it from running.
struct Dialect {
    keyword: &'static str,
    marks: &'static [&'static str],
    off: &'static [&'static str],
}

const RUST: Dialect = Dialect {
    keyword: "fn ",
    marks: &["#[test]", "#[tokio::test]", "#[tokio::test("],
    off: &["#[ignore", "#[cfg("],
};

const KOTLIN: Dialect = Dialect {
    keyword: "fun ",
    marks: &["@Test"],
    off: &["@Disabled", "@Ignore"],
};

const SWIFT: Dialect = Dialect {
    keyword: "func ",
    marks: &["@Test"],
    off: &[".disabled("],
};

/// Whether `named`, as `path/to/file.rs::name`, is one; `read` gives a file's text.
pub(in crate::check) fn is_test(named: &str, read: &dyn Fn(&str) -> Option<String>) -> bool {
    let Some((path, name)) = named.split_once("::") else {
        return false;
    };
    let Some(text) = read(path) else {
        return false;
    };
    match path.rsplit_once('.').map(|(_, end)| end) {
        Some("rs") => RUST.declares(&text, name),
        Some("kt") => KOTLIN.declares(&text, name),
        Some("swift") => SWIFT.declares(&text, name),
        Some("mjs") => declares_by_title(&text, name),
        _ => false,
    }
}

impl Dialect {
    fn declares(&self, text: &str, name: &str) -> bool {
        let lines: Vec<_> = text.lines().map(str::trim).collect();
        lines.iter().enumerate().any(|(at, line)| {
            let Some(before) = self.before(line, name) else {
                return false;
            };
            let above = lines[..at].iter().rev();
            let mut attributes: Vec<_> = above
                .take_while(|line| line.starts_with("#[") || line.starts_with('@'))
                .copied()
                .collect();
            attributes.push(before);
            let has = |words: &[&str]| {
                words
                    .iter()
                    .any(|word| attributes.iter().any(|found| found.contains(word)))
            };
            has(self.marks) && !has(self.off)
        })
    }

    /// What stands before the keyword in a line that declares `name`.
    fn before<'a>(&self, line: &'a str, name: &str) -> Option<&'a str> {
        let at = line.find(self.keyword)?;
        let (before, declared) = (&line[..at], &line[at + self.keyword.len()..]);
        let rest = declared.strip_prefix(name)?;
        (rest.starts_with('(') && !before.contains("//")).then_some(before)
    }
}

/// `test("title", …)`, or a journey of the interop suite: `async "title"(…)`.
fn declares_by_title(text: &str, title: &str) -> bool {
    let called = format!("test(\"{title}\"");
    let listed = format!("async \"{title}\"(");
    text.lines()
        .map(str::trim)
        .any(|line| line.starts_with(&called) || line.starts_with(&listed))
}
