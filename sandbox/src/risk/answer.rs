//! Answers of the provider, and the ways in which it fails to give one.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, Response};
use hyper::body::Frame;
use serde_json::{Value, json};
use tokio::time::{Interval, MissedTickBehavior, interval};

use crate::edge::{self, Dropped};
use crate::model::RiskVerdict;

/// How long it keeps silent before it ends the connection.
const SILENCE: Duration = Duration::from_mins(1);
/// Between two bytes of a slow answer.
const PAUSE: Duration = Duration::from_millis(250);

/// What goes out for a verdict. `body` says it in the caller's words, and what a slow answer would have said.
pub(super) async fn told(verdict: RiskVerdict, body: &Value) -> Response<Body> {
    match verdict {
        RiskVerdict::Timeout => {
            tokio::time::sleep(SILENCE).await;
            let mut response = Response::new(Body::empty());
            response.extensions_mut().insert(Dropped);
            response
        }
        RiskVerdict::Error => edge::json(500, &json!({"error": "server_error"})),
        RiskVerdict::Garbage => garbage(),
        RiskVerdict::Slow => slowly(body),
        RiskVerdict::Pass
        | RiskVerdict::Review
        | RiskVerdict::Challenge
        | RiskVerdict::Reject
        | RiskVerdict::UnknownSession
        | RiskVerdict::RateLimit => edge::json(200, body),
    }
}

/// A page where JSON belongs, with the word for a pass in it.
fn garbage() -> Response<Body> {
    let page = "<!DOCTYPE html><html><body><p>pass</p></body></html>";
    let mut response = Response::new(Body::from(page));
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
    response
}

fn slowly(body: &Value) -> Response<Body> {
    let bytes = Bytes::from(body.to_string());
    let length = bytes.len();
    let mut pace = interval(PAUSE);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut response = Response::new(Body::new(Drip { bytes, pace }));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    response
}

/// A body that comes byte by byte.
struct Drip {
    bytes: Bytes,
    pace: Interval,
}

impl HttpBody for Drip {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        if self.bytes.is_empty() {
            return Poll::Ready(None);
        }
        match self.pace.poll_tick(context) {
            Poll::Ready(_) => Poll::Ready(Some(Ok(Frame::data(self.bytes.split_to(1))))),
            Poll::Pending => Poll::Pending,
        }
    }
}
