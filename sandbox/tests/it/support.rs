//! A running sandbox with a client that posts forms, and what most tests ask of it.

use std::sync::Once;

use doorstep_sandbox::{Config, Control, Handle, start};
use reqwest::{Client, RequestBuilder};
use serde_json::Value;

pub(crate) use crate::reply::Reply;

pub(crate) const APP: &str = "11111111-1111-4111-8111-111111111111";
pub(crate) const ADA: &str = "ada@contoso.example";
pub(crate) const BOB: &str = "bob@contoso.example";
pub(crate) const CLEO: &str = "cleo@contoso.example";
pub(crate) const ADA_PASSWORD: &str = "Lovelace-1815";
pub(crate) const BOB_PASSWORD: &str = "Builder-2024!";
pub(crate) const SCOPES: &str = "openid profile offline_access api://todo/ToDo.Read";
pub(crate) const C3: &str = r#"{"access_token":{"acrs":{"essential":true,"value":"c3"}}}"#;
pub(crate) const ALL_TYPES: &str = "oob password redirect";
pub(crate) const BOTH: &str = "mfa_required registration_required";

/// A sandbox and a client of it.
pub(crate) struct World {
    pub(crate) sandbox: Handle,
    pub(crate) http: Client,
    /// Where forms are posted to: the tenant, or the gate in front of it.
    pub(crate) base: String,
    /// What every post shows besides.
    pub(crate) shows: Vec<(&'static str, String)>,
}

pub(crate) fn client() -> Client {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    Client::builder().no_proxy().build().expect("a client")
}

pub(crate) async fn world() -> World {
    world_of(Config::default()).await
}

pub(crate) async fn world_of(config: Config) -> World {
    let sandbox = start(config).await.expect("a sandbox");
    World {
        base: sandbox.tenant().to_owned(),
        sandbox,
        http: client(),
        shows: Vec::new(),
    }
}

pub(crate) fn encoded(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

impl World {
    pub(crate) fn control(&self) -> &Control {
        self.sandbox.control()
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.sandbox.address())
    }

    pub(crate) fn request(&self, url: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        let request = self
            .http
            .post(url)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(encoded(fields));
        self.shows.iter().fold(request, |request, (name, value)| {
            request.header(*name, value)
        })
    }

    /// Posts a form to an endpoint of the tenant.
    pub(crate) async fn post(&self, endpoint: &str, fields: &[(&str, &str)]) -> Reply {
        let url = format!("{}/oauth2/v2.0/{endpoint}", self.base);
        Reply::of(self.request(&url, fields)).await
    }

    /// Posts a form to any path of the tenant.
    pub(crate) async fn post_to(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let url = format!("{}/{path}", self.base);
        Reply::of(self.request(&url, fields)).await
    }

    pub(crate) async fn get(&self, url: &str) -> Reply {
        Reply::of(self.http.get(url)).await
    }

    /// `/initiate` as a client that can do everything.
    pub(crate) async fn initiate(&self, username: &str) -> Reply {
        self.initiate_with(username, ALL_TYPES, BOTH).await
    }

    pub(crate) async fn initiate_with(
        &self,
        username: &str,
        types: &str,
        capabilities: &str,
    ) -> Reply {
        let fields = [
            ("client_id", APP),
            ("username", username),
            ("challenge_type", types),
            ("capabilities", capabilities),
        ];
        self.post("initiate", &fields).await
    }

    /// `/challenge` with a token, for the first factor.
    pub(crate) async fn challenge(&self, token: &str) -> Reply {
        self.post(
            "challenge",
            &[("client_id", APP), ("continuation_token", token)],
        )
        .await
    }

    /// `/challenge` for a method.
    pub(crate) async fn challenge_method(&self, token: &str, id: &str) -> Reply {
        self.post(
            "challenge",
            &[
                ("client_id", APP),
                ("continuation_token", token),
                ("id", id),
            ],
        )
        .await
    }

    /// `/introspect`.
    pub(crate) async fn introspect(&self, token: &str) -> Reply {
        self.post(
            "introspect",
            &[("client_id", APP), ("continuation_token", token)],
        )
        .await
    }

    /// `/token` with a grant and its secret, plus what else the test adds.
    pub(crate) async fn redeem(
        &self,
        token: &str,
        grant: &str,
        secret: (&str, &str),
        more: &[(&str, &str)],
    ) -> Reply {
        let mut fields = vec![
            ("client_id", APP),
            ("continuation_token", token),
            ("grant_type", grant),
            secret,
            ("client_info", "true"),
        ];
        if !more.iter().any(|(name, _)| *name == "scope") {
            fields.push(("scope", SCOPES));
        }
        fields.extend_from_slice(more);
        self.post("token", &fields).await
    }

    /// The token with which a password can be sent.
    pub(crate) async fn password_asked(&self, username: &str) -> String {
        let token = self.initiate(username).await.token();
        self.challenge(&token).await.token()
    }

    /// The whole way to `/token` with a password.
    pub(crate) async fn with_password(
        &self,
        username: &str,
        password: &str,
        more: &[(&str, &str)],
    ) -> Reply {
        let token = self.password_asked(username).await;
        self.redeem(&token, "password", ("password", password), more)
            .await
    }

    /// The whole way to `/token` with the code that was sent.
    pub(crate) async fn with_code(&self, username: &str, more: &[(&str, &str)]) -> Reply {
        let token = self.password_asked(username).await;
        let code = self.code_for(username);
        self.redeem(&token, "oob", ("oob", &code), more).await
    }

    /// Ada, up to the answer that lists her methods.
    pub(crate) async fn ada_chooses(&self) -> Reply {
        let demand = self.with_password(ADA, ADA_PASSWORD, &[]).await;
        self.introspect(&demand.token()).await
    }

    /// Ada, all the way through her second factor by e-mail.
    pub(crate) async fn ada_signed_in(&self, more: &[(&str, &str)]) -> Reply {
        let methods = self.ada_chooses().await;
        let asked = self
            .challenge_method(&methods.token(), &methods.method("email"))
            .await;
        let code = self.code_for(ADA);
        self.redeem(&asked.token(), "mfa_oob", ("oob", &code), more)
            .await
    }

    /// A call to an endpoint of the registration.
    pub(crate) async fn register(&self, step: &str, token: &str, more: &[(&str, &str)]) -> Reply {
        let mut fields = vec![("client_id", APP), ("continuation_token", token)];
        fields.extend_from_slice(more);
        let url = format!("{}/register/v1.0/{step}", self.base);
        Reply::of(self.request(&url, &fields)).await
    }

    /// Has a code sent to a contact that is to be registered.
    pub(crate) async fn ask_contact(&self, token: &str, target: &str) -> Reply {
        let fields = [("challenge_type", "oob"), ("challenge_target", target)];
        self.register("challenge", token, &fields).await
    }

    /// Bob, who has no method, up to the answer that lists what he can register; he asks for the context `c3`.
    pub(crate) async fn bob_registers(&self) -> Reply {
        let demand = self
            .with_password(BOB, BOB_PASSWORD, &[("claims", C3)])
            .await;
        assert_eq!(demand.error(), "invalid_grant/registration_required 50072");
        self.register("introspect", &demand.token(), &[]).await
    }

    /// The refresh grant.
    pub(crate) async fn refresh(&self, refresh_token: &str, more: &[(&str, &str)]) -> Reply {
        let mut fields = vec![
            ("client_id", APP),
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh_token),
        ];
        fields.extend_from_slice(more);
        self.post("token", &fields).await
    }

