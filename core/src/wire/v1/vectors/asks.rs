//! The asks that the vectors name.

use crate::attributes::Attributes;
use crate::browser::RedirectUri;
use crate::challenge::Channel;
use crate::exchange::{Ask, Bridge, Factor, Given, Registration};
use crate::ids::{Contact, ContinuationToken, MethodId};
use crate::secret::Secret;

/// The ask called `name`: its own name, and behind a stroke which of several it is.
pub(super) fn ask(name: &str) -> Ask {
    let ask = sign_in(name)
        .or_else(|| sign_up(name))
        .or_else(|| reset_password(name))
        .or_else(|| elsewhere(name))
        .unwrap_or_else(|| panic!("no such ask: {name}"));
    assert_eq!(Some(ask.name()), name.split('/').next());
    ask
}

fn token() -> ContinuationToken {
    ContinuationToken::new("ct-0".to_owned())
}

fn password() -> Secret {
    Secret::new("Sécret & +1%")
}

fn sign_in(name: &str) -> Option<Ask> {
    let token = token();
    Some(match name {
        "open" => Ask::Open { on_hand: None },
        "first_challenge" => Ask::FirstChallenge {
            token,
            on_hand: None,
        },
        "redeem_password" => Ask::RedeemPassword {
            token,
            password: password(),
        },
        "redeem_code" => Ask::RedeemCode {
            token,
            factor: Factor::First,
            code: Secret::new("87654321"),
        },
        "redeem_second_code" => Ask::RedeemCode {
            token,
            factor: Factor::Second,
            code: Secret::new("87654321"),
        },
        "list_methods" => Ask::ListMethods { token },
        "method_challenge" => Ask::MethodChallenge {
            token,
            method: MethodId::new("b2b2b2b2-0000-4000-8000-000000000002"),
        },
        "list_registrable" => Ask::ListRegistrable { token },
        "register_contact" => Ask::RegisterContact {
            token,
            chosen: phone(),
        },
        "register_contact/email" => Ask::RegisterContact {
            token,
            chosen: mailbox(),
        },
        "confirm_contact" => Ask::ConfirmContact {
            token,
            code: Some(Secret::new("12345678")),
        },
        "confirm_preverified" => Ask::ConfirmContact { token, code: None },
        _ => return None,
    })
}

fn sign_up(name: &str) -> Option<Ask> {
    let token = token();
    Some(match name {
        "open_sign_up" => Ask::OpenSignUp {
            given: Given {
                password: Some(password()),
                attributes: Attributes::new().display_name("Casey").country("NL"),
            },
        },
        "open_sign_up/bare" => Ask::OpenSignUp {
            given: Given::default(),
        },
        "sign_up_challenge" => Ask::SignUpChallenge {
            token,
            on_hand: None,
        },
        "sign_up_code" => Ask::SignUpCode {
            token,
            code: Secret::new("12345678"),
        },
        "sign_up_password" => Ask::SignUpPassword {
            token,
            password: password(),
        },
        "sign_up_attributes" => Ask::SignUpAttributes {
            token,
            attributes: Attributes::new().display_name("Casey"),
        },
        "redeem_continuation" => Ask::RedeemContinuation {
            token,
            bridge: Bridge::SignUp,
        },
        _ => return None,
    })
}

fn reset_password(name: &str) -> Option<Ask> {
    let token = token();
    Some(match name {
        "open_reset" => Ask::OpenReset,
        "reset_challenge" => Ask::ResetChallenge { token },
        "reset_code" => Ask::ResetCode {
            token,
            code: Secret::new("12345678"),
        },
        "new_password" => Ask::NewPassword {
            token,
            password: password(),
        },
        "poll_reset" => Ask::PollReset { token, since: None },
        "redeem_continuation/reset_password" => Ask::RedeemContinuation {
            token,
            bridge: Bridge::ResetPassword,
        },
        _ => return None,
    })
}

fn elsewhere(name: &str) -> Option<Ask> {
    Some(match name {
        "redeem_continuation/registration" => Ask::RedeemContinuation {
            token: token(),
            bridge: Bridge::Registration,
        },
        "redeem_authorization" => Ask::RedeemAuthorization {
            code: Secret::new("code-1"),
            verifier: Secret::new("verifier-1"),
            redirect_uri: RedirectUri::parse("app.doorstep://back").unwrap(),
        },
        "refresh" => Ask::Refresh {
            refresh_token: Secret::new("rt-1"),
        },
        _ => return None,
    })
}

fn phone() -> Registration {
    Registration {
        method: MethodId::new("sms"),
        channel: Channel::Sms,
        contact: Contact::phone_number("+1 555 010 0123").unwrap(),
    }
}

fn mailbox() -> Registration {
    Registration {
        method: MethodId::new("email"),
        channel: Channel::Email,
        contact: "casey+b@farm.example".parse().unwrap(),
    }
}
