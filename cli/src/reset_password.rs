//! `doorstep reset-password`: a password reset as a conversation, and the sign-in after it.

use doorstep::{Error, RecoveryReason, ResetPasswordOptions, ResetPasswordStep};

use crate::args::ResetPasswordArgs;
use crate::exit::Failure;
use crate::out;
use crate::talk::challenge::{self, ProofAnswer};
use crate::talk::{Flow, Opening, Step, Talk, Turn, Wanted, ask, wanted};

/// Begins a reset and leads it to its end.
pub(crate) async fn begin(args: &ResetPasswordArgs) -> Result<(), Failure> {
    let mut opening = Opening::of(&args.flow)?;
    let username = opening.username(&args.flow, "Username").await?;
    let Wanted { scopes, claims } = wanted(&args.flow)?;
    let mut options = ResetPasswordOptions::new(username).scopes(scopes);
    if let Some(claims) = claims {
        options = options.claims(claims);
    }
    if args.device_lost {
        options = options.because(RecoveryReason::DeviceLost);
    }
    let flow = opening.client.reset_password(options)?;
    opening.begin(Flow::ResetPassword(flow)).await.map(drop)
}

/// Asks the person what `step` wants.
pub(crate) async fn answer(
    step: &ResetPasswordStep,
    talk: &Talk<'_>,
) -> Result<Result<Turn, Error>, Failure> {
    Ok(match step {
        ResetPasswordStep::CodeRequired { code, reply } => match ask::code(code).await? {
            None => reply.resend().await,
            Some(code) => reply.submit(code).await,
        },
        ResetPasswordStep::NewPasswordRequired { reply, .. } => {
            let password = ask::new_password("New password").await?;
            tell_of_wait(talk);
            reply.submit(password).await
        }
        ResetPasswordStep::NewPasswordSubmitted { reply } => {
            tell_of_wait(talk);
            reply.wait().await
        }
        ResetPasswordStep::VerificationRequired { challenge, reply } => {
            match challenge::proof(challenge).await? {
                ProofAnswer::Proof(proof) => reply.submit(proof).await,
                ProofAnswer::Again => reply.again().await,
                ProofAnswer::Back => reply.go_back().await,
            }
        }
        ResetPasswordStep::PasswordReset { recovery, next } => {
            talk.announce("Password reset.");
            if recovery.is_some() {
                talk.announce(
                    "The device counts as lost: sessions have ended everywhere, here too.",
                );
            }
            let flow = next.sign_in();
            let step = flow.start().await?;
            return Ok(Ok(Turn::Over(Flow::SignIn(flow), Step::SignIn(step))));
        }
        done @ ResetPasswordStep::BrowserRequired { .. } => Ok(done.clone()),
    }
    .map(Turn::from))
}

fn tell_of_wait(talk: &Talk<'_>) {
    if !talk.args.json {
        out::note("Waiting for the service to change the password …");
    }
}
