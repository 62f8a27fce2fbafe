//! The handles and steps of every flow under one name each, for walks that take whatever comes.

use crate::client::ResumedFlow;
use crate::error::Error;
use crate::flow::driver::Flow;
use crate::flow::{
    ResetPasswordFlow, ResetPasswordStep, SignInFlow, SignInStep, SignUpFlow, SignUpStep, StepKind,
};
use crate::ids::FlowId;

/// Any of the handles.
#[derive(Debug, Clone)]
pub(super) enum AnyFlow {
    SignIn(SignInFlow),
    SignUp(SignUpFlow),
    Reset(ResetPasswordFlow),
}

/// Any of the steps.
#[derive(Debug, Clone)]
pub(super) enum AnyStep {
    SignIn(SignInStep),
    SignUp(SignUpStep),
    Reset(ResetPasswordStep),
}

pub(super) type Outcome = Result<AnyStep, Error>;

macro_rules! each {
    ($any:expr, $flow:ident => $what:expr) => {
        match $any {
            AnyFlow::SignIn($flow) => $what,
            AnyFlow::SignUp($flow) => $what,
            AnyFlow::Reset($flow) => $what,
        }
    };
}

impl AnyFlow {
    pub(super) async fn start(&self) -> Outcome {
        match self {
            Self::SignIn(flow) => flow.start().await.map(AnyStep::SignIn),
            Self::SignUp(flow) => flow.start().await.map(AnyStep::SignUp),
            Self::Reset(flow) => flow.start().await.map(AnyStep::Reset),
        }
    }

    pub(super) fn current(&self) -> Outcome {
        match self {
            Self::SignIn(flow) => flow.current().map(AnyStep::SignIn),
            Self::SignUp(flow) => flow.current().map(AnyStep::SignUp),
            Self::Reset(flow) => flow.current().map(AnyStep::Reset),
        }
    }

    pub(super) async fn cancel(&self) {
        each!(self, flow => flow.cancel().await);
    }

    pub(super) fn id(&self) -> FlowId {
        each!(self, flow => flow.id())
    }

    pub(super) fn is_durable(&self) -> bool {
        each!(self, flow => flow.is_durable())
    }

    pub(super) fn is_uncertain(&self) -> bool {
        each!(self, flow => flow.is_uncertain())
    }

    pub(super) fn flow(&self) -> &Flow {
        each!(self, flow => flow.flow())
    }
}

impl From<ResumedFlow> for AnyFlow {
    fn from(resumed: ResumedFlow) -> Self {
        match resumed {
            ResumedFlow::SignIn(flow) => Self::SignIn(flow),
            ResumedFlow::SignUp(flow) => Self::SignUp(flow),
            ResumedFlow::ResetPassword(flow) => Self::Reset(flow),
        }
    }
}

impl AnyStep {
    pub(super) const fn kind(&self) -> StepKind {
        match self {
            Self::SignIn(step) => step.kind(),
            Self::SignUp(step) => step.kind(),
            Self::Reset(step) => step.kind(),
        }
    }
}
