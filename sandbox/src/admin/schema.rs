//! The published contract of the admin API: a JSON Schema made from the types that read and write it.

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use super::nulls;
use super::read::{AdvanceClock, Revoke, Solve};
use crate::model::{
    Apps, Faults, Group, Info, JournalEntry, Mail, NewUser, Now, Policies, RiskBook, RiskProof,
    RiskRule, Seed, SignIn, User, UserChange,
};

/// The JSON Schema of the admin API. `$defs` holds every document, `x-operations` lists the paths with what they take
/// and give. It is committed as `docs/sandbox-admin.schema.json` and served at `GET /admin/schema`.
pub fn admin_schema() -> Value {
    let mut generator = SchemaGenerator::default();
    let one = |schema: schemars::Schema| schema.to_value();
    let info = one(generator.subschema_for::<Info>());
    let now = one(generator.subschema_for::<Now>());
    let user = one(generator.subschema_for::<User>());
    let users = one(generator.subschema_for::<Vec<User>>());
    let groups = one(generator.subschema_for::<Vec<Group>>());
    let mail = one(generator.subschema_for::<Vec<Mail>>());
    let policies = one(generator.subschema_for::<Policies>());
    let apps = one(generator.subschema_for::<Apps>());
    let faults = one(generator.subschema_for::<Faults>());
    let sign_ins = one(generator.subschema_for::<Vec<SignIn>>());
    let journal = one(generator.subschema_for::<Vec<JournalEntry>>());
    let new_user = one(generator.subschema_for::<NewUser>());
    let change = one(generator.subschema_for::<UserChange>());
    let advance = one(generator.subschema_for::<AdvanceClock>());
    let revoke = one(generator.subschema_for::<Revoke>());
    let rule = one(generator.subschema_for::<RiskRule>());
    let book = one(generator.subschema_for::<RiskBook>());
    let solve = one(generator.subschema_for::<Solve>());
    let proof = one(generator.subschema_for::<RiskProof>());
    let refusal = one(generator.subschema_for::<Refusal>());
    generator.subschema_for::<Seed>();
    let mut definitions = generator.take_definitions(true);
    nulls::publish(&mut definitions);
    let operations = json!([
        operation("GET", "/admin/info", None, 200, &info),
        operation(
            "GET",
            "/admin/schema",
            None,
            200,
            &json!({ "type": "object" })
        ),
        operation("POST", "/admin/reset", None, 200, &info),
        operation("GET", "/admin/users", None, 200, &users),
        operation("POST", "/admin/users", Some(&new_user), 201, &user),
        operation("GET", "/admin/users/{username}", None, 200, &user),
        operation(
            "PATCH",
            "/admin/users/{username}",
            Some(&change),
            200,
            &user
        ),
        operation("DELETE", "/admin/users/{username}", None, 200, &user),
        operation("GET", "/admin/groups", None, 200, &groups),
        operation("GET", "/admin/mailbox?to=&channel=", None, 200, &mail),
        operation("GET", "/admin/clock", None, 200, &now),
        operation("POST", "/admin/clock", Some(&advance), 200, &now),
        operation("POST", "/admin/revoke", Some(&revoke), 200, &user),
        operation("GET", "/admin/policies", None, 200, &policies),
        operation("PUT", "/admin/policies", Some(&policies), 200, &policies),
        operation("GET", "/admin/apps", None, 200, &apps),
        operation("PUT", "/admin/apps", Some(&apps), 200, &apps),
        operation("GET", "/admin/faults", None, 200, &faults),
        operation("PUT", "/admin/faults", Some(&faults), 200, &faults),
        operation("GET", "/admin/risk", None, 200, &book),
        operation("PUT", "/admin/risk", Some(&rule), 200, &book),
        operation("POST", "/admin/risk/solve", Some(&solve), 200, &proof),
        operation("GET", "/admin/signins", None, 200, &sign_ins),
        operation("GET", "/admin/journal", None, 200, &journal),
    ]);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Doorstep sandbox: admin API",
        "description": "Every document of the admin API, and the seed file. Refusals are documents of type Refusal.",
        "x-operations": operations,
        "x-refusal": refusal,
        "$defs": definitions,
    })
}

/// The body of a refusal.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "describes the JSON that refusals are written as")]
struct Refusal {
    /// What is wrong, in one sentence.
    error: String,
    /// The member at fault, where there is one.
    field: Option<String>,
}

fn operation(method: &str, path: &str, body: Option<&Value>, status: u16, answer: &Value) -> Value {
    let mut operation =
        json!({ "method": method, "path": path, "status": status, "answer": answer });
    if let Some(body) = body {
        operation["body"] = body.clone();
    }
    operation
}
