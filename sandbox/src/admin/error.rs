//! Refusals of the admin API.

use axum::body::Body;
use axum::http::Response;
use axum::response::IntoResponse;
use serde_json::json;

use crate::edge;
use crate::model::FieldError;

/// Why the admin API did not do what it was asked.
#[derive(Debug)]
pub(super) enum AdminError {
    /// Not for this caller.
    Forbidden(&'static str),
    /// A token is needed.
    Unauthorized,
    /// The document is wrong.
    Wrong(FieldError),
    /// There is no such user.
    NoUser,
    /// There is no such challenge.
    NoChallenge,
    /// There is no such path.
    NoPath,
    /// The path does not take this method.
    Method,
    /// The body is too large.
    TooLarge,
}

impl From<FieldError> for AdminError {
    fn from(error: FieldError) -> Self {
        Self::Wrong(error)
    }
}

impl IntoResponse for AdminError {
    fn into_response(self) -> Response<Body> {
        let (status, text) = match &self {
            Self::Forbidden(text) => (403, *text),
            Self::Unauthorized => (
                401,
                "the admin API asks for its token: Authorization: Bearer …",
            ),
            Self::Wrong(error) => {
                return edge::json(
                    400,
                    &json!({ "error": error.to_string(), "field": error.field }),
                );
            }
            Self::NoUser => (404, "there is no user of that username or alias"),
            Self::NoChallenge => (404, "there is no such challenge, or it is over"),
            Self::NoPath => (
                404,
                "there is no such path; GET /admin/schema lists what there is",
            ),
            Self::Method => (
                405,
                "this path does not take this method; GET /admin/schema lists what there is",
            ),
            Self::TooLarge => (413, "the body is larger than the admin API reads"),
        };
        edge::json(status, &json!({ "error": text }))
    }
}
