//! Random walks: whatever is posted in whatever order, nobody gets tokens that policy keeps from them.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::Value;
use uuid::Uuid;

use super::{Call, Site, Tenant, sign};
use crate::clock::Timestamp;
use crate::key::SigningKey;
use crate::model::{LockoutPolicy, Purpose, Seed};
use crate::wire::{Answer, Endpoint, Form, WireError};

const APP: &str = "11111111-1111-4111-8111-111111111111";
const ENDPOINTS: [Endpoint; 9] = [
    Endpoint::Initiate,
    Endpoint::Challenge,
    Endpoint::Challenge,
    Endpoint::Introspect,
    Endpoint::Token,
    Endpoint::Token,
    Endpoint::RegisterIntrospect,
    Endpoint::RegisterChallenge,
    Endpoint::RegisterContinue,
];
const USERS: [&str; 4] = [
    "ada@contoso.example",
    "bob@contoso.example",
    "cleo@contoso.example",
    "nobody@contoso.example",
];
const GRANTS: [&str; 6] = [
    "password",
    "oob",
    "mfa_oob",
    "continuation_token",
    "refresh_token",
    "magic",
];
const PASSWORDS: [&str; 3] = ["Lovelace-1815", "Builder-2024!", "wrong"];
const SCOPES: [&str; 2] = ["openid offline_access api://todo/ToDo.Read", "openid"];
const CLAIMS: [&str; 3] = [
    "",
    r#"{"access_token":{"acrs":{"essential":true,"value":"c3"}}}"#,
    "{",
];

const CONTACTS: [&str; 3] = ["bob@contoso.example", "+15550100177", "12"];

/// The methods of the seed's users.
const METHODS: usize = 2;

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

    /// One of the newest items; every other time the very newest, so that walks go deep as well as astray.
    fn recent(&mut self, items: &[String]) -> String {
        let newest = items.len().saturating_sub([6, 1][self.below(2)]);
        let items = &items[newest..];
        if items.is_empty() {
            String::new()
        } else {
            items[self.below(items.len())].clone()
        }
    }
}

struct Walk {
    tenant: Tenant,
    key: SigningKey,
    dice: Dice,
    tokens: Vec<String>,
    refresh_tokens: Vec<String>,
    now: i64,
    reached: BTreeSet<String>,
}

impl Walk {
    fn new(seed: u64) -> Self {
        let mut tenant = Tenant::new(&Seed::contoso());
        // Walks fail often; a lock would only end them.
        tenant.policies.lockout = LockoutPolicy {
            threshold: 1000,
            ..LockoutPolicy::default()
        };
        Self {
            tenant,
            key: SigningKey::development().expect("the embedded key"),
            dice: Dice(seed),
            tokens: Vec::new(),
            refresh_tokens: Vec::new(),
            now: 1_768_472_430,
            reached: BTreeSet::new(),
        }
    }

    /// How many methods all users have.
    fn methods(&self) -> usize {
        self.tenant
            .directory
            .iter()
            .map(|account| account.methods.len())
            .sum()
    }

