//! Two bare clients, both within the same time limit as the core's.
//!
//! *Reading* is the least that can sign in anywhere: three forms encoded, the continuation token
//! carried from answer to answer, the tokens parsed. *Posting* is less than that: it sends bodies
//! made beforehand and looks at nothing but the status, which only a constant server can answer.

use std::sync::Arc;
use std::time::Duration;

use form_urlencoded::Serializer;
use reqwest::header::CONTENT_TYPE;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use serde_json::Value;

use crate::answers::CONTINUATION_TOKEN;
use crate::{CLIENT_ID, PASSWORD, USERNAME};

pub(crate) struct BareClient {
    client: reqwest::Client,
    authority: String,
}

impl BareClient {
    pub(crate) fn new(authority: &str, certificate: &str) -> Self {
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(trusting(certificate))
            .tcp_nodelay(true)
            .timeout(Duration::from_secs(30))
            .build()
            .expect("a client");
        Self {
            client,
            authority: authority.to_owned(),
        }
    }

    pub(crate) async fn sign_in(&self) {
        let offer = ("challenge_type", "oob password redirect");
        let opened = [
            ("username", USERNAME),
            offer,
            ("capabilities", "mfa_required"),
        ];
        let opened = self.post("initiate", &opened).await;
        let challenged = [("continuation_token", continuation(&opened)), offer];
        let challenged = self.post("challenge", &challenged).await;
        let redeemed = [
            ("continuation_token", continuation(&challenged)),
            ("grant_type", "password"),
            ("password", PASSWORD),
            ("scope", "openid profile offline_access"),
            ("client_info", "true"),
        ];
        let redeemed = self.post("token", &redeemed).await;
        assert!(redeemed["access_token"].is_string());
    }

    /// Posts bodies made beforehand and reads nothing of the answers.
    pub(crate) async fn post_made(&self, made: &[(String, String); 3]) {
        for (url, body) in made {
            let request = self.client.post(url).body(body.clone());
            let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
            let response = request.send().await.expect("an answer");
            assert!(response.status().is_success());
            response.bytes().await.expect("a body");
        }
    }

    /// The bodies of a sign-in, to be posted as they are.
    pub(crate) fn make(&self) -> [(String, String); 3] {
        let token = ("continuation_token", CONTINUATION_TOKEN);
        let offer = ("challenge_type", "oob password redirect");
        let opened = [
            ("username", USERNAME),
            offer,
            ("capabilities", "mfa_required"),
        ];
        let redeemed = [
            token,
            ("grant_type", "password"),
            ("password", PASSWORD),
            ("scope", "openid profile offline_access"),
            ("client_info", "true"),
        ];
        let url = |endpoint: &str| format!("{}/oauth2/v2.0/{endpoint}", self.authority);
        [
            (url("initiate"), form(&opened)),
            (url("challenge"), form(&[token, offer])),
            (url("token"), form(&redeemed)),
        ]
    }

    async fn post(&self, endpoint: &str, fields: &[(&str, &str)]) -> Value {
        let url = format!("{}/oauth2/v2.0/{endpoint}", self.authority);
        let body = form(fields);
        let request = self.client.post(url).body(body);
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let response = request.send().await.expect("an answer");
        assert!(response.status().is_success());
        serde_json::from_slice(&response.bytes().await.expect("a body")).expect("JSON")
    }
}

fn form(fields: &[(&str, &str)]) -> String {
    let mut form = Serializer::new(String::new());
    form.append_pair("client_id", CLIENT_ID)
        .extend_pairs(fields)
        .finish()
}

fn continuation(answer: &Value) -> &str {
    answer["continuation_token"]
        .as_str()
        .expect("a continuation token")
}

/// TLS with one root.
pub(crate) fn trusting(certificate: &str) -> rustls::ClientConfig {
    let certificate = CertificateDer::from_pem_slice(certificate.as_bytes());
    let mut roots = rustls::RootCertStore::empty();
    roots
        .add(certificate.expect("a certificate"))
        .expect("a root");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("TLS versions")
        .with_root_certificates(roots)
        .with_no_client_auth()
}
