//! `doorstep sign-in` and `doorstep resume`: a sign-in as a conversation.

use doorstep::{
    Account, AuthMethod, Claims, Client, CodeSent, Config, Error, FirstFactors, FlowId, Landing,
    RegistrationMethod, ResumedFlow, SignInFlow, SignInOptions, SignInStep,
};

use crate::args::{ClientArgs, FirstFactor, ResumeArgs, SignInArgs};
use crate::exit::Failure;
use crate::interrupt::Interrupts;
use crate::keeping::{self, Keeping};
use crate::{out, prompt, report, setup, shell};

/// Begins a sign-in and leads it to its end.
pub(crate) async fn begin(args: SignInArgs) -> Result<(), Failure> {
    begin_with(&args)
        .await
        .map_err(|failure| failure.of(&args.client))
}

async fn begin_with(args: &SignInArgs) -> Result<(), Failure> {
    let client = setup::client(&args.client, |config| offering(config, args))?;
    let keeping = Keeping::of(&args.client)?;
    let mut interrupts = Interrupts::listen()?;
    let mut options = SignInOptions::new(match &args.username {
        Some(username) => username.clone(),
        None => interrupts.or(prompt::line("Username")).await??,
    });
    options = options.scopes(setup::scopes(&args.scopes)?);
    if let Some(context) = args.context {
        let claims = Claims::authentication_context(context)
            .map_err(|error| Failure::usage(format!("--context: {error}")))?;
        options = options.claims(claims);
    }
    let flow = client.sign_in(options)?;
    let started = interrupts.or(flow.start()).await;
    keeping.tell_of_key(&args.client);
    let step = started??;
    keeping::tell_if_not_saved(&flow, &step, &args.client);
    converse(&flow, step, &args.client, &mut interrupts).await
}

/// Goes on with a sign-in whose process ended.
pub(crate) async fn resume(args: ResumeArgs) -> Result<(), Failure> {
    resume_with(&args)
        .await
        .map_err(|failure| failure.of(&args.client))
}

async fn resume_with(args: &ResumeArgs) -> Result<(), Failure> {
    let client = setup::client(&args.client, |config| config)?;
    let keeping = Keeping::of(&args.client)?;
    let mut interrupts = Interrupts::listen()?;
    let id = if let Some(id) = &args.flow {
        id.parse()
            .map_err(|error| Failure::usage(format!("FLOW-ID: {error}")))?
    } else {
        let found = only_waiting(&client).await;
        keeping.tell_of_key(&args.client);
        found?
    };
    let resumed = interrupts.or(client.resume(id)).await??;
    let ResumedFlow::SignIn(flow) = resumed else {
        return Err(Failure::usage("that flow is not a sign-in"));
    };
    if flow.is_uncertain() && !args.client.json {
        out::note("The answer to the last call was lost; the service may be a step ahead.");
    }
    let step = flow.current()?;
    converse(&flow, step, &args.client, &mut interrupts).await
}

async fn only_waiting(client: &Client) -> Result<FlowId, Failure> {
    let waiting = client.pending().await?;
    match waiting.as_slice() {
        [] => Err(Failure::absent(
            "no sign-in waits for this application in this tenant",
        )),
        [one] => Ok(one.id),
        several => {
            let ids: Vec<String> = several
                .iter()
                .map(|flow| format!("  {} ({})", flow.id, flow.step))
                .collect();
            let message = format!("several wait, say which:\n{}", ids.join("\n"));
            Err(Failure::usage(message).with_waiting(report::waiting(several)))
        }
    }
}

fn offering(config: Config, args: &SignInArgs) -> Config {
    let first_factors = match args.offer {
        FirstFactor::Password => FirstFactors::Password,
        FirstFactor::Code => FirstFactors::Code,
        FirstFactor::Both => FirstFactors::PasswordAndCode,
    };
    config.first_factors(first_factors).mfa(!args.no_mfa)
}

/// Leads the flow from `step` to its end, unless a signal ends it before.
async fn converse(
    flow: &SignInFlow,
    step: SignInStep,
    args: &ClientArgs,
    interrupts: &mut Interrupts,
) -> Result<(), Failure> {
    match interrupts.or(lead(flow, step, args)).await {
        Ok(outcome) => outcome,
        Err(signal) => {
            // The cursor stands behind a question.
            out::note("");
            hint_at_resume(flow, args);
            Err(signal.into())
        }
    }
}

/// Leads the flow from `step` to its end. What the person can correct is asked for again.
async fn lead(flow: &SignInFlow, mut step: SignInStep, args: &ClientArgs) -> Result<(), Failure> {
    show(flow, &step, args);
    loop {
        let answered = match &step {
            SignInStep::SignedIn { account } => {
                welcome(account, args);
                return Ok(());
            }
            SignInStep::BrowserRequired { reason, .. } => {
                flow.cancel().await;
                return Err(Failure::browser(reason));
            }
            other => answer(other)
                .await
                .inspect_err(|_| hint_at_resume(flow, args))?,
        };
        match answered {
            Ok(next) => {
                step = next;
                show(flow, &step, args);
            }
            Err(error) if error.info().landing == Landing::SameStep && may_be_repeated(&error) => {
                complain(&error, args);
                step = flow.current()?;
            }
            Err(error) => {
                if error.info().landing == Landing::SameStep {
                    hint_at_resume(flow, args);
                }
                return Err(error.into());
            }
        }
    }
}

