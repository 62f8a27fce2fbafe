//! The artifact's POM: what an app gets with it, in fixed versions.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The artifact's coordinates.
pub(super) const GROUP: &str = "dev.doorstep";
pub(super) const ARTIFACT: &str = "doorstep-android";

/// Another library that an app gets.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Dependency {
    pub(super) group: String,
    pub(super) artifact: String,
    pub(super) version: String,
    /// `jar` unless it says otherwise.
    pub(super) kind: String,
}

/// What an app may get, and as what; the property of the Maven build that holds the version.
const ALLOWED: [(&str, &str, &str, &str); 3] = [
    ("net.java.dev.jna", "jna", "aar", "jna.version"),
    (
        "org.jetbrains.kotlin",
        "kotlin-stdlib",
        "jar",
        "kotlin.version",
    ),
    (
        "org.jetbrains.kotlinx",
        "kotlinx-coroutines-core-jvm",
        "jar",
        "coroutines.version",
    ),
];

/// The libraries, in the versions that the Maven build compiles against.
pub(super) fn dependencies(build: &str) -> Result<Vec<Dependency>, String> {
    ALLOWED
        .iter()
        .map(|(group, artifact, kind, property)| {
            let version = element(build, property)
                .ok_or_else(|| format!("bindings/kotlin/pom.xml has no {property}"))?;
            Ok(Dependency {
                group: (*group).to_owned(),
                artifact: (*artifact).to_owned(),
                version: version.to_owned(),
                kind: (*kind).to_owned(),
            })
        })
        .collect()
}

/// The POM.
pub(super) fn write(version: &str, dependencies: &[Dependency]) -> String {
    let mut listed = String::new();
    for dependency in dependencies {
        let Dependency {
            group,
            artifact,
            version,
            kind,
        } = dependency;
        let _ = write!(
            listed,
            "    <dependency>\n      <groupId>{group}</groupId>\n      <artifactId>{artifact}</artifactId>\n      \
             <version>{version}</version>\n      <type>{kind}</type>\n      <scope>compile</scope>\n    </dependency>\n"
        );
    }
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://maven.apache.org/POM/4.0.0 http://maven.apache.org/xsd/maven-4.0.0.xsd">
  <modelVersion>4.0.0</modelVersion>
  <groupId>{GROUP}</groupId>
  <artifactId>{ARTIFACT}</artifactId>
  <version>{version}</version>
  <packaging>aar</packaging>
  <name>Doorstep for Android</name>
  <description>In-app sign-in for Microsoft Entra External ID (native authentication)</description>
  <licenses>
    <license><name>MIT</name></license>
    <license><name>Apache-2.0</name></license>
  </licenses>
  <dependencies>
{listed}  </dependencies>
</project>
"#
    )
}

/// What is wrong with what a POM asks for.
pub(super) fn check(pom: &str) -> Vec<String> {
    let allowed: BTreeSet<_> = ALLOWED.iter().map(|row| (row.0, row.1, row.2)).collect();
    let listed: Vec<_> = pom.split("<dependency>").skip(1).collect();
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for dependency in &listed {
        let part = |name| element(dependency, name).unwrap_or_default();
        let row = (part("groupId"), part("artifactId"), part("type"));
        if !allowed.contains(&row) {
            found.push(format!("POM: brings {}:{}:{} along", row.0, row.1, row.2));
        }
        let version = part("version");
        if version.is_empty() || version.contains(['[', '(', '$', '+']) {
            found.push(format!("POM: does not fix the version of {}", row.1));
        }
        seen.insert(row);
    }
    let missing = allowed.difference(&seen);
    found
        .extend(missing.map(|row| format!("POM: does not bring {}:{} as {}", row.0, row.1, row.2)));
    found
}

/// What stands in the first element of a name.
fn element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    rest.split_once(&format!("</{name}>"))
        .map(|(inside, _)| inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUILD: &str = include_str!("../../../bindings/kotlin/pom.xml");

    fn good() -> String {
        write("1.2.3", &dependencies(BUILD).unwrap())
    }

    #[test]
    fn the_pom_brings_what_the_build_compiled_against() {
        assert_eq!(check(&good()), [""; 0]);
        let jna = element(BUILD, "jna.version").unwrap();
        assert!(good().contains(&format!("<version>{jna}</version>\n      <type>aar</type>")));
        assert!(good().contains("<version>1.2.3</version>\n  <packaging>aar</packaging>"));
    }

    #[test]
    fn a_dependency_too_many_is_refused() {
        let okhttp = Dependency {
            group: "com.squareup.okhttp3".to_owned(),
            artifact: "okhttp".to_owned(),
            version: "5.0.0".to_owned(),
            kind: "jar".to_owned(),
        };
        let mut more = dependencies(BUILD).unwrap();
        more.push(okhttp);
        assert_eq!(
            check(&write("1.2.3", &more)),
            ["POM: brings com.squareup.okhttp3:okhttp:jar along"]
        );
    }

    #[test]
    fn jna_without_its_libraries_is_refused() {
        let jar = good().replace("<type>aar</type>", "<type>jar</type>");
        assert_eq!(
            check(&jar),
            [
                "POM: brings net.java.dev.jna:jna:jar along",
                "POM: does not bring net.java.dev.jna:jna as aar",
            ]
        );
    }

    #[test]
    fn a_version_that_may_move_is_refused() {
        let jna = element(BUILD, "jna.version").unwrap();
        let range = good().replace(&format!("<version>{jna}<"), "<version>[5.0,)<");
        assert_eq!(check(&range), ["POM: does not fix the version of jna"]);
    }
}
