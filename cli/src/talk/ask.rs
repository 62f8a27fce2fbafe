//! Questions that several flows ask.

use doorstep::{CodePurpose, CodeSent, RiskChallenge, Secret};

use crate::exit::Failure;
use crate::{out, prompt};

/// What came in place of a code, or the code.
pub(crate) enum CodeAnswer {
    Code(String),
    Resend,
    Other,
}

/// Asks for a code; nothing when another one is wanted.
pub(crate) async fn code(code: &CodeSent) -> Result<Option<String>, Failure> {
    let typed = prompt::line(&code_question(code, "\"resend\"")).await?;
    Ok((typed != "resend").then_some(typed))
}

/// Asks for a code where there is another way too.
pub(crate) async fn code_or_other(code: &CodeSent) -> Result<CodeAnswer, Failure> {
    let typed = prompt::line(&code_question(code, "\"resend\", \"other\"")).await?;
    Ok(match typed.as_str() {
        "resend" => CodeAnswer::Resend,
        "other" => CodeAnswer::Other,
        _ => CodeAnswer::Code(typed),
    })
}

fn code_question(code: &CodeSent, instead: &str) -> String {
    if let Some(earlier) = code.repeats {
        out::note(format_args!(
            "This is another code than the one before, which {}.",
            purpose(earlier)
        ));
    }
    let length = code
        .length
        .map_or_else(String::new, |length| format!("{length} characters, "));
    format!("Code sent to {} ({length}or {instead})", code.sent_to)
}

fn purpose(purpose: CodePurpose) -> &'static str {
    match purpose {
        CodePurpose::FirstFactor => "was the first factor",
        CodePurpose::SecondFactor => "was the second factor",
        CodePurpose::SignUp => "proved the new account's address",
        CodePurpose::PasswordReset => "allowed for the new password",
        CodePurpose::Registration => "registered a contact",
        _ => "was for something else",
    }
}

/// The most of a challenge that is shown, in characters.
const MOST_SHOWN: usize = 2_000;

/// Shows a challenge and asks for its proof; nothing where the person gives it up.
pub(crate) async fn proof(challenge: &RiskChallenge) -> Result<Option<Secret>, Failure> {
    let again = if challenge.attempt() > 1 {
        ", again"
    } else {
        ""
    };
    out::note(format_args!(
        "{} wants this solved first{again}:\n{}",
        named(challenge),
        shown(challenge.payload())
    ));
    let proof = prompt::hidden("Proof (nothing goes back)").await?;
    Ok((!proof.is_blank()).then_some(proof))
}

fn named(challenge: &RiskChallenge) -> &str {
    match challenge.provider() {
        "" => "A risk provider",
        name => name,
    }
}

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

/// Asks for a password that nobody knows yet: on a terminal twice, because it is not seen.
pub(crate) async fn new_password(question: &str) -> Result<Secret, Failure> {
    loop {
        let typed = prompt::hidden(question).await?;
        if !prompt::is_on_terminal() || typed.is_blank() {
            return Ok(typed);
        }
        if prompt::hidden("The same again").await? == typed {
            return Ok(typed);
        }
        out::note("The two are not the same.");
    }
}

/// Asks for a yes. Everything else is a no.
pub(crate) async fn yes(question: &str) -> Result<bool, Failure> {
    let typed = prompt::line(&format!("{question} [y/N]")).await?;
    Ok(matches!(
        typed.trim().to_ascii_lowercase().as_str(),
        "y" | "yes"
    ))
}

#[cfg(test)]
mod tests {
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
}
