//! Samples, their medians, and the lines that say what was measured.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// The argument that has everything done once: to see that it works, and not what it costs.
pub(crate) const ONCE: &str = "--once";

static IS_ONCE: AtomicBool = AtomicBool::new(false);

/// Has [`times`] be one from now on.
pub(crate) fn once() {
    IS_ONCE.store(true, Ordering::Relaxed);
}

pub(crate) fn is_once() -> bool {
    IS_ONCE.load(Ordering::Relaxed)
}

/// How often something is done that is `usually` done so often.
pub(crate) fn times(usually: usize) -> usize {
    if is_once() { 1 } else { usually }
}

/// What was measured of one kind of client.
#[derive(Default)]
pub(crate) struct Samples {
    wall: Vec<Duration>,
    cpu: Vec<Duration>,
}

impl Samples {
    pub(crate) fn push(&mut self, wall: Duration, cpu: Duration) {
        self.wall.push(wall);
        self.cpu.push(cpu);
    }

    pub(crate) fn append(&mut self, mut other: Self) {
        self.wall.append(&mut other.wall);
        self.cpu.append(&mut other.cpu);
    }

    /// The median wall time, in microseconds.
    pub(crate) fn wall(&self) -> f64 {
        microseconds(median(&self.wall))
    }

    /// The median CPU time, in microseconds.
    pub(crate) fn cpu(&self) -> f64 {
        microseconds(median(&self.cpu))
    }
}

/// Measures one turn.
pub(crate) struct Meter {
    wall: Instant,
    cpu: Duration,
}

impl Meter {
    pub(crate) fn begin() -> Self {
        Self {
            cpu: process_cpu(),
            wall: Instant::now(),
        }
    }

    pub(crate) fn end(self, samples: &mut Samples) {
        let (wall, cpu) = (self.wall.elapsed(), process_cpu());
        samples.push(wall, cpu.saturating_sub(self.cpu));
    }
}

/// Says what a row of the table is to hold, as a line that `cargo xtask bench` reads.
pub(crate) fn say(row: &str, figure: f64, peer: Option<f64>) {
    println!(
        "{}",
        serde_json::json!({"row": row, "figure": figure, "peer": peer})
    );
}

/// Says why a row is left out.
pub(crate) fn say_left_out(row: &str, reason: &str) {
    println!("{}", serde_json::json!({"row": row, "left_out": reason}));
}

pub(crate) fn median(samples: &[Duration]) -> Duration {
    let mut sorted = samples.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

pub(crate) fn microseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn process_cpu() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    Duration::from_secs(seconds) + Duration::from_nanos(time.tv_nsec.unsigned_abs())
}
