//! `doorstep sign-in`: a sign-in as a conversation.

use doorstep::{Error, PasswordReply, Problem, SignInFlow, SignInOptions, SignInStep};

use crate::args::SignInArgs;
use crate::exit::Failure;
use crate::prompt;
use crate::talk::ask::{self, CodeAnswer};
use crate::talk::challenge::{self, ProofAnswer};
use crate::talk::{Flow, Opening, Step, Talk, Turn, Wanted, choose, wanted};

/// Begins a sign-in and leads it to its end.
pub(crate) async fn begin(args: &SignInArgs) -> Result<(), Failure> {
    let mut opening = Opening::of(&args.flow)?;
    let username = opening.username(&args.flow, "Username").await?;
    let Wanted { scopes, claims } = wanted(&args.flow)?;
    let mut options = SignInOptions::new(username).scopes(scopes);
    if let Some(claims) = claims {
        options = options.claims(claims);
    }
    let flow = opening.client.sign_in(options)?;
    opening.begin(Flow::SignIn(flow)).await.map(drop)
}

/// Asks the person what `step` wants. Where the password must be reset first, the reset goes on
/// from here.
pub(crate) async fn answer(
    flow: &SignInFlow,
    step: &SignInStep,
    talk: &Talk<'_>,
) -> Result<Result<Turn, Error>, Failure> {
    let answered = match step {
        SignInStep::PasswordRequired { reply } => password(flow, reply).await?,
        other => one_step(other).await?.map(Turn::from),
    };
    match answered {
        Err(error) if wants_reset(&error) => {
            talk.complain(&error);
            Ok(reset(flow).await)
        }
        answered => Ok(answered),
    }
}

async fn one_step(step: &SignInStep) -> Result<Result<SignInStep, Error>, Failure> {
    Ok(match step {
        SignInStep::CodeRequired { code, reply } => match ask::code(code).await? {
            None => reply.resend().await,
            Some(code) => reply.submit(code).await,
        },
        SignInStep::MfaRequired { methods, reply } => {
            reply.choose(&choose::method(methods).await?.id).await
        }
        SignInStep::MfaCodeRequired {
            code,
            methods,
            reply,
        } => match ask::code_or_other(code).await? {
            CodeAnswer::Resend => reply.resend().await,
            CodeAnswer::Other => reply.choose(&choose::method(methods).await?.id).await,
            CodeAnswer::Code(code) => reply.submit(code).await,
        },
        SignInStep::RegistrationRequired { methods, reply } => {
            let (method, contact) = choose::contact(methods).await?;
            reply.register(&method.id, contact).await
        }
        SignInStep::RegistrationCodeRequired {
            code,
            methods,
            reply,
        } => match ask::code_or_other(code).await? {
            CodeAnswer::Resend => reply.resend().await,
            CodeAnswer::Other => {
                let (method, contact) = choose::contact(methods).await?;
                reply.register(&method.id, contact).await
            }
            CodeAnswer::Code(code) => reply.submit(code).await,
        },
        SignInStep::VerificationRequired { challenge, reply } => {
            match challenge::proof(challenge).await? {
                ProofAnswer::Proof(proof) => reply.submit(proof).await,
                ProofAnswer::Again => reply.again().await,
                ProofAnswer::Back => reply.go_back().await,
            }
        }
        done @ (SignInStep::PasswordRequired { .. }
        | SignInStep::BrowserRequired { .. }
        | SignInStep::SignedIn { .. }) => Ok(done.clone()),
    })
}

/// The password, or a reset for who has forgotten it: nothing that is typed can be the word for
/// that, because any word can be a password.
async fn password(
    flow: &SignInFlow,
    reply: &PasswordReply,
) -> Result<Result<Turn, Error>, Failure> {
    let password = prompt::hidden("Password").await?;
    if password.is_blank() && ask::yes("Forgotten? Reset it").await? {
        return Ok(reset(flow).await);
    }
    Ok(reply.submit(password).await.map(Turn::from))
}

/// A reset for the same person. Once it has begun, the sign-in is over: another one follows it.
async fn reset(flow: &SignInFlow) -> Result<Turn, Error> {
    let reset = flow.reset_password();
    let step = reset.start().await?;
    flow.cancel().await;
    Ok(Turn::Over(
        Flow::ResetPassword(reset),
        Step::ResetPassword(step),
    ))
}

fn wants_reset(error: &Error) -> bool {
    matches!(
        error,
        Error::Fixable {
            problem: Problem::PasswordResetRequired,
            ..
        }
    )
}
