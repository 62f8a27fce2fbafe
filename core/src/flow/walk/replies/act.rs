//! What an app may do with each reply.

use super::Reply;
use crate::attributes::Attributes;
use crate::browser::BrowserOptions;
use crate::flow::walk::any::{AnyFlow, AnyStep, Outcome};
use crate::flow::walk::page::Page;
use crate::flow::walk::world::{ATTRIBUTE, CODE, CONTACT, NEW_PASSWORD, PASSWORD, PROOF};
use crate::flow::{BrowserReply, MfaCodeReply, RegistrationCodeReply};
use crate::ids::MethodId;

impl Reply {
    /// One of the things that the reply takes; 0 leads on.
    pub(in crate::flow::walk) async fn act(
        &self,
        pick: u8,
        flow: &AnyFlow,
        page: &Page,
    ) -> Outcome {
        let pick = pick % 8;
        match self {
            Self::SignUpCode(_)
            | Self::SignUpPassword(_)
            | Self::Attributes(_)
            | Self::SignUpVerification(_) => self.act_on_sign_up(pick).await,
            Self::ResetCode(_)
            | Self::NewPassword(_)
            | Self::Wait(_)
            | Self::ResetVerification(_) => self.act_on_reset(pick).await,
            Self::Browser(reply) => act_in_browser(reply, pick, flow, page).await,
            Self::Next(next) => next.sign_in().start().await.map(AnyStep::SignIn),
            _ => self.act_on_sign_in(pick).await,
        }
    }

    async fn act_on_sign_in(&self, pick: u8) -> Outcome {
        let (email, sms) = (MethodId::new("m-email"), MethodId::new("m-sms"));
        let step = match (self, pick) {
            (Self::Password(reply), 1) => reply.submit(" ").await,
            (Self::Password(reply), _) => reply.submit(PASSWORD).await,
            (Self::Code(reply), 1) => reply.submit("").await,
            (Self::Code(reply), 2 | 3) => reply.resend().await,
            (Self::Code(reply), _) => reply.submit(CODE).await,
            (Self::Mfa(reply), 1) => reply.choose(&MethodId::new("m-none")).await,
            (Self::Mfa(reply), 2 | 3) => reply.choose(&sms).await,
            (Self::Mfa(reply), _) => reply.choose(&email).await,
            (Self::MfaCode(reply), _) => return act_on_second_code(reply, pick).await,
            (Self::Registration(reply), 1) => reply.register(&MethodId::new("sms"), "").await,
            (Self::Registration(reply), 2) => reply.register(&MethodId::new("none"), CONTACT).await,
            (Self::Registration(reply), _) => {
                reply.register(&MethodId::new("email"), CONTACT).await
            }
            (Self::RegistrationCode(reply), _) => {
                return act_on_registration_code(reply, pick).await;
            }
            (Self::Verification(reply), 1) => reply.submit("").await,
            (Self::Verification(reply), 2) => reply.go_back().await,
            (Self::Verification(reply), 3) => reply.again().await,
            (Self::Verification(reply), _) => reply.submit(PROOF).await,
            (other, _) => panic!("{other:?} is not of a sign-in"),
        };
        step.map(AnyStep::SignIn)
    }

    async fn act_on_sign_up(&self, pick: u8) -> Outcome {
        let attributes = Attributes::new().city(ATTRIBUTE).display_name(ATTRIBUTE);
        let step = match (self, pick) {
            (Self::SignUpCode(reply), 1) => reply.submit("").await,
            (Self::SignUpCode(reply), 2 | 3) => reply.resend().await,
            (Self::SignUpCode(reply), _) => reply.submit(CODE).await,
            (Self::SignUpPassword(reply), 1) => reply.submit(" ").await,
            (Self::SignUpPassword(reply), _) => reply.submit(PASSWORD).await,
            (Self::Attributes(reply), 1) => reply.submit(Attributes::new()).await,
            (Self::Attributes(reply), _) => reply.submit(attributes).await,
            (Self::SignUpVerification(reply), 1) => reply.submit("").await,
            (Self::SignUpVerification(reply), 2) => reply.go_back().await,
            (Self::SignUpVerification(reply), 3) => reply.again().await,
            (Self::SignUpVerification(reply), _) => reply.submit(PROOF).await,
            (other, _) => panic!("{other:?} is not of a sign-up"),
        };
        step.map(AnyStep::SignUp)
    }

    async fn act_on_reset(&self, pick: u8) -> Outcome {
        let step = match (self, pick) {
            (Self::ResetCode(reply), 1) => reply.submit("").await,
            (Self::ResetCode(reply), 2 | 3) => reply.resend().await,
            (Self::ResetCode(reply), _) => reply.submit(CODE).await,
            (Self::NewPassword(reply), 1) => reply.submit(" ").await,
            (Self::NewPassword(reply), _) => reply.submit(NEW_PASSWORD).await,
            (Self::Wait(reply), _) => reply.wait().await,
            (Self::ResetVerification(reply), 1) => reply.submit("").await,
            (Self::ResetVerification(reply), 2) => reply.go_back().await,
            (Self::ResetVerification(reply), 3) => reply.again().await,
            (Self::ResetVerification(reply), _) => reply.submit(PROOF).await,
            (other, _) => panic!("{other:?} is not of a reset"),
        };
        step.map(AnyStep::Reset)
    }
}

async fn act_on_second_code(reply: &MfaCodeReply, pick: u8) -> Outcome {
    let step = match pick {
        1 => reply.submit("").await,
        2 => reply.resend().await,
        3 => reply.choose(&MethodId::new("m-email")).await,
        4 => reply.choose(&MethodId::new("m-sms")).await,
        _ => reply.submit(CODE).await,
    };
    step.map(AnyStep::SignIn)
}

async fn act_on_registration_code(reply: &RegistrationCodeReply, pick: u8) -> Outcome {
    let (email, sms) = (MethodId::new("email"), MethodId::new("sms"));
    let step = match pick {
        1 => reply.submit("").await,
        2 => reply.resend().await,
        3 => reply.register(&email, CONTACT).await,
        4 => reply.register(&sms, "+1 555 010 0123").await,
        _ => reply.submit(CODE).await,
    };
    step.map(AnyStep::SignIn)
}

async fn act_in_browser(reply: &BrowserReply, pick: u8, flow: &AnyFlow, page: &Page) -> Outcome {
    let callback = match pick {
        1 => "msauth.dev.doorstep://auth?code=c&state=planted".to_owned(),
        // The browser came back, maybe to an app that has died meanwhile.
        2 => page.last(),
        _ => {
            let first = reply.authorization_url(&BrowserOptions::new()).await?;
            match pick {
                3 => {
                    page.signs_in(&first);
                    return flow.current();
                }
                4 => {
                    reply.authorization_url(&BrowserOptions::new()).await?;
                    page.signs_in(&first)
                }
                5 => page.refuses(&first, "access_denied"),
                6 => page.refuses(&first, "invalid_scope"),
                7 => page.signs_in_to_another(&first),
                _ => page.signs_in(&first),
            }
        }
    };
    reply.complete(&callback).await.map(AnyStep::SignIn)
}