/// Asks the person what `step` wants, and hands it to the flow.
async fn answer(step: &SignInStep) -> Result<Result<SignInStep, Error>, Failure> {
    Ok(match step {
        SignInStep::PasswordRequired { reply } => {
            reply.submit(prompt::hidden("Password").await?).await
        }
        SignInStep::CodeRequired { code, reply } => {
            match prompt::line(&code_question(code, "\"resend\""))
                .await?
                .as_str()
            {
                "resend" => reply.resend().await,
                code => reply.submit(code).await,
            }
        }
        SignInStep::MfaRequired { methods, reply } => {
            reply.choose(&choose(methods).await?.id).await
        }
        SignInStep::MfaCodeRequired {
            code,
            methods,
            reply,
        } => match prompt::line(&code_question(code, "\"resend\", \"other\""))
            .await?
            .as_str()
        {
            "resend" => reply.resend().await,
            "other" => reply.choose(&choose(methods).await?.id).await,
            code => reply.submit(code).await,
        },
        SignInStep::RegistrationRequired { methods, reply } => {
            let (method, contact) = contact(methods).await?;
            reply.register(&method.id, contact).await
        }
        SignInStep::RegistrationCodeRequired {
            code,
            methods,
            reply,
        } => match prompt::line(&code_question(code, "\"resend\", \"other\""))
            .await?
            .as_str()
        {
            "resend" => reply.resend().await,
            "other" => {
                let (method, contact) = contact(methods).await?;
                reply.register(&method.id, contact).await
            }
            code => reply.submit(code).await,
        },
        done @ (SignInStep::SignedIn { .. } | SignInStep::BrowserRequired { .. }) => {
            Ok(done.clone())
        }
    })
}

fn code_question(code: &CodeSent, instead: &str) -> String {
    let length = code
        .length
        .map_or_else(String::new, |length| format!("{length} characters, "));
    format!("Code sent to {} ({length}or {instead})", code.sent_to)
}

async fn choose(methods: &[AuthMethod]) -> Result<&AuthMethod, Failure> {
    let choices = methods.iter().map(|method| Choice {
        id: method.id.as_str(),
        channel: report::channel(&method.channel),
        text: format!("{} to {}", report::channel(&method.channel), method.hint),
    });
    let chosen = choose_one("Second factor", &choices.collect::<Vec<_>>()).await?;
    Ok(&methods[chosen])
}

/// A method to register, and what to register for it.
async fn contact(methods: &[RegistrationMethod]) -> Result<(&RegistrationMethod, String), Failure> {
    out::note("Register a method for the second factor:");
    let choices = methods.iter().map(|method| Choice {
        id: method.id.as_str(),
        channel: report::channel(&method.channel),
        text: report::channel(&method.channel).to_owned(),
    });
    let chosen = choose_one("Method", &choices.collect::<Vec<_>>()).await?;
    let method = &methods[chosen];
    let contact = match &method.known_contact {
        Some(known) => {
            let typed = prompt::line(&format!("Address (empty for {known})")).await?;
            if typed.is_empty() {
                known.clone()
            } else {
                typed
            }
        }
        None => prompt::line("Address or number").await?,
    };
    Ok((method, contact))
}

struct Choice<'a> {
    id: &'a str,
    channel: &'a str,
    text: String,
}

/// One of `choices`, by its number in the list, its channel, or its id.
async fn choose_one(question: &str, choices: &[Choice<'_>]) -> Result<usize, Failure> {
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

/// Whether asking the person again can help. What time alone can correct is not asked again.
fn may_be_repeated(error: &Error) -> bool {
    match error {
        Error::Fixable { .. } => true,
        Error::Later { .. } => error.info().code == "resend_too_soon",
        Error::Misuse { .. } | Error::Denied { .. } | Error::Broken { .. } => false,
    }
}

fn show(flow: &SignInFlow, step: &SignInStep, args: &ClientArgs) {
    if args.json {
        out::line(report::step(flow, step));
    }
}

fn complain(error: &Error, args: &ClientArgs) {
    if args.json {
        out::line(report::error(error, None));
        return;
    }
    out::note(error.info().summary);
    if let Error::Later {
        retry_after: Some(wait),
        ..
    } = error
    {
        out::note(format_args!(
            "Another code can be asked for in {}.",
            report::whole_seconds(*wait)
        ));
    }
}

/// The flow's record is there to go on with.
fn hint_at_resume(flow: &SignInFlow, args: &ClientArgs) {
    if args.json || !flow.is_durable() {
        return;
    }
    out::note("\nThe sign-in waits. To go on with it:");
    out::note(format_args!("  {}", shell::resume(flow.id(), args)));
}

fn welcome(account: &Account, args: &ClientArgs) {
    if !account.is_durable() {
        keeping::not_saved("The account", args);
    }
    if args.json {
        return;
    }
    let claims = account.claims();
    let name = claims
        .as_ref()
        .and_then(|claims| claims.name().or(claims.username()));
    out::line(format_args!(
        "Signed in: {}",
        name.unwrap_or(&account.id().object_id)
    ));
}
