//! The rules that an app's R8 gets from the artifact: few, and none that keeps a package whole but JNA's own.

/// So many lines that are not comments.
const LONGEST: usize = 10;

/// The one package that may be kept whole: C code looks its classes up by name.
const WHOLE: &str = "com.sun.jna.**";

/// What is wrong with the rules.
pub(crate) fn check(text: &str) -> Vec<String> {
    let rules: Vec<_> = text
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim())
        .filter(|line| !line.is_empty())
        .collect();
    let mut found = Vec::new();
    if rules.len() > LONGEST {
        found.push(format!(
            "rules: {} lines, {LONGEST} are allowed",
            rules.len()
        ));
    }
    // A rule may go over several lines; each begins with a dash.
    let whole = rules.join(" ");
    for rule in whole.split(" -").map(|rule| rule.trim_start_matches('-')) {
        if let Some(reason) = wrong(rule) {
            found.push(format!("rules: -{rule}: {reason}"));
        }
    }
    found
}

fn wrong(rule: &str) -> Option<&'static str> {
    let (option, rest) = rule.split_once(' ').unwrap_or((rule, ""));
    match option.split(',').next()? {
        "keepattributes" => (rest.contains('*')).then_some("keeps every attribute"),
        "dontwarn" => (!rest.starts_with("java.awt")).then_some("hides what is missing"),
        "keep"
        | "keepnames"
        | "keepclassmembers"
        | "keepclassmembernames"
        | "keepclasseswithmembers"
        | "keepclasseswithmembernames" => keeps_a_package(rest).then_some("keeps a package whole"),
        _ => Some("is not a rule for a library"),
    }
}

/// Classes by pattern are fine where what they extend, or the members that are named, narrow them down.
fn keeps_a_package(specification: &str) -> bool {
    let (head, members) = specification
        .split_once('{')
        .unwrap_or((specification, "*"));
    let words: Vec<_> = head.split_whitespace().collect();
    let kind = ["class", "interface", "enum", "@interface"];
    let name = words
        .iter()
        .position(|word| kind.contains(word))
        .and_then(|at| words.get(at + 1));
    let Some(name) = name else { return true };
    let narrowed = words.contains(&"extends") || words.contains(&"implements");
    let every = |member: &str| {
        let member = member.trim();
        member == "*" || member.starts_with('<') || member.ends_with(" *")
    };
    let members: Vec<_> = members.trim().trim_end_matches('}').split(';').collect();
    let whole = members.iter().any(|member| every(member));
    name.contains('*') && *name != WHOLE && !narrowed && whole
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = include_str!("../../../../bindings/kotlin/consumer-rules.pro");

    #[test]
    fn the_rules_of_this_tree_pass() {
        assert_eq!(check(RULES), [""; 0]);
    }

    #[test]
    fn a_package_kept_whole_is_refused() {
        for rule in [
            "-keep class dev.doorstep.** { *; }",
            "-keep,allowobfuscation class dev.doorstep.ffi.* { *; }",
            "-keepclassmembers class * { *; }",
            "-keepclassmembers enum dev.doorstep.** { public *; }",
            "-keepclassmembers class dev.doorstep.** { a(); <fields>; }",
            "-keep class dev.doorstep.**",
            "-keep class com.sun.** { *; }",
        ] {
            let found = check(&format!("{RULES}\n{rule}"));
            assert_eq!(found, [format!("rules: {rule}: keeps a package whole")]);
        }
    }

    #[test]
    fn a_rule_may_go_over_several_lines() {
        let found = check("-keep class\n  dev.doorstep.** { *; }");
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn rules_that_change_an_app_are_refused() {
        for rule in ["-dontobfuscate", "-dontoptimize", "-keepattributes *"] {
            assert_eq!(check(rule).len(), 1, "{rule}");
        }
    }

    #[test]
    fn more_than_ten_lines_are_refused() {
        let rule = "-keep class com.sun.jna.** { *; }\n";
        assert_eq!(check(&rule.repeat(10)), [""; 0]);
        assert_eq!(check(&rule.repeat(11)), ["rules: 11 lines, 10 are allowed"]);
        assert_eq!(
            check(&format!("# a comment\n\n{}", rule.repeat(10))),
            [""; 0]
        );
    }
}
