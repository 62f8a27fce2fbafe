//! The suites of Swift's side: the package, and the sample app above it.

use std::path::Path;
use std::process::Command;

use super::{Run, tally};
use crate::bindings::swift::{Package, SAMPLE_TESTS, TESTS, tests};
use crate::toolchain::swift::Swift;

impl Run {
    pub(super) fn swift(&mut self, binary: &Path) {
        let Some(package) = self.package("swift") else {
            return;
        };
        match package.build() {
            Ok(()) => self.swift_tests("swift", &mut package.test(binary), TESTS),
            Err(reason) => self.broken.push(format!("swift: {reason}")),
        }
    }

    pub(super) fn ios_sample(&mut self, binary: &Path) {
        let name = "ios-sample";
        if let Some(package) = self.package(name) {
            self.swift_tests(name, &mut package.test_sample(binary), SAMPLE_TESTS);
        }
    }

    /// The package with what is generated for it, where there is a Swift to compile it.
    fn package(&mut self, name: &str) -> Option<Package> {
        let swift = match Swift::found() {
            Ok(swift) => swift,
            Err(reason) => {
                self.left_out
                    .push(format!("{name} ({reason}, run cargo xtask setup)"));
                return None;
            }
        };
        match Package::ready(swift) {
            Ok(package) => Some(package),
            Err(reason) => {
                self.broken.push(format!("{name}: {reason}"));
                None
            }
        }
    }

    /// Runs a suite, and compares how many tests it ran with how many are written in `folder`.
    fn swift_tests(&mut self, name: &str, command: &mut Command, folder: &str) {
        let before = self.total;
        let skipped = self.suite(name, command, tally::of_swift_line);
        if skipped > 0 {
            self.left_out
                .push(format!("{name}: {skipped} skipped tests"));
        }
        let ran = self.total.passed + self.total.failed - before.passed - before.failed;
        match tests(folder) {
            Ok(written) if written == ran + skipped => {}
            Ok(written) => self
                .broken
                .push(format!("{name}: of {written} tests {ran} were run")),
            Err(reason) => self.broken.push(reason),
        }
    }
}
