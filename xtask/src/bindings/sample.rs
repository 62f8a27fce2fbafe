//! The Android sample on a machine without Android's tools: its own sources, compiled and run by Maven.

use std::path::Path;
use std::process::Command;

use super::Built;
use crate::sh::{self, Outcome};

/// The string table that `R` is made of.
const STRINGS: &str = "android-sample/app/src/main/res/values/strings.xml";

/// What Maven is told: the sample and what it is built on, and the sample's tests alone.
const ARGUMENTS: [&str; 5] = [
    "-Pandroid-sample",
    "-Dmaven.test.skip=true",
    "--projects",
    ":doorstep-android-sample",
    "--also-make",
];

/// The sample's tests, on what was built. `command_line` is the `doorstep` command.
pub(crate) fn tests(built: &Built, command_line: &Path) -> Result<Command, String> {
    resources(&built.generated.with_file_name("kotlin-sample"))?;
    let mut command = super::maven(built, command_line, &ARGUMENTS);
    command.arg("test");
    Ok(command)
}

/// Writes `R.kt` into `folder`: the names of the texts, as Android's build makes them.
fn resources(folder: &Path) -> Outcome {
    let path = sh::root().join(STRINGS);
    let table = std::fs::read_to_string(path).map_err(|error| format!("{STRINGS}: {error}"))?;
    super::remove(folder)?;
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(folder.join("R.kt"), source(&table)))
        .map_err(|error| format!("{}: {error}", folder.display()))
}

fn source(table: &str) -> String {
    let kinds = ["string", "plurals"].map(|kind| {
        let names = names(table, kind).into_iter().enumerate();
        let lines: Vec<String> = names
            .map(|(at, name)| format!("        const val {name}: Int = {}\n", at + 1))
            .collect();
        format!("    object {kind} {{\n{}    }}\n", lines.concat())
    });
    format!(
        "package dev.doorstep.sample\n\nobject R {{\n{}}}\n",
        kinds.concat()
    )
}

fn names<'a>(table: &'a str, kind: &str) -> Vec<&'a str> {
    let begin = format!("<{kind} name=\"");
    let after = table.split(begin.as_str()).skip(1);
    after
        .filter_map(|rest| Some(rest.split_once('"')?.0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_has_a_number_of_its_kind() {
        let table = r#"<resources>
            <string name="cancel">Cancel</string> <string name="copy">Copy</string>
            <plurals name="wait"><item quantity="one">%1$d second</item></plurals>
        </resources>"#;
        assert_eq!(names(table, "string"), ["cancel", "copy"]);
        let source = source(table);
        assert!(source.contains("const val copy: Int = 2\n"));
        assert!(source.contains("object plurals {\n        const val wait: Int = 1\n"));
    }
}
