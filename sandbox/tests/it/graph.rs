//! Microsoft Graph: finding people, groups, sessions, and how to reach somebody.

use doorstep_sandbox::model::{Channel, Fault, GraphPermission, NewUser};
use reqwest::Method;
use serde_json::json;

use crate::graphs::*;
use crate::support::*;
use crate::walks::*;

#[tokio::test]
async fn an_app_gets_a_token_that_says_what_it_may_do() {
    let world = world_with(&[GraphPermission::UserReadAll]).await;
    let reply = world.in_own_name(SECRET, DEFAULT).await;
    assert!(reply.body.get("refresh_token").is_none());
    let claims = world.verified(&reply.text("access_token")).await;
    assert_eq!(claims["aud"], "https://graph.microsoft.com");
    assert_eq!(claims["roles"], json!(["User.Read.All"]));
    assert_eq!(
        (&claims["appid"], &claims["idtyp"]),
        (&json!(SERVICE), &json!("app"))
    );
    assert!(claims.get("scp").is_none());
    let log = world.control().sign_ins();
    assert_eq!(log[0].grant_type.as_deref(), Some("client_credentials"));
}

#[tokio::test]
async fn a_person_is_found_by_every_name_to_sign_in_with() {
    let world = world().await;
    let eve = NewUser {
        alias: Some("O'Eve".to_owned()),
        ..NewUser::with_password("eve@contoso.example", "Tulip-42!")
    };
    let eve = world.control().add_user(eve).expect("eve").id;
    for name in ["EVE@contoso.example", "o''eve"] {
        let found = world.looked_up(name).await;
        assert_eq!(found.body["value"][0]["id"], eve.to_string(), "{name}");
    }
    let nobody = world.looked_up("mallory@contoso.example").await;
    assert_eq!((nobody.status, &nobody.body["value"]), (200, &json!([])));
    let filter = "identities/any(c:c/issuerAssignedId eq 'eve@contoso.example' and c/issuer eq 'fabrikam.onmicrosoft.com')";
    let elsewhere = encoded(&[("$filter", filter)]);
    let elsewhere = world
        .graph(Method::GET, &format!("users?{elsewhere}"), None)
        .await;
    assert_eq!(elsewhere.body["value"], json!([]));
}

#[tokio::test]
async fn a_person_is_read_by_object_id_or_principal_name() {
    let world = world().await;
    let ada = world.oid(ADA);
    let whole = world
        .graph(Method::GET, &format!("users/{ada}"), None)
        .await;
    assert_eq!(whole.text("displayName"), "Ada");
    let principal = whole.text("userPrincipalName");
    assert_eq!(principal, format!("{ada}@contoso.onmicrosoft.com"));
    assert!(
        whole.body.get("identities").is_none(),
        "only when asked for"
    );
    let path = format!("users/{principal}?$select=id,identities");
    let selected = world.graph(Method::GET, &path, None).await;
    assert_eq!(selected.text("id"), ada);
    assert_eq!(selected.body["identities"][0]["issuerAssignedId"], ADA);
    assert!(selected.body.get("displayName").is_none());
}

#[tokio::test]
async fn a_group_takes_a_person_in_once_and_its_policy_is_in_force() {
    let world = world().await;
    let (group, bob) = (world.group("mfa"), world.oid(BOB));
    let asked = json!({ "groupIds": [group, "00000000-0000-4000-8000-000000000000"] });
    let path = format!("users/{bob}/checkMemberGroups");
    let none = world.graph(Method::POST, &path, Some(asked.clone())).await;
    assert_eq!((none.status, &none.body["value"]), (200, &json!([])));

    let added = world.add_member(&group, &bob).await;
    assert_eq!((added.status, added.body.is_null()), (204, true));
    let again = world.add_member(&group, &bob).await;
    assert_eq!(again.graph_error(), (400, "Request_BadRequest".to_owned()));
    let said = again.body["error"]["message"].as_str().expect("a text");
    assert!(said.starts_with("One or more added object references already exist"));
    let member = world.graph(Method::POST, &path, Some(asked)).await;
    assert_eq!(member.body["value"], json!([group]));
    let demanded = world.with_password(BOB, BOB_PASSWORD, &[]).await;
    assert_eq!(
        demanded.error(),
        "invalid_grant/registration_required 50072"
    );

    assert_eq!(world.remove_member(&group, &bob).await.status, 204);
    let gone = world.remove_member(&group, &bob).await;
    assert_eq!(
        gone.graph_error(),
        (404, "Request_ResourceNotFound".to_owned())
    );
    world.with_password(BOB, BOB_PASSWORD, &[]).await.granted();
}