    /// Posts something; codes of the given purposes may be among it.
    fn step(&mut self, purposes: &[Purpose]) -> Result<Answer, WireError> {
        let codes: Vec<_> = self
            .tenant
            .mail(None, None)
            .into_iter()
            .filter(|mail| purposes.contains(&mail.purpose))
            .map(|mail| mail.code)
            .collect();
        let ids: Vec<_> = ["", ""]
            .map(str::to_owned)
            .into_iter()
            .chain(
                self.tenant
                    .directory
                    .iter()
                    .flat_map(|account| &account.methods)
                    .map(|m| m.id.to_string()),
            )
            .collect();
        let endpoint = ENDPOINTS[self.dice.below(ENDPOINTS.len())];
        let types = match endpoint {
            Endpoint::RegisterChallenge => "oob",
            _ => "oob password redirect",
        };
        let grants = match endpoint {
            Endpoint::RegisterContinue => &GRANTS[1..4],
            _ => &GRANTS[..],
        };
        let fields = [
            ("client_id", APP.to_owned()),
            ("username", self.dice.pick(&USERS).to_owned()),
            ("challenge_type", types.to_owned()),
            ("challenge_target", self.dice.pick(&CONTACTS).to_owned()),
            (
                "capabilities",
                self.dice
                    .pick(&["mfa_required registration_required", "mfa_required", ""])
                    .to_owned(),
            ),
            ("continuation_token", self.dice.recent(&self.tokens.clone())),
            (
                "refresh_token",
                self.dice.recent(&self.refresh_tokens.clone()),
            ),
            ("id", self.dice.recent(&ids)),
            ("grant_type", self.dice.pick(grants).to_owned()),
            ("password", self.dice.pick(&PASSWORDS).to_owned()),
            ("oob", self.dice.recent(&codes)),
            ("scope", self.dice.pick(&SCOPES).to_owned()),
            ("claims", self.dice.pick(&CLAIMS).to_owned()),
        ];
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let form = Form::parse(body.as_bytes()).expect("a form");
        self.now += i64::try_from(self.dice.below(20)).unwrap_or(0);
        let call = Call {
            form: &form,
            now: Timestamp::from_unix(self.now),
            correlation: Uuid::nil(),
            caller: std::net::Ipv4Addr::LOCALHOST.into(),
            from_elsewhere: false,
        };
        let site = Site {
            origin: "http://localhost",
            segment: "t",
        };
        let outcome = self.tenant.answer(endpoint, &call, &site, &self.key);
        let outcome = outcome.and_then(|answer| sign(answer, &self.key));
        let given = match &outcome {
            Ok(answer) => answer.body(),
            Err(error) => {
                self.reached.insert(error.code().to_string());
                error.body(crate::wire::Stamp {
                    correlation: Uuid::nil(),
                    now: call.now,
                })
            }
        };
        for (name, kept) in [
            ("continuation_token", &mut self.tokens),
            ("refresh_token", &mut self.refresh_tokens),
        ] {
            kept.extend(given[name].as_str().map(str::to_owned));
        }
        outcome
    }
}

fn claims(document: &Value, name: &str) -> Value {
    let token = document[name].as_str().expect("a token");
    let payload = token.split('.').nth(1).expect("three parts");
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(payload).expect("base64url");
    serde_json::from_slice(&bytes).expect("claims")
}

#[test]
fn nobody_gets_past_policy_without_a_second_factor() {
    let mut granted = BTreeSet::new();
    let mut reached = BTreeSet::new();
    for seed in 0..12 {
        let mut walk = Walk::new(seed);
        for _ in 0..1500 {
            if let Ok(Answer::Document(document)) = walk.step(&[Purpose::SignIn]) {
                let name = claims(&document, "id_token")["preferred_username"].to_string();
                assert!(!name.contains("ada"), "seed {seed}");
                assert!(
                    claims(&document, "access_token").get("acrs").is_none(),
                    "seed {seed}"
                );
                granted.insert(name);
            }
        }
        assert_eq!(walk.methods(), METHODS, "seed {seed}");
        reached.append(&mut walk.reached);
    }
    assert_eq!(
        granted.len(),
        2,
        "bob and cleo sign in on the way: {granted:?}"
    );
    for code in [
        "50034", "50072", "50076", "50079", "50126", "50181", "55200", "400002", "552003", "901001",
    ] {
        assert!(reached.contains(code), "{code} in {reached:?}");
    }
}

#[test]
fn with_the_code_of_the_second_factor_the_same_walks_let_ada_in() {
    let granted = (0..12).any(|seed| {
        let mut walk = Walk::new(seed);
        (0..1500).any(|_| match walk.step(&[Purpose::SignIn, Purpose::Mfa]) {
            Ok(Answer::Document(document)) => {
                claims(&document, "id_token")["preferred_username"] == "ada@contoso.example"
            }
            _ => false,
        })
    });
    assert!(granted);
}

#[test]
fn with_the_code_of_a_registration_the_same_walks_register_a_method() {
    let registered = (0..60).any(|seed| {
        let mut walk = Walk::new(seed);
        (0..1500).for_each(|_| drop(walk.step(&[Purpose::SignIn, Purpose::Registration])));
        walk.methods() > METHODS
    });
    assert!(registered);
}
