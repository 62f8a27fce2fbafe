//! The conversation itself: show a step, ask, answer, and so on to the end.

use doorstep::{Account, Error, Landing};

use super::{Flow, Step, Talk, Turn};
use crate::exit::Failure;
use crate::interrupt::Interrupts;
use crate::{keeping, out, report, reset_password, sign_in, sign_up};

/// Leads the flow from `step` to its end, unless a signal ends it before.
pub(super) async fn converse(
    mut flow: Flow,
    step: Step,
    talk: &Talk<'_>,
    interrupts: &mut Interrupts,
) -> Result<Account, Failure> {
    let failure = match interrupts.or(Box::pin(lead(&mut flow, step, talk))).await {
        Ok(Ok(account)) => return Ok(account),
        Ok(Err(failure)) => failure,
        Err(signal) => {
            // The cursor stands behind a question.
            out::note("");
            signal.into()
        }
    };
    talk.hint_at_resume(&flow);
    Err(failure)
}

/// Leads the flow from `step` to its end. What the person can correct is asked for again.
async fn lead(flow: &mut Flow, mut step: Step, talk: &Talk<'_>) -> Result<Account, Failure> {
    talk.show(flow, &step);
    loop {
        if let Some(account) = step.account() {
            welcome(account, talk);
            return Ok(account.clone());
        }
        match answer(flow, &step, talk).await? {
            Ok(Turn::To(next)) => {
                step = next;
                talk.show(flow, &step);
            }
            Ok(Turn::Over(next_flow, next)) => {
                (*flow, step) = (next_flow, next);
                talk.show(flow, &step);
            }
            Err(error) if error.info().landing == Landing::SameStep && may_be_repeated(&error) => {
                talk.complain(&error);
                let before = step.kind();
                step = flow.current()?;
                if step.kind() != before {
                    talk.show(flow, &step);
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Asks the person what `step` wants, and hands it to the flow.
async fn answer(
    flow: &mut Flow,
    step: &Step,
    talk: &Talk<'_>,
) -> Result<Result<Turn, Error>, Failure> {
    if let Some((reason, reply)) = step.browser() {
        let Some(browser) = &talk.browser else {
            flow.cancel().await;
            return Err(Failure::browser(reason));
        };
        // Not asked again by itself: who closed the page may not want another one.
        let signed_in = Box::pin(browser.journey(flow, step, reply, talk)).await??;
        return Ok(Ok(signed_in.into()));
    }
    match (flow, step) {
        (Flow::SignIn(flow), Step::SignIn(step)) => sign_in::answer(flow, step, talk).await,
        (Flow::SignUp(_, answers), Step::SignUp(step)) => {
            sign_up::answer(step, answers, talk).await
        }
        (Flow::ResetPassword(_), Step::ResetPassword(step)) => {
            reset_password::answer(step, talk).await
        }
        _ => Err(Failure::machine(&"a step of another flow")),
    }
}

/// Whether asking the person again can help. What time alone can correct is not asked again.
fn may_be_repeated(error: &Error) -> bool {
    match error {
        Error::Fixable { .. } => true,
        Error::Later { .. } => error.info().code == "resend_too_soon",
        Error::Misuse { .. } | Error::Denied { .. } | Error::Broken { .. } => false,
    }
}

fn welcome(account: &Account, talk: &Talk<'_>) {
    if !account.is_durable() {
        keeping::not_saved("The account", talk.args);
    }
    talk.announce(format_args!("Signed in: {}", report::shown_name(account)));
}
