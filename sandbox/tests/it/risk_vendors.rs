//! HUMAN and Prove in their own words, the book by the admin API and as a page, and what is bounded.

use doorstep_sandbox::model::{RiskPurpose, RiskRule, RiskVerdict};
use serde_json::{Value, json};

use crate::guarded::*;
use crate::risk::query;
use crate::support::*;

#[tokio::test]
async fn human_answers_with_a_page_and_takes_a_solved_challenge_as_a_new_header() {
    let world = guarded().await;
    let ask = |session: &str| {
        json!({"request": {"ip": "192.0.2.7", "uri": "/t/signup/v1.0/start",
            "headers": [{"name": "x-px-authorization", "value": session}]}})
    };
    let refused = Reply::of(world.json("/api/v3/risk", "wrong", &ask("3:t"))).await;
    assert_eq!(refused.status, 401);
    let unknown = world.said("/api/v3/risk", SECRET, &ask("3:token")).await;
    assert_eq!(
        (&unknown["score"], &unknown["action"]),
        (&json!(100), &json!("c"))
    );
    assert!(unknown["action_data"]["body"].is_string());
    let challenge = unknown["uuid"].as_str().expect("an id");
    let fresh = world.control().solve_challenge(challenge).expect("a proof");
    assert!(fresh.starts_with("3:"), "{fresh}");
    assert_eq!(
        world.said("/api/v3/risk", SECRET, &ask(&fresh)).await["score"],
        0
    );
    assert_eq!(
        world.said("/api/v3/risk", SECRET, &ask(&fresh)).await["score"],
        100,
        "once"
    );
    world.says(RiskPurpose::SignUp, RiskVerdict::Reject);
    assert_eq!(
        world.said("/api/v3/risk", SECRET, &ask(&fresh)).await["action"],
        "b"
    );
    let nothing = world.said("/api/v3/risk", SECRET, &json!({})).await;
    assert_eq!(nothing["status"], -1);
}

#[tokio::test]
async fn prove_gives_a_pass_and_tells_once_that_possession_was_proved() {
    let world = guarded().await;
    let rule = RiskRule::of(RiskVerdict::Challenge).phone("+1555*");
    world.control().set_risk(rule).expect("a rule");
    let credentials = [
        ("grant_type", "client_credentials"),
        ("client_id", "c"),
        ("client_secret", SECRET),
    ];
    let pass = Reply::of(world.request(&world.at_risk("/token"), &credentials)).await;
    let pass = pass.text("access_token");
    let wrong = [
        ("grant_type", "client_credentials"),
        ("client_secret", "wrong"),
    ];
    assert_eq!(
        Reply::of(world.request(&world.at_risk("/token"), &wrong))
            .await
            .status,
        401
    );
    let refused =
        Reply::of(world.json("/v3/verify", SECRET, &json!({"phoneNumber": NUMBER}))).await;
    assert_eq!(refused.status, 401, "the secret is no pass");

    let fine = world
        .said(
            "/v3/verify",
            &pass,
            &json!({"phoneNumber": "+4420795550100"}),
        )
        .await;
    assert_eq!(fine["success"], true);
    let doubt = world
        .said("/v3/verify", &pass, &json!({"phoneNumber": NUMBER}))
        .await;
    assert_eq!(
        (
            &doubt["success"],
            doubt["next"].as_object().map(serde_json::Map::len)
        ),
        (&json!(false), Some(1))
    );
    let begun = world
        .said(
            "/v3/unify",
            &pass,
            &json!({"phoneNumber": NUMBER, "possessionType": "mobile"}),
        )
        .await;
    assert_eq!(
        (&begun["success"], begun["authToken"].is_string()),
        (&json!(true), true)
    );
    let id = json!({"correlationId": begun["correlationId"]});
    assert_eq!(
        world.said("/v3/unify-status", &pass, &id).await["success"],
        false
    );
    let challenge = begun["correlationId"].as_str().expect("an id");
    assert_eq!(
        world.control().solve_challenge(challenge).as_deref(),
        Some(challenge)
    );
    for _ in 0..2 {
        assert_eq!(
            world.said("/v3/unify-status", &pass, &id).await["success"],
            true
        );
    }
    let proved = world.said("/v3/validate", &pass, &id).await;
    assert_eq!(
        (&proved["success"], &proved["phoneNumber"]),
        (&json!(true), &json!(NUMBER))
    );
    assert_eq!(
        world.said("/v3/validate", &pass, &id).await["success"],
        false,
        "once"
    );
    let unknown = world.json("/v3/validate", &pass, &json!({"correlationId": "x"}));
    assert_eq!(Reply::of(unknown).await.status, 400);
}

