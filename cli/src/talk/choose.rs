//! Choosing among what the service offers.

use doorstep::{AuthMethod, RegistrationMethod};

use crate::exit::Failure;
use crate::{out, prompt, report};

/// A second factor of those that the person has.
pub(crate) async fn method(methods: &[AuthMethod]) -> Result<&AuthMethod, Failure> {
    let choices = methods.iter().map(|method| Choice {
        id: method.id.as_str(),
        channel: report::channel(&method.channel),
        text: format!("{} to {}", report::channel(&method.channel), method.hint),
    });
    let chosen = one_of("Second factor", &choices.collect::<Vec<_>>()).await?;
    Ok(&methods[chosen])
}

/// A method to register, and what to register for it.
pub(crate) async fn contact(
    methods: &[RegistrationMethod],
) -> Result<(&RegistrationMethod, String), Failure> {
    out::note("Register a method for the second factor:");
    let choices = methods.iter().map(|method| Choice {
        id: method.id.as_str(),
        channel: report::channel(&method.channel),
        text: report::channel(&method.channel).to_owned(),
    });
    let chosen = one_of("Method", &choices.collect::<Vec<_>>()).await?;
    let method = &methods[chosen];
    let Some(known) = &method.known_contact else {
        return Ok((method, prompt::line("Address or number").await?));
    };
    let typed = prompt::line(&format!("Address (empty for {known})")).await?;
    let contact = if typed.is_empty() {
        known.clone()
    } else {
        typed
    };
    Ok((method, contact))
}

struct Choice<'a> {
    id: &'a str,
    channel: &'a str,
    text: String,
}

/// One of `choices`, by its number in the list, its channel, or its id.
async fn one_of(question: &str, choices: &[Choice<'_>]) -> Result<usize, Failure> {
    for (number, choice) in choices.iter().enumerate() {
        out::note(format_args!("  {}  {}", number + 1, choice.text));
    }
    loop {
        let answer = prompt::line(question).await?;
        let numbered = answer.parse::<usize>().ok();
        let numbered = numbered.and_then(|number| number.checked_sub(1));
        let named = || {
            let mut choices = choices.iter();
            choices.position(|choice| choice.id == answer || choice.channel == answer)
        };
        match numbered
            .filter(|chosen| *chosen < choices.len())
            .or_else(named)
        {
            Some(chosen) => return Ok(chosen),
            None => out::note("Choose one of the numbers above, or its channel."),
        }
    }
}