    pub(crate) fn code_for(&self, to: &str) -> String {
        self.control()
            .latest_code(to)
            .expect("a code in the mailbox")
    }

    /// The claims of a token whose signature verifies with the published key.
    pub(crate) async fn verified(&self, token: &str) -> Value {
        let keys = self
            .get(&format!("{}/discovery/v2.0/keys", self.sandbox.tenant()))
            .await;
        let key = &keys.body["keys"][0];
        let decode = |text: &str| {
            use base64::Engine as _;
            base64::prelude::BASE64_URL_SAFE_NO_PAD
                .decode(text)
                .expect("base64url")
        };
        let (signed, signature) = token.rsplit_once('.').expect("three parts");
        let (header, claims) = signed.split_once('.').expect("three parts");
        let header: Value = serde_json::from_slice(&decode(header)).expect("a header");
        assert_eq!(
            (&header["alg"], &header["kid"]),
            (&Value::from("RS256"), &key["kid"])
        );
        let part = |name: &str| decode(key[name].as_str().expect("a part of the key"));
        let public = ring::rsa::PublicKeyComponents {
            n: part("n"),
            e: part("e"),
        };
        public
            .verify(
                &ring::signature::RSA_PKCS1_2048_8192_SHA256,
                signed.as_bytes(),
                &decode(signature),
            )
            .expect("a signature that verifies");
        serde_json::from_slice(&decode(claims)).expect("claims")
    }
}
