//! Samples, medians, and the table of them.

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// What was measured of one kind of client.
pub(crate) struct Figures {
    name: &'static str,
    wall: Vec<Duration>,
    cpu: Vec<Duration>,
    /// Requests, bytes out and bytes in of one sign-in.
    counted: [u64; 3],
}

impl Figures {
    pub(crate) fn new(name: &'static str, counted: [u64; 3]) -> Self {
        Self {
            name,
            wall: Vec::new(),
            cpu: Vec::new(),
            counted,
        }
    }
}

/// Measures one sign-in.
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

    pub(crate) fn end(self, figures: &mut Figures) {
        let (wall, cpu) = (self.wall.elapsed(), process_cpu());
        figures.wall.push(wall);
        figures.cpu.push(cpu.saturating_sub(self.cpu));
    }
}

/// Prints the table. The first row is what the others are compared with.
pub(crate) fn print(runs: usize, rows: &[Figures]) {
    println!("sign-in with a password, {runs} of each, interleaved; medians per sign-in\n");
    println!("| client | wall | ratio | CPU | ratio | requests | bytes out | bytes in |");
    println!("|---|---|---|---|---|---|---|---|");
    let Some((wall_base, cpu_base)) = rows
        .first()
        .map(|row| (median(&row.wall), median(&row.cpu)))
    else {
        return;
    };
    for row in rows {
        let (wall, cpu) = (median(&row.wall), median(&row.cpu));
        let [requests, received, sent] = row.counted;
        println!(
            "| {} | {} µs | {:.2} | {} µs | {:.2} | {requests} | {received} | {sent} |",
            row.name,
            wall.as_micros(),
            ratio(wall, wall_base),
            cpu.as_micros(),
            ratio(cpu, cpu_base),
        );
    }
}

fn ratio(part: Duration, base: Duration) -> f64 {
    part.as_secs_f64() / base.as_secs_f64()
}

fn median(samples: &[Duration]) -> Duration {
    let mut sorted = samples.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

fn process_cpu() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    Duration::from_secs(seconds) + Duration::from_nanos(time.tv_nsec.unsigned_abs())
}
