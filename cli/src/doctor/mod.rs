//! `doorstep doctor`: whether a tenant and an app are set up, and what the service's codes mean.

mod checks;
mod explain;
mod probe;
mod step_up;
pub(crate) mod table;
mod verdict;

use serde_json::json;

use self::probe::Probe;
use self::step_up::Subject;
use self::verdict::{Check, Verdict};
use crate::args::DoctorArgs;
use crate::exit::Failure;
use crate::paint::Paint;
use crate::{out, prompt, setup};

/// Explains, lists, or looks.
pub(crate) async fn run(args: &DoctorArgs) -> Result<(), Failure> {
    if args.list {
        explain::list(args.json);
        return Ok(());
    }
    if let Some(said) = &args.said {
        return explain::one(said, args.json).map_err(|failure| failure.told(args.json));
    }
    let (checks, asked) = look(args)
        .await
        .map_err(|failure| failure.told(args.json))?;
    if args.json {
        report(&checks, &asked);
    } else {
        show(&checks, &asked, args.step_up.is_some());
    }
    match checks::count(&checks, Verdict::Wrong) {
        0 => Ok(()),
        1 => Err(Failure::machine(&"1 check found something wrong")),
        several => Err(Failure::machine(&format!(
            "{several} checks found something wrong"
        ))),
    }
}

/// Looks at everything that the arguments name; the requests that it took, a line each.
async fn look(args: &DoctorArgs) -> Result<(Vec<Check>, Vec<String>), Failure> {
    let (Some(authority), Some(client_id)) = (&args.authority, &args.client_id) else {
        let message = "say which --authority and which --client-id";
        return Err(Failure::usage(message));
    };
    let tenant = probe(args, authority, client_id)?;
    let gate = args.gate.as_ref();
    let gate = gate.map(|gate| probe(args, gate, client_id)).transpose()?;
    let secret = match &args.step_up {
        Some(context) => Some((context_of(context)?, prompt::hidden("Password: ").await?)),
        None => None,
    };
    let mut checks = checks::run(&tenant, args.username.as_deref()).await;
    if let (Some(username), Some((context, password))) = (&args.username, &secret) {
        let who = Subject {
            username,
            password,
            context,
        };
        checks.extend(step_up::run(&tenant, gate.as_ref(), &who).await);
    }
    let at_gate = gate.iter().flat_map(Probe::asked);
    let at_gate = at_gate.map(|request| format!("at the gate: {request}"));
    Ok((checks, tenant.asked().into_iter().chain(at_gate).collect()))
}

/// What asks the app at an address of the tenant.
fn probe(args: &DoctorArgs, authority: &str, client_id: &str) -> Result<Probe, Failure> {
    let authority = setup::authority(authority)?;
    setup::config(authority.clone(), client_id)?;
    let http = setup::transport(args.ca.as_deref())?;
    Ok(Probe::new(http, authority, client_id.to_owned()))
}

/// A context's name, `c1` to `c99`.
fn context_of(text: &str) -> Result<String, Failure> {
    let number = text.strip_prefix(['c', 'C']);
    let number = number.filter(|digits| !digits.starts_with(['0', '+']));
    match number.and_then(|digits| digits.parse::<u8>().ok()) {
        Some(number @ 1..=99) => Ok(format!("c{number}")),
        _ => Err(Failure::usage("--step-up: a context is named c1 to c99")),
    }
}

fn report(checks: &[Check], asked: &[String]) {
    for check in checks {
        out::line(check.to_json());
    }
    out::line(json!({
        "ok": checks::count(checks, Verdict::Ok),
        "wrong": checks::count(checks, Verdict::Wrong),
        "cannot_tell": checks::count(checks, Verdict::CannotTell),
        "requests": asked,
    }));
}

fn show(checks: &[Check], asked: &[String], with_password: bool) {
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
    out::line(if with_password {
        "\nAsked, without any code; what the sign-ins gave was forgotten:"
    } else {
        "\nAsked, without any password, code or access token:"
    });
    for request in asked {
        out::line(format_args!("  {}", paint.dim(request)));
    }
}
