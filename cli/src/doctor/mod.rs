//! `doorstep doctor`: whether a tenant and an app are set up, and what the service's codes mean.

mod checks;
mod explain;
mod probe;
pub(crate) mod table;
mod verdict;

use serde_json::json;

use self::probe::Probe;
use self::verdict::{Check, Verdict};
use crate::args::DoctorArgs;
use crate::exit::Failure;
use crate::paint::Paint;
use crate::{out, setup};

/// Explains, lists, or looks.
pub(crate) async fn run(args: &DoctorArgs) -> Result<(), Failure> {
    if args.list {
        explain::list(args.json);
        return Ok(());
    }
    if let Some(said) = &args.said {
        return explain::one(said, args.json).map_err(|failure| failure.told(args.json));
    }
    let probe = probe(args).map_err(|failure| failure.told(args.json))?;
    let checks = checks::run(&probe, args.username.as_deref()).await;
    if args.json {
        report(&checks, &probe);
    } else {
        show(&checks, &probe);
    }
    match checks::count(&checks, Verdict::Wrong) {
        0 => Ok(()),
        1 => Err(Failure::machine(&"1 check found something wrong")),
        several => Err(Failure::machine(&format!(
            "{several} checks found something wrong"
        ))),
    }
}

/// What asks the tenant and the app that were named.
fn probe(args: &DoctorArgs) -> Result<Probe, Failure> {
    let (Some(authority), Some(client_id)) = (&args.authority, &args.client_id) else {
        let message = "say which --authority and which --client-id";
        return Err(Failure::usage(message));
    };
    let authority = setup::authority(authority)?;
    setup::config(authority.clone(), client_id)?;
    let http = setup::transport(args.ca.as_deref())?;
    Ok(Probe::new(http, authority, client_id.clone()))
}

fn report(checks: &[Check], probe: &Probe) {
    for check in checks {
        out::line(check.to_json());
    }
    out::line(json!({
        "ok": checks::count(checks, Verdict::Ok),
        "wrong": checks::count(checks, Verdict::Wrong),
        "cannot_tell": checks::count(checks, Verdict::CannotTell),
        "requests": probe.asked(),
    }));
}

fn show(checks: &[Check], probe: &Probe) {
    let paint = Paint::for_stdout();
    for check in checks {
        let verdict = format!("{:<10}", check.verdict.in_words());
        let verdict = match check.verdict {
            Verdict::Ok => paint.green(&verdict),
            Verdict::Wrong => paint.bold(&verdict),
            Verdict::CannotTell => paint.dim(&verdict),
        };
        out::line(format_args!("{verdict}  {:<23}{}", check.name, check.said));
        if let Some(change) = check.change {
            out::line(format_args!("{:35}{change}", ""));
        }
    }
    out::line("\nAsked, without any password, code or access token:");
    for request in probe.asked() {
        out::line(format_args!("  {}", paint.dim(&request)));
    }
}
