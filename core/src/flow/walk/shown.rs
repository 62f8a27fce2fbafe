//! Texts of the service that people are shown: nothing in them may say something else than it is.

use serde_json::json;

use super::steps::at_password;
use super::tenant::{Answer, Want};
use super::world::*;
use crate::flow::SignInStep;

/// An address that a terminal or a label would show as another one.
const TURNED: &str = "a***a@\u{202e}elpmaxe.osotnoc\u{2066}\n\u{1b}[2J\u{61c}\u{2028}";
const PLAIN: &str = "a***a@elpmaxe.osotnoc[2J";

fn label(text: &str) -> Answer {
    Answer::Json(
        200,
        json!({"continuation_token": "planted-ct-x", "challenge_type": "oob",
            "challenge_channel": "email", "challenge_target_label": text}),
    )
}

fn sent_to(text: &str) -> String {
    let world = World::with_codes();
    world.tenant.script([Answer::Ordinary, label(text)]);
    match ready(world.sign_in().start()) {
        Ok(SignInStep::CodeRequired { code, .. }) => code.sent_to,
        other => panic!("{other:?}"),
    }
}

/// The second factors, and what can be registered, where the service hints at them by `text`.
fn hints(text: &str) -> [String; 2] {
    let listed = |id: &str| {
        let method = json!({"id": id, "challenge_type": "oob", "challenge_channel": "email",
            "login_hint": text});
        let body = json!({"continuation_token": "planted-ct-x", "methods": [method]});
        [Answer::Ordinary, Answer::Ordinary, Answer::Json(200, body)]
    };
    let [own, new] = [Want::Mfa, Want::Registration].map(|want| {
        let world = World::with(&[want]);
        let reply = at_password(&world.sign_in());
        let [_, first, list] = listed("email");
        world.tenant.script([first, list]);
        ready(reply.submit(PASSWORD)).unwrap()
    });
    let SignInStep::MfaRequired { methods: own, .. } = own else {
        panic!("{own:?}");
    };
    let SignInStep::RegistrationRequired { methods: new, .. } = new else {
        panic!("{new:?}");
    };
    [own[0].hint.clone(), new[0].known_contact.clone().unwrap()]
}

#[test]
fn what_turns_or_hides_a_text_is_taken_out_of_it() {
    assert_eq!(sent_to(TURNED), PLAIN);
    assert_eq!(hints(TURNED), [PLAIN, PLAIN]);
}

#[test]
fn a_text_is_shown_up_to_the_length_of_any_address() {
    let long = "ä".repeat(100_000);
    for text in [
        sent_to(&long),
        hints(&long)[0].clone(),
        hints(&long)[1].clone(),
    ] {
        assert_eq!(text, "ä".repeat(320));
    }
}
