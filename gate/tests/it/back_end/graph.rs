//! A directory of a few people, as Microsoft Graph shows it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use axum::http::Method;
use serde_json::{Value, json};

use crate::scripted::{Reply, Scripted, Seen};
use crate::stage::NOW;

pub(crate) const ADA: &str = "a0a0a0a0-0000-4000-8000-000000000001";
const ISSUER: &str = "contoso.onmicrosoft.com";

/// What the directory holds.
pub(crate) struct Book {
    pub(crate) now: u64,
    /// Names, and whose they are.
    pub(crate) names: BTreeMap<String, String>,
    /// Since when sessions are good.
    pub(crate) valid_from: BTreeMap<String, u64>,
    /// Groups with their members.
    pub(crate) members: BTreeSet<(String, String)>,
    pub(crate) phones: Value,
    pub(crate) emails: Value,
    /// How long the directory's own tokens are good.
    pub(crate) pass_seconds: u64,
    /// What it refuses: paths that hold this.
    pub(crate) refuses: Option<&'static str>,
    passes: u32,
}

#[derive(Clone)]
pub(crate) struct Graph {
    pub(crate) server: Scripted,
    pub(crate) book: Arc<Mutex<Book>>,
}

impl Graph {
    pub(crate) async fn start() -> Self {
        let names =
            ["ada@contoso.example", "ada-alias"].map(|name| (name.to_owned(), ADA.to_owned()));
        let book = Arc::new(Mutex::new(Book {
            now: NOW,
            names: names.into(),
            valid_from: [(ADA.to_owned(), NOW - 30 * 86_400)].into(),
            members: BTreeSet::new(),
            phones: json!([{"id": "p", "phoneNumber": "+1 5550100123", "phoneType": "mobile"}]),
            emails: json!([{"id": "e", "emailAddress": "ada@home.example"}]),
            pass_seconds: 3600,
            refuses: None,
            passes: 0,
        }));
        let kept = Arc::clone(&book);
        let server = Scripted::start().await;
        Self {
            server: server.answering(move |seen| kept.lock().unwrap().reply(seen)),
            book,
        }
    }

    /// Method and path of what it was asked since this was last asked, but for its tokens.
    pub(crate) fn asked(&self) -> Vec<String> {
        let seen = self.server.seen().into_iter();
        let asked = seen.filter(|seen| seen.uri.path() != "/token");
        asked
            .map(|seen| format!("{} {}", seen.method, seen.uri.path()))
            .collect()
    }

    pub(crate) fn holds(&self, group: &str, person: &str) -> bool {
        let pair = (group.to_owned(), person.to_owned());
        self.book.lock().unwrap().members.contains(&pair)
    }

    pub(crate) fn put(&self, group: &str, person: &str) {
        let pair = (group.to_owned(), person.to_owned());
        self.book.lock().unwrap().members.insert(pair);
    }

    pub(crate) fn withdraw_passes(&self) {
        self.book.lock().unwrap().passes += 1;
    }
}

fn refusal(status: u16, code: &str, message: &str) -> Reply {
    Reply::json(
        status,
        &json!({"error": {"code": code, "message": message}}),
    )
}

impl Book {
    /// Somebody else gave the first token.
    pub(crate) fn started(&mut self) {
        self.passes = 1;
    }

