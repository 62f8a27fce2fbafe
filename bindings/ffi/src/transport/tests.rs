use std::sync::mpsc::{Receiver, Sender, channel};

use doorstep::ports::http::Http as _;

use super::*;
use crate::runtime::runtime;

/// What the host was called with.
enum Call {
    Send(u64, HttpRequest, Arc<Slot>),
    Abort(u64),
}

/// A host that tells what it was called with, and throws at requests where it is told to.
struct Host {
    calls: Mutex<Sender<Call>>,
    throws: bool,
}

impl Transport for Host {
    fn send(&self, id: u64, request: HttpRequest, slot: Arc<Slot>) -> Result<(), HookError> {
        if self.throws {
            let reason = "no network stack".to_owned();
            return Err(HookError::Failed { reason });
        }
        let call = Call::Send(id, request, slot);
        self.calls.lock().unwrap().send(call).unwrap();
        Ok(())
    }

    fn abort(&self, id: u64) -> Result<(), HookError> {
        self.calls.lock().unwrap().send(Call::Abort(id)).unwrap();
        Ok(())
    }
}

fn host(throws: bool) -> (HostHttp, Receiver<Call>) {
    let (calls, seen) = channel();
    let calls = Mutex::new(calls);
    let http = HostHttp::new(Box::new(Host { calls, throws }), Duration::from_mins(1));
    (http, seen)
}

fn request(timeout: Duration) -> http::HttpRequest {
    http::HttpRequest {
        method: http::HttpMethod::Post,
        url: "https://contoso.example/token".parse().unwrap(),
        headers: vec![("x-client-sku".into(), "doorstep".into())],
        body: Zeroizing::new(b"a=b".to_vec()),
        timeout,
        max_response_bytes: 64,
    }
}

fn ok() -> HttpResponse {
    HttpResponse {
        status: 200,
        headers: Vec::new(),
        body: b"{}".to_vec(),
    }
}

/// Sends one request; `answer` gets the host's calls, on another thread.
fn send(
    timeout: Duration,
    throws: bool,
    answer: impl FnOnce(Receiver<Call>) + Send + 'static,
) -> Answer {
    let (http, calls) = host(throws);
    let host = std::thread::spawn(move || answer(calls));
    let answer = runtime().unwrap().block_on(http.send(request(timeout)));
    drop(http);
    host.join().unwrap();
    answer
}

#[test]
fn an_answer_comes_through_the_slot_and_only_once() {
    let answer = send(Duration::from_mins(1), false, |calls| {
        let Ok(Call::Send(1, request, slot)) = calls.recv() else {
            panic!("a request");
        };
        assert_eq!(request.body, b"a=b");
        assert_eq!(request.headers[0].name, "x-client-sku");
        assert_eq!(
            (request.timeout_millis, request.max_response_bytes),
            (60_000, 64)
        );
        slot.complete(ok());
        slot.fail(HttpFault::Lost);
        assert!(calls.recv().is_err(), "an answered request was aborted");
    });
    assert_eq!(answer.unwrap().status, 200);
}

#[test]
fn a_slot_that_is_never_answered_is_over_with_the_time_and_aborted() {
    let answer = send(Duration::from_millis(1), false, |calls| {
        let mut slots = Vec::new();
        loop {
            match calls.recv().unwrap() {
                Call::Send(_, _, slot) => slots.push(slot),
                Call::Abort(id) => return assert_eq!(id, 1),
            }
        }
    });
    assert_eq!(answer.unwrap_err(), http::HttpFault::TimedOut);
}

#[test]
fn a_slot_that_the_host_lets_go_of_is_a_lost_answer() {
    let answer = send(Duration::from_mins(1), false, |calls| {
        drop(calls.recv());
    });
    assert_eq!(answer.unwrap_err(), http::HttpFault::Lost);
}

#[test]
fn faults_cross_as_they_are() {
    for (given, expected) in [
        (HttpFault::NotSent, http::HttpFault::NotSent),
        (HttpFault::TimedOut, http::HttpFault::TimedOut),
        (HttpFault::Lost, http::HttpFault::Lost),
        (HttpFault::Untrusted, http::HttpFault::Untrusted),
        (HttpFault::TooLarge, http::HttpFault::TooLarge),
    ] {
        let (slot, answer) = Slot::new();
        slot.fail(given);
        let answer = runtime().unwrap().block_on(answer).unwrap();
        assert_eq!(answer.unwrap_err(), expected);
    }
}

#[test]
fn a_host_that_throws_may_have_sent() {
    let answer = send(Duration::from_mins(1), true, drop);
    assert_eq!(answer.unwrap_err(), http::HttpFault::Lost);
}
