//! How the notices are written down.

use std::collections::BTreeMap;
use std::fmt::Write;

/// What is said of one package.
pub(super) struct Notice {
    pub(super) title: String,
    pub(super) licence: String,
    pub(super) repository: String,
    pub(super) texts: Vec<String>,
}

const HEAD: &str = "Doorstep is under the MIT licence or the Apache License 2.0, as you choose. Its library contains \
                    code of the packages below.\nThe numbers are those of the texts that follow.\n\n";

/// A list of the packages, then the texts; those that differ in white space alone are one.
pub(super) fn write(notices: &[Notice]) -> String {
    let mut texts: Vec<&str> = Vec::new();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut lines = Vec::new();
    for notice in notices {
        let mut cited = Vec::new();
        for text in &notice.texts {
            let words: Vec<&str> = text.split_whitespace().collect();
            let number = *numbers.entry(words.join(" ")).or_insert_with(|| {
                texts.push(text);
                texts.len()
            });
            cited.push(number.to_string());
        }
        let Notice {
            title,
            licence,
            repository,
            ..
        } = notice;
        let place = Some(repository).filter(|place| !place.is_empty());
        let place = place.map_or(String::new(), |place| format!(", {place}"));
        let cited = cited.join(", ");
        lines.push(format!("{title}: {licence} [{cited}]{place}\n"));
    }
    lines.sort();
    lines.dedup();
    let mut page = HEAD.to_owned() + &lines.concat();
    for (index, text) in texts.iter().enumerate() {
        let number = index + 1;
        let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
        let text = lines.join("\n");
        // Writing to a string cannot fail.
        let _ = write!(page, "\n======== [{number}] ========\n\n{text}\n");
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(title: &str, texts: &[&str]) -> Notice {
        Notice {
            title: title.to_owned(),
            licence: "MIT".to_owned(),
            repository: "https://example.org".to_owned(),
            texts: texts.iter().map(|text| (*text).to_owned()).collect(),
        }
    }

    #[test]
    fn a_text_stands_once_however_it_is_wrapped() {
        let page = write(&[
            notice("b 1.0.0", &["Do as\nyou like.\n"]),
            notice("a 2.0.0", &["Do as you\r\nlike.", "More."]),
        ]);
        assert!(page.contains("a 2.0.0: MIT [1, 2], https://example.org\nb 1.0.0: MIT [1], "));
        assert_eq!(page.matches("you").count(), HEAD.matches("you").count() + 1);
        assert!(page.ends_with("======== [2] ========\n\nMore.\n"), "{page}");
    }

    #[test]
    fn a_package_that_is_linked_twice_is_named_once() {
        let page = write(&[notice("a 1.0.0", &["A."]), notice("a 1.0.0", &["A."])]);
        assert_eq!(page.matches("a 1.0.0").count(), 1);
    }
}
