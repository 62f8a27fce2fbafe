//! The released JavaScript client beside the core: the same sign-in against the same server, in
//! blocks that take turns. Its process is `tests/interop/bench.mjs`, on Node.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use doorstep::store::MemoryRecords;
use serde_json::Value;

use crate::clients::{client, sign_in};
use crate::constant_server::ConstantServer;
use crate::figures::{Meter, Samples, say, say_left_out, times};
use crate::{CLIENT_ID, PASSWORD, USERNAME};

const BLOCKS: usize = 40;
const IN_A_BLOCK: usize = 10;

/// The rows `msal-wall` and `msal-cpu`.
pub(crate) async fn compare(server: &ConstantServer) {
    let Some(mut msal) = Msal::start(server) else {
        for row in ["msal-wall", "msal-cpu"] {
            say_left_out(row, "no Node with the packages of tests/interop");
        }
        return;
    };
    let ours = client(server, Arc::new(MemoryRecords::default()));
    let (mut our_samples, mut its_samples) = (Samples::default(), Samples::default());
    for block in 0..=times(BLOCKS) {
        let (mut ours_here, mut its_here) = (Samples::default(), Samples::default());
        msal.sign_in(&mut its_here);
        for _ in 0..IN_A_BLOCK {
            let meter = Meter::begin();
            sign_in(&ours).await;
            meter.end(&mut ours_here);
        }
        // The first block is the warm-up.
        if block > 0 {
            our_samples.append(ours_here);
            its_samples.append(its_here);
        }
    }
    say("msal-wall", our_samples.wall(), Some(its_samples.wall()));
    say("msal-cpu", our_samples.cpu(), Some(its_samples.cpu()));
}

struct Msal {
    process: Child,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
    certificate: PathBuf,
}

impl Msal {
    fn start(server: &ConstantServer) -> Option<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/interop");
        if !folder.join("node_modules/@azure/msal-browser").is_dir() {
            return None;
        }
        let name = format!("doorstep-bench-{}.pem", std::process::id());
        let certificate = std::env::temp_dir().join(name);
        std::fs::write(&certificate, server.certificate()).ok()?;
        let mut command = Command::new("node");
        let mut process = command
            .arg("bench.mjs")
            .args([&server.authority(), CLIENT_ID, USERNAME, PASSWORD])
            .current_dir(folder)
            .env("NODE_EXTRA_CA_CERTS", &certificate)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        let asks = process.stdin.take()?;
        let answers = BufReader::new(process.stdout.take()?);
        Some(Self {
            process,
            asks,
            answers,
            certificate,
        })
    }

    /// A block of sign-ins, each with its wall and CPU time in microseconds.
    fn sign_in(&mut self, samples: &mut Samples) {
        writeln!(self.asks, "{IN_A_BLOCK}").expect("the process");
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("the process");
        let times: Value = serde_json::from_str(&line).expect("times");
        for time in times.as_array().expect("a list") {
            let part = |name| Duration::from_micros(time[name].as_u64().expect("a number"));
            samples.push(part("wall"), part("cpu"));
        }
    }
}

impl Drop for Msal {
    fn drop(&mut self) {
        // It ends with its standard input; whether it had to be killed is of no matter.
        let _ = self.process.kill().and_then(|()| self.process.wait());
        let _ = std::fs::remove_file(&self.certificate);
    }
}
