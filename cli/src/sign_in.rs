//! `doorstep sign-in` and `doorstep resume`: a sign-in as a conversation.

use doorstep::{
    Account, AuthMethod, Claims, Client, CodeSent, Config, Error, FirstFactors, FlowId, Landing,
    ResumedFlow, SignInFlow, SignInOptions, SignInStep,
};

use crate::args::{ClientArgs, FirstFactor, ResumeArgs, SignInArgs};
use crate::exit::Failure;
use crate::{out, prompt, report, setup};

/// Begins a sign-in and leads it to its end.
pub(crate) async fn begin(args: SignInArgs) -> Result<(), Failure> {
    let json = args.client.json;
    begin_with(args)
        .await
        .map_err(|failure| failure.in_json(json))
}

async fn begin_with(args: SignInArgs) -> Result<(), Failure> {
    let client = setup::client(&args.client, |config| offering(config, &args))?;
    let mut options = SignInOptions::new(match args.username {
        Some(username) => username,
        None => prompt::line("Username")?,
    });
    options = options.scopes(setup::scopes(&args.scopes)?);
    if let Some(context) = args.context {
        let claims = Claims::authentication_context(context)
            .map_err(|error| Failure::usage(format!("--context: {error}")))?;
        options = options.claims(claims);
    }
    let flow = client.sign_in(options)?;
    let step = flow.start().await?;
    converse(&flow, step, &args.client).await
}

/// Goes on with a sign-in whose process ended.
pub(crate) async fn resume(args: ResumeArgs) -> Result<(), Failure> {
    let json = args.client.json;
    resume_with(args)
        .await
        .map_err(|failure| failure.in_json(json))
}

async fn resume_with(args: ResumeArgs) -> Result<(), Failure> {
    let client = setup::client(&args.client, |config| config)?;
    let id = match &args.flow {
        Some(id) => id
            .parse()
            .map_err(|error| Failure::usage(format!("FLOW-ID: {error}")))?,
        None => only_waiting(&client).await?,
    };
    let ResumedFlow::SignIn(flow) = client.resume(id).await? else {
        return Err(Failure::usage("that flow is not a sign-in"));
    };
    if flow.is_uncertain() && !args.client.json {
        out::note("The answer to the last call was lost; the service may be a step ahead.");
    }
    let step = flow.current()?;
    converse(&flow, step, &args.client).await
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
            Err(Failure::usage(format!(
                "several wait, say which:\n{}",
                ids.join("\n")
            )))
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

/// Leads the flow from `step` to its end. What the person can correct is asked for again.
async fn converse(
    flow: &SignInFlow,
    mut step: SignInStep,
    args: &ClientArgs,
) -> Result<(), Failure> {
    show(flow, &step, args);
    loop {
        let answered = match &step {
            SignInStep::SignedIn { account } => {
                welcome(account, args);
                return Ok(());
            }
            SignInStep::BrowserRequired { reason } => {
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
        SignInStep::PasswordRequired { reply } => reply.submit(prompt::hidden("Password")?).await,
        SignInStep::CodeRequired { code, reply } => {
            match prompt::line(&code_question(code, "\"resend\""))?.as_str() {
                "resend" => reply.resend().await,
                code => reply.submit(code).await,
            }
        }
        SignInStep::MfaRequired { methods, reply } => reply.choose(&choose(methods)?.id).await,
        SignInStep::MfaCodeRequired {
            code,
            methods,
            reply,
        } => match prompt::line(&code_question(code, "\"resend\", \"other\""))?.as_str() {
            "resend" => reply.resend().await,
            "other" => reply.choose(&choose(methods)?.id).await,
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

/// By its number in the list, its channel, or its id.
fn choose(methods: &[AuthMethod]) -> Result<&AuthMethod, Failure> {
    for (number, method) in methods.iter().enumerate() {
        out::note(format_args!(
            "  {}  {} to {}",
            number + 1,
            report::channel(&method.channel),
            method.hint
        ));
    }
    loop {
        let answer = prompt::line("Second factor")?;
        let numbered = answer
            .parse::<usize>()
            .ok()
            .and_then(|number| methods.get(number.checked_sub(1)?));
        let named = || {
            methods.iter().find(|method| {
                method.id.as_str() == answer || report::channel(&method.channel) == answer
            })
        };
        match numbered.or_else(named) {
            Some(method) => return Ok(method),
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
        out::line(report::error(error));
        return;
    }
    out::note(error.info().summary);
    if let Error::Later {
        retry_after: Some(wait),
        ..
    } = error
    {
        out::note(format_args!(
            "Another code can be asked for in {} seconds.",
            wait.as_secs().max(1)
        ));
    }
}

/// The flow's record is there to go on with.
fn hint_at_resume(flow: &SignInFlow, args: &ClientArgs) {
    if args.json || !flow.is_durable() {
        return;
    }
    let (id, authority, client_id) = (flow.id(), &args.authority, &args.client_id);
    let state = args
        .state
        .as_ref()
        .map(|state| format!(" --state {}", state.display()));
    let state = state.unwrap_or_default();
    out::note("\nThe sign-in waits. To go on with it:");
    out::note(format_args!(
        "  doorstep resume {id} --authority {authority} --client-id {client_id}{state}"
    ));
}

fn welcome(account: &Account, args: &ClientArgs) {
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
