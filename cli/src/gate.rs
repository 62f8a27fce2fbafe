//! `doorstep gate`: the gate in front of a tenant until ctrl-c.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};

use doorstep_gate::{Clock, Config, Handle, Host, Record, Records, run as run_gate};
use serde_json::{Value, json};

use crate::args::GateArgs;
use crate::exit::Failure;
use crate::interrupt::Interrupts;
use crate::out;

/// The most records that wait to be written.
const MOST: usize = 4096;

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
    let host = Host {
        clock: Clock::system(),
        records: records(),
    };
    let ready = |handle: &Handle| announce(handle, &tenant, args.json);
    run_gate(config, host, ready, stop)
        .await
        .map_err(|error| Failure::machine(&error))
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
/// waiting, and costs records instead.
fn records() -> Records {
    let (sender, receiver) = sync_channel::<Record>(MOST);
    let lost = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&lost);
    std::thread::spawn(move || write(&receiver, &counted));
    Records::to(move |record| {
        if sender.try_send(record.clone()).is_err() {
            lost.fetch_add(1, Ordering::Relaxed);
        }
    })
}

fn write(records: &Receiver<Record>, lost: &AtomicU64) {
    for record in records {
        let line = serde_json::to_value(&record).unwrap_or(Value::Null);
        // Without a reader the gate goes on.
        let _ = writeln!(std::io::stdout(), "{line}");
        let lost = lost.swap(0, Ordering::Relaxed);
        if lost > 0 {
            let _ = writeln!(std::io::stdout(), "{}", json!({"lost": lost}));
        }
    }
}
