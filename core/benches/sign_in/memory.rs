//! Resident memory: what one sign-in adds to a process that has done nothing yet, and what ten
//! thousand add to one that has done a thousand.

use std::sync::Arc;

use doorstep::store::MemoryRecords;

use crate::clients::{client, sign_in};
use crate::constant_server::ConstantServer;
use crate::figures::{say, say_left_out, times};

/// The argument that makes this program a process of its own for this measurement.
pub(crate) const MEASURE_MEMORY: &str = "--memory";

const FEW: usize = 1_000;
const MANY: usize = 10_000;

/// The rows `memory-one` and `memory-many`.
pub(crate) async fn measure() {
    let server = ConstantServer::start();
    let Some(before) = resident_kilobytes() else {
        for row in ["memory-one", "memory-many"] {
            say_left_out(row, "this system does not tell resident memory");
        }
        return;
    };
    let client = client(&server, Arc::new(MemoryRecords::default()));
    sign_in(&client).await;
    let after_one = resident_kilobytes().unwrap_or_default();
    say("memory-one", after_one - before, None);
    for _ in 0..times(FEW - 1) {
        sign_in(&client).await;
    }
    let after_few = resident_kilobytes().unwrap_or_default();
    for _ in 0..times(MANY - FEW) {
        sign_in(&client).await;
    }
    let after_many = resident_kilobytes().unwrap_or_default();
    say("memory-many", after_many, Some(after_few));
}

fn resident_kilobytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}
