//! How soon the sandbox is ready and how many sign-ins it bears: `cargo xtask bench` runs this with
//! the path of the `doorstep` command (docs/performance.md).
//!
//! The load comes from this process, over plain HTTP/1.1 on connections that stay open, written
//! by hand: what it costs is taken from the sandbox's share of the machine.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![allow(
    clippy::expect_used,
    reason = "a benchmark that can't run has nothing to go on with"
)]

mod connection;
mod process;

use std::thread;
use std::time::{Duration, Instant};

use self::connection::Connection;
use self::process::Sandbox;

const STARTS: usize = 21;
const CLIENTS: usize = 8;
const WARM_UP: Duration = Duration::from_secs(1);
const MEASURED: Duration = Duration::from_secs(5);

fn main() {
    let binary = std::env::args().nth(1).expect("the path of the command");
    let mut starts: Vec<Duration> = (0..STARTS)
        .map(|_| Sandbox::start(&binary).ready_after)
        .collect();
    say("sandbox-ready", milliseconds(at(&mut starts, 50)));

    let sandbox = Sandbox::start(&binary);
    load(&sandbox, WARM_UP);
    let (flows, mut requests) = load(&sandbox, MEASURED);
    say("sandbox-flows", flows / MEASURED.as_secs_f64());
    say("sandbox-p99", milliseconds(at(&mut requests, 99)));
}

/// Sign-ins with a password by all clients at once: how many there were, and how long each
/// request took.
fn load(sandbox: &Sandbox, time: Duration) -> (f64, Vec<Duration>) {
    let end = Instant::now() + time;
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let mut connection = Connection::open(&sandbox.tenant);
            thread::spawn(move || {
                let mut times = Vec::new();
                while Instant::now() < end {
                    connection.sign_in(&mut times);
                }
                times
            })
        })
        .collect();
    let mut times = Vec::new();
    for client in clients {
        times.extend(client.join().expect("a client"));
    }
    let requests = u32::try_from(times.len()).expect("a number of requests");
    (f64::from(requests) / 3.0, times)
}

fn at(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    let index = times.len() * percent / 100;
    times.get(index).copied().unwrap_or_default()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// As a line that `cargo xtask bench` reads.
fn say(row: &str, figure: f64) {
    println!(
        "{}",
        serde_json::json!({"row": row, "figure": figure, "peer": null})
    );
}