#[tokio::test]
async fn a_revocation_ends_sessions_and_sign_ins_but_not_a_reset() {
    let world = world().await;
    world.with_policies(|policies| policies.password_reset.polls_in_progress = 0);
    let tokens = world.with_password(BOB, BOB_PASSWORD, &[]).await;
    let methods = world.ada_chooses().await;
    let may = world.bob_may_submit().await;
    let before = world.looked_up(BOB).await;
    assert!(before.body["value"][0]["signInSessionsValidFromDateTime"].is_null());
    for name in [ADA, BOB] {
        let path = format!("users/{}/revokeSignInSessions", world.oid(name));
        let done = world.graph(Method::POST, &path, None).await;
        assert_eq!((done.status, &done.body["value"]), (200, &json!(true)));
    }
    let now = world.control().now().now;
    let after = world.looked_up(BOB).await;
    let at = after.body["value"][0]["signInSessionsValidFromDateTime"].clone();
    assert!(
        at.as_str().is_some_and(|at| at <= now.as_str()),
        "{at} {now}"
    );

    let refreshed = world.refresh(&tokens.text("refresh_token"), &[]).await;
    assert_eq!(refreshed.error(), "invalid_grant 50173");
    let listed = world.introspect(&methods.token()).await;
    assert_eq!(listed.error(), "invalid_request 55200");
    let submitted = world.submit(&may, TULIP).await.token();
    assert_eq!(world.poll(&submitted).await.text("status"), "succeeded");
}

#[tokio::test]
async fn numbers_and_addresses_are_listed_and_a_number_can_be_taken_away() {
    let world = world_with(&[GraphPermission::MethodReadWriteAll]).await;
    let path = format!("users/{}/authentication", world.oid(ADA));
    let phones = format!("{path}/phoneMethods");
    let listed = world.graph(Method::GET, &phones, None).await;
    let phone = &listed.body["value"][0];
    assert_eq!(phone["phoneNumber"], "+1 5550100123");
    assert_eq!(phone["phoneType"], "mobile");
    let id = phone["id"].as_str().expect("an id");
    assert_eq!(id, "3179e48a-750b-4051-897c-87b9720928f7");
    let emails = world
        .graph(Method::GET, &format!("{path}/emailMethods"), None)
        .await;
    assert_eq!(emails.body["value"][0]["emailAddress"], ADA);

    let removed = world
        .graph(Method::DELETE, &format!("{phones}/{id}"), None)
        .await;
    assert_eq!(removed.status, 204);
    let listed = world.graph(Method::GET, &phones, None).await;
    assert_eq!(listed.body["value"], json!([]));
    let again = world
        .graph(Method::DELETE, &format!("{phones}/{id}"), None)
        .await;
    assert_eq!(again.graph_error(), (404, "resourceNotFound".to_owned()));
    let methods = world.control().user(ADA).expect("ada").methods;
    let channels: Vec<_> = methods.iter().map(|method| method.channel).collect();
    assert_eq!(channels, [Channel::Email]);
}

#[tokio::test]
async fn a_new_account_is_found_after_so_many_lookups_and_so_long() {
    let world = world().await;
    world.with_policies(|policies| policies.directory.lag_lookups = 2);
    world.dora_signed_up().await.token();
    for _ in 0..2 {
        assert_eq!(world.looked_up(DORA).await.body["value"], json!([]));
    }
    let found = world.looked_up(DORA).await;
    assert_eq!(found.body["value"][0]["id"], world.oid(DORA));

    world.with_policies(|policies| {
        policies.directory.lag_lookups = 0;
        policies.directory.lag_seconds = 30;
    });
    world.control().remove_user(DORA).expect("dora");
    world.dora_signed_up().await.token();
    let dora = world.oid(DORA);
    let early = world.add_member(&world.group("mfa"), &dora).await;
    assert_eq!(
        early.graph_error(),
        (404, "Request_ResourceNotFound".to_owned())
    );
    world.control().advance_clock(30);
    let added = world.add_member(&world.group("mfa"), &dora).await;
    assert_eq!(added.status, 204);
}

#[tokio::test]
async fn faults_strike_it_by_name_and_the_journal_shows_nobody() {
    let world = world().await;
    let (group, ada) = (world.group("mfa"), world.oid(ADA));
    let throttled = Fault {
        status: Some(429),
        retry_after: Some(7),
        ..Fault::of("graph/v1.0/groups/{group}/members/$ref")
    };
    world.control().inject(throttled).expect("a fault");
    assert_eq!(world.looked_up(ADA).await.status, 200, "another call");
    let refused = world.add_member(&group, &world.oid(BOB)).await;
    assert_eq!(refused.graph_error(), (429, "TooManyRequests".to_owned()));
    assert_eq!(refused.headers["retry-after"], "7");
    let down = Fault {
        status: Some(503),
        times: 2,
        ..Fault::of("graph/*")
    };
    world.control().inject(down).expect("a fault");
    for _ in 0..2 {
        assert_eq!(world.looked_up(ADA).await.graph_error().0, 503);
    }
    let path = format!("users/{ada}/authentication/phoneMethods");
    assert_eq!(world.graph(Method::GET, &path, None).await.status, 200);
    assert_eq!(world.add_member(&group, &world.oid(BOB)).await.status, 204);

    let journal = world.control().journal();
    let added = journal.last().expect("an entry");
    assert_eq!(
        added.path,
        format!("/graph/v1.0/groups/{group}/members/$ref")
    );
    assert!(added.form["@odata.id"].ends_with(&world.oid(BOB)));
    let journal = serde_json::to_string(&journal).expect("JSON");
    for secret in [SECRET, "5550100123", ADA, "eyJ"] {
        assert!(!journal.contains(secret), "{secret}");
    }
}
