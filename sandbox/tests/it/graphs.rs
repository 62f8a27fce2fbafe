//! Calls to Microsoft Graph, as something beside a tenant makes them.

use doorstep_sandbox::Config;
use doorstep_sandbox::model::{GraphPermission, Seed};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::*;

pub(crate) const SERVICE: &str = "44444444-4444-4444-8444-444444444444";
pub(crate) const SECRET: &str = "sandbox-secret";
pub(crate) const DEFAULT: &str = "https://graph.microsoft.com/.default";

/// A tenant whose back end may do these things and nothing else.
pub(crate) async fn world_with(permissions: &[GraphPermission]) -> World {
    let mut seed = Seed::contoso();
    seed.registrations.services[0].permissions = permissions.to_vec();
    let config = Config {
        seed,
        ..Config::default()
    };
    world_of(config).await
}

impl World {
    /// The grant of an app in its own name.
    pub(crate) async fn in_own_name(&self, secret: &str, scope: &str) -> Reply {
        let fields = [
            ("client_id", SERVICE),
            ("client_secret", secret),
            ("grant_type", "client_credentials"),
            ("scope", scope),
        ];
        self.post("token", &fields).await
    }

    pub(crate) async fn graph_token(&self) -> String {
        let reply = self.in_own_name(SECRET, DEFAULT).await;
        reply.granted().text("access_token")
    }

    /// A call with the token of an app.
    pub(crate) async fn graph(&self, method: Method, path: &str, body: Option<Value>) -> Reply {
        let token = self.graph_token().await;
        self.graph_with(Some(&token), method, path, body).await
    }

    pub(crate) async fn graph_with(
        &self,
        token: Option<&str>,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Reply {
        let url = format!("{}/v1.0/{path}", self.sandbox.listening().graph);
        let mut request = self.http.request(method, url);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            let body = body.to_string();
            request = request
                .header("content-type", "application/json")
                .body(body);
        }
        Reply::of(request).await
    }

    /// Who has this name, by filter, as Graph answers it.
    pub(crate) async fn looked_up(&self, name: &str) -> Reply {
        let filter = format!(
            "identities/any(c:c/issuerAssignedId eq '{name}' and c/issuer eq 'contoso.onmicrosoft.com')"
        );
        let select = ("$select", "id,signInSessionsValidFromDateTime");
        let query = encoded(&[("$filter", &filter), select]);
        self.graph(Method::GET, &format!("users?{query}"), None)
            .await
    }

    /// The object id of whoever has this name.
    pub(crate) fn oid(&self, username: &str) -> String {
        let user = self.control().user(username).expect("a user");
        user.id.to_string()
    }

    /// The object id of a group.
    pub(crate) fn group(&self, name: &str) -> String {
        let groups = self.control().groups();
        let group = groups.iter().find(|group| group.name == name);
        group.expect("a group").id.to_string()
    }

    pub(crate) async fn add_member(&self, group: &str, user: &str) -> Reply {
        let reference = format!("https://graph.microsoft.com/v1.0/directoryObjects/{user}");
        let body = json!({ "@odata.id": reference });
        let path = format!("groups/{group}/members/$ref");
        self.graph(Method::POST, &path, Some(body)).await
    }

    pub(crate) async fn remove_member(&self, group: &str, user: &str) -> Reply {
        let path = format!("groups/{group}/members/{user}/$ref");
        self.graph(Method::DELETE, &path, None).await
    }
}

impl Reply {
    /// The code of one of Graph's errors, after checking the envelope around it.
    pub(crate) fn graph_error(&self) -> (u16, String) {
        let error = &self.body["error"];
        assert!(error["message"].is_string(), "{self:?}");
        for name in ["date", "request-id", "client-request-id"] {
            assert!(error["innerError"][name].is_string(), "{name} in {self:?}");
        }
        let id = self.headers["request-id"].to_str().expect("an id");
        assert_eq!(error["innerError"]["request-id"], id);
        let code = error["code"].as_str().expect("a code");
        (self.status, code.to_owned())
    }
}
