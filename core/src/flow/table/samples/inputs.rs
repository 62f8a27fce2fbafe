//! What a person does, one of each.

use super::{CODE, PASSWORD, PROOF};
use crate::attributes::Attributes;
use crate::exchange::Given;
use crate::flow::machine::Input;
use crate::ids::MethodId;
use crate::secret::Secret;

/// Every input, with the column that it has in the page.
pub(in crate::flow::table) fn inputs() -> Vec<(&'static str, Input)> {
    let (password, code) = (Secret::new(PASSWORD), Secret::new(CODE));
    let all = vec![
        Input::Start {
            given: Given::default(),
        },
        Input::Start {
            given: Given {
                password: Some(password.clone()),
                ..Given::default()
            },
        },
        Input::Password(password),
        Input::Password(Secret::new(" ")),
        Input::Code(code),
        Input::Code(Secret::new("")),
        Input::Method(MethodId::new("m-sms")),
        Input::Method(MethodId::new("m-other")),
        Input::Resend,
        register("sms", "+1 555 010 0123"),
        register("sms", " "),
        register("passkey", "+15550100123"),
        Input::Attributes(Attributes::new().city("London")),
        Input::Wait,
        Input::SignIn,
        Input::Callback(Secret::new(format!(
            "app.doorstep://back?state=s&code={CODE}"
        ))),
        Input::Callback(Secret::new(
            "app.doorstep://back?state=s&error=access_denied",
        )),
        Input::Callback(Secret::new("app.doorstep://back?state=t&code=c")),
        Input::Proof {
            proof: Some(Secret::new(PROOF)),
            held: None,
        },
        Input::Proof {
            proof: None,
            held: None,
        },
    ];
    all.into_iter()
        .map(|input| (column(&input), input))
        .collect()
}

fn column(input: &Input) -> &'static str {
    match input {
        Input::Start { given } if given.password.is_none() => "start",
        Input::Start { .. } => "start with a password",
        Input::Password(text) if text.is_blank() => "blank password",
        Input::Password(_) => "password",
        Input::Code(text) if text.is_blank() => "blank code",
        Input::Code(_) => "code",
        Input::Method(id) if id.as_str() == "m-other" => "another method",
        Input::Method(_) => "method offered",
        Input::Resend => "resend",
        Input::Register { contact, .. } if contact.is_blank() => "blank contact",
        Input::Register { method, .. } if method.as_str() == "sms" => "contact",
        Input::Register { .. } => "contact for another method",
        Input::Attributes(_) => "attributes",
        Input::Wait => "wait",
        Input::SignIn => "sign in",
        Input::Callback(url) if url.expose().contains("state=t") => "callback of another journey",
        Input::Callback(url) if url.expose().contains("error=") => "callback, cancelled",
        Input::Callback(_) => "callback with a code",
        Input::Proof { proof: Some(_), .. } => "proof",
        Input::Proof { .. } => "again, without a proof",
    }
}

fn register(method: &str, contact: &str) -> Input {
    Input::Register {
        method: MethodId::new(method),
        contact: Secret::new(contact),
    }
}
