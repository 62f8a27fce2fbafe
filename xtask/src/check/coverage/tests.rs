use super::*;

const TESTS: &str = "\
#[test]
fn one() {}

#[tokio::test(start_paused = true)]
async fn two() {}

#[test]
#[ignore = \"takes long\"]
fn ignored() {}

// #[test]
// fn in_a_comment() {}

fn help() {}
";

/// A file of all rows, each shown by one test.
fn whole() -> String {
    let mut text = String::new();
    for number in 1..=ROWS {
        text.push_str(&row(number, "tests = [\"a.rs::one\"]"));
    }
    text.push_str("[[conflict]]\nabout = \"a\"\nsettled = \"b\"\ntests = [\"a.rs::two\"]\n");
    text
}

fn row(number: u32, shown: &str) -> String {
    format!("[[row]]\nnumber = {number}\nrule = \"r\"\nwhose = [\"core\"]\n{shown}\n")
}

/// The whole file with another row of a number.
fn with(number: u32, shown: &str) -> Vec<String> {
    findings_in(&whole().replace(&row(number, "tests = [\"a.rs::one\"]"), &row(number, shown)))
}

fn files(path: &str) -> Option<String> {
    let text = match path {
        "a.rs" => TESTS,
        "a.kt" => "  @Test\n  fun kotlin() = runBlocking {\n  @Test @Disabled\n  fun off() {}\n",
        "a.swift" => {
            "  @Test func swift() async {\n  @Test(arguments: [1])\n  func each(n: Int) {\n"
        }
        "a.mjs" => "  test(\"a title\", () => {});\n  async \"a journey\"(here) {\n",
        "docs/a.md" => "# A page\n\n## 3.1 What it's about\n",
        _ => return None,
    };
    Some(text.to_owned())
}

fn findings_in(text: &str) -> Vec<String> {
    let coverage = Coverage::read(text).unwrap();
    let mut findings = in_rows(&coverage);
    findings.extend(not_there(&coverage, &files));
    findings
}

#[test]
fn a_whole_file_has_no_findings() {
    assert_eq!(findings_in(&whole()), Vec::<String>::new());
}

#[test]
fn a_row_that_is_missing_unknown_twice_or_out_of_order_is_found() {
    let seventh = row(7, "tests = [\"a.rs::one\"]");
    assert_eq!(
        findings_in(&whole().replace(&seventh, "")),
        [format!("{DATA}: row 7 is missing")]
    );
    let twice = findings_in(&whole().replace(&seventh, &format!("{seventh}{seventh}")));
    assert_eq!(twice, [format!("{DATA}: row 7 stands there twice")]);
    let unknown = whole() + &row(55, "tests = [\"a.rs::one\"]");
    assert_eq!(
        findings_in(&unknown),
        [format!("{DATA}: row 55: there is no such row")]
    );
    let moved = whole().replace(&seventh, "") + &seventh;
    assert_eq!(
        findings_in(&moved),
        [format!("{DATA}: the rows are out of order")]
    );
}

#[test]
fn a_row_must_be_shown_by_what_it_may_be_shown_by() {
    let page = "page = \"docs/a.md#31-what-its-about\"";
    let later = "later = \"the back end\"";
    let both = "later = \"the back end\"\ntests = [\"a.rs::one\"]";
    for (number, shown, wrong) in [
        (1, "", "neither a test nor a page shows it"),
        (1, page, "it must be shown by a test"),
        (1, later, "it may not be put off"),
        (18, later, "it may not be put off"),
        (12, both, "it may not be put off"),
        (12, page, "it must be shown by a test"),
    ] {
        let found = with(number, shown);
        assert_eq!(found, [format!("{DATA}: row {number}: {wrong}")], "{shown}");
    }
    assert_eq!(with(18, page), Vec::<String>::new());
    assert_eq!(with(12, later), Vec::<String>::new());
    let nobodys = whole().replacen("whose = [\"core\"]", "whose = []", 1);
    assert_eq!(
        findings_in(&nobodys),
        [format!("{DATA}: row 1: it is nobody's")]
    );
}

#[test]
fn what_is_no_test_that_runs_is_found() {
    for name in [
        "a.rs::three",
        "a.rs::on",
        "a.rs::help",
        "a.rs::ignored",
        "a.rs::in_a_comment",
        "b.rs::one",
        "a.rs",
        "a.kt::off",
        "a.kt::swift",
        "a.mjs::a tit",
        "docs/a.md::A page",
    ] {
        let found = with(1, &format!("tests = [\"a.rs::one\", \"{name}\"]"));
        assert_eq!(found, [format!("{DATA}: `{name}` is no test that runs")]);
    }
}

#[test]
fn tests_of_every_language_are_found() {
    for name in [
        "a.rs::two",
        "a.kt::kotlin",
        "a.swift::swift",
        "a.swift::each",
        "a.mjs::a title",
        "a.mjs::a journey",
    ] {
        let found = with(1, &format!("tests = [\"{name}\"]"));
        assert_eq!(found, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn a_section_that_is_not_there_and_a_conflict_without_a_test_are_found() {
    let found = with(18, "page = \"docs/a.md#32-what-its-about\"");
    assert_eq!(
        found,
        [format!(
            "{DATA}: there is no section `docs/a.md#32-what-its-about`"
        )]
    );
    let found = findings_in(&whole().replace("tests = [\"a.rs::two\"]", "tests = []"));
    assert_eq!(
        found,
        [format!("{DATA}: no test shows how `a` was settled")]
    );
}

#[test]
fn a_member_that_nobody_reads_is_refused() {
    let read = Coverage::read(&whole().replacen("rule = \"r\"", "rule = \"r\"\ntest = \"x\"", 1));
    assert!(read.is_err());
}

#[test]
fn the_file_is_whole_and_the_page_its_print() {
    assert_eq!(findings().unwrap(), Vec::<String>::new());
}

/// Each row that needs its tests is missed when they go.
#[test]
fn no_row_can_lose_its_tests() {
    let mut coverage = Coverage::read(&read(DATA).unwrap()).unwrap();
    for at in 0..coverage.rows.len() {
        let tests = std::mem::take(&mut coverage.rows[at].tests);
        let row = &coverage.rows[at];
        let is_documented = row.page.is_some() && MAY_BE_DOCUMENTED.contains(&row.number);
        let may_go = tests.is_empty() || is_documented;
        assert_eq!(in_rows(&coverage).is_empty(), may_go, "row {}", at + 1);
        coverage.rows[at].tests = tests;
    }
}
