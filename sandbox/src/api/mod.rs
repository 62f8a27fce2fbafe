//! A protected API beside the tenant: what an app does with its access token, and how an API asks for more.
//!
//! `GET /api/todo` wants a token of this tenant for `api://todo` with the scope `ToDo.Read` and the authentication
//! context `c3`. What is missing stands in `WWW-Authenticate`, so that a client can sign in again for it.

mod bearer;
mod refusal;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::WWW_AUTHENTICATE;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, Response};
use serde_json::{Value, json};

use crate::edge::{self, with_cors};
use crate::model::ApiDialect;
use crate::sandbox::Sandbox;
use bearer::{Bearer, Wanted};
use refusal::Refusal;

/// Where the API stands below the root.
pub(crate) const TODO: &str = "/api/todo";

/// What a token must say.
const WANTED: Wanted = Wanted {
    audience: "api://todo",
    scope: "ToDo.Read",
    context: "c3",
};

/// Answers a request to the API.
pub(crate) async fn todo(State(sandbox): State<Arc<Sandbox>>, request: Request) -> Response<Body> {
    let (parts, _) = request.into_parts();
    if sandbox.settings.cors {
        let answer = async { answer(&sandbox, &parts) };
        return with_cors(&parts.method, &parts.headers, answer).await;
    }
    answer(&sandbox, &parts)
}

fn answer(sandbox: &Sandbox, parts: &Parts) -> Response<Body> {
    if parts.method != Method::GET {
        return edge::json(405, &json!({ "error": "only GET is answered here" }));
    }
    let query = Query::read(parts.uri.query().unwrap_or_default());
    let refusal = match admit(sandbox, parts, &query) {
        Ok(claims) => return edge::json(200, &list(&claims)),
        Err(refusal) => refusal,
    };
    let tenant = sandbox.tenant();
    let base = format!(
        "{}/{}",
        edge::origin(&sandbox.settings, &parts.headers),
        tenant.names.name()
    );
    let dialect = query.dialect.unwrap_or(tenant.policies.api.dialect);
    let challenge = refusal.challenge(dialect, &base, WANTED.context);
    let mut response = edge::json(refusal.status(), &json!({ "error": refusal.name(dialect) }));
    if let Ok(challenge) = HeaderValue::from_str(&challenge) {
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    response
}

/// The claims of the token, if it is good for the list.
fn admit(sandbox: &Sandbox, parts: &Parts, query: &Query) -> Result<Value, Refusal> {
    let now = sandbox.clock.now();
    let issuer = sandbox.tenant().issuer();
    let bearer = Bearer::read(&parts.headers, &sandbox.key, &issuer, now)?;
    bearer.satisfies(&WANTED, query.max_age, now)
}

fn list(claims: &Value) -> Value {
    json!({
        "owner": claims["oid"],
        "todos": [
            { "title": "Water the tulips", "done": true },
            { "title": "Answer the door", "done": false },
        ],
    })
}

/// What a caller can ask of the API beyond the list.
struct Query {
    dialect: Option<ApiDialect>,
    /// Seconds that the sign-in may lie back.
    max_age: Option<u32>,
}

impl Query {
    fn read(query: &str) -> Self {
        let mut read = Self {
            dialect: None,
            max_age: None,
        };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match (&*name, &*value) {
                ("dialect", "rfc9470") => read.dialect = Some(ApiDialect::Rfc9470),
                ("dialect", "microsoft") => read.dialect = Some(ApiDialect::Microsoft),
                ("max_age", seconds) => read.max_age = seconds.parse().ok(),
                _ => {}
            }
        }
        read
    }
}
