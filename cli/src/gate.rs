//! `doorstep gate`: the gate in front of a tenant until ctrl-c.

use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel, sync_channel};
use std::time::Duration;

use doorstep_gate::{Clock, Config, Handle, Host, Record, Records, run as run_gate};
use serde_json::json;

use crate::args::GateArgs;
use crate::exit::Failure;
use crate::interrupt::Interrupts;
use crate::out;

/// The most records that wait to be written.
const MOST: usize = 4096;
/// How long records gather: a line at a time would wake a thread and call the system for each call.
const GATHERED: Duration = Duration::from_millis(5);
/// How long the end waits for a reader of the last records.
const LAST: Duration = Duration::from_secs(1);

/// Runs the gate, says where it listens, writes a line about each call, and ends it cleanly when asked to.
pub(crate) async fn run(args: GateArgs) -> Result<(), Failure> {
    let config =
        Config::from_file(&args.config).map_err(|error| Failure::usage(error.to_string()))?;
    if args.check {
        if !args.json {
            out::line("The configuration is sound.");
        }
        return Ok(());
    }
    let tenant = config.tenant.id.clone();
    let mut interrupts = Interrupts::listen()?;
    let stop = async move {
        let never = std::future::pending::<()>();
        // Which signal it was makes no difference: the gate was asked to end, and does.
        let _ = interrupts.or(never).await;
    };
    let (records, written) = records();
    let host = Host {
        clock: Clock::system(),
        records,
    };
    let ready = |handle: &Handle| announce(handle, &tenant, args.json);
    let outcome = run_gate(config, host, ready, stop).await;
    // That nobody reads them is no failure of the gate.
    let _ = written.recv_timeout(LAST);
    outcome.map_err(|error| Failure::machine(&error))
}

fn announce(handle: &Handle, tenant: &str, json: bool) {
    let gate = format!("http://{}/{tenant}", handle.address());
    if json {
        out::line(json!({"gate": gate}));
    } else {
        out::line(format_args!("The gate listens at {gate}. Ctrl-c ends it."));
    }
}

/// Writes records on standard output, from a thread of its own: whoever reads them slowly, or not at all, keeps no call
/// waiting, and costs records instead. Once all are written, what comes beside them is closed.
fn records() -> (Records, Receiver<()>) {
    let (sender, receiver) = sync_channel::<Record>(MOST);
    let (open, written) = channel();
    let lost = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&lost);
    std::thread::spawn(move || {
        write(&receiver, &counted);
        drop(open);
    });
    let records = Records::to(move |record| {
        if sender.try_send(record.clone()).is_err() {
            lost.fetch_add(1, Ordering::Relaxed);
        }
    });
    (records, written)
}

#[expect(
    clippy::disallowed_methods,
    reason = "while this thread sleeps no record has to wake it"
)]
fn write(records: &Receiver<Record>, lost: &AtomicU64) {
    while let Ok(first) = records.recv() {
        std::thread::sleep(GATHERED);
        let mut lines = String::new();
        for record in std::iter::once(first).chain(records.try_iter()) {
            lines.extend(serde_json::to_string(&record));
            lines.push('\n');
        }
        let lost = lost.swap(0, Ordering::Relaxed);
        if lost > 0 {
            let _ = writeln!(lines, "{}", json!({"lost": lost}));
        }
        // Without a reader the gate goes on.
        let _ = std::io::stdout().write_all(lines.as_bytes());
    }
}
