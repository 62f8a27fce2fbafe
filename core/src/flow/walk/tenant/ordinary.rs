//! The ordinary answers. What was done before is written into the continuation token, so that
//! the tenant need not remember it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::{Received, Want};

/// A request on its way to its answer.
pub(super) struct Turn<'a> {
    pub(super) received: &'a Received,
    pub(super) wants: &'a [Want],
    pub(super) number: usize,
    /// How the change of a password goes.
    pub(super) status: &'static str,
}

/// What was done, in the tail of a continuation token.
const PROVED: char = 'O';
const VERIFIED: char = 'V';
const PASSWORD_DUE: char = 'C';
const PASSWORD: char = 'P';
const ATTRIBUTES: char = 'A';
const REGISTERED: char = 'R';

impl Turn<'_> {
    pub(super) fn answer(&self) -> (u16, Value) {
        let marks = self.marks();
        match (self.received.path.as_str(), self.of("id")) {
            ("/signup/v1.0/start", _) if self.of("password").is_some() => self.opened("P"),
            ("/resetpassword/v1.0/start", _) if self.wants(Want::Recovery) => self.confirmed(),
            ("/oauth2/v2.0/initiate" | "/signup/v1.0/start" | "/resetpassword/v1.0/start", _) => {
                self.opened("")
            }
            ("/register/v1.0/continue", _) => self.opened(&with(&marks, REGISTERED)),
            ("/oauth2/v2.0/challenge", None) if !self.wants(Want::Codes) => self.password(),
            ("/signup/v1.0/challenge", _) if marks.contains(PASSWORD_DUE) => self.password(),
            ("/oauth2/v2.0/challenge", Some("m-sms")) => {
                self.sent("sms", "challenge_target_label", "+1********6")
            }
            (
                "/oauth2/v2.0/challenge"
                | "/signup/v1.0/challenge"
                | "/resetpassword/v1.0/challenge",
                _,
            ) => self.sent("email", "challenge_target_label", "a***a@c***o.example"),
            ("/signup/v1.0/continue", _) => self.sign_up(marks),
            ("/resetpassword/v1.0/continue", _) => {
                ok(&json!({"expires_in": 600, "continuation_token": self.token("")}))
            }
            ("/resetpassword/v1.0/submit", _) => {
                ok(&json!({"poll_interval": 2, "continuation_token": self.token("")}))
            }
            ("/resetpassword/v1.0/poll_completion", _) => self.poll(),
            ("/oauth2/v2.0/introspect", _) => self.methods(),
            ("/register/v1.0/introspect", _) => self.registrable(),
            ("/register/v1.0/challenge", _) if self.wants(Want::Preverified) => ok(
                &json!({"continuation_token": self.token(&marks), "challenge_type": "preverified"}),
            ),
            ("/register/v1.0/challenge", _) => match self.of("challenge_channel") {
                Some("sms") => self.sent("sms", "challenge_target", "+1********3"),
                _ => self.sent("email", "challenge_target", "p***d@h***e.example"),
            },
            ("/oauth2/v2.0/token", _) => self.grant(&marks),
            ("/v2.0/.well-known/openid-configuration", _) => ok(&json!({})),
            (other, _) => panic!("no such endpoint: {other}"),
        }
    }

    fn of(&self, name: &str) -> Option<&str> {
        self.received.field(name)
    }

    fn wants(&self, want: Want) -> bool {
        self.wants.contains(&want)
    }

    fn marks(&self) -> String {
        let token = self.of("continuation_token").unwrap_or_default();
        token.rsplit('-').next().unwrap_or_default().to_owned()
    }

    fn token(&self, marks: &str) -> String {
        format!("planted-ct-{}-{marks}", self.number)
    }

    fn opened(&self, marks: &str) -> (u16, Value) {
        ok(&json!({"continuation_token": self.token(marks)}))
    }

    /// Begins a reset, and says what for, as it was told.
    fn confirmed(&self) -> (u16, Value) {
        let reason = self.received.headers.get("x-recovery");
        ok(&json!({"continuation_token": self.token(""), "recovery": reason}))
    }

    fn password(&self) -> (u16, Value) {
        let token = self.token(&self.marks());
        ok(&json!({"continuation_token": token, "challenge_type": "password"}))
    }

    fn sent(&self, channel: &str, target: &str, label: &str) -> (u16, Value) {
        ok(&json!({
            "continuation_token": self.token(&self.marks()),
            "challenge_type": "oob",
            "binding_method": "prompt",
            "challenge_channel": channel,
            target: label,
            "code_length": 8,
            "interval": 300,
        }))
    }

    fn methods(&self) -> (u16, Value) {
        ok(
            &json!({"continuation_token": self.token(&self.marks()), "methods": [
                {"id": "m-email", "challenge_type": "oob", "challenge_channel": "email",
                 "login_hint": "a***a@c***o.example"},
                {"id": "m-sms", "challenge_type": "oob", "challenge_channel": "sms",
                 "login_hint": "+1********6"},
            ]}),
        )
    }

    fn registrable(&self) -> (u16, Value) {
        ok(
            &json!({"continuation_token": self.token(&self.marks()), "methods": [
                {"id": "email", "challenge_type": "oob", "challenge_channel": "email",
                 "login_hint": "planted@home.example"},
                {"id": "sms", "challenge_type": "oob", "challenge_channel": "sms"},
            ]}),
        )
    }

    /// What a new account still lacks.
    fn sign_up(&self, mut marks: String) -> (u16, Value) {
        match self.of("grant_type") {
            Some("oob") if marks.contains(PROVED) => marks.push(VERIFIED),
            Some("oob") => marks.push(PROVED),
            Some("password") => marks = with(&marks.replace(PASSWORD_DUE, ""), PASSWORD),
            _ => marks.push(ATTRIBUTES),
        }
        let rounds = marks.matches(ATTRIBUTES).count();
        if self.wants(Want::Verification) && !marks.contains(VERIFIED) {
            return self.lacks("verification_required", 55104, &marks, &Value::Null);
        }
        if self.wants(Want::Password) && !marks.contains(PASSWORD) {
            let marks = with(&marks, PASSWORD_DUE);
            return self.lacks("credential_required", 55103, &marks, &Value::Null);
        }
        for (round, want) in [Want::Attributes, Want::MoreAttributes]
            .into_iter()
            .enumerate()
        {
            if self.wants(want) && rounds <= round {
                let name = ["displayName", "city"][round];
                let wanted = json!([{"name": name, "type": "string", "required": true}]);
                return self.lacks("attributes_required", 55106, &marks, &wanted);
            }
        }
        self.finished(&json!({}))
    }

    fn lacks(&self, error: &str, number: u64, marks: &str, wanted: &Value) -> (u16, Value) {
        let body = json!({
            "error": error,
            "error_codes": [number],
            "continuation_token": self.token(marks),
            "required_attributes": wanted,
        });
        (400, body)
    }

    fn finished(&self, body: &Value) -> (u16, Value) {
        let mut body = body.clone();
        if !self.wants(Want::NoToken) {
            body["continuation_token"] = self.token("").into();
        }
        (200, body)
    }

    fn poll(&self) -> (u16, Value) {
        let body = json!({"status": self.status});
        match self.status {
            "succeeded" => self.finished(&body),
            _ => ok(&body),
        }
    }

    fn grant(&self, marks: &str) -> (u16, Value) {
        let nonce = match self.of("grant_type") {
            Some("mfa_oob" | "refresh_token") => None,
            Some("authorization_code") => self
                .of("code")
                .and_then(|code| code.strip_prefix("planted-ac.")),
            _ if self.wants(Want::Registration) && !marks.contains(REGISTERED) => {
                return self.interrupted("registration_required", 50072, marks);
            }
            _ if self.wants(Want::Mfa) && !marks.contains(REGISTERED) => {
                return self.interrupted("mfa_required", 50076, marks);
            }
            _ => None,
        };
        ok(&tokens(self.number, self.of("scope"), nonce))
    }

    fn interrupted(&self, suberror: &str, number: u64, marks: &str) -> (u16, Value) {
        let body = json!({
            "error": "invalid_grant",
            "suberror": suberror,
            "error_codes": [number],
            "continuation_token": self.token(marks),
        });
        (400, body)
    }
}

fn ok(body: &Value) -> (u16, Value) {
    (200, body.clone())
}

fn with(marks: &str, mark: char) -> String {
    format!("{marks}{mark}")
}

fn tokens(number: usize, scope: Option<&str>, nonce: Option<&str>) -> Value {
    let encoded = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let claims = json!({"oid": "o-1", "tid": "t-1", "name": "planted", "nonce": nonce});
    json!({
        "token_type": "Bearer",
        "scope": scope,
        "expires_in": 3600,
        "access_token": format!("planted-at-{number}"),
        "refresh_token": format!("planted-rt-{number}"),
        "id_token": format!("e30.{}.planted", encoded(claims)),
        "client_info": encoded(json!({"uid": "o-1", "utid": "t-1"})),
    })
}
