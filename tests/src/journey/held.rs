//! The handle that an app holds on its way.

use doorstep::{
    Error, FlowId, ResetPasswordFlow, ResetPasswordStep, ResumedFlow, SignInFlow, SignInStep,
    SignUpFlow, SignUpStep, StepKind,
};

/// A flow of any kind.
#[derive(Clone)]
pub(super) enum Held {
    SignIn(SignInFlow),
    SignUp(SignUpFlow),
    Reset(ResetPasswordFlow),
}

/// A step of any kind.
#[derive(Debug, Clone)]
pub(super) enum Step {
    SignIn(SignInStep),
    SignUp(SignUpStep),
    Reset(ResetPasswordStep),
}

impl Step {
    pub(super) fn kind(&self) -> StepKind {
        match self {
            Self::SignIn(step) => step.kind(),
            Self::SignUp(step) => step.kind(),
            Self::Reset(step) => step.kind(),
        }
    }
}

impl Held {
    pub(super) fn id(&self) -> FlowId {
        match self {
            Self::SignIn(flow) => flow.id(),
            Self::SignUp(flow) => flow.id(),
            Self::Reset(flow) => flow.id(),
        }
    }

    pub(super) fn correlation(&self) -> doorstep::CorrelationId {
        match self {
            Self::SignIn(flow) => flow.correlation_id(),
            Self::SignUp(flow) => flow.correlation_id(),
            Self::Reset(flow) => flow.correlation_id(),
        }
    }

    pub(super) fn current(&self) -> Result<Step, Error> {
        Ok(match self {
            Self::SignIn(flow) => Step::SignIn(flow.current()?),
            Self::SignUp(flow) => Step::SignUp(flow.current()?),
            Self::Reset(flow) => Step::Reset(flow.current()?),
        })
    }

    pub(super) async fn start(&self) -> Result<Step, Error> {
        Ok(match self {
            Self::SignIn(flow) => Step::SignIn(flow.start().await?),
            Self::SignUp(flow) => Step::SignUp(flow.start().await?),
            Self::Reset(flow) => Step::Reset(flow.start().await?),
        })
    }
}

impl From<ResumedFlow> for Held {
    fn from(flow: ResumedFlow) -> Self {
        match flow {
            ResumedFlow::SignIn(flow) => Self::SignIn(flow),
            ResumedFlow::SignUp(flow) => Self::SignUp(flow),
            ResumedFlow::ResetPassword(flow) => Self::Reset(flow),
            other => panic!("a flow of a new kind: {other:?}"),
        }
    }
}

impl From<SignInStep> for Step {
    fn from(step: SignInStep) -> Self {
        Self::SignIn(step)
    }
}

impl From<SignUpStep> for Step {
    fn from(step: SignUpStep) -> Self {
        Self::SignUp(step)
    }
}

impl From<ResetPasswordStep> for Step {
    fn from(step: ResetPasswordStep) -> Self {
        Self::Reset(step)
    }
}
