//! Calls on their way. A method that waits for the service begins its call and gives it back at once; what it comes
//! to is fetched by the one async method that there is, so that UniFFI's machinery for futures is there once.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot::Receiver;

use crate::account::{AccessToken, Account, StepUp};
use crate::client::{FlowKind, WaitingFlow};
use crate::error::Failure;
use crate::flow::Flow;
use crate::runtime::run;
use crate::step::Step;

/// What a call came to. Which one it is, the method says that began the call.
#[derive(uniffi::Enum)]
pub enum Answer {
    /// What was asked for is done.
    Done,
    /// A flow's next step.
    Step {
        /// The step.
        step: Step,
    },
    /// A flow that goes on after the process died.
    Resumed {
        /// What it is for.
        kind: FlowKind,
        /// The flow.
        flow: Arc<Flow>,
    },
    /// The flows that wait for the person.
    Pending {
        /// The flows.
        flows: Vec<WaitingFlow>,
    },
    /// Accounts that are signed in.
    Accounts {
        /// The accounts.
        accounts: Vec<Arc<Account>>,
    },
    /// What answers an API's challenge; nothing, where a step-up would not help.
    StepUp {
        /// The answer.
        answer: Option<StepUp>,
    },
    /// An access token.
    Token {
        /// The token.
        token: AccessToken,
    },
    /// An address, for the browser alone.
    Address {
        /// The address.
        url: String,
    },
}

/// A call that was begun. It runs to its end, whether or not anybody asks for its answer.
#[derive(uniffi::Object)]
pub struct Call(Mutex<Option<Receiver<Result<Answer, Failure>>>>);

impl Call {
    /// Begins a call. All that depends on it is its boxed future.
    pub(crate) fn begin(
        work: impl Future<Output = Result<Answer, Failure>> + Send + 'static,
    ) -> Result<Arc<Self>, Failure> {
        let answer = run(Box::pin(work))?;
        Ok(Arc::new(Self(Mutex::new(Some(answer)))))
    }
}

#[uniffi::export]
impl Call {
    /// Waits for what the call comes to. It is there once.
    pub async fn answer(&self) -> Result<Answer, Failure> {
        let answer = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(answer) = answer else {
            return Err(Failure::defect());
        };
        // The sender is gone without an answer only where the task panicked.
        answer.await.unwrap_or_else(|_| Err(Failure::defect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Area;
    use crate::runtime::{note, runtime};

    fn failure(work: impl Future<Output = Result<Answer, Failure>> + Send + 'static) -> Failure {
        let call = Call::begin(work).unwrap();
        let Err(failure) = runtime().unwrap().block_on(call.answer()) else {
            panic!("it fails");
        };
        failure
    }

    #[test]
    fn a_call_that_panics_is_a_defect_and_no_end_of_the_process() {
        let failure = failure(async {
            assert!(std::env::args().count() == 0, "on purpose");
            Ok(Answer::Done)
        });
        assert_eq!(failure, Failure::defect());
    }

    #[test]
    fn an_answer_is_given_once() {
        let call = Call::begin(async { Ok(Answer::Done) }).unwrap();
        let answers = || runtime().unwrap().block_on(call.answer());
        assert!(matches!(answers(), Ok(Answer::Done)));
        assert!(matches!(answers(), Err(failure) if failure == Failure::defect()));
    }

    #[test]
    fn the_reason_of_a_hook_stays_in_its_call() {
        note("lost, outside of any call");
        let failure = failure(async {
            note("the disk is full");
            Err(doorstep::Config::new("no", "no").unwrap_err().into())
        });
        let Failure::Broken { info, area } = failure else {
            panic!("it is broken");
        };
        assert_ne!(area, Area::Internal);
        assert_eq!(info.host_reason.as_deref(), Some("the disk is full"));
    }
}
