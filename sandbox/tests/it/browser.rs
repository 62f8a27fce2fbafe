//! Sign-in in the browser: its pages, from the name to the way back.

use doorstep_sandbox::model::{Channel, NewUser};

use crate::support::*;
use crate::surfer::*;

const PHONE: &str = "+15550100177";

#[tokio::test]
async fn a_password_leads_back_to_the_app_with_code_and_state() {
    let world = world().await;
    let surfer = Surfer::new(&world);
    let start = surfer.visit(&[]).await;
    assert_eq!((start.status, start.heading()), (200, "Sign in"));
    let asked = surfer.send(&start, &[("username", BOB)]).await;
    assert_eq!(asked.heading(), "Enter the password");
    let wrong = surfer.send(&asked, &[("password", "wrong")]).await;
    assert!(wrong.notice().contains("not the password"));
    let back = surfer
        .send(&wrong, &[("password", BOB_PASSWORD)])
        .await
        .back();
    assert_eq!(back["state"], "s-1 &");
    assert_eq!(back.len(), 2);
    let tokens = surfer.redeem(&back["code"], &[]).await;
    let id = world.verified(&tokens.granted().text("id_token")).await;
    assert_eq!(
        (&id["nonce"], &id["preferred_username"]),
        (&"n-1".into(), &BOB.into())
    );
    for name in ["access_token", "refresh_token", "client_info"] {
        assert!(tokens.body[name].is_string(), "{name}");
    }
    world
        .refresh(&tokens.text("refresh_token"), &[])
        .await
        .granted();
}

#[tokio::test]
async fn a_person_without_a_password_types_the_code_and_can_have_another() {
    let world = world().await;
    let surfer = Surfer::new(&world);
    let start = surfer.visit(&[]).await;
    let asked = surfer.send(&start, &[("username", CLEO)]).await;
    assert_eq!(asked.heading(), "Enter the code");
    assert!(asked.html.contains("c***o@c***o.example"));
    let old = world.code_for(CLEO);
    let again = surfer.send(&asked, &[("action", "other")]).await;
    let stale = surfer.send(&again, &[("oob", &old)]).await;
    assert!(stale.notice().contains("no longer good"));
    let code = world.code_for(CLEO);
    let back = surfer.send(&stale, &[("oob", &code)]).await;
    surfer.redeem(&back.code(), &[]).await.granted();
}

#[tokio::test]
async fn the_second_factor_is_chosen_and_counts() {
    let world = world().await;
    let surfer = Surfer::new(&world);
    let choose = surfer
        .with_password(ADA, ADA_PASSWORD, &[("claims", C3)])
        .await;
    assert_eq!(choose.heading(), "Where should the code go?");
    assert!(choose.html.contains("a***a@c***o.example") && choose.html.contains("+1********3"));
    let unknown = surfer.send(&choose, &[("id", "nobody")]).await;
    assert!(unknown.notice().contains("missing"));
    let id = unknown.value_after("name=\"id\" value=\"");
    let asked = surfer.send(&unknown, &[("id", &id)]).await;
    let wrong = surfer.send(&asked, &[("oob", "wrong")]).await;
    assert!(wrong.notice().contains("not the code"));
    let other = surfer.send(&wrong, &[("action", "other")]).await;
    assert_eq!(other.heading(), "Where should the code go?");
    let asked = surfer.send(&other, &[("id", &id)]).await;
    let code = world.code_for(ADA);
    let back = surfer.send(&asked, &[("oob", &code)]).await;
    let tokens = surfer.redeem(&back.code(), &[]).await;
    let access = world.verified(&tokens.granted().text("access_token")).await;
    assert_eq!(
        (&access["acrs"][0], &access["amr"][0]),
        (&"c3".into(), &"mfa".into())
    );
    let log = world.control().sign_ins();
    let last = log.last().expect("a sign-in");
    assert_eq!(last.grant_type.as_deref(), Some("authorization_code"));
    assert_eq!((last.mfa, last.policies.len()), (true, 2));
}

#[tokio::test]
async fn a_person_without_a_method_adds_one_on_the_page() {
    let world = world().await;
    let surfer = Surfer::new(&world);
    let add = surfer
        .with_password(BOB, BOB_PASSWORD, &[("claims", C3)])
        .await;
    assert_eq!(add.heading(), "Add a second step");
    let bad = surfer.send(&add, &[("challenge_target", "+12")]).await;
    assert!(bad.notice().contains("no address and no number"));
    let risky = surfer
        .send(&bad, &[("challenge_target", "+19005550100")])
        .await;
    assert!(risky.notice().contains("No code can be sent there"));
    let asked = surfer.send(&risky, &[("challenge_target", PHONE)]).await;
    let code = world.code_for(PHONE);
    let back = surfer.send(&asked, &[("oob", &code)]).await;
    let tokens = surfer.redeem(&back.code(), &[]).await;
    let access = world.verified(&tokens.granted().text("access_token")).await;
    assert_eq!(access["acrs"][0], "c3");
    let bob = world.control().user(BOB).expect("bob");
    assert_eq!(
        (bob.methods[0].channel, bob.methods[0].target.as_str()),
        (Channel::Sms, PHONE)
    );
}

