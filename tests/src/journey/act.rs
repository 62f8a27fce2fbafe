//! One move at the step that the flow stands at, by that step's own reply.

use doorstep::{
    BrowserOptions, BrowserReply, Channel, Error, MethodId, ResetPasswordStep, SignInStep,
    SignUpStep,
};

use super::Move;
use super::held::{Held, Step};
use crate::surfer::Surfer;
use crate::{World, by};

/// Does `what`, and gives the step that it leads to.
pub(super) async fn act(world: &World, held: &mut Held, what: &Move) -> Result<Step, Error> {
    match what {
        Move::Start => return held.start().await,
        Move::SignIn => return sign_in(held).await,
        _ => {}
    }
    match held.current()? {
        Step::SignIn(step) => in_sign_in(world, step, what).await,
        Step::SignUp(step) => in_sign_up(world, step, what).await,
        Step::Reset(step) => in_reset(world, step, what).await,
    }
}

async fn sign_in(held: &mut Held) -> Result<Step, Error> {
    let next = match held.current() {
        Ok(
            Step::SignUp(SignUpStep::SignedUp { next })
            | Step::Reset(ResetPasswordStep::PasswordReset { next, .. }),
        ) => Some(next),
        _ => None,
    };
    if let Some(next) = next {
        *held = Held::SignIn(next.sign_in());
    }
    held.start().await
}

async fn in_sign_in(world: &World, step: SignInStep, what: &Move) -> Result<Step, Error> {
    use SignInStep as S;
    let code = typed(world, what);
    let step = match (step, what) {
        (S::PasswordRequired { reply }, Move::Password(text)) => reply.submit(*text).await,
        (S::CodeRequired { reply, .. }, Move::Resend) => reply.resend().await,
        (S::CodeRequired { reply, .. }, _) => reply.submit(code).await,
        (S::MfaRequired { methods, reply }, Move::ByEmail) => {
            reply.choose(&by(&methods, &Channel::Email)).await
        }
        (S::MfaRequired { methods, reply }, Move::BySms) => {
            reply.choose(&by(&methods, &Channel::Sms)).await
        }
        (S::MfaCodeRequired { methods, reply, .. }, Move::ByEmail) => {
            reply.choose(&by(&methods, &Channel::Email)).await
        }
        (S::MfaCodeRequired { methods, reply, .. }, Move::BySms) => {
            reply.choose(&by(&methods, &Channel::Sms)).await
        }
        (S::MfaCodeRequired { reply, .. }, Move::Resend) => reply.resend().await,
        (S::MfaCodeRequired { reply, .. }, _) => reply.submit(code).await,
        (S::RegistrationRequired { reply, .. }, Move::Register(method, contact)) => {
            reply.register(&MethodId::new(*method), *contact).await
        }
        (S::RegistrationCodeRequired { reply, .. }, Move::Register(method, contact)) => {
            reply.register(&MethodId::new(*method), *contact).await
        }
        (S::RegistrationCodeRequired { reply, .. }, Move::Resend) => reply.resend().await,
        (S::RegistrationCodeRequired { reply, .. }, _) => reply.submit(code).await,
        (S::BrowserRequired { reply, .. }, Move::Browse(name, password)) => {
            browse(world, &reply, name, password).await
        }
        (other, _) => panic!("the journey has no such move at {:?}", other.kind()),
    };
    step.map(Step::from)
}

async fn in_sign_up(world: &World, step: SignUpStep, what: &Move) -> Result<Step, Error> {
    use SignUpStep as S;
    let code = typed(world, what);
    let step = match (step, what) {
        (S::CodeRequired { reply, .. }, Move::Resend) => reply.resend().await,
        (S::CodeRequired { reply, .. }, _) => reply.submit(code).await,
        (S::PasswordRequired { reply }, Move::Password(text)) => reply.submit(*text).await,
        (S::AttributesRequired { reply, .. }, Move::Attributes(given)) => {
            reply.submit(given.clone()).await
        }
        (S::BrowserRequired { reply, .. }, Move::Browse(name, password)) => {
            let step = browse(world, &reply, name, password).await;
            return step.map(Step::from);
        }
        (other, _) => panic!("the journey has no such move at {:?}", other.kind()),
    };
    step.map(Step::from)
}

async fn in_reset(world: &World, step: ResetPasswordStep, what: &Move) -> Result<Step, Error> {
    use ResetPasswordStep as S;
    let code = typed(world, what);
    let step = match (step, what) {
        (S::CodeRequired { reply, .. }, Move::Resend) => reply.resend().await,
        (S::CodeRequired { reply, .. }, _) => reply.submit(code).await,
        (S::NewPasswordRequired { reply, .. }, Move::Password(text)) => {
            world.patiently(reply.submit(*text)).await
        }
        // The service has the password already: whoever would type it again waits on.
        (S::NewPasswordSubmitted { reply }, Move::Wait | Move::Password(_)) => {
            world.patiently(reply.wait()).await
        }
        (S::BrowserRequired { reply, .. }, Move::Browse(name, password)) => {
            let step = browse(world, &reply, name, password).await;
            return step.map(Step::from);
        }
        (other, _) => panic!("the journey has no such move at {:?}", other.kind()),
    };
    step.map(Step::from)
}

/// The code that the move types, any where the tenant knows of none, or nothing.
fn typed(world: &World, what: &Move) -> String {
    let last = world.control().mailbox(None, None).pop();
    match (what, last) {
        (Move::Code, Some(mail)) => mail.code,
        (Move::WrongCode, Some(mail)) => world.wrong_code(&mail.to),
        (Move::Code, None) => "12345678".to_owned(),
        _ => String::new(),
    }
}

async fn browse(
    world: &World,
    reply: &BrowserReply,
    name: &str,
    password: &str,
) -> Result<SignInStep, Error> {
    let url = reply.authorization_url(&BrowserOptions::new()).await?;
    let surfer = Surfer::new(world);
    let callback = surfer.sign_in(url.as_str(), name, password).await;
    reply.complete(&callback).await
}