    fn reply(&mut self, seen: &Seen) -> Reply {
        let path = seen.uri.path().to_owned();
        if path == "/token" {
            return self.pass(seen);
        }
        let bearer = seen
            .headers
            .get("authorization")
            .map(|value| value.to_str().unwrap());
        if bearer != Some(&format!("Bearer pass-{}", self.passes)) {
            return refusal(
                401,
                "InvalidAuthenticationToken",
                "Access token has expired.",
            );
        }
        if self.refuses.is_some_and(|part| path.contains(part)) {
            return refusal(
                403,
                "Authorization_RequestDenied",
                "Insufficient privileges to complete the operation.",
            );
        }
        let parts: Vec<_> = path.trim_start_matches("/v1.0/").split('/').collect();
        match (seen.method.clone(), parts.as_slice()) {
            (Method::GET, ["users"]) => self.found(seen),
            (Method::POST, ["users", id, "checkMemberGroups"]) => {
                let asked = seen.json()["groupIds"].clone();
                let in_it = |group: &&Value| {
                    let pair = (group.as_str().unwrap().to_owned(), (*id).to_owned());
                    self.members.contains(&pair)
                };
                let held: Vec<_> = asked.as_array().unwrap().iter().filter(in_it).collect();
                Reply::json(200, &json!({"value": held}))
            }
            (Method::POST, ["users", id, "revokeSignInSessions"]) => {
                self.valid_from.insert((*id).to_owned(), self.now);
                Reply::json(200, &json!({"value": true}))
            }
            (Method::GET, ["users", _, "authentication", "phoneMethods"]) => {
                Reply::json(200, &json!({"value": self.phones}))
            }
            (Method::GET, ["users", _, "authentication", "emailMethods"]) => {
                Reply::json(200, &json!({"value": self.emails}))
            }
            (Method::POST, ["groups", group, "members", "$ref"]) => {
                let body = seen.json();
                let id = body["@odata.id"].as_str().unwrap();
                let (_, id) = id.split_once("/v1.0/directoryObjects/").unwrap();
                if self.members.insert(((*group).to_owned(), id.to_owned())) {
                    Reply::text(204, "")
                } else {
                    let message = "One or more added object references already exist for the following modified properties: 'members'.";
                    refusal(400, "Request_BadRequest", message)
                }
            }
            (Method::DELETE, ["groups", group, "members", id, "$ref"]) => {
                self.members
                    .remove(&((*group).to_owned(), (*id).to_owned()));
                Reply::text(204, "")
            }
            other => panic!("{other:?}"),
        }
    }

    fn pass(&mut self, seen: &Seen) -> Reply {
        let form = seen.form();
        assert_eq!(form["grant_type"], "client_credentials");
        assert_eq!(form["client_id"], "gate");
        assert_eq!(form["client_secret"], "risk-secret");
        assert_eq!(form["scope"], "https://graph.microsoft.com/.default");
        self.passes += 1;
        let pass = format!("pass-{}", self.passes);
        let seconds = self.pass_seconds;
        Reply::json(
            200,
            &json!({"token_type": "Bearer", "access_token": pass, "expires_in": seconds}),
        )
    }

    fn found(&self, seen: &Seen) -> Reply {
        let query = form_urlencoded::parse(seen.uri.query().unwrap().as_bytes());
        let query: BTreeMap<_, _> = query.into_owned().collect();
        assert_eq!(query["$select"], "id,signInSessionsValidFromDateTime");
        let filter = query["$filter"].clone();
        let inner = filter
            .strip_prefix("identities/any(c:c/issuerAssignedId eq '")
            .unwrap();
        let (name, rest) = inner.split_once("' and c/issuer eq '").unwrap();
        assert_eq!(rest, format!("{ISSUER}')"));
        let name = name.replace("''", "'").to_lowercase();
        let people = self.names.get(&name).map(|id| {
            let valid_from = self.valid_from.get(id).map(|at| written(*at));
            json!({"id": id, "signInSessionsValidFromDateTime": valid_from})
        });
        let people: Vec<_> = people.into_iter().collect();
        Reply::json(200, &json!({"value": people}))
    }
}

/// A moment of November 2026 or around it, as a directory writes it.
fn written(at: u64) -> String {
    const NOVEMBER: u64 = 1_793_491_200;
    let days = (at - (NOVEMBER - 31 * 86_400)) / 86_400;
    let (month, day) = match days {
        0..31 => (10, days + 1),
        31..61 => (11, days - 30),
        _ => (12, days - 60),
    };
    let (hour, minute, second) = (at % 86_400 / 3600, at % 3600 / 60, at % 60);
    format!("2026-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}