#[tokio::test]
async fn a_page_for_a_first_contact_adds_no_second_one() {
    let world = world().await;
    let surfer = Surfer::new(&world);
    let asked = [("claims", C3)];
    let (early, late) = (
        surfer.with_password(BOB, BOB_PASSWORD, &asked).await,
        surfer.with_password(BOB, BOB_PASSWORD, &asked).await,
    );
    for (page, contact) in [(early, PHONE), (late, "+15550100188")] {
        let code_page = surfer.send(&page, &[("challenge_target", contact)]).await;
        let code = world.code_for(contact);
        let back = surfer.send(&code_page, &[("oob", &code)]).await.back();
        assert_eq!(back.contains_key("code"), contact == PHONE);
    }
    let methods = world.control().user(BOB).expect("bob").methods;
    assert_eq!(methods.len(), 1, "{methods:?}");
}

#[tokio::test]
async fn a_federated_person_goes_to_the_other_provider() {
    let world = world().await;
    let fred = NewUser {
        federated: true,
        ..NewUser::with_email_code("fred@contoso.example")
    };
    world.control().add_user(fred).expect("added");
    let surfer = Surfer::new(&world);
    let hints = [
        ("login_hint", "fred@contoso.example"),
        ("domain_hint", "fabrikam.example"),
    ];
    let there = surfer.visit(&hints).await;
    assert_eq!(there.heading(), "Another identity provider");
    assert!(there.html.contains("fabrikam.example"));
    let back = surfer.send(&there, &[("action", "next")]).await;
    let tokens = surfer.redeem(&back.code(), &[]).await;
    let id = world.verified(&tokens.granted().text("id_token")).await;
    assert_eq!(id["preferred_username"], "fred@contoso.example");

    let there = surfer.visit(&[("domain_hint", "fabrikam.example")]).await;
    let local = surfer.send(&there, &[("username", BOB)]).await;
    assert!(local.notice().contains("no account"));
    let back = surfer
        .send(&local, &[("username", "fred@contoso.example")])
        .await;
    assert!(!back.code().is_empty());
    let start = surfer.visit(&[]).await;
    let there = surfer
        .send(&start, &[("username", "fred@contoso.example")])
        .await;
    assert_eq!(there.heading(), "Another identity provider");
}

#[tokio::test]
async fn a_hint_is_filled_in_and_escaped_and_cannot_bring_markup() {
    let world = world().await;
    let surfer = Surfer::new(&world);
    let known = surfer.visit(&[("login_hint", CLEO)]).await;
    assert_eq!(
        known.value_after("autocomplete=\"username\" value=\""),
        CLEO
    );
    assert!(world.control().mailbox(None, None).is_empty());
    let hostile = "\"><script>alert(1)</script>";
    let hinted = surfer.visit(&[("login_hint", hostile)]).await;
    assert!(!hinted.html.contains("<script") && hinted.html.contains("&lt;script&gt;"));
    let provider = surfer.visit(&[("domain_hint", hostile)]).await;
    assert!(!provider.html.contains("<script") && provider.html.contains("&lt;script&gt;"));
}

#[tokio::test]
async fn a_page_needs_no_script_and_keeps_to_itself() {
    let world = world().await;
    let surfer = Surfer::new(&world);
    let loopback = "http://localhost:4711/";
    let page = surfer.visit(&[("redirect_uri", loopback)]).await;
    let header = |name: &str| page.headers[name].to_str().expect("text").to_owned();
    let policy = header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"));
    assert!(policy.contains("frame-ancestors 'none'"));
    assert!(policy.ends_with("form-action 'self' http://localhost:4711"));
    let other = surfer.visit(&[]).await;
    let policy = other.headers["content-security-policy"]
        .to_str()
        .expect("text");
    assert!(policy.ends_with("form-action 'self' doorstep:"));
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("x-frame-options"), "DENY");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("content-type"), "text/html; charset=utf-8");
    for outside in ["<script", "src=", "href=", "url(", "@import"] {
        assert!(!page.html.contains(outside), "{outside}");
    }
    for inside in [
        "<html lang=\"en\">",
        "<label for=\"username\">",
        "id=\"username\"",
    ] {
        assert!(page.html.contains(inside), "{inside}");
    }
}
