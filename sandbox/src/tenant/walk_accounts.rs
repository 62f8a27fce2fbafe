//! Random walks through sign-up and password reset: without the code nobody makes an account, changes a password or gets
//! in, and with it nobody gets past policy.

use serde_json::Value;
use uuid::Uuid;

use super::{Call, Site, Tenant, sign};
use crate::clock::Timestamp;
use crate::key::SigningKey;
use crate::model::{LockoutPolicy, Purpose, Seed};
use crate::wire::{Answer, Endpoint, Form};

const APP: &str = "11111111-1111-4111-8111-111111111111";
const ENDPOINTS: [Endpoint; 11] = [
    Endpoint::SignUpStart,
    Endpoint::SignUpChallenge,
    Endpoint::SignUpContinue,
    Endpoint::ResetStart,
    Endpoint::ResetChallenge,
    Endpoint::ResetContinue,
    Endpoint::ResetSubmit,
    Endpoint::ResetPoll,
    Endpoint::Challenge,
    Endpoint::Introspect,
    Endpoint::Token,
];
const USERS: [&str; 4] = [
    "ada@contoso.example",
    "bob@contoso.example",
    "cleo@contoso.example",
    "dora@contoso.example",
];
const GRANTS: [&str; 4] = ["oob", "password", "continuation_token", "mfa_oob"];
const PASSWORDS: [&str; 4] = ["", "Tulip-42!", "Tulip-43!", "tulip"];

/// A reproducible source of choices.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides
    }

    fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items[self.below(items.len())]
    }

    /// One of the newest items, the very newest more often than not.
    fn recent(&mut self, items: &[String]) -> String {
        let back = 1 + [0, 0, 0, self.below(6)][self.below(4)];
        items
            .iter()
            .rev()
            .nth(back - 1)
            .cloned()
            .unwrap_or_default()
    }
}

/// What a walk saw.
struct Walk {
    tenant: Tenant,
    /// The names of all who got tokens.
    granted: Vec<String>,
}

impl Walk {
    /// Posts at random, with the codes of the given purposes at hand.
    fn of(seed: u64, purposes: &[Purpose]) -> Self {
        let mut tenant = Tenant::new(&Seed::contoso());
        tenant.policies.lockout = LockoutPolicy {
            threshold: 1000,
            ..LockoutPolicy::default()
        };
        let key = SigningKey::development().expect("the embedded key");
        let mut dice = Dice(seed);
        let (mut tokens, mut codes, mut granted) = (Vec::new(), Vec::new(), Vec::new());
        for second in 0..2500 {
            let endpoint = ENDPOINTS[dice.below(ENDPOINTS.len())];
            let grants = match endpoint {
                Endpoint::SignUpContinue | Endpoint::ResetContinue => &GRANTS[..2],
                _ => &GRANTS[1..],
            };
            let fields = [
                ("client_id", APP.to_owned()),
                ("username", dice.pick(&USERS).to_owned()),
                ("challenge_type", "oob password redirect".to_owned()),
                (
                    "capabilities",
                    "mfa_required registration_required".to_owned(),
                ),
                ("continuation_token", dice.recent(&tokens)),
                ("grant_type", dice.pick(grants).to_owned()),
                ("password", dice.pick(&PASSWORDS).to_owned()),
                ("new_password", dice.pick(&PASSWORDS).to_owned()),
                ("oob", dice.recent(&codes)),
                ("scope", "openid api://todo/ToDo.Read".to_owned()),
            ];
            let body = form_urlencoded::Serializer::new(String::new())
                .extend_pairs(fields)
                .finish();
            let call = Call {
                form: &Form::parse(body.as_bytes()).expect("a form"),
                now: Timestamp::from_unix(1_768_472_430 + second),
                correlation: Uuid::nil(),
                caller: std::net::Ipv4Addr::LOCALHOST.into(),
                from_elsewhere: false,
            };
            let site = Site {
                origin: "http://localhost",
                segment: "t",
            };
            let outcome = tenant.answer(endpoint, &call, &site, &key);
            let outcome = outcome.and_then(|answer| sign(answer, &key));
            let given = match &outcome {
                Ok(answer) => answer.body(),
                Err(error) => error.body(crate::wire::Stamp {
                    correlation: Uuid::nil(),
                    now: call.now,
                }),
            };
            if matches!(outcome, Ok(Answer::CodeSent { .. })) {
                let mails = tenant.mailbox.iter().map(|delivery| &delivery.mail);
                let newest = mails.last().filter(|mail| purposes.contains(&mail.purpose));
                codes.extend(newest.map(|mail| mail.code.clone()));
            }
            tokens.extend(given["continuation_token"].as_str().map(str::to_owned));
            if matches!(outcome, Ok(Answer::Document(Value::Object(_)))) {
                granted.extend(
                    tenant
                        .sign_ins
                        .iter()
                        .last()
                        .and_then(|record| record.username.clone()),
                );
            }
        }
        Self { tenant, granted }
    }

    fn password(&self, username: &str) -> Option<&str> {
        let account = self.tenant.directory.by_login(username)?;
        account
            .password
            .as_ref()
            .map(crate::model::Password::as_str)
    }

    fn passwords_are_those_of_the_seed(&self) -> bool {
        self.password(USERS[0]) == Some("Lovelace-1815")
            && self.password(USERS[1]) == Some("Builder-2024!")
            && self.password(USERS[2]).is_none()
    }
}

#[test]
fn without_a_code_nothing_comes_of_any_walk() {
    for seed in 0..6 {
        let walk = Walk::of(seed, &[]);
        assert!(walk.granted.is_empty(), "seed {seed}");
        assert!(walk.passwords_are_those_of_the_seed(), "seed {seed}");
        assert_eq!(walk.tenant.directory.iter().count(), 3, "seed {seed}");
    }
}

#[test]
fn the_codes_of_sign_ups_make_accounts_and_nothing_else() {
    let mut granted = Vec::new();
    for seed in 0..6 {
        let walk = Walk::of(seed, &[Purpose::SignUp]);
        assert!(walk.passwords_are_those_of_the_seed(), "seed {seed}");
        let chosen = walk.password(USERS[3]);
        assert!(
            chosen.is_none_or(|password| password.starts_with("Tulip")),
            "{chosen:?}"
        );
        granted.extend(walk.granted);
    }
    assert!(granted.iter().all(|name| name == USERS[3]), "{granted:?}");
    assert!(!granted.is_empty());
}

#[test]
fn the_codes_of_resets_change_passwords_and_let_nobody_past_policy() {
    let mut granted = Vec::new();
    let mut changed = 0;
    for seed in 0..6 {
        let walk = Walk::of(seed, &[Purpose::PasswordReset]);
        assert_eq!(walk.tenant.directory.iter().count(), 3, "seed {seed}");
        assert!(walk.password(USERS[2]).is_none(), "seed {seed}");
        changed += usize::from(walk.password(USERS[0]) != Some("Lovelace-1815"));
        granted.extend(walk.granted);
    }
    assert!(granted.iter().all(|name| name == USERS[1]), "{granted:?}");
    assert!(!granted.is_empty() && changed > 0);
}
