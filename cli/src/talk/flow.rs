//! Flows of every kind, as the conversation holds them, and their steps.

use doorstep::{
    Account, BrowserReason, BrowserReply, Error, FlowId, FlowKind, ResetPasswordFlow,
    ResetPasswordStep, ResumedFlow, SignInFlow, SignInStep, SignUpFlow, SignUpStep, StepKind,
};

use crate::attributes::Answers;

/// A flow.
pub(crate) enum Flow {
    SignIn(SignInFlow),
    SignUp(SignUpFlow, Answers),
    ResetPassword(ResetPasswordFlow),
}

/// A step of a flow.
pub(crate) enum Step {
    SignIn(SignInStep),
    SignUp(SignUpStep),
    ResetPassword(ResetPasswordStep),
}

/// What an answer led to.
pub(crate) enum Turn {
    /// The next step.
    To(Step),
    /// Another flow, which goes on from here.
    Over(Flow, Step),
}

impl Flow {
    pub(crate) fn kind(&self) -> FlowKind {
        match self {
            Self::SignIn(_) => FlowKind::SignIn,
            Self::SignUp(..) => FlowKind::SignUp,
            Self::ResetPassword(_) => FlowKind::ResetPassword,
        }
    }

    pub(crate) fn id(&self) -> FlowId {
        match self {
            Self::SignIn(flow) => flow.id(),
            Self::SignUp(flow, _) => flow.id(),
            Self::ResetPassword(flow) => flow.id(),
        }
    }

    pub(crate) fn is_durable(&self) -> bool {
        match self {
            Self::SignIn(flow) => flow.is_durable(),
            Self::SignUp(flow, _) => flow.is_durable(),
            Self::ResetPassword(flow) => flow.is_durable(),
        }
    }

    pub(crate) fn is_uncertain(&self) -> bool {
        match self {
            Self::SignIn(flow) => flow.is_uncertain(),
            Self::SignUp(flow, _) => flow.is_uncertain(),
            Self::ResetPassword(flow) => flow.is_uncertain(),
        }
    }

    pub(crate) async fn start(&self) -> Result<Step, Error> {
        match self {
            Self::SignIn(flow) => flow.start().await.map(Step::SignIn),
            Self::SignUp(flow, _) => flow.start().await.map(Step::SignUp),
            Self::ResetPassword(flow) => flow.start().await.map(Step::ResetPassword),
        }
    }

    pub(crate) fn current(&self) -> Result<Step, Error> {
        match self {
            Self::SignIn(flow) => flow.current().map(Step::SignIn),
            Self::SignUp(flow, _) => flow.current().map(Step::SignUp),
            Self::ResetPassword(flow) => flow.current().map(Step::ResetPassword),
        }
    }

    pub(crate) async fn cancel(&self) {
        match self {
            Self::SignIn(flow) => flow.cancel().await,
            Self::SignUp(flow, _) => flow.cancel().await,
            Self::ResetPassword(flow) => flow.cancel().await,
        }
    }

    /// A flow that another process began.
    pub(crate) fn resumed(flow: ResumedFlow) -> Option<Self> {
        match flow {
            ResumedFlow::SignIn(flow) => Some(Self::SignIn(flow)),
            ResumedFlow::SignUp(flow) => Some(Self::SignUp(flow, Answers::default())),
            ResumedFlow::ResetPassword(flow) => Some(Self::ResetPassword(flow)),
            _ => None,
        }
    }
}

impl Step {
    pub(crate) fn kind(&self) -> StepKind {
        match self {
            Self::SignIn(step) => step.kind(),
            Self::SignUp(step) => step.kind(),
            Self::ResetPassword(step) => step.kind(),
        }
    }

    /// Who is signed in, where that is the step.
    pub(crate) fn account(&self) -> Option<&Account> {
        match self {
            Self::SignIn(SignInStep::SignedIn { account }) => Some(account),
            _ => None,
        }
    }

    /// Why the browser is needed, where that is the step, and the way there.
    pub(crate) fn browser(&self) -> Option<(&BrowserReason, &BrowserReply)> {
        match self {
            Self::SignIn(SignInStep::BrowserRequired { reason, reply })
            | Self::SignUp(SignUpStep::BrowserRequired { reason, reply })
            | Self::ResetPassword(ResetPasswordStep::BrowserRequired { reason, reply }) => {
                Some((reason, reply))
            }
            _ => None,
        }
    }
}

impl From<SignInStep> for Turn {
    fn from(step: SignInStep) -> Self {
        Self::To(Step::SignIn(step))
    }
}

impl From<SignUpStep> for Turn {
    fn from(step: SignUpStep) -> Self {
        Self::To(Step::SignUp(step))
    }
}

impl From<ResetPasswordStep> for Turn {
    fn from(step: ResetPasswordStep) -> Self {
        Self::To(Step::ResetPassword(step))
    }
}
