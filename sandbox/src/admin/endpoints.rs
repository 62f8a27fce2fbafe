//! The paths of the admin API.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::Response;
use serde::Serialize;

use super::error::AdminError;
use super::read::{AdvanceClock, MailQuery, Revoke, Solve, changes, document, merge, typed};
use super::schema::admin_schema;
use crate::control::Control;
use crate::edge;
use crate::model::{Apps, FieldError, Policies, RiskProof};
use crate::sandbox::Sandbox;

type Shared = State<Arc<Sandbox>>;
type Answered = Result<Response<Body>, AdminError>;

pub(super) async fn info(State(sandbox): Shared) -> Answered {
    answer(200, &Control::new(sandbox).info())
}

pub(super) async fn schema() -> Answered {
    answer(200, &admin_schema())
}

pub(super) async fn reset(State(sandbox): Shared) -> Answered {
    let control = Control::new(sandbox);
    control.reset();
    answer(200, &control.info())
}

pub(super) async fn users(State(sandbox): Shared) -> Answered {
    answer(200, &Control::new(sandbox).users())
}

pub(super) async fn add_user(State(sandbox): Shared, body: Body) -> Answered {
    let user = document(body).await?;
    answer(201, &Control::new(sandbox).add_user(user)?)
}

pub(super) async fn user(State(sandbox): Shared, Path(username): Path<String>) -> Answered {
    answer(
        200,
        &Control::new(sandbox)
            .user(&username)
            .ok_or(AdminError::NoUser)?,
    )
}

pub(super) async fn change_user(
    State(sandbox): Shared,
    Path(username): Path<String>,
    body: Body,
) -> Answered {
    let change = document(body).await?;
    let user = Control::new(sandbox).change_user(&username, change)?;
    answer(200, &user.ok_or(AdminError::NoUser)?)
}

pub(super) async fn remove_user(State(sandbox): Shared, Path(username): Path<String>) -> Answered {
    answer(
        200,
        &Control::new(sandbox)
            .remove_user(&username)
            .ok_or(AdminError::NoUser)?,
    )
}

pub(super) async fn groups(State(sandbox): Shared) -> Answered {
    answer(200, &Control::new(sandbox).groups())
}

pub(super) async fn mailbox(State(sandbox): Shared, RawQuery(query): RawQuery) -> Answered {
    let query = MailQuery::parse(query.as_deref().unwrap_or_default())?;
    answer(
        200,
        &Control::new(sandbox).mailbox(query.to.as_deref(), query.channel),
    )
}

pub(super) async fn now(State(sandbox): Shared) -> Answered {
    answer(200, &Control::new(sandbox).now())
}

pub(super) async fn advance_clock(State(sandbox): Shared, body: Body) -> Answered {
    let AdvanceClock { advance_seconds } = document(body).await?;
    answer(200, &Control::new(sandbox).advance_clock(advance_seconds))
}

pub(super) async fn revoke(State(sandbox): Shared, body: Body) -> Answered {
    let Revoke { username } = document(body).await?;
    answer(
        200,
        &Control::new(sandbox)
            .revoke(&username)
            .ok_or(AdminError::NoUser)?,
    )
}

pub(super) async fn policies(State(sandbox): Shared) -> Answered {
    answer(200, &Control::new(sandbox).policies())
}

pub(super) async fn put_policies(State(sandbox): Shared, body: Body) -> Answered {
    let given = changes::<Policies>(body).await?;
    let mut tenant = sandbox.tenant();
    let mut merged = json(&tenant.policies)?;
    merge(&mut merged, given);
    let policies: Policies = typed(merged)?;
    policies.check()?;
    tenant.policies = policies;
    answer(200, &tenant.policies)
}

pub(super) async fn apps(State(sandbox): Shared) -> Answered {
    answer(200, &Control::new(sandbox).apps())
}

pub(super) async fn put_apps(State(sandbox): Shared, body: Body) -> Answered {
    let given = changes::<Apps>(body).await?;
    let mut tenant = sandbox.tenant();
    let mut merged = json(&tenant.registrations)?;
    merge(&mut merged, given);
    let apps: Apps = typed(merged)?;
    apps.check()?;
    tenant.registrations = apps;
    answer(200, &tenant.registrations)
}

pub(super) async fn faults(State(sandbox): Shared) -> Answered {
    answer(200, &Control::new(sandbox).faults())
}

pub(super) async fn put_faults(State(sandbox): Shared, body: Body) -> Answered {
    let faults = document(body).await?;
    let control = Control::new(sandbox);
    control.set_faults(faults)?;
    answer(200, &control.faults())
}

pub(super) async fn sign_ins(State(sandbox): Shared) -> Answered {
    answer(200, &Control::new(sandbox).sign_ins())
}

pub(super) async fn journal(State(sandbox): Shared) -> Answered {
    answer(200, &Control::new(sandbox).journal())
}

pub(super) async fn risk(State(sandbox): Shared) -> Answered {
    answer(200, &Control::new(sandbox).risk())
}

pub(super) async fn put_risk(State(sandbox): Shared, body: Body) -> Answered {
    let rule = document(body).await?;
    let control = Control::new(sandbox);
    control.set_risk(rule)?;
    answer(200, &control.risk())
}

pub(super) async fn solve(State(sandbox): Shared, body: Body) -> Answered {
    let Solve { challenge } = document(body).await?;
    let proof = Control::new(sandbox).solve_challenge(&challenge);
    let proof = proof.ok_or(AdminError::NoChallenge)?;
    answer(200, &RiskProof { proof })
}

pub(super) async fn unknown() -> AdminError {
    AdminError::NoPath
}

pub(super) async fn wrong_method() -> AdminError {
    AdminError::Method
}

fn json<T: Serialize>(document: &T) -> Result<serde_json::Value, AdminError> {
    serde_json::to_value(document)
        .map_err(|error| FieldError::new("the answer", error.to_string()).into())
}

fn answer<T: Serialize>(status: u16, document: &T) -> Answered {
    Ok(edge::json(status, &json(document)?))
}
