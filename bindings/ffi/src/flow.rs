//! What can be done with any flow.

use std::sync::Arc;

use crate::call::{Answer, Call};
use crate::client::FlowKind;
use crate::error::Failure;
use crate::step::Step;

/// A flow on its way, of whichever kind.
#[derive(uniffi::Object)]
pub struct Flow(Kind);

#[derive(Clone)]
enum Kind {
    SignIn(doorstep::SignInFlow),
    SignUp(doorstep::SignUpFlow),
    ResetPassword(doorstep::ResetPasswordFlow),
}

impl From<doorstep::SignInFlow> for Flow {
    fn from(flow: doorstep::SignInFlow) -> Self {
        Self(Kind::SignIn(flow))
    }
}

impl From<doorstep::SignUpFlow> for Flow {
    fn from(flow: doorstep::SignUpFlow) -> Self {
        Self(Kind::SignUp(flow))
    }
}

impl From<doorstep::ResetPasswordFlow> for Flow {
    fn from(flow: doorstep::ResetPasswordFlow) -> Self {
        Self(Kind::ResetPassword(flow))
    }
}

/// Does the same with each kind of flow.
macro_rules! each {
    ($kind:expr, $flow:ident => $what:expr) => {
        match $kind {
            Kind::SignIn($flow) => $what,
            Kind::SignUp($flow) => $what,
            Kind::ResetPassword($flow) => $what,
        }
    };
}

#[uniffi::export]
impl Flow {
    /// Names the flow, across process death.
    pub fn id(&self) -> String {
        each!(&self.0, flow => flow.id()).to_string()
    }

    /// The flow's id in the service's logs.
    pub fn correlation_id(&self) -> String {
        each!(&self.0, flow => flow.correlation_id()).to_string()
    }

    /// Begins the flow and gives its first step.
    pub fn start(&self) -> Result<Arc<Call>, Failure> {
        let kind = self.0.clone();
        Call::begin(async move {
            let step: Step = each!(kind, flow => flow.start().await?.into());
            Ok(Answer::Step { step })
        })
    }

    /// The step that the flow stands at.
    pub fn current(&self) -> Result<Step, Failure> {
        Ok(each!(&self.0, flow => flow.current()?.into()))
    }

    /// Ends the flow, in any state.
    pub fn cancel(&self) -> Result<Arc<Call>, Failure> {
        let kind = self.0.clone();
        Call::begin(async move {
            each!(kind, flow => flow.cancel().await);
            Ok(Answer::Done)
        })
    }

    /// Whether the present step survives the process.
    pub fn is_durable(&self) -> bool {
        each!(&self.0, flow => flow.is_durable())
    }

    /// Whether the answer to an earlier call was lost.
    pub fn is_uncertain(&self) -> bool {
        each!(&self.0, flow => flow.is_uncertain())
    }

    /// What a sign-in asks tokens for.
    pub fn scopes(&self) -> Vec<String> {
        match &self.0 {
            Kind::SignIn(flow) => flow.scopes().iter().map(str::to_owned).collect(),
            Kind::SignUp(_) | Kind::ResetPassword(_) => Vec::new(),
        }
    }

    /// A password reset for the person of a sign-in; no other kind of flow has one.
    pub fn reset_password(&self) -> Option<Arc<Self>> {
        match &self.0 {
            Kind::SignIn(flow) => Some(Arc::new(flow.reset_password().into())),
            Kind::SignUp(_) | Kind::ResetPassword(_) => None,
        }
    }
}

impl TryFrom<doorstep::ResumedFlow> for Answer {
    type Error = Failure;

    fn try_from(flow: doorstep::ResumedFlow) -> Result<Self, Failure> {
        use doorstep::ResumedFlow as Core;
        let (kind, flow) = match flow {
            Core::SignIn(flow) => (FlowKind::SignIn, Flow::from(flow)),
            Core::SignUp(flow) => (FlowKind::SignUp, flow.into()),
            Core::ResetPassword(flow) => (FlowKind::ResetPassword, flow.into()),
            _ => return Err(Failure::defect()),
        };
        let flow = Arc::new(flow);
        Ok(Self::Resumed { kind, flow })
    }
}
