//! What walks begin with: a flow of any kind, for tokens of the same terms.

use crate::attributes::Attributes;
use crate::client::Client;
use crate::flow::record::FlowKind;
use crate::flow::walk::any::AnyFlow;
use crate::flow::walk::world::{ATTRIBUTE, PASSWORD, USERNAME};
use crate::flow::{ResetPasswordOptions, SignInOptions, SignUpOptions};
use crate::terms::{Claims, Scopes};

/// A flow of `kind`; `ahead` gives what can be given ahead.
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
            AnyFlow::Reset(client.reset_password(options).unwrap())
        }
    }
}
