//! Where this machine gets its Debian packages from, as its own settings of apt say.

use std::path::{Path, PathBuf};

/// The keyring that Debian installs, for settings that name none.
const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// The mirrors of the machine's own release.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mirrors {
    main: Mirror,
    security: Option<Mirror>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Mirror {
    address: String,
    keyring: String,
}

/// One source that apt knows.
#[derive(Debug, Default, PartialEq, Eq)]
struct Source {
    address: String,
    suites: Vec<String>,
    keyring: Option<String>,
}

impl Mirrors {
    pub(super) fn of_this_machine() -> Result<Self, String> {
        let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
        let release = codename(&release).ok_or("this machine does not run Debian")?;
        let mut sources = Vec::new();
        for file in settings() {
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            if file.extension().is_some_and(|end| end == "sources") {
                sources.extend(stanzas(&text));
            } else {
                sources.extend(text.lines().filter_map(one_line));
            }
        }
        Self::among(&sources, &release)
            .ok_or_else(|| format!("apt has no source of {release} on this machine"))
    }

    fn among(sources: &[Source], release: &str) -> Option<Self> {
        let of = |suite: &str| {
            let source = sources
                .iter()
                .find(|source| source.suites.iter().any(|listed| listed == suite))?;
            Some(Mirror {
                address: source.address.clone(),
                keyring: source.keyring.clone().unwrap_or_else(|| KEYRING.to_owned()),
            })
        };
        Some(Self {
            main: of(release)?,
            security: of(&format!("{release}-security")),
        })
    }

    /// The line of `sources.list` for a suite. A mirror may lag behind the suite that never stands still, so that
    /// one's date is not looked at; its signature is.
    pub(super) fn line(&self, suite: &str) -> Result<String, String> {
        let mirror = if suite.ends_with("-security") {
            let missing = || format!("apt has no source of security updates, for {suite}");
            self.security.as_ref().ok_or_else(missing)?
        } else {
            &self.main
        };
        let stale = if suite == "sid" {
            " check-valid-until=no"
        } else {
            ""
        };
        let Mirror { address, keyring } = mirror;
        Ok(format!(
            "deb [signed-by={keyring}{stale}] {address} {suite} main\n"
        ))
    }
}

fn settings() -> Vec<PathBuf> {
    let mut files = vec![PathBuf::from("/etc/apt/sources.list")];
    if let Ok(entries) = std::fs::read_dir(Path::new("/etc/apt/sources.list.d")) {
        files.extend(entries.filter_map(|entry| Some(entry.ok()?.path())));
    }
    files.sort();
    files
}

fn codename(os_release: &str) -> Option<String> {
    let value = |name: &str| {
        os_release
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix('='))
            .map(|value| value.trim_matches('"').to_owned())
    };
    value("ID")
        .filter(|id| id == "debian")
        .and_then(|_| value("VERSION_CODENAME"))
}

/// The sources of a file in deb822's form.
fn stanzas(text: &str) -> Vec<Source> {
    let text: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    text.split(|line| line.trim().is_empty())
        .filter_map(stanza)
        .collect()
}

fn stanza(lines: &[&str]) -> Option<Source> {
    let field = |name: &str| {
        lines.iter().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    };
    if field("Enabled").is_some_and(|value| value == "no") {
        return None;
    }
    let types = field("Types")?;
    types.split_whitespace().find(|word| *word == "deb")?;
    Some(Source {
        address: field("URIs")?.split_whitespace().next()?.to_owned(),
        suites: field("Suites")?
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
        keyring: field("Signed-By").and_then(path),
    })
}

/// `deb [options] address suite component`
fn one_line(line: &str) -> Option<Source> {
    let rest = line.trim().strip_prefix("deb ")?.trim();
    let (options, rest) = match rest.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => ("", rest),
    };
    let mut words = rest.split_whitespace();
    let keyring = options
        .split_whitespace()
        .find_map(|option| option.strip_prefix("signed-by="));
    Some(Source {
        address: words.next()?.to_owned(),
        suites: vec![words.next()?.to_owned()],
        keyring: keyring.and_then(path),
    })
}

/// A keyring may also stand in the settings themselves; such a one is not taken over.
fn path(keyring: &str) -> Option<String> {
    keyring.starts_with('/').then(|| keyring.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const STANZAS: &str = "# Ours\nTypes: deb deb-src\nURIs: http://mirror.test/debian\n\
        Suites: bookworm bookworm-updates\nComponents: main\nSigned-By: /usr/share/keyrings/a.gpg\n\n\
        Types: deb\n# moved\nURIs: http://mirror.test/security\nSuites: bookworm-security\n\n\
        Enabled: no\nTypes: deb\nURIs: http://other.test\nSuites: bookworm\n";

    #[test]
    fn mirrors_are_those_of_the_machines_own_release() {
        let mirrors = Mirrors::among(&stanzas(STANZAS), "bookworm").unwrap();
        assert_eq!(
            mirrors.line("trixie").unwrap(),
            "deb [signed-by=/usr/share/keyrings/a.gpg] http://mirror.test/debian trixie main\n"
        );
        assert_eq!(
            mirrors.line("bookworm-security").unwrap(),
            format!(
                "deb [signed-by={KEYRING}] http://mirror.test/security bookworm-security main\n"
            )
        );
        let sid = mirrors.line("sid").unwrap();
        assert!(sid.contains("a.gpg check-valid-until=no]"), "{sid}");
        assert_eq!(Mirrors::among(&stanzas(STANZAS), "trixie"), None);
    }

    #[test]
    fn a_source_in_one_line_is_read_with_its_options() {
        let line = "deb [arch=amd64 signed-by=/k.gpg] http://mirror.test/debian bookworm main";
        let source = one_line(line).unwrap();
        assert_eq!(source.address, "http://mirror.test/debian");
        assert_eq!(source.suites, ["bookworm"]);
        assert_eq!(source.keyring.as_deref(), Some("/k.gpg"));
        assert_eq!(one_line("# deb http://mirror.test bookworm main"), None);
        assert_eq!(one_line("deb-src http://mirror.test bookworm main"), None);
    }

    #[test]
    fn security_updates_without_a_source_are_refused() {
        let sources = [one_line("deb http://mirror.test/debian bookworm main").unwrap()];
        let mirrors = Mirrors::among(&sources, "bookworm").unwrap();
        assert!(mirrors.line("bookworm-security").is_err());
    }

    #[test]
    fn another_system_is_not_taken_for_debian() {
        assert_eq!(codename("ID=ubuntu\nVERSION_CODENAME=noble\n"), None);
        assert_eq!(
            codename("ID=debian\nVERSION_CODENAME=\"trixie\"\n").as_deref(),
            Some("trixie")
        );
    }
}
