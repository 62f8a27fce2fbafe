use super::*;

const THEIRS: &str = "# theirs 1.0\nClient.signIn\nClient.signOut\nCode.length\n";

const WHOLE: &str = "\
| MSAL Android | Doorstep, Kotlin |
|---|---|
| `Client.signIn`, `.signOut` | `Doorstep.signIn`, `Account.signOut` |
| `Code.length` | `CodeSent.length` |
";

const OURS: &str = "Doorstep: public fun signIn(name: String): A\n\
                    Account: public suspend fun signOut(): Unit\n\
                    public class CodeSent internal constructor( public val length: Int?, )\n";

fn theirs(page: &str) -> Vec<String> {
    COLUMNS[0].compare(page, THEIRS)
}

fn ours(page: &str) -> Vec<String> {
    COLUMNS[2].compare(page, OURS)
}

#[test]
fn a_whole_page_has_no_findings() {
    assert!(theirs(WHOLE).is_empty(), "{:?}", theirs(WHOLE));
    assert!(ours(WHOLE).is_empty(), "{:?}", ours(WHOLE));
}

#[test]
fn a_row_that_was_removed_is_missed() {
    let page = WHOLE.replace("| `Code.length` | `CodeSent.length` |\n", "");
    assert_eq!(theirs(&page), [format!("{PAGE}: no row has `Code.length`")]);
}

#[test]
fn a_name_in_the_text_or_in_another_column_is_no_row() {
    let page = format!(
        "{}\nNot `Code.length`.\n",
        WHOLE.replace("| `Code.length` |", "| |")
    );
    assert_eq!(theirs(&page).len(), 1);
}

#[test]
fn a_name_of_theirs_that_does_not_exist_is_found() {
    let page = WHOLE.replace("`Client.signIn`", "`Client.signIn`, `Client.logIn`");
    assert_eq!(
        theirs(&page),
        [format!(
            "{PAGE}:3: `Client.logIn` is not in docs/msal-surface/android.txt"
        )]
    );
}

#[test]
fn a_name_of_ours_that_was_renamed_is_found() {
    assert_eq!(
        ours(&WHOLE.replace("CodeSent.length", "CodeSent.count")),
        [format!(
            "{PAGE}:4: `CodeSent.count` is not in bindings/api/kotlin.txt"
        )]
    );
}

#[test]
fn the_page_is_whole_and_true() {
    assert_eq!(findings().unwrap(), Vec::<String>::new());
}

/// The page itself loses a row of each kind in turn, and is missed something each time.
#[test]
fn no_row_of_the_page_can_go() {
    let page = read(PAGE).unwrap();
    for column in COLUMNS.iter().filter(|column| column.whole) {
        let surface = read(column.file).unwrap();
        let rows = cells(&page, column.heading);
        let named = rows.iter().filter(|(_, cell)| cell.contains('`'));
        for (line, _) in named {
            let cut: Vec<_> = page
                .lines()
                .enumerate()
                .filter(|(number, _)| number + 1 != *line)
                .map(|(_, text)| text)
                .collect();
            let findings = column.compare(&cut.join("\n"), &surface);
            assert!(!findings.is_empty(), "{PAGE}:{line} can go unnoticed");
        }
    }
}
