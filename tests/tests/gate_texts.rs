//! No text leaves the tenant without a verdict that says so, however many ask at once and whatever the provider does.

use doorstep_sandbox::model::{Channel, NewUser};
use doorstep_tests::{APP, GuardedTenant, Says};
use reqwest::Client;
use serde_json::Value;
use tokio::task::JoinSet;

const EVE: &str = "eve@contoso.example";
const PASSWORD: &str = "Explorer-2000";
const SESSION: &str = "5f0c1a2b3c4d5e6f708192a3b4c5d6e7";
/// How many ask at once.
const CROWD: usize = 1000;

fn client() -> Client {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    Client::builder()
        .tls_backend_preconfigured(tls)
        .no_proxy()
        .build()
        .unwrap()
}

fn encoded(form: &[(&str, &str)]) -> String {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.extend_pairs(form).append_pair("client_id", APP);
    body.finish()
}

async fn post(client: &Client, url: &str, form: &[(&str, &str)]) -> (u16, Value) {
    let request = client
        .post(url)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("x-risk-session", SESSION)
        .body(encoded(form));
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    (
        status,
        serde_json::from_str(&response.text().await.unwrap()).unwrap(),
    )
}

fn token(answer: &Value) -> String {
    answer["continuation_token"]
        .as_str()
        .unwrap_or_else(|| panic!("{answer}"))
        .to_owned()
}

/// A flow up to where a text could be asked for: its token, and the id of the number.
async fn at_the_second_factor(tenant: &GuardedTenant, client: &Client) -> (String, String) {
    let base = tenant.url();
    let kinds = ("challenge_type", "password oob redirect");
    let begin = [
        ("username", EVE),
        kinds,
        ("capabilities", "mfa_required registration_required"),
    ];
    let (_, answer) = post(client, &format!("{base}/oauth2/v2.0/initiate"), &begin).await;
    let held = token(&answer);
    let challenge = [("continuation_token", held.as_str()), kinds];
    let (_, answer) = post(client, &format!("{base}/oauth2/v2.0/challenge"), &challenge).await;
    let held = token(&answer);
    let password = [
        ("grant_type", "password"),
        ("password", PASSWORD),
        ("scope", "openid"),
        ("continuation_token", held.as_str()),
    ];
    let (_, answer) = post(client, &format!("{base}/oauth2/v2.0/token"), &password).await;
    assert_eq!(answer["suberror"], "mfa_required");
    let held = token(&answer);
    let form = [("continuation_token", held.as_str())];
    let (_, answer) = post(client, &format!("{base}/oauth2/v2.0/introspect"), &form).await;
    let methods = answer["methods"].as_array().unwrap();
    let sms = methods
        .iter()
        .find(|method| method["challenge_channel"] == "sms")
        .unwrap();
    (token(&answer), sms["id"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_thousand_at_once_get_not_one_text_past_a_verdict() {
    let tenant = GuardedTenant::start().await;
    let user = NewUser::with_password(EVE, PASSWORD).method(Channel::Sms, "+15550100777");
    tenant.world.add(user);
    tenant.provider.says("token", &[Says::Verdict("review")]);
    let refusals = [
        Says::Verdict("reject"),
        Says::Garbage,
        Says::Verdict("challenge"),
        Says::Drops,
        Says::Verdict("unknown_session"),
        Says::Error,
        Says::Verdict("rate_limit"),
        Says::Verdict("review"),
        Says::Hangs,
        Says::Verdict("nonsense"),
    ];
    tenant.provider.says("sms", &refusals);
    let client = client();
    let (held, method) = at_the_second_factor(&tenant, &client).await;
    let url = format!("{}/oauth2/v2.0/challenge", tenant.url());
    let mut crowd = JoinSet::new();
    for _ in 0..CROWD {
        let (client, url, held, method) =
            (client.clone(), url.clone(), held.clone(), method.clone());
        crowd.spawn(async move {
            let form = [
                ("continuation_token", held.as_str()),
                ("id", method.as_str()),
            ];
            post(&client, &url, &form).await.0
        });
    }
    let statuses = crowd.join_all().await;
    assert_eq!(statuses.len(), CROWD);
    assert!(
        statuses
            .iter()
            .all(|status| [403, 429, 503].contains(status)),
        "{statuses:?}"
    );
    let texts = |tenant: &GuardedTenant| {
        tenant
            .world
            .control()
            .mailbox(None, Some(Channel::Sms))
            .len()
    };
    assert_eq!(texts(&tenant), 0);

    tenant.provider.says("sms", &[Says::Verdict("pass")]);
    let form = [
        ("continuation_token", held.as_str()),
        ("id", method.as_str()),
    ];
    let (status, _) = post(&client, &url, &form).await;
    assert_eq!(
        (status, texts(&tenant)),
        (200, 1),
        "the same call goes through on a pass"
    );
}
