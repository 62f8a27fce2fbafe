//! `docs/release-report.md`: what the last check before a release found.

use std::fmt::Write as _;

use crate::android;
use crate::sh::{self, Outcome};

const PAGE: &str = "docs/release-report.md";

/// What the machine that made it can't show.
const NOT_RUN: &str = "## What was not run\n\n\
    - A build by the NDK, and none of what it alone adds: `.note.android.ident`, versions of symbols.\n\
    - A device or an emulator. The Kotlin tests run on the library for x86_64 in a process of a desktop machine, by \
    `cargo xtask test --only android`.\n\
    - Xcode, and all that it alone does: signing, its own check of a framework, an app with it. No code of the Apple libraries ever ran; \
    the same Rust and Swift code is tested on Linux.\n\
    - Gradle with the Android plugin, and R8 itself: ProGuard stands for R8.\n";

/// The page, as far as it is written.
pub(super) struct Report {
    page: String,
    findings: Vec<String>,
}

impl Report {
    pub(super) fn begin() -> Result<Self, String> {
        let rustc = sh::version(&mut sh::command("rustc", ["--version"]));
        let rustc = rustc.ok_or("rustc does not say its version")?;
        let commit = sh::read(&mut sh::command("git", ["describe", "--always", "--dirty"]))?;
        Ok(Self {
            page: format!(
                "# Release report\n\nWritten by `cargo xtask release-check` for {} as of commit `{}`, with {rustc}. Every artifact was made \
                 twice, in different folders, and compared byte for byte.\n",
                android::VERSION,
                commit.trim()
            ),
            findings: Vec::new(),
        })
    }

    /// One form of one artifact.
    pub(super) fn add(&mut self, title: &str, tools: &str, table: &str, findings: Vec<String>) {
        let _ = write!(
            self.page,
            "\n## {title}\n\nBuilt with {tools}.\n\n{table}\n"
        );
        if findings.is_empty() {
            self.page
                .push_str("All checks passed; both builds are the same.\n");
        }
        for finding in &findings {
            let _ = writeln!(self.page, "- **{finding}**");
        }
        let named = findings
            .into_iter()
            .map(|finding| format!("{title}: {finding}"));
        self.findings.extend(named);
    }

    /// Something that was tried.
    pub(super) fn say(&mut self, title: &str, sentence: &str, tried: Outcome) {
        let _ = write!(self.page, "\n## {title}\n\n{sentence}\n");
        match tried {
            Ok(()) => self.page.push_str("It passed.\n"),
            Err(reason) => {
                let _ = writeln!(self.page, "- **{reason}**");
                self.findings.push(format!("{title}: {reason}"));
            }
        }
    }

    pub(super) fn write(&self) -> Outcome {
        let text = format!("{}\n{NOT_RUN}", self.page);
        std::fs::write(sh::root().join(PAGE), text).map_err(|error| format!("{PAGE}: {error}"))
    }

    pub(super) fn outcome(self) -> Outcome {
        if self.findings.is_empty() {
            Ok(())
        } else {
            Err(self.findings.join("\n"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_fails_the_check_and_stands_on_the_page() {
        let mut report = Report::begin().unwrap();
        report.add("Android", "a compiler", "| a |", Vec::new());
        assert!(report.page.contains("both builds are the same"));
        report.add("iOS", "a compiler", "| a |", vec!["too large".to_owned()]);
        assert!(report.page.contains("- **too large**"));
        report.say("Rules", "Tried.", Ok(()));
        report.say("More", "Tried.", Err("no".to_owned()));
        assert!(report.page.contains("## Rules\n\nTried.\nIt passed."));
        assert_eq!(report.outcome(), Err("iOS: too large\nMore: no".to_owned()));
    }
}
