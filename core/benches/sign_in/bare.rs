//! The least that any client does: three posts, and nothing but the status looked at.

use reqwest::header::CONTENT_TYPE;

use crate::constant_server::CONTINUATION_TOKEN;
use crate::{CLIENT_ID, PASSWORD, USERNAME};

pub(crate) struct BareClient {
    client: reqwest::Client,
    calls: [(String, String); 3],
}

impl BareClient {
    pub(crate) fn new(authority: &str) -> Self {
        let token = format!("client_id={CLIENT_ID}&continuation_token={CONTINUATION_TOKEN}");
        let username = USERNAME.replace('@', "%40");
        let offer = "challenge_type=oob+password+redirect";
        let opening =
            format!("client_id={CLIENT_ID}&username={username}&{offer}&capabilities=mfa_required");
        let redeeming = format!(
            "{token}&grant_type=password&password={PASSWORD}\
             &scope=openid+profile+offline_access&client_info=true"
        );
        let calls = [
            (format!("{authority}/oauth2/v2.0/initiate"), opening),
            (
                format!("{authority}/oauth2/v2.0/challenge"),
                format!("{token}&{offer}"),
            ),
            (format!("{authority}/oauth2/v2.0/token"), redeeming),
        ];
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(no_tls())
            .tcp_nodelay(true)
            .build()
            .expect("a client");
        Self { client, calls }
    }

    pub(crate) async fn sign_in(&self) {
        for (url, body) in &self.calls {
            let request = self.client.post(url).body(body.clone());
            let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
            let response = request.send().await.expect("an answer");
            assert!(response.status().is_success());
            response.bytes().await.expect("a body");
        }
    }
}

/// The server speaks plain HTTP; `reqwest` wants a TLS configuration all the same.
pub(crate) fn no_tls() -> rustls::ClientConfig {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("TLS versions")
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth()
}
