//! The rows of the table. Their names stay; docs/performance.md says what each means.

use super::Figure;

/// One row.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) unit: &'static str,
    /// What stands beside the figure.
    pub(super) peer: &'static str,
    pub(super) limit: Limit,
    /// Whether the figure depends on the machine and on what else it does.
    pub(super) is_timed: bool,
    pub(super) source: Source,
}

/// Where figures come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// The benchmark of core.
    Client,
    /// The same, under callgrind.
    Instructions,
    /// The load generator, with the `doorstep` command.
    Sandbox,
    /// The programs in Kotlin.
    Boundary,
    /// The program in Node that calls through gates.
    Gate,
}

/// What a row has to keep.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Limit {
    /// The figure by its peer, at most.
    Ratio(f64),
    /// The figure by its peer, at least.
    RatioAtLeast(f64),
    AtMost(f64),
    AtLeast(f64),
    Exactly(f64),
    /// Told for comparison.
    Told,
}

impl Limit {
    pub(super) fn is_kept(self, figure: &Figure) -> bool {
        match self {
            Self::Ratio(limit) => figure.ratio().is_some_and(|ratio| ratio <= limit),
            Self::RatioAtLeast(limit) => figure.ratio().is_some_and(|ratio| ratio >= limit),
            Self::AtMost(limit) => figure.value <= limit,
            Self::AtLeast(limit) => figure.value >= limit,
            Self::Exactly(limit) => (figure.value - limit).abs() < f64::EPSILON,
            Self::Told => true,
        }
    }
}

impl Limit {
    /// Whether the rounds of one measurement agree on it.
    pub(super) fn is_clear(self, figure: &Figure) -> bool {
        let Some(ends) = figure.spread else {
            return true;
        };
        let kept = ends.map(|end| match self {
            Self::Ratio(limit) | Self::AtMost(limit) => end <= limit,
            Self::RatioAtLeast(limit) | Self::AtLeast(limit) => end >= limit,
            Self::Exactly(_) | Self::Told => true,
        });
        kept[0] == kept[1]
    }
}

impl Row {
    /// Whether it belongs to the rows that are asked for by a word.
    pub(super) fn is_of(&self, group: &str) -> bool {
        match group {
            super::SIGN_IN => self.is_of_sign_in(),
            super::GATE => self.source == Source::Gate,
            _ => self.source == Source::Boundary,
        }
    }

    /// Whether it is about one sign-in with a password, beside a bare client.
    fn is_of_sign_in(&self) -> bool {
        is_beside_a_bare_client(self.name)
            || matches!(
                self.name,
                "requests-sign-in" | "head-bytes" | "request-bytes" | "answer-bytes"
            )
    }
}

/// Whether the row called `name` tells what the core adds to a bare client.
pub(super) fn is_beside_a_bare_client(name: &str) -> bool {
    name.starts_with("overhead")
}

impl Figure {
    pub(super) fn left_out(row: &str, reason: &str) -> Self {
        Self {
            row: row.to_owned(),
            value: 0.0,
            peer: None,
            left_out: Some(reason.to_owned()),
            spread: None,
        }
    }

    pub(super) fn ratio(&self) -> Option<f64> {
        self.peer.map(|peer| self.value / peer)
    }
}

