//! `doorstep sign-up`: a new account as a conversation, and the sign-in after it.

use doorstep::{Attributes, Error, Problem, SignUpOptions, SignUpStep};

use crate::args::SignUpArgs;
use crate::attributes::Answers;
use crate::exit::Failure;
use crate::talk::challenge::{self, ProofAnswer};
use crate::talk::{Flow, Opening, Step, Talk, Turn, Wanted, ask, wanted};

/// Begins a sign-up and leads it to its end.
pub(crate) async fn begin(args: &SignUpArgs) -> Result<(), Failure> {
    let mut opening = Opening::of(&args.flow)?;
    let username = opening.username(&args.flow, "E-mail address").await?;
    let Wanted { scopes, claims } = wanted(&args.flow)?;
    let mut options = SignUpOptions::new(username)
        .attributes(given(&args.attributes))
        .scopes(scopes);
    if let Some(claims) = claims {
        options = options.claims(claims);
    }
    if args.password_ahead {
        return begin_with_password(opening, &options).await;
    }
    let flow = Flow::SignUp(opening.client.sign_up(options)?, Answers::default());
    opening.begin(flow).await.map(drop)
}

/// A password that is given ahead and is not taken ends the flow, so the next one is for another.
async fn begin_with_password(
    mut opening: Opening<'_>,
    options: &SignUpOptions,
) -> Result<(), Failure> {
    loop {
        let password = ask::new_password("New password");
        let password = opening.interrupts.or(password).await??;
        let options = options.clone().password(password);
        let begun = start(&mut opening, options).await?;
        match begun {
            Ok((flow, step)) => return opening.go_on(flow, step).await.map(drop),
            Err(error) if is_about_password(&error) => opening.talk.complain(&error),
            Err(error) => return Err(error.into()),
        }
    }
}

async fn start(
    opening: &mut Opening<'_>,
    options: SignUpOptions,
) -> Result<Result<(Flow, Step), Error>, Failure> {
    let flow = match opening.client.sign_up(options) {
        Ok(flow) => Flow::SignUp(flow, Answers::default()),
        Err(error) => return Ok(Err(error)),
    };
    let started = opening.start(&flow).await?;
    Ok(started.map(|step| (flow, step)))
}

fn given(pairs: &[(String, String)]) -> Attributes {
    let attributes = pairs.iter();
    attributes.fold(Attributes::new(), |attributes, (name, value)| {
        attributes.custom(name, value.as_str())
    })
}

fn is_about_password(error: &Error) -> bool {
    matches!(
        error,
        Error::Fixable {
            problem: Problem::PasswordRejected(_) | Problem::BlankPassword | Problem::InputTooLong,
            ..
        }
    )
}

/// Asks the person what `step` wants.
pub(crate) async fn answer(
    step: &SignUpStep,
    answers: &mut Answers,
    talk: &Talk<'_>,
) -> Result<Result<Turn, Error>, Failure> {
    Ok(match step {
        SignUpStep::CodeRequired { code, reply } => match ask::code(code).await? {
            None => reply.resend().await,
            Some(code) => reply.submit(code).await,
        },
        SignUpStep::PasswordRequired { reply } => {
            let password = ask::new_password("New password").await?;
            reply.submit(password).await
        }
        SignUpStep::AttributesRequired { attributes, reply } => {
            answers.ask_for(attributes).await?;
            let answered = reply.submit(answers.to_attributes(attributes)).await;
            if let Err(error) = &answered {
                answers.forget(&error.info().attributes);
            }
            answered
        }
        SignUpStep::VerificationRequired { challenge, reply } => {
            match challenge::proof(challenge).await? {
                ProofAnswer::Proof(proof) => reply.submit(proof).await,
                ProofAnswer::Again => reply.again().await,
                ProofAnswer::Back => reply.go_back().await,
            }
        }
        SignUpStep::SignedUp { next } => {
            talk.announce("Signed up.");
            let flow = next.sign_in();
            let step = flow.start().await?;
            return Ok(Ok(Turn::Over(Flow::SignIn(flow), Step::SignIn(step))));
        }
        done @ SignUpStep::BrowserRequired { .. } => Ok(done.clone()),
    }
    .map(Turn::from))
}
