//! What walks begin with, a flow of any kind for tokens of the same terms, and how one flow makes
//! way for another.

use super::Walker;
use crate::attributes::Attributes;
use crate::client::Client;
use crate::flow::record::FlowKind;
use crate::flow::walk::any::AnyFlow;
use crate::flow::walk::random::Move;
use crate::flow::walk::world::ready;
use crate::flow::walk::world::{ATTRIBUTE, PASSWORD, USERNAME};
use crate::flow::{ResetPasswordOptions, SignInOptions, SignUpOptions};
use crate::terms::{Claims, RecoveryReason, Scopes};

/// A flow of `kind`; `ahead` gives what can be given ahead, and has a reset be because of a lost device.
pub(super) fn begun(client: &Client, kind: FlowKind, ahead: bool) -> AnyFlow {
    let scopes: Scopes = "api://todo/ToDo.Read".parse().unwrap();
    let claims = Claims::authentication_context(3).unwrap();
    match kind {
        FlowKind::SignIn => {
            let options = SignInOptions::new(USERNAME).scopes(scopes).claims(claims);
            let with_password = options.clone().password(PASSWORD);
            let options = if ahead { with_password } else { options };
            AnyFlow::SignIn(client.sign_in(options).unwrap())
        }
        FlowKind::SignUp => {
            let options = SignUpOptions::new(USERNAME).scopes(scopes).claims(claims);
            let attributes = Attributes::new().city(ATTRIBUTE);
            let with_more = options.clone().password(PASSWORD).attributes(attributes);
            let options = if ahead { with_more } else { options };
            AnyFlow::SignUp(client.sign_up(options).unwrap())
        }
        FlowKind::ResetPassword => {
            let options = ResetPasswordOptions::new(USERNAME);
            let options = options.scopes(scopes).claims(claims);
            let lost = options.clone().because(RecoveryReason::DeviceLost);
            let options = if ahead { lost } else { options };
            AnyFlow::Reset(client.reset_password(options).unwrap())
        }
    }
}

impl Walker {
    /// The flow is over, and another one begins.
    pub(super) fn begin_anew(&mut self, step: &Move) {
        let pick = match step {
            Move::Act { pick, .. } | Move::ActTwice { pick } | Move::ActAndDrop { pick, .. } => {
                *pick
            }
            _ => 0,
        };
        let kinds = [FlowKind::SignIn, FlowKind::SignUp, FlowKind::ResetPassword];
        let kind = kinds[usize::from(pick) % 3];
        self.flow = begun(&self.client, kind, pick % 2 == 0);
        self.forget_steps();
    }

    /// The person has forgotten the password: the sign-in makes way for a reset.
    pub(super) fn forget(&mut self) {
        if let AnyFlow::SignIn(sign_in) = &self.flow {
            let reset = sign_in.reset_password();
            ready(sign_in.cancel());
            self.flow = AnyFlow::Reset(reset);
            self.forget_steps();
        }
    }

    pub(super) fn forget_steps(&mut self) {
        self.stored = None;
        self.after = None;
        self.replies.clear();
        self.steps.clear();
        self.highest = 0;
    }

    /// Takes the handle of the sign-in, once a sign-up or reset has gone on to it; and the one
    /// before, where the person went back there.
    pub(super) fn follow(&mut self) {
        let has_gone_back =
            matches!(self.flow, AnyFlow::SignIn(_)) && self.flow.flow().kind() != FlowKind::SignIn;
        if has_gone_back && !self.is_over() {
            self.flow = ready(self.client.resume(self.flow.id())).unwrap().into();
        }
        let has_gone_on = !self.is_over()
            && !self.is_expired()
            && self
                .flow
                .current()
                .is_err_and(|error| error.info().code == "finished");
        if has_gone_on {
            // What came of a browser and is held up was led to by no step: the flow is asked for by its id.
            self.flow = match self.after.take() {
                Some(after) => AnyFlow::SignIn(after),
                None => ready(self.client.resume(self.flow.id())).unwrap().into(),
            };
        }
    }
}
