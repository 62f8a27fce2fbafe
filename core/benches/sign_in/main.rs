//! What a sign-in costs, row by row: `cargo xtask bench` runs this and prints the table
//! (docs/performance.md).
//!
//! The server answers from constants, over TLS 1.3, in a process of its own. The clients run on a
//! multi-thread runtime, as in an app; CPU is that of the clients' process.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![allow(
    clippy::expect_used,
    reason = "a benchmark that can't run has nothing to go on with"
)]

mod answers;
mod bare;
mod clients;
mod constant_server;
mod delay;
mod figures;
mod flows;
mod memory;
mod msal;
mod on_the_wire;
mod round_trips;
mod scripted;

use std::process::Command;

use self::constant_server::ConstantServer;

pub(crate) const CLIENT_ID: &str = "11111111-1111-4111-8111-111111111111";
pub(crate) const USERNAME: &str = "ada@contoso.example";
pub(crate) const PASSWORD: &str = "Lovelace-1815";

/// The argument before the name of what is to be repeated, and how often.
const REPEAT: &str = "--repeat";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if arguments.contains(&figures::ONCE) {
        figures::once();
        arguments.retain(|argument| *argument != figures::ONCE);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    match arguments.as_slice() {
        [constant_server::SERVE, ..] => runtime.block_on(constant_server::serve()),
        [memory::MEASURE_MEMORY, ..] => runtime.block_on(memory::measure()),
        [REPEAT, what, times, ..] => {
            let times = times.parse().expect("a number");
            runtime.block_on(scripted::repeat(what, times));
        }
        rows => {
            let rows: Vec<String> = rows.iter().map(|row| (*row).to_owned()).collect();
            // Spawned, so that it runs where an app's calls run: on a worker of the runtime.
            let measured = runtime.spawn(async move { measure(&rows).await });
            runtime.block_on(measured).expect("the figures");
        }
    }
}

/// Measures the named rows.
async fn measure(rows: &[String]) {
    let wanted = |name: &str| rows.iter().any(|row| row == name);
    let any = |names: &[&str]| names.iter().any(|name| wanted(name));
    let server = ConstantServer::start();
    clients::compare(&server, wanted).await;
    if any(&["msal-wall", "msal-cpu"]) {
        msal::compare(&server).await;
    }
    on_the_wire::count(&server, wanted).await;
    flows::count(wanted).await;
    if wanted("cached-token") {
        scripted::cached_token().await;
    }
    if any(&["save-restore", "record-bytes"]) {
        scripted::save_and_restore().await;
    }
    if any(&["memory-one", "memory-many"]) {
        let this = std::env::current_exe().expect("this program");
        let mut measuring = Command::new(this);
        measuring.arg(memory::MEASURE_MEMORY);
        if figures::is_once() {
            measuring.arg(figures::ONCE);
        }
        assert!(measuring.status().expect("a process").success());
    }
    round_trips::measure(&server, wanted).await;
}
