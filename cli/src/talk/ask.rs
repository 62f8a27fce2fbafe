//! Questions that several flows ask.

use doorstep::{CodePurpose, CodeSent, Secret};

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
