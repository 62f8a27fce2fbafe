//! The four journeys: the same app and the same gate, and a provider that knows different things.

use doorstep::{
    Account, AuthMethod, Channel, Client, Error, RegistrationReply, Scopes, SignInOptions,
    SignInStep, VerificationReply,
};
use doorstep_sandbox::Control;
use doorstep_sandbox::model::Channel as Sent;
use serde_json::Value;

use super::SCOPE;
use crate::demo::{unexpected, verify};
use crate::exit::Failure;

/// Everybody's password here.
pub(super) const PASSWORD: &str = "Explorer-2000";

/// How a journey ended, and what it took of the person.
#[derive(Debug)]
pub(super) struct Came {
    pub(super) end: &'static str,
    pub(super) proved: &'static str,
    pub(super) contexts: String,
    /// The texts that had gone out when a challenge was set.
    pub(super) before_the_proof: Option<usize>,
}

/// One who signs in.
pub(super) struct Person<'a> {
    pub(super) client: Client,
    pub(super) control: &'a Control,
    pub(super) username: &'static str,
}

impl Person<'_> {
    /// On a device that the provider knows as theirs: the password does.
    pub(super) async fn is_known(&self) -> Result<Came, Failure> {
        match self.begun().await? {
            SignInStep::SignedIn { account } => came("nothing", None, &account).await,
            other => Err(unexpected(&other)),
        }
    }

    /// On a device that is new: stepped up, and proved by e-mail.
    pub(super) async fn is_new(&self) -> Result<Came, Failure> {
        let SignInStep::MfaRequired { methods, reply } = self.begun().await? else {
            return Err(Failure::machine(&"the new device was not stepped up"));
        };
        let email = by_email(&methods)?;
        let SignInStep::MfaCodeRequired { reply, .. } = reply.choose(&email.id).await? else {
            return Err(Failure::machine(&"no code was sent by e-mail"));
        };
        match reply.submit(self.code(self.username)?).await? {
            SignInStep::SignedIn { account } => came("a code by e-mail", None, &account).await,
            other => Err(unexpected(&other)),
        }
    }

    /// With a number that is in doubt: the provider's challenge comes before any text.
    pub(super) async fn has_a_doubtful_number(&self, number: &str) -> Result<Came, Failure> {
        let (challenged, before) = self.challenged(number).await?;
        let step = challenged.submit(self.solved()?).await?;
        let SignInStep::RegistrationCodeRequired { reply, .. } = step else {
            return Err(unexpected(&step));
        };
        match reply.submit(self.code(number)?).await? {
            SignInStep::SignedIn { account } => {
                came("challenge, then a text", Some(before), &account).await
            }
            other => Err(unexpected(&other)),
        }
    }

    /// With a number that the provider refuses.
    pub(super) async fn has_a_bad_number(&self, number: &str) -> Result<Came, Failure> {
        match self.registering(number).await? {
            Err(Error::Denied { .. }) => Ok(Came {
                end: "denied",
                proved: "nothing",
                contexts: "no token".to_owned(),
                before_the_proof: None,
            }),
            Err(error) => Err(error.into()),
            Ok(step) => Err(unexpected(&step)),
        }
    }

    /// Waits until the provider knows that the person proved more on this device.
    pub(super) async fn until_known(&self) -> Result<(), Failure> {
        for _ in 0..500 {
            let updates = self.control.risk().updates;
            if updates.iter().any(|update| update.said == "challenge_pass") {
                return Ok(());
            }
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
        Err(Failure::machine(
            &"the provider was not told of the step-up",
        ))
    }

    /// The password given.
    async fn begun(&self) -> Result<SignInStep, Failure> {
        let scopes = scopes()?;
        let options = SignInOptions::new(self.username).scopes(scopes);
        let flow = self.client.sign_in(options.password(PASSWORD))?;
        Ok(flow.start().await?)
    }

    /// Stepped up without a method, the number given.
    async fn registering(&self, number: &str) -> Result<Result<SignInStep, Error>, Failure> {
        let step = self.begun().await?;
        let SignInStep::RegistrationRequired { methods, reply } = step else {
            return Err(unexpected(&step));
        };
        let mut methods = methods.iter();
        let sms = methods.find(|method| method.channel == Channel::Sms);
        let sms = sms.ok_or_else(|| Failure::machine(&"numbers cannot be registered"))?;
        let reply: RegistrationReply = reply;
        Ok(reply.register(&sms.id, number).await)
    }

    async fn challenged(&self, number: &str) -> Result<(VerificationReply, usize), Failure> {
        let step = self.registering(number).await??;
        let SignInStep::VerificationRequired { reply, .. } = step else {
            return Err(unexpected(&step));
        };
        Ok((reply, self.texts()))
    }

    /// What the provider's page would give.
    fn solved(&self) -> Result<String, Failure> {
        let challenges = self.control.risk().challenges;
        let proof = challenges
            .last()
            .and_then(|challenge| self.control.solve_challenge(&challenge.id));
        proof.ok_or_else(|| Failure::machine(&"there is no challenge to solve"))
    }

    fn code(&self, to: &str) -> Result<String, Failure> {
        let code = self.control.latest_code(to);
        code.ok_or_else(|| Failure::machine(&"the mailbox is empty"))
    }

    fn texts(&self) -> usize {
        self.control.mailbox(None, Some(Sent::Sms)).len()
    }
}

async fn came(
    proved: &'static str,
    before_the_proof: Option<usize>,
    account: &Account,
) -> Result<Came, Failure> {
    let token = account.access_token(&scopes()?).await?;
    let claims = verify::claims(token.secret.expose()).map_err(|error| Failure::machine(&error))?;
    let contexts = claims["acrs"].as_array().into_iter().flatten();
    let contexts: Vec<_> = contexts.filter_map(Value::as_str).collect();
    Ok(Came {
        end: "signed in",
        proved,
        contexts: if contexts.is_empty() {
            "none".to_owned()
        } else {
            contexts.join(", ")
        },
        before_the_proof,
    })
}

fn scopes() -> Result<Scopes, Failure> {
    SCOPE.parse().map_err(|error| Failure::machine(&error))
}

fn by_email(methods: &[AuthMethod]) -> Result<&AuthMethod, Failure> {
    let mut methods = methods.iter();
    let email = methods.find(|method| method.channel == Channel::Email);
    email.ok_or_else(|| Failure::machine(&"no second factor by e-mail"))
}
