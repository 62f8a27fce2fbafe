//! What Microsoft Graph refuses, and in which words.

use doorstep_sandbox::model::GraphPermission;
use reqwest::Method;
use serde_json::json;

use crate::graphs::*;
use crate::support::*;

const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

#[tokio::test]
async fn a_secret_and_a_scope_must_be_right() {
    let world = world().await;
    let refused = |reply: &Reply| (reply.status, reply.body["error_codes"][0].as_u64());
    let wrong = world.in_own_name("sandbox-secre", DEFAULT).await;
    assert_eq!(refused(&wrong), (401, Some(7_000_215)));
    assert_eq!(wrong.text("error"), "invalid_client");
    let none = world.in_own_name("", DEFAULT).await;
    assert_eq!(refused(&none), (401, Some(7_000_216)));
    for scope in [
        "https://graph.microsoft.com/User.Read.All",
        "api://todo/.default",
    ] {
        let reply = world.in_own_name(SECRET, scope).await;
        assert_eq!(reply.error(), "invalid_scope 1002012", "{scope}");
    }
    let fields = [
        ("client_secret", SECRET),
        ("grant_type", "client_credentials"),
        ("scope", DEFAULT),
    ];
    let with = |id| [&[("client_id", id)], fields.as_slice()].concat();
    let public = world.post("token", &with(APP)).await;
    assert_eq!(
        refused(&public),
        (401, Some(7_000_215)),
        "an app without a secret"
    );
    let unknown = world.post("token", &with(NOBODY)).await;
    assert_eq!(unknown.error(), "unauthorized_client 700016");
}

#[tokio::test]
async fn without_a_token_for_it_nobody_gets_in() {
    let world = world().await;
    let path = format!("users/{}", world.oid(ADA));
    let invalid = || (401, "InvalidAuthenticationToken".to_owned());
    let call = async |token: Option<&str>| {
        let reply = world.graph_with(token, Method::GET, &path, None).await;
        let asked = reply.headers.get("www-authenticate").cloned();
        assert_eq!(asked.is_some(), reply.status == 401, "{reply:?}");
        reply.graph_error()
    };
    assert_eq!(call(None).await, invalid());
    assert_eq!(call(Some("eyJ.eyJ.x")).await, invalid());
    let bob = world.with_password(BOB, BOB_PASSWORD, &[]).await;
    assert_eq!(
        call(Some(&bob.text("access_token"))).await,
        invalid(),
        "for an API"
    );
    let own = [("scope", "openid")];
    let own = world.with_password(BOB, BOB_PASSWORD, &own).await;
    let denied = (403, "Authorization_RequestDenied".to_owned());
    assert_eq!(
        call(Some(&own.text("access_token"))).await,
        denied,
        "a person's own"
    );
    let token = world.graph_token().await;
    world.control().advance_clock(3600);
    assert_eq!(call(Some(&token)).await, invalid(), "an old one");
}

#[tokio::test]
async fn an_app_that_may_not_is_told_what_it_lacks() {
    let world = world_with(&[GraphPermission::GroupMemberReadAll]).await;
    let ada = world.oid(ADA);
    let methods = format!("users/{ada}/authentication/phoneMethods");
    let sessions = format!("users/{ada}/revokeSignInSessions");
    let groups = format!("users/{ada}/checkMemberGroups");
    let members = format!("groups/{}/members/$ref", world.group("mfa"));
    for (method, path, lacks) in [
        (Method::GET, format!("users/{ada}"), "User.Read.All"),
        (Method::GET, methods, "UserAuthMethod-Phone.Read.All"),
        (Method::POST, sessions, "User.RevokeSessions.All"),
        (Method::POST, groups, "User.Read.All"),
        (Method::POST, members, "GroupMember.ReadWrite.All"),
    ] {
        let body = Some(json!({ "groupIds": [] })).filter(|_| method == Method::POST);
        let denied = world.graph(method, &path, body).await;
        let code = "Authorization_RequestDenied".to_owned();
        assert_eq!(denied.graph_error(), (403, code), "{path}");
        let said = denied.body["error"]["message"].as_str().expect("a text");
        assert!(said.contains(lacks), "{said}");
    }
    let bob = world.refresh("x", &[]).await;
    assert_eq!(bob.status, 400, "the tenant goes on");
    let read_only = world_with(&[GraphPermission::MethodReadAll]).await;
    let phone = "3179e48a-750b-4051-897c-87b9720928f7";
    let path = format!(
        "users/{}/authentication/phoneMethods/{phone}",
        read_only.oid(ADA)
    );
    let denied = read_only.graph(Method::DELETE, &path, None).await;
    assert_eq!(denied.status, 403);
    assert_eq!(read_only.control().user(ADA).expect("ada").methods.len(), 2);
}

#[tokio::test]
async fn what_does_not_exist_is_named() {
    let world = world().await;
    let missing = (404, "Request_ResourceNotFound".to_owned());
    let mfa = world.group("mfa");
    for reply in [
        world.add_member(&mfa, NOBODY).await,
        world.add_member(NOBODY, &world.oid(ADA)).await,
        world.remove_member(&mfa, NOBODY).await,
        world
            .graph(Method::GET, &format!("users/{NOBODY}"), None)
            .await,
        world
            .graph(Method::GET, &format!("users/{ADA}"), None)
            .await,
        world
            .graph(
                Method::POST,
                &format!("users/{NOBODY}/revokeSignInSessions"),
                None,
            )
            .await,
    ] {
        assert_eq!(reply.graph_error(), missing);
    }
    let named = world.add_member(&mfa, NOBODY).await;
    let said = named.body["error"]["message"].as_str().expect("a text");
    assert!(said.contains(NOBODY), "{said}");
    for path in ["me", "users/x/manager", "groups"] {
        let reply = world.graph(Method::GET, path, None).await;
        assert_eq!(
            reply.graph_error(),
            (400, "BadRequest".to_owned()),
            "{path}"
        );
    }
    let wrong = world.graph(Method::PUT, "users", None).await;
    assert_eq!(wrong.graph_error().0, 405);
}

#[tokio::test]
async fn what_cannot_be_read_changes_nothing() {
    let world = world().await;
    let (ada, mfa) = (world.oid(BOB), world.group("mfa"));
    let members = format!("groups/{mfa}/members/$ref");
    for body in [
        json!({}),
        json!([]),
        json!({ "@odata.id": 7 }),
        json!({ "@odata.id": ada }),
        json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/groups/{ada}") }),
    ] {
        let reply = world.graph(Method::POST, &members, Some(body)).await;
        assert_eq!(reply.graph_error(), (400, "Request_BadRequest".to_owned()));
    }
    let path = format!("users/{ada}/checkMemberGroups");
    let many = vec![mfa.clone(); 21];
    for ids in [json!(["mfa"]), json!("x"), json!(many)] {
        let body = json!({ "groupIds": ids });
        let reply = world.graph(Method::POST, &path, Some(body)).await;
        assert_eq!(reply.graph_error(), (400, "Request_BadRequest".to_owned()));
    }
    let huge = json!({ "@odata.id": "x".repeat(70_000) });
    let reply = world.graph(Method::POST, &members, Some(huge)).await;
    assert_eq!(reply.status, 413);
    for query in ["", "$filter=displayName%20eq%20'Ada'", "$select=password"] {
        let reply = world
            .graph(Method::GET, &format!("users?{query}"), None)
            .await;
        assert_eq!(reply.graph_error().0, 400, "{query}");
    }
    assert!(world.control().user(BOB).expect("bob").groups.is_empty());
}
