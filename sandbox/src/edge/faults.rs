//! Injected faults: which one strikes, and what it looks like.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, Response, StatusCode};
use hyper::body::Frame;
use serde_json::Value;

use super::respond::{Dropped, json};
use crate::model::{BodyKind, Fault, FaultPoint, Faults};
use crate::wire::Target;

const HUGE: usize = 16 * 1024 * 1024;
const DEEP: usize = 10_000;
const PAGE: &str = "<!DOCTYPE html><html><head><title>Request blocked</title></head>\
    <body><h1>Request blocked</h1><p>The edge in front of the service did not let this request pass.</p></body></html>";

/// The faults that wait.
#[derive(Debug, Default)]
pub(crate) struct FaultQueue(Vec<Fault>);

impl FaultQueue {
    /// Replaces all faults. They have been checked.
    pub(crate) fn replace(&mut self, faults: Faults) {
        self.0 = faults.faults;
    }

    /// The faults that are left.
    pub(crate) fn left(&self) -> Faults {
        Faults {
            faults: self.0.clone(),
        }
    }

    /// The fault that strikes the next answer of a target, once less than before.
    pub(super) fn strike(&mut self, target: Target) -> Option<Fault> {
        let hits = |fault: &Fault| target.is_meant_by(&fault.endpoint);
        let at = self.0.iter().position(hits)?;
        let fault = self.0.get_mut(at)?;
        fault.times -= 1;
        let struck = fault.clone();
        if fault.times == 0 {
            self.0.remove(at);
        }
        Some(struck)
    }
}

/// Whether the fault leaves the answer alone and only delays it.
pub(super) fn only_delays(fault: &Fault) -> bool {
    fault.leaves_the_answer_alone()
}

/// Whether the request is carried out under this fault.
pub(super) fn carries_out(fault: &Fault) -> bool {
    fault.when == FaultPoint::After || only_delays(fault)
}

/// The answer that takes the place of the tenant's. `own` is what the tenant answered, if it was asked, or an error of
/// the sandbox.
pub(super) fn answer(fault: &Fault, status: u16, own: &Value) -> Response<Body> {
    if fault.drop {
        let mut response = Response::new(Body::empty());
        response.extensions_mut().insert(Dropped);
        return response;
    }
    let mut response = json(status, own);
    match fault.body {
        None => {}
        Some(BodyKind::Html) => replace(&mut response, "text/html; charset=utf-8", PAGE.into()),
        Some(BodyKind::Empty) => replace(
            &mut response,
            "application/json; charset=utf-8",
            Bytes::new(),
        ),
        Some(BodyKind::Garbage) => {
            let bytes: Vec<u8> = (0x80..=0xff).rev().cycle().step_by(37).take(512).collect();
            replace(&mut response, "application/octet-stream", bytes.into());
        }
        Some(BodyKind::Huge) => {
            let body = format!("{{\"padding\":\"{}\"}}", "x".repeat(HUGE));
            replace(
                &mut response,
                "application/json; charset=utf-8",
                body.into(),
            );
        }
        Some(BodyKind::DeepJson) => {
            let body = format!("{}1{}", "{\"a\":".repeat(DEEP), "}".repeat(DEEP));
            replace(
                &mut response,
                "application/json; charset=utf-8",
                body.into(),
            );
        }
        Some(BodyKind::Truncated) => {
            let whole = own.to_string();
            let half = Bytes::from(
                whole
                    .as_bytes()
                    .get(..whole.len() / 2)
                    .unwrap_or_default()
                    .to_vec(),
            );
            *response.body_mut() = Body::new(CutOff::Start(half));
            response
                .headers_mut()
                .insert(CONTENT_LENGTH, HeaderValue::from(whole.len()));
        }
    }
    if let Some(status) = fault
        .status
        .and_then(|status| StatusCode::from_u16(status).ok())
    {
        *response.status_mut() = status;
    }
    if let Some(seconds) = fault.retry_after {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn replace(response: &mut Response<Body>, media_type: &'static str, body: Bytes) {
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    *response.body_mut() = Body::from(body);
}

/// A body that breaks off after its first part, so that the connection ends in the middle.
enum CutOff {
    /// The part is to be given.
    Start(Bytes),
    /// The part was given; the server gets one turn to send it.
    Given,
    /// The part was sent.
    Sent,
}

impl HttpBody for CutOff {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        match &mut *self {
            Self::Start(part) => {
                let part = std::mem::take(part);
                *self = Self::Given;
                Poll::Ready(Some(Ok(Frame::data(part))))
            }
            Self::Given => {
                *self = Self::Sent;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Self::Sent => {
                let cut = std::io::Error::other("cut off by an injected fault");
                Poll::Ready(Some(Err(cut)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Endpoint;

    #[test]
    fn a_fault_strikes_as_often_as_it_says_and_only_its_endpoint() {
        let mut queue = FaultQueue::default();
        let fault = Fault {
            times: 2,
            drop: true,
            ..Fault::of("oauth2/v2.0/token")
        };
        queue.replace(Faults {
            faults: vec![
                fault,
                Fault {
                    status: Some(503),
                    ..Fault::of("*")
                },
            ],
        });
        assert_eq!(
            queue
                .strike(Target::Tenant(Endpoint::Initiate))
                .and_then(|fault| fault.status),
            Some(503)
        );
        assert!(queue.strike(Target::Tenant(Endpoint::Initiate)).is_none());
        assert!(
            queue
                .strike(Target::Tenant(Endpoint::Token))
                .is_some_and(|fault| fault.drop)
        );
        assert!(
            queue
                .strike(Target::Tenant(Endpoint::Token))
                .is_some_and(|fault| fault.drop)
        );
        assert!(queue.strike(Target::Tenant(Endpoint::Token)).is_none());
        assert_eq!(queue.left(), Faults::default());
    }
}
