//! The journal keeps what happened and none of the secrets.

use doorstep_sandbox::model::Answered;

use crate::support::*;

#[tokio::test]
async fn no_secret_of_a_whole_sign_in_stands_in_the_journal_or_the_log() {
    let world = world().await;
    let tokens = world.ada_signed_in(&[("claims", C3)]).await;
    let refreshed = world.refresh(&tokens.text("refresh_token"), &[]).await;
    let code = world.code_for(ADA);
    let journal = serde_json::to_string(&world.control().journal()).expect("JSON");
    let log = serde_json::to_string(&world.control().sign_ins()).expect("JSON");
    let mut secrets = vec![ADA_PASSWORD.to_owned(), code];
    for reply in [&tokens, &refreshed] {
        for name in ["access_token", "refresh_token", "id_token"] {
            secrets.push(reply.text(name));
        }
    }
    for secret in secrets {
        assert!(!journal.contains(&secret) && !log.contains(&secret));
    }
    assert!(!journal.contains("eyJ"));
}

#[tokio::test]
async fn secrets_in_the_wrong_place_are_masked_too() {
    let world = world().await;
    let start = world.initiate(BOB).await.token();
    let fields = [
        ("client_id", start.as_str()),
        ("username", start.as_str()),
        ("passwort", "Tulip-42!"),
    ];
    world.post("initiate", &fields).await;
    let url = format!("{}/oauth2/v2.0/token/{start}", world.sandbox.tenant());
    let request = world
        .request(&url, &[(start.as_str(), "x")])
        .header("authorization", "Bearer Tulip-42!");
    Reply::of(request.header("x-session", &start)).await;
    let json = format!("{{\"password\":\"Tulip-42!\",\"t\":\"{start}\"}}");
    let url = format!("{}/oauth2/v2.0/token", world.sandbox.tenant());
    Reply::of(world.http.post(&url).body(json)).await;
    let journal = serde_json::to_string(&world.control().journal()).expect("JSON");
    assert!(!journal.contains(&start));
    assert!(!journal.contains("Tulip-42!"));
}

#[tokio::test]
async fn a_body_that_is_no_form_and_unknown_headers_are_not_shown() {
    let world = world().await;
    let url = format!(
        "{}/oauth2/v2.0/token?password=Tulip-42!",
        world.sandbox.tenant()
    );
    for body in [
        r#"{"client_id":"x","password":"Builder-2024!"}"#,
        "Builder-2024!",
    ] {
        let request = world
            .http
            .post(&url)
            .header("x-api-key", "Tulip-42!")
            .header("referer", &url)
            .header("x-client-sku", "doorstep");
        Reply::of(request.body(body)).await;
    }
    for entry in world.control().journal() {
        assert_eq!(entry.form["[other]"], "***");
        assert_eq!(
            (
                entry.headers["x-api-key"].as_str(),
                entry.headers["referer"].as_str(),
                entry.headers["x-client-sku"].as_str()
            ),
            ("***", "***", "doorstep")
        );
        let shown = serde_json::to_string(&entry).expect("JSON");
        assert!(
            !shown.contains("Builder") && !shown.contains("Tulip"),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn requests_and_answers_can_be_read() {
    let world = world().await;
    world.initiate(BOB).await;
    world.initiate("nobody@contoso.example").await;
    let journal = world.control().journal();
    assert_eq!(
        journal[0].path,
        "/contoso.onmicrosoft.com/oauth2/v2.0/initiate"
    );
    assert_eq!(journal[0].form["username"], BOB);
    assert_eq!(journal[0].form["client_id"], APP);
    let Answered::Answer { status, body } = &journal[1].answered else {
        panic!("no answer")
    };
    assert_eq!(
        (*status, body["error"].as_str()),
        (400, Some("user_not_found"))
    );
    assert_eq!(
        journal.iter().map(|entry| entry.number).collect::<Vec<_>>(),
        [1, 2]
    );
}

#[tokio::test]
async fn the_journal_forgets_the_oldest() {
    let world = world().await;
    for _ in 0..2001 {
        world
            .http
            .get(world.origin())
            .send()
            .await
            .expect("an answer");
    }
    let journal = world.control().journal();
    assert_eq!((journal.len(), journal[0].number), (2000, 2));
}