#[tokio::test]
async fn the_admin_api_sets_rules_solves_challenges_and_shows_the_book() {
    let world = guarded().await;
    let admin = |path: &str| format!("{}{path}", world.sandbox.admin());
    let put =
        async |rule: Value| Reply::of(world.http.put(admin("/risk")).body(rule.to_string())).await;
    let set = put(json!({"match": {"phone": "+1 555 010 0777"}, "verdict": "challenge"})).await;
    assert_eq!(set.status, 200);
    assert_eq!(set.body["rules"][0]["match"]["phone"], "+1 555 010 0777");
    let wrong = put(json!({"match": {"phone": "five"}, "verdict": "pass"})).await;
    assert_eq!(
        (wrong.status, wrong.text("field")),
        (400, "match.phone".to_owned())
    );
    assert_eq!(
        put(json!({"match": {}, "verdict": "perhaps"})).await.status,
        400
    );

    let ask = json!({"purpose": "sms", "session": SESSION, "user": ADA, "phone": NUMBER});
    let said = world.said("/assess", SECRET, &ask).await;
    let solve = |id: &Value| {
        world
            .http
            .post(admin("/risk/solve"))
            .body(json!({"challenge": id}).to_string())
    };
    assert_eq!(Reply::of(solve(&json!("nothing"))).await.status, 404);
    let proof = Reply::of(solve(&said["challenge"]["id"]))
        .await
        .text("proof");
    let mut again = ask.clone();
    again["proof"] = proof.into();
    assert_eq!(
        world.said("/assess", SECRET, &again).await["verdict"],
        "pass"
    );
    let book = world.get(&admin("/risk")).await.body;
    assert_eq!(book["challenges"][0]["used"], true);
    let shown = book["questions"].to_string();
    assert!(
        shown.contains("***77") && !shown.contains(NUMBER),
        "{shown}"
    );
}

#[tokio::test]
async fn its_page_is_for_this_machine_and_escapes_what_it_shows() {
    let world = guarded().await;
    let bad = "<script>alert(1)</script>";
    world
        .tmx("/api/session-query", &query(&[("account_email", bad)]))
        .await;
    let page = async |host: &str| {
        let request = world.http.get(world.at_risk("/")).header("host", host);
        let response = request.send().await.expect("an answer");
        (
            response.status().as_u16(),
            response.text().await.expect("a text"),
        )
    };
    let (status, text) = page("localhost").await;
    assert_eq!(status, 200);
    assert!(text.contains(SESSION) && text.contains("&lt;script&gt;") && !text.contains(bad));
    assert_eq!(page("evil.example").await.0, 403);
    let challenge = world.at_risk("/challenge/x");
    let foreign = world
        .http
        .post(&challenge)
        .header("origin", "https://evil.example");
    assert_eq!(Reply::of(foreign).await.status, 403);
    assert_eq!(Reply::of(world.http.post(&challenge)).await.status, 404);
    assert_eq!(
        Reply::of(world.http.get(world.at_risk("/elsewhere")))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn what_it_reads_is_bounded() {
    let world = guarded().await;
    let long = "x".repeat(70_000);
    let refused = Reply::of(world.json("/assess", SECRET, &json!({"session": long}))).await;
    assert_eq!(refused.status, 400);
    let refused =
        Reply::of(world.request(&world.at_risk("/fp/x"), &[("session_id", long.as_str())])).await;
    assert_eq!(refused.status, 400);
    for number in 0..2100 {
        world
            .control()
            .profile(&format!("session-{number}"), "device");
    }
    assert_eq!(world.control().risk().sessions.len(), 2000);
}
