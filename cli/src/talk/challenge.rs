//! Challenges: what has to be solved before a call goes on.

use doorstep::{RiskChallenge, Secret, SecurityCode};

use crate::exit::Failure;
use crate::{out, prompt, report};

/// What came in place of a proof, or the proof.
pub(crate) enum ProofAnswer {
    Proof(Secret),
    Again,
    Back,
}

/// Shows a challenge and asks for its proof.
pub(crate) async fn proof(challenge: &RiskChallenge) -> Result<ProofAnswer, Failure> {
    let (typed, again) = if let Some(code) = challenge.security_code() {
        out::note(sent(code, challenge.attempt()));
        let question = "Security code (or \"resend\"; nothing goes back)";
        (Secret::new(prompt::line(question).await?), "resend")
    } else {
        out::note(wanted(challenge));
        let question = "Proof (or \"again\"; nothing goes back)";
        (prompt::hidden(question).await?, "again")
    };
    Ok(if typed.is_blank() {
        ProofAnswer::Back
    } else if typed == Secret::new(again) {
        ProofAnswer::Again
    } else {
        ProofAnswer::Proof(typed)
    })
}

/// The code that was sent, in a sentence or two.
fn sent(code: &SecurityCode, attempt: u32) -> String {
    let wrong = (attempt > 1).then_some("That code is not right, or no longer. ");
    let channel = code.channel.as_ref();
    let parts = [
        wrong.map(str::to_owned),
        Some("A security code was sent as a second proof".to_owned()),
        channel.map(|channel| format!(" by {}", report::channel(channel))),
        code.hint
            .as_ref()
            .map(|hint| format!(" to {}", shown(hint))),
        code.code_length
            .map(|length| format!(", {length} characters")),
        code.tries_left.map(|tries| match tries {
            1 => ". One try is left".to_owned(),
            more => format!(". {more} tries are left"),
        }),
        Some(".".to_owned()),
        code.resend_after.map(|wait| {
            format!(
                " Another one can be sent in {}.",
                report::whole_seconds(wait)
            )
        }),
    ];
    parts.into_iter().flatten().collect()
}

fn wanted(challenge: &RiskChallenge) -> String {
    let again = if challenge.attempt() > 1 {
        ", again"
    } else {
        ""
    };
    format!(
        "{} wants this solved first{again}:\n{}",
        named(challenge),
        shown(challenge.payload())
    )
}

fn named(challenge: &RiskChallenge) -> &str {
    match challenge.provider() {
        "" => "A risk provider",
        name => name,
    }
}

/// The most of a challenge that is shown, in characters.
const MOST_SHOWN: usize = 2_000;

/// A text of somebody else's, so that no terminal takes it for more than a text.
fn shown(payload: &str) -> String {
    let is_plain = |sign: char| sign == ' ' || sign.is_ascii_graphic();
    let mut shown = String::new();
    for sign in payload.chars().take(MOST_SHOWN) {
        if is_plain(sign) {
            shown.push(sign);
        } else {
            shown.extend(sign.escape_unicode());
        }
    }
    if payload.chars().count() > MOST_SHOWN {
        shown.push_str(" …");
    }
    shown
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use doorstep::Channel;

    use super::*;

    #[test]
    fn a_challenge_is_shown_as_plain_text_up_to_a_length() {
        assert_eq!(shown(r#"{"a":"ä b"}"#), r#"{"a":"\u{e4} b"}"#);
        assert_eq!(shown("\u{1b}[2J\u{202e}"), r"\u{1b}[2J\u{202e}");
        assert_eq!(
            shown(&"x".repeat(2_001)),
            format!("{} …", "x".repeat(2_000))
        );
    }

    #[test]
    fn a_security_code_is_told_of_as_far_as_it_is_known() {
        let whole = SecurityCode {
            channel: Some(Channel::Sms),
            hint: Some("+1 ***55".to_owned()),
            code_length: Some(8),
            tries_left: Some(5),
            resend_after: Some(Duration::from_mins(1)),
        };
        assert_eq!(
            sent(&whole, 1),
            "A security code was sent as a second proof by sms to +1 ***55, 8 characters. 5 tries are left. \
             Another one can be sent in 60 seconds."
        );
        let bare = SecurityCode {
            channel: None,
            hint: None,
            code_length: None,
            tries_left: Some(1),
            resend_after: None,
        };
        assert_eq!(
            sent(&bare, 2),
            "That code is not right, or no longer. A security code was sent as a second proof. One try is left."
        );
    }
}
