//! A perimeter whose gate has back-end rules, and Bob, who has a mailbox and a phone.

use std::time::Duration;

use doorstep::{NewPasswordReply, ResetPasswordFlow, ResetPasswordOptions};
use doorstep_sandbox::model::{Channel, Mail, Purpose};
use doorstep_sandbox::{Config, GateSettings, scenarios};

use crate::{BOB, Perimeter, ResetStepExt as _, StepExt as _, as_bob, reset_of};

/// Bob's number in the scenarios of the rules.
pub const NUMBER: &str = "+15550100199";
/// The password that Bob resets to.
pub const NEW_PASSWORD: &str = "Carpenter-2025";

/// For a machine that has more to do: no test waits for it, unless it says so.
const DEADLINE: Duration = Duration::from_secs(10);

impl Perimeter {
    /// In a scenario of the rules, changed.
    pub async fn with_rules(scenario: &str, change: impl FnOnce(&mut Config)) -> Self {
        let scenario = scenarios().iter().find(|one| one.name() == scenario);
        let mut config = Config {
            seed: scenario.expect("a scenario of that name").seed().unwrap(),
            gate: Some(GateSettings {
                deadline: DEADLINE,
                back_end_deadline: DEADLINE,
                ..GateSettings::default()
            }),
            ..Config::default()
        };
        change(&mut config);
        Self::of(config).await
    }

    /// In a scenario of the rules.
    pub async fn ruled(scenario: &str) -> Self {
        Self::with_rules(scenario, |_| ()).await
    }

    /// The messages of that purpose.
    pub fn sent(&self, purpose: Purpose) -> Vec<Mail> {
        let all = self.world.control().mailbox(None, None).into_iter();
        all.filter(|mail| mail.purpose == purpose).collect()
    }

    /// The code that came to the mailbox last: what whoever holds it reads.
    pub fn mailbox_code(&self) -> String {
        let mut mail = self.world.control().mailbox(None, Some(Channel::Email));
        mail.pop().expect("a code was sent").code
    }

    /// The security code that came to the phone last.
    pub fn security_code(&self) -> String {
        let texts = self.world.control().mailbox(None, Some(Channel::Sms));
        let codes = texts.into_iter().map(|mail| mail.code);
        let mut codes = codes.filter(|code| !code.is_empty());
        codes.next_back().expect("a security code was sent")
    }

    /// A code that is not the one that came to the phone last.
    pub fn wrong_security_code(&self) -> String {
        let right = self.security_code();
        let turned = right
            .chars()
            .map(|digit| if digit == '9' { '0' } else { '9' });
        turned.collect()
    }

    /// A reset, as whoever holds the mailbox takes it: up to the new password.
    pub async fn at_new_password(
        &self,
        options: ResetPasswordOptions,
    ) -> (ResetPasswordFlow, NewPasswordReply) {
        let flow = self.client().reset_password(options).unwrap();
        let (_, reply) = flow.start().await.code();
        let (_, reply) = reply.submit(self.mailbox_code()).await.new_password();
        (flow, reply)
    }

    /// The same for Bob, without more.
    pub async fn bob_at_new_password(&self) -> (ResetPasswordFlow, NewPasswordReply) {
        self.at_new_password(reset_of(BOB)).await
    }

    /// Whether the tenant lets Bob in with that password.
    pub async fn lets_in(&self, password: &str) -> bool {
        let flow = self.world.client().sign_in(as_bob().password(password));
        match flow.unwrap().start().await {
            Ok(step) => {
                let _ = Ok(step).account();
                true
            }
            Err(_) => false,
        }
    }

    /// How often a new password reached the tenant.
    pub fn submissions(&self) -> usize {
        let journal = self.world.journal().into_iter();
        journal
            .filter(|entry| entry.path.ends_with("/resetpassword/v1.0/submit"))
            .count()
    }
}
