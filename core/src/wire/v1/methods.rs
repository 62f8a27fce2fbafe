//! The methods that an introspection lists (docs/protocol.md 5.3 and 7.1).

use super::body::{Body, Method};
use super::decode::{channel, token, unknown_challenge};
use super::shown::place;
use crate::challenge::{AuthMethod, RegistrationMethod};
use crate::exchange::Reply;
use crate::fault::Cause;
use crate::ids::MethodId;

/// The second factors that the person has.
pub(super) fn methods(body: Body) -> Result<Reply, Cause> {
    let token = token(&body)?;
    usable(body, method, |methods| Reply::Methods { token, methods })
}

fn method(method: Method) -> AuthMethod {
    AuthMethod {
        id: MethodId::new(method.id),
        channel: channel(method.challenge_channel.as_deref()),
        hint: method.login_hint.as_deref().map(place).unwrap_or_default(),
    }
}

/// The methods that the person may register.
pub(super) fn registrable(body: Body) -> Result<Reply, Cause> {
    let token = token(&body)?;
    usable(body, registration_method, |methods| Reply::Registrable {
        token,
        methods,
    })
}

/// Where the channel is not named, the method's id is the channel's word (docs/protocol.md 7.1).
fn registration_method(method: Method) -> RegistrationMethod {
    let known = method.login_hint.as_deref().map(place);
    let word = method.challenge_channel.as_deref().unwrap_or(&method.id);
    RegistrationMethod {
        channel: channel(Some(word)),
        id: MethodId::new(method.id),
        known_contact: known.filter(|contact| !contact.is_empty()),
    }
}

/// Those that work by a code: the app has screens for no others, and where there are only others
/// the browser has.
fn usable<M>(
    body: Body,
    into: fn(Method) -> M,
    reply: impl FnOnce(Vec<M>) -> Reply,
) -> Result<Reply, Cause> {
    if body.methods.is_empty() {
        return Err(Cause::FieldMissing);
    }
    let by_code = body.methods.into_iter().filter(Method::works_by_code);
    let methods: Vec<M> = by_code.map(into).collect();
    if methods.is_empty() {
        return Ok(unknown_challenge());
    }
    Ok(reply(methods))
}