/// Requests of a sign-in with a password: what the round trips are counted beside.
const SIGN_IN: f64 = 3.0;

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    timed("overhead", "µs", "bare reqwest, posting", Limit::Ratio(1.10)),
    timed("overhead-cpu", "µs", "bare reqwest, posting", Limit::Told),
    timed("overhead-reading", "µs", "bare reqwest, reading", Limit::Told),
    timed("overhead-reading-cpu", "µs", "bare reqwest, reading", Limit::Told),
    timed("overhead-disk", "µs", "bare reqwest, reading", Limit::Told),
    timed("msal-wall", "µs", "MSAL JS on Node", Limit::Ratio(1.0 / 8.0)),
    timed("msal-cpu", "µs", "MSAL JS on Node", Limit::Ratio(1.0 / 15.0)),
    counted("requests-sign-in", "requests", "", Limit::Exactly(SIGN_IN)),
    counted("requests-sign-up", "requests", "", Limit::Exactly(3.0)),
    counted("requests-mfa", "requests", "", Limit::Exactly(3.0)),
    counted("requests-registration", "requests", "", Limit::Exactly(4.0)),
    counted("requests-reset", "requests", "", Limit::Exactly(5.0)),
    counted("head-bytes", "bytes", "bare reqwest", Limit::AtMost(840.0)),
    counted("request-bytes", "bytes", "bare reqwest", Limit::Told),
    counted("answer-bytes", "bytes", "bare reqwest", Limit::Told),
    Row { source: Source::Instructions, ..counted("instructions-challenge", "instructions", "", Limit::AtMost(25_000.0)) },
    Row { source: Source::Instructions, ..counted("instructions-token", "instructions", "", Limit::AtMost(40_000.0)) },
    timed("cached-token", "µs", "", Limit::AtMost(20.0)),
    timed("save-restore", "µs", "", Limit::AtMost(1_000.0)),
    counted("record-bytes", "bytes", "", Limit::AtMost(4_096.0)),
    timed("memory-one", "KB", "", Limit::Told),
    timed("memory-many", "KB", "after a thousand", Limit::Ratio(1.01)),
    timed("cold-50", "round trips", "", Limit::AtMost(SIGN_IN + 2.4)),
    timed("cold-150", "round trips", "", Limit::AtMost(SIGN_IN + 2.4)),
    timed("prepared-50", "round trips", "", Limit::AtMost(SIGN_IN + 0.25)),
    timed("prepared-150", "round trips", "", Limit::AtMost(SIGN_IN + 0.25)),
    Row { source: Source::Sandbox, ..timed("sandbox-ready", "ms", "", Limit::AtMost(50.0)) },
    Row { source: Source::Sandbox, ..timed("sandbox-flows", "flows/s", "", Limit::AtLeast(900.0)) },
    Row { source: Source::Sandbox, ..timed("sandbox-p99", "ms", "", Limit::AtMost(5.0)) },
    boundary("ffi-step", "µs", MINIMAL, Limit::Ratio(2.0)),
    boundary("ffi-step-calls", "calls", "", Limit::Told),
    boundary("ffi-token-p99", "ms", "", Limit::AtMost(0.5)),
    boundary("ffi-load", "ms", MINIMAL, Limit::Ratio(1.3)),
    boundary("ffi-memory", "KB", MINIMAL, Limit::Told),
    gate("gate-whole-p50", "µs", "nginx", Limit::Ratio(1.5)),
    gate("gate-more-p50", "µs", "nginx", Limit::Ratio(1.5)),
    gate("gate-throughput", "a second", "nginx", Limit::RatioAtLeast(0.6)),
    gate("gate-memory", "KB", "after 20,000 calls", Limit::Ratio(1.02)),
    added("gate-p50"),
    added("gate-p99"),
    added("gate-judged-p50"),
    added("gate-judged-p99"),
    added("worker-p50"),
    added("worker-p99"),
    added("worker-judged-p50"),
    added("worker-judged-p99"),
    added("nginx-p50"),
    added("nginx-p99"),
    added("nginx-judged-p50"),
    added("nginx-judged-p99"),
];

/// What the library is held beside where it is called from Kotlin.
const MINIMAL: &str = "UniFFI alone";

const fn boundary(name: &'static str, unit: &'static str, peer: &'static str, limit: Limit) -> Row {
    Row {
        source: Source::Boundary,
        ..timed(name, unit, peer, limit)
    }
}

/// What a way adds to going straight to the tenant.
const fn added(name: &'static str) -> Row {
    gate(name, "µs", "", Limit::Told)
}

const fn gate(name: &'static str, unit: &'static str, peer: &'static str, limit: Limit) -> Row {
    Row {
        source: Source::Gate,
        ..timed(name, unit, peer, limit)
    }
}

const fn timed(name: &'static str, unit: &'static str, peer: &'static str, limit: Limit) -> Row {
    Row {
        name,
        unit,
        peer,
        limit,
        is_timed: true,
        source: Source::Client,
    }
}

const fn counted(name: &'static str, unit: &'static str, peer: &'static str, limit: Limit) -> Row {
    Row {
        is_timed: false,
        ..timed(name, unit, peer, limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(value: f64, peer: Option<f64>) -> Figure {
        Figure {
            row: String::new(),
            value,
            peer,
            left_out: None,
            spread: None,
        }
    }

    #[test]
    fn a_limit_is_kept_up_to_its_value() {
        assert!(Limit::Ratio(1.1).is_kept(&figure(11.0, Some(10.0))));
        assert!(!Limit::Ratio(1.1).is_kept(&figure(12.0, Some(10.0))));
        assert!(!Limit::Ratio(1.1).is_kept(&figure(1.0, None)));
        assert!(Limit::RatioAtLeast(0.6).is_kept(&figure(6.0, Some(10.0))));
        assert!(!Limit::RatioAtLeast(0.6).is_kept(&figure(5.9, Some(10.0))));
        assert!(Limit::AtMost(3.0).is_kept(&figure(3.0, None)));
        assert!(!Limit::AtMost(3.0).is_kept(&figure(3.1, None)));
        assert!(!Limit::AtLeast(3.0).is_kept(&figure(2.9, None)));
        assert!(!Limit::Exactly(3.0).is_kept(&figure(4.0, None)));
    }

    #[test]
    fn a_limit_in_the_middle_of_the_spread_is_neither_kept_nor_missed() {
        let spread = |ends| Figure {
            spread: Some(ends),
            ..figure(1.0, Some(1.0))
        };
        assert!(Limit::Ratio(2.0).is_clear(&spread([1.0, 2.0])));
        assert!(!Limit::Ratio(2.0).is_clear(&spread([1.0, 2.1])));
        assert!(Limit::AtMost(2.0).is_clear(&spread([2.1, 2.2])));
        assert!(Limit::Ratio(2.0).is_clear(&figure(9.0, None)));
    }

    #[test]
    fn names_are_there_once() {
        let mut names: Vec<&str> = ROWS.iter().map(|row| row.name).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
