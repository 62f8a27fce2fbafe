//! Answers of realistic size, the same every time: what the constant server and the scripted
//! transport say.

use bytes::Bytes;

/// 1.2 KB, as the service's are.
pub(crate) const CONTINUATION_TOKEN: &str = match std::str::from_utf8(&[b'c'; 1200]) {
    Ok(text) => text,
    Err(_) => "",
};

/// The answers to each endpoint of a sign-in with a password.
pub(crate) struct Answers {
    initiate: Bytes,
    challenge: Bytes,
    token: Bytes,
}

impl Answers {
    pub(crate) fn new() -> Self {
        let challenge = r#","challenge_type":"password""#;
        Self {
            initiate: continued(""),
            challenge: continued(challenge),
            token: tokens(),
        }
    }

    /// As [`Answers::new`], but the first factor is a code by e-mail.
    pub(crate) fn with_code() -> Self {
        let challenge = r#","challenge_type":"oob","binding_method":"prompt","challenge_channel":"email","challenge_target_label":"a***a@contoso.example","code_length":8"#;
        Self {
            challenge: continued(challenge),
            ..Self::new()
        }
    }

    /// What is answered to a request for `path`.
    pub(crate) fn to(&self, path: &str) -> &Bytes {
        match path {
            path if path.ends_with("/initiate") => &self.initiate,
            path if path.ends_with("/challenge") => &self.challenge,
            _ => &self.token,
        }
    }
}

fn continued(more: &str) -> Bytes {
    format!(r#"{{"continuation_token":"{CONTINUATION_TOKEN}"{more}}}"#).into()
}

fn tokens() -> Bytes {
    // {"oid":"…","tid":"…","name":"Ada"} and {"uid":"…","utid":"…"} in base64url.
    let claims = "eyJvaWQiOiJ1MSIsInRpZCI6InQxIiwibmFtZSI6IkFkYSJ9";
    let info = "eyJ1aWQiOiJ1MSIsInV0aWQiOiJ0MSJ9";
    let (access, refresh, signature) = ("a".repeat(1400), "r".repeat(1100), "s".repeat(342));
    format!(
        r#"{{"token_type":"Bearer","scope":"openid profile offline_access","expires_in":3600,"ext_expires_in":3600,"access_token":"{access}","refresh_token":"{refresh}","id_token":"e30.{claims}.{signature}","client_info":"{info}"}}"#
    )
    .into()
}
