//! Reading the closing lines of test runners.

/// How many tests a runner reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: u32,
    pub(super) failed: u32,
    /// Tests that the runner itself did not run: ignored, skipped, still to do.
    pub(super) left_out: u32,
}

impl Tally {
    pub(super) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.left_out += other.left_out;
    }
}

/// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s`
pub(super) fn of_cargo_line(line: &str) -> Option<Tally> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let mut tally = Tally::default();
    for part in counts.split("; ") {
        match part.split_once(' ') {
            Some((number, "passed")) => tally.passed = number.parse().ok()?,
            Some((number, "failed")) => tally.failed = number.parse().ok()?,
            Some((number, "ignored")) => tally.left_out = number.parse().ok()?,
            _ => {}
        }
    }
    Some(tally)
}

/// One of the closing lines of Node's runner, such as `ℹ pass 3`; each carries one number.
pub(super) fn of_node_line(line: &str) -> Option<Tally> {
    let (word, number) = line.strip_prefix("ℹ ")?.split_once(' ')?;
    let number = number.parse().ok()?;
    let mut tally = Tally::default();
    match word {
        "pass" => tally.passed = number,
        "fail" | "cancelled" => tally.failed = number,
        "skipped" | "todo" => tally.left_out = number,
        _ => return None,
    }
    Some(tally)
}

/// Surefire's closing line, such as `[WARNING] Tests run: 9, Failures: 1, Errors: 1, Skipped: 2`; the lines of the
/// single classes go on after that.
pub(super) fn of_maven_line(line: &str) -> Option<Tally> {
    let (_, counts) = line.split_once("] ")?;
    let counts = counts.strip_prefix("Tests run: ")?;
    let (run, rest) = counts.split_once(", Failures: ")?;
    let (failures, rest) = rest.split_once(", Errors: ")?;
    let (errors, skipped) = rest.split_once(", Skipped: ")?;
    let number = |text: &str| text.parse::<u32>().ok();
    let (failed, left_out) = (number(failures)? + number(errors)?, number(skipped)?);
    Some(Tally {
        passed: number(run)?.saturating_sub(failed + left_out),
        failed,
        left_out,
    })
}

/// What swift-testing says of one test, such as `✔ Test name() passed after 0.1 seconds.`; suites and the whole run
/// say the same of themselves.
pub(super) fn of_swift_line(line: &str) -> Option<Tally> {
    let (_, said) = line.split_once(" Test ")?;
    let mut tally = Tally::default();
    if said.starts_with("run ") {
        return None;
    } else if said.contains(" passed after ") {
        tally.passed = 1;
    } else if said.contains(" failed after ") {
        tally.failed = 1;
    } else if said.contains(" skipped") {
        tally.left_out = 1;
    } else {
        return None;
    }
    Some(tally)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_swifts_lines_those_of_single_tests_count() {
        let tally = |line| of_swift_line(line);
        let one = |passed, failed, left_out| {
            Some(Tally {
                passed,
                failed,
                left_out,
            })
        };
        assert_eq!(tally("✔ Test a() passed after 0.1 seconds."), one(1, 0, 0));
        let failed = "✘ Test a(_:) failed after 0.1 seconds with 2 issues.";
        assert_eq!(tally(failed), one(0, 1, 0));
        assert_eq!(tally("✘ Test a() skipped: \"not here\""), one(0, 0, 1));
        for other in [
            "◇ Test a() started.",
            "✘ Test a() recorded an issue at A.swift:1:2: Expectation failed: false",
            "✔ Suite A passed after 0.1 seconds.",
            "✔ Test run with 3 tests passed after 0.1 seconds.",
        ] {
            assert_eq!(tally(other), None, "{other}");
        }
    }

    #[test]
    fn of_mavens_lines_only_the_closing_one_counts() {
        let class =
            "[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 1 s -- in A";
        assert_eq!(of_maven_line(class), None);
        let closing = "[WARNING] Tests run: 9, Failures: 1, Errors: 2, Skipped: 1";
        assert_eq!(
            of_maven_line(closing),
            Some(Tally {
                passed: 5,
                failed: 3,
                left_out: 1
            })
        );
        assert_eq!(of_maven_line("[INFO] BUILD SUCCESS"), None);
    }

    #[test]
    fn a_cargo_result_line_is_read_whole() {
        let line = "test result: FAILED. 3 passed; 2 failed; 1 ignored; 0 measured; 9 filtered out; finished in 0.1s";
        assert_eq!(
            of_cargo_line(line),
            Some(Tally {
                passed: 3,
                failed: 2,
                left_out: 1
            })
        );
    }

    #[test]
    fn other_cargo_lines_count_nothing() {
        assert_eq!(of_cargo_line("test flow::tests::it_works ... ok"), None);
        assert_eq!(of_cargo_line("running 3 tests"), None);
    }

    #[test]
    fn node_lines_add_up() {
        let mut total = Tally::default();
        for line in [
            "ℹ tests 8",
            "ℹ pass 3",
            "ℹ fail 1",
            "ℹ cancelled 2",
            "ℹ skipped 1",
            "ℹ todo 1",
            "ℹ duration_ms 12.5",
        ] {
            total.add(of_node_line(line).unwrap_or_default());
        }
        assert_eq!(
            total,
            Tally {
                passed: 3,
                failed: 3,
                left_out: 2
            }
        );
    }
}
