//! What the browser's page refuses, and who is told.

use doorstep_sandbox::model::NewUser;

use crate::support::*;
use crate::surfer::*;

#[tokio::test]
async fn a_wrong_app_or_address_is_told_on_a_page_and_nothing_goes_back() {
    let world = world().await;
    let surfer = Surfer::new(&world);
    for (name, value) in [
        ("client_id", ""),
        ("client_id", "99999999-1111-4111-8111-111111111111"),
        ("redirect_uri", ""),
        ("redirect_uri", "https://evil.example/"),
        ("redirect_uri", "doorstep://callback/other"),
        ("redirect_uri", "http://localhost.evil.example:80"),
    ] {
        let page = surfer.visit(&[(name, value)]).await;
        assert_eq!(
            (page.status, page.heading()),
            (400, "Sign-in is not possible")
        );
        assert!(page.headers.get("location").is_none(), "{name}={value}");
        assert!(!page.html.contains("evil"));
    }
}

#[tokio::test]
async fn everything_else_is_told_to_the_app() {
    let world = world().await;
    let surfer = Surfer::new(&world);
    for (name, value, error) in [
        ("response_type", "token", "unsupported_response_type"),
        ("response_type", "", "invalid_request"),
        ("response_mode", "fragment", "invalid_request"),
        ("code_challenge", "", "invalid_request"),
        ("code_challenge", "short", "invalid_request"),
        ("code_challenge_method", "", "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("scope", "", "invalid_request"),
        ("scope", "openid nope", "invalid_scope"),
        ("claims", "{", "invalid_request"),
        ("prompt", "none", "login_required"),
        ("prompt", "create", "invalid_request"),
    ] {
        let back = surfer.visit(&[(name, value)]).await.back();
        assert_eq!(back["error"], error, "{name}={value}");
        assert_eq!(back["state"], "s-1 &");
        assert!(!back.contains_key("code"));
    }
    let mut apps = world.control().apps();
    apps.resources[0].scopes.push("ToDo.Write".into());
    apps.apps[1].public_client = false;
    world.control().set_apps(apps).expect("apps");
    let scope = [("scope", "openid api://todo/ToDo.Write")];
    assert_eq!(
        surfer.visit(&scope).await.back()["error"],
        "consent_required"
    );
    let confidential = [("client_id", "22222222-2222-4222-8222-222222222222")];
    assert_eq!(
        surfer.visit(&confidential).await.back()["error"],
        "unauthorized_client"
    );
}

#[tokio::test]
async fn prompts_that_ask_for_the_page_show_it() {
    let world = world().await;
    let surfer = Surfer::new(&world);
    for prompt in ["login", "select_account", "login consent"] {
        let page = surfer.visit(&[("prompt", prompt)]).await;
        assert_eq!(page.heading(), "Sign in", "{prompt}");
    }
}

#[tokio::test]
async fn who_cancels_goes_back_without_a_code_from_any_page() {
    let world = world().await;
    let surfer = Surfer::new(&world);
    let start = surfer.visit(&[]).await;
    let cancel = [("action", "cancel")];
    let back = surfer.send(&start, &cancel).await.back();
    assert_eq!(
        (back["error"].as_str(), back["state"].as_str()),
        ("access_denied", "s-1 &")
    );
    let start = surfer.visit(&[]).await;
    let asked = surfer.send(&start, &[("username", BOB)]).await;
    let both = [("action", "cancel"), ("password", BOB_PASSWORD)];
    assert_eq!(
        surfer.send(&asked, &both).await.back()["error"],
        "access_denied"
    );
}

#[tokio::test]
async fn a_form_is_good_once_for_a_while_and_from_its_own_page() {
    let world = world().await;
    let surfer = Surfer::new(&world);
    let start = surfer.visit(&[]).await;
    surfer.send(&start, &[("username", BOB)]).await;
    let again = surfer.send(&start, &[("username", BOB)]).await;
    assert_eq!(again.status, 400);
    assert!(again.notice().contains("used before"));

    let guessed = [("form_token", "guessed"), ("username", BOB)];
    assert_eq!(surfer.post(&guessed, None).await.status, 400);

    let start = surfer.visit(&[]).await;
    let token = start.form_token();
    let fields = [("form_token", token.as_str()), ("username", BOB)];
    for elsewhere in ["https://evil.example", "null"] {
        let refused = surfer.post(&fields, Some(elsewhere)).await;
        assert!(refused.notice().contains("Another site"));
    }
    let own = surfer.post(&fields, Some(&world.origin())).await;
    assert_eq!(own.heading(), "Enter the password");

    let start = surfer.visit(&[]).await;
    world.control().advance_clock(600);
    let late = surfer.send(&start, &[("username", BOB)]).await;
    assert!(late.notice().contains("too old"));
}

#[tokio::test]
async fn a_link_sends_no_form() {
    let world = world().await;
    let surfer = Surfer::new(&world);
    let start = surfer.visit(&[]).await;
    let linked = [
        ("form_token", start.form_token()),
        ("username", BOB.to_owned()),
    ];
    let linked = linked
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let refused = surfer.visit(&linked).await;
    assert_eq!(refused.status, 400);
    assert!(refused.notice().contains("Another site"));
    let own = surfer.send(&start, &[("username", BOB)]).await;
    assert_eq!(own.heading(), "Enter the password");
}

#[tokio::test]
async fn wrong_passwords_lock_here_as_everywhere() {
    let world = world().await;
    let surfer = Surfer::new(&world);
    let start = surfer.visit(&[]).await;
    let mut page = surfer.send(&start, &[("username", BOB)]).await;
    for _ in 0..10 {
        page = surfer.send(&page, &[("password", "wrong")]).await;
    }
    let locked = surfer.send(&page, &[("password", BOB_PASSWORD)]).await;
    assert!(locked.notice().contains("locked"));
    let native = world.with_password(BOB, BOB_PASSWORD, &[]).await;
    assert_eq!(native.error(), "invalid_grant 50053");
}

#[tokio::test]
async fn an_unknown_name_and_a_deleted_person_get_nowhere() {
    let world = world().await;
    let surfer = Surfer::new(&world);
    let start = surfer.visit(&[]).await;
    let unknown = surfer
        .send(&start, &[("username", "nobody@contoso.example")])
        .await;
    assert!(unknown.notice().contains("no account"));

    let dora = NewUser::with_password("dora@contoso.example", "Tulip-42!");
    world.control().add_user(dora).expect("added");
    let asked = surfer
        .send(&unknown, &[("username", "dora@contoso.example")])
        .await;
    world.control().remove_user("dora@contoso.example");
    let gone = surfer.send(&asked, &[("password", "Tulip-42!")]).await;
    assert_eq!(gone.back()["error"], "access_denied");
}

#[tokio::test]
async fn the_journal_shows_pages_and_no_secrets() {
    let world = world().await;
    let surfer = Surfer::new(&world);
    let back = surfer.with_password(BOB, BOB_PASSWORD, &[]).await;
    let (code, journal) = (back.code(), world.control().journal());
    let text = serde_json::to_string(&journal).expect("JSON");
    for secret in [BOB_PASSWORD, &code, VERIFIER, &challenge_of(VERIFIER)] {
        assert!(!text.contains(secret), "{secret}");
    }
    for shown in [r#""page":"password""#, r#""back":"doorstep://callback""#] {
        assert!(text.contains(shown), "{shown} in {text}");
    }
}
