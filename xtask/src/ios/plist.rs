//! Property lists, in the part of their XML form that bundles use.

use std::collections::BTreeMap;

/// A value of a property list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Plist {
    Text(String),
    Truth(bool),
    List(Vec<Plist>),
    Table(BTreeMap<String, Plist>),
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
"#;

impl Plist {
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    pub(crate) fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }

    pub(crate) fn table<const N: usize>(entries: [(&str, Plist); N]) -> Self {
        let entries = entries.map(|(key, value)| (key.to_owned(), value));
        Self::Table(BTreeMap::from(entries))
    }

    /// The value of a key, where this is a table that has it.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Table(entries) => entries.get(key),
            _ => None,
        }
    }

    /// The values of a list; none where this is something else.
    pub(crate) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// Keys in the order of the alphabet, as Apple's own tools write them.
    pub(crate) fn write(&self) -> String {
        let mut out = HEAD.to_owned();
        self.write_at(0, &mut out);
        out.push_str("</plist>\n");
        out
    }

    fn write_at(&self, depth: usize, out: &mut String) {
        let tabs = "\t".repeat(depth);
        match self {
            Self::Text(text) => line(&tabs, &format!("<string>{}</string>", escaped(text)), out),
            Self::Truth(truth) => line(&tabs, &format!("<{truth}/>"), out),
            Self::List(items) if items.is_empty() => line(&tabs, "<array/>", out),
            Self::List(items) => {
                line(&tabs, "<array>", out);
                for item in items {
                    item.write_at(depth + 1, out);
                }
                line(&tabs, "</array>", out);
            }
            Self::Table(entries) => {
                line(&tabs, "<dict>", out);
                for (key, value) in entries {
                    line(&tabs, &format!("\t<key>{}</key>", escaped(key)), out);
                    value.write_at(depth + 1, out);
                }
                line(&tabs, "</dict>", out);
            }
        }
    }

    /// Reads what [`Plist::write`] and Apple's tools write; anything else is refused.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let mut reader = Reader {
            rest: skip_head(text)?,
        };
        let root = reader.tag()?;
        if !root.starts_with("plist") {
            return Err(format!("a property list that begins with <{root}>"));
        }
        let first = reader.tag()?;
        let value = reader.value(first)?;
        match reader.tag()? {
            "/plist" => Ok(value),
            more => Err(format!("a property list goes on with <{more}>")),
        }
    }
}

fn line(tabs: &str, line: &str, out: &mut String) {
    for part in [tabs, line, "\n"] {
        out.push_str(part);
    }
}

/// What is still to be read.
struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// What stands between the next pair of angle brackets; nothing but white space and remarks before it.
    fn tag(&mut self) -> Result<&'a str, String> {
        loop {
            let rest = self.rest.trim_start();
            let Some(remark) = rest.strip_prefix("<!--") else {
                break;
            };
            let (_, after) = remark.split_once("-->").ok_or("a remark has no end")?;
            self.rest = after;
        }
        let rest = self.rest.trim_start().strip_prefix('<');
        let (tag, after) = rest
            .and_then(|rest| rest.split_once('>'))
            .ok_or("a property list ends too early, or has loose text")?;
        self.rest = after;
        Ok(tag.trim())
    }

    fn value(&mut self, tag: &str) -> Result<Plist, String> {
        match tag {
            "string" => self.until("</string>").map(Plist::Text),
            "string/" => Ok(Plist::Text(String::new())),
            "true/" => Ok(Plist::Truth(true)),
            "false/" => Ok(Plist::Truth(false)),
            "array/" => Ok(Plist::List(Vec::new())),
            "array" => {
                let mut items = Vec::new();
                loop {
                    match self.tag()? {
                        "/array" => return Ok(Plist::List(items)),
                        tag => items.push(self.value(tag)?),
                    }
                }
            }
            "dict/" => Ok(Plist::Table(BTreeMap::new())),
            "dict" => self.table(),
            other => Err(format!("a property list has <{other}>, which is not known")),
        }
    }

    fn table(&mut self) -> Result<Plist, String> {
        let mut entries = BTreeMap::new();
        loop {
            match self.tag()? {
                "/dict" => return Ok(Plist::Table(entries)),
                "key" => {
                    let key = self.until("</key>")?;
                    let tag = self.tag()?;
                    let value = self.value(tag)?;
                    if entries.insert(key.clone(), value).is_some() {
                        return Err(format!("a property list has the key {key} twice"));
                    }
                }
                other => return Err(format!("a table has <{other}> where a key belongs")),
            }
        }
    }

    fn until(&mut self, end: &str) -> Result<String, String> {
        let (text, after) = self
            .rest
            .split_once(end)
            .ok_or_else(|| format!("no {end}"))?;
        self.rest = after;
        if text.contains('<') {
            return Err(format!("no {end} before the next tag"));
        }
        let plain = text.replace("&lt;", "<").replace("&gt;", ">");
        Ok(plain.replace("&quot;", "\"").replace("&amp;", "&"))
    }
}

/// What follows the declarations at the top.
fn skip_head(text: &str) -> Result<&str, String> {
    let mut rest = text.trim_start();
    while rest.starts_with("<?") || rest.starts_with("<!DOCTYPE") {
        let (_, after) = rest.split_once('>').ok_or("not a property list")?;
        rest = after.trim_start();
    }
    Ok(rest)
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_again() {
        let list = Plist::table([
            ("b", Plist::texts(["a & b", "<c>"])),
            ("a", Plist::Truth(true)),
            ("c", Plist::List(Vec::new())),
            ("d", Plist::table([("e", Plist::text(""))])),
        ]);
        let written = list.write();
        assert_eq!(Plist::read(&written).unwrap(), list);
        assert!(written.contains(
            "\t<key>a</key>\n\t<true/>\n\t<key>b</key>\n\t<array>\n\t\t<string>a &amp; b</string>"
        ));
        assert!(written.ends_with("</dict>\n</plist>\n"), "{written}");
    }

    #[test]
    fn remarks_are_passed_over() {
        let text = "<plist version=\"1.0\"><!-- <dict> --><dict>\n<!-- b --></dict></plist>";
        assert_eq!(Plist::read(text).unwrap(), Plist::table([]));
    }

    #[test]
    fn what_is_no_property_list_is_refused() {
        for text in [
            "",
            "{}",
            "<plist><dict>",
            "<plist><dict><key>a</key></dict></plist>",
            "<plist><dict><string>a</string></dict></plist>",
            "<plist><string>a</dict></plist>",
            "<plist><date>now</date></plist>",
            "<plist><dict><key>a</key><true/><key>a</key><true/></dict></plist>",
            "<plist><true/><true/></plist>",
        ] {
            assert!(Plist::read(text).is_err(), "{text}");
        }
    }
}
