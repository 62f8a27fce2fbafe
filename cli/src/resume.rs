//! `doorstep resume`: a flow whose process ended.

use doorstep::{Client, FlowId, WaitingFlow};

use crate::args::ResumeArgs;
use crate::exit::Failure;
use crate::talk::{Flow, Opening};
use crate::{out, report};

/// Goes on with a flow.
pub(crate) async fn run(args: &ResumeArgs) -> Result<(), Failure> {
    let mut opening = Opening::again(&args.client, &args.browser)?;
    let id = if let Some(id) = &args.flow {
        id.parse()
            .map_err(|error| Failure::usage(format!("FLOW-ID: {error}")))?
    } else {
        let found = only_waiting(&opening.client).await;
        opening.tell_of_key();
        found?
    };
    let resumed = opening.interrupts.or(opening.client.resume(id)).await??;
    let flow = Flow::resumed(resumed)
        .ok_or_else(|| Failure::usage("that flow is of a kind that this version does not know"))?;
    if flow.is_uncertain() && !args.client.json {
        out::note("The answer to the last call was lost; the service may be a step ahead.");
    }
    let step = flow.current()?;
    opening.go_on(flow, step).await.map(drop)
}

async fn only_waiting(client: &Client) -> Result<FlowId, Failure> {
    let waiting = client.pending().await?;
    match waiting.as_slice() {
        [] => Err(Failure::absent(
            "no sign-in waits, no sign-up and no password reset, for this application in this tenant",
        )),
        [one] => Ok(one.id),
        several => {
            let listed = several.iter().map(described);
            let failure = Failure::usage("several wait, say which");
            Err(failure.with_waiting(listed, report::waiting(several)))
        }
    }
}

fn described(flow: &WaitingFlow) -> String {
    format!(
        "{}  {} ({})",
        flow.id,
        report::flow_in_words(flow.kind),
        flow.step
    )
}
