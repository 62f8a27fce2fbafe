//! What stays in the process's memory: a password and the tokens are looked for there when nobody needs them any more.
//!
//! Linux alone lets a process read its own memory as a file. The texts looked for are made up while the test runs and
//! kept masked, so that the test itself does not hold what it looks for.
#![cfg(all(target_os = "linux", feature = "tokio"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fmt::Write as _;
use std::fs::File;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::os::unix::fs::FileExt as _;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use doorstep::ports::BoxFuture;
use doorstep::ports::http::{Http, HttpFault, HttpRequest, HttpResponse};
use doorstep::store::{MemoryRecords, MemoryVault};
use doorstep::{Client, Config, Ports, Secret, SignInOptions, SignInStep, SystemClock};
use zeroize::Zeroizing;

const MASK: u8 = 0x5a;
/// More than all vector registers hold: a copy passes through those, and whoever resolves the next function of a
/// library saves them on the stack, where no program can wipe them.
const LENGTH: usize = 512;
const CLIENT: &str = "11111111-1111-4111-8111-111111111111";

/// A text that is nowhere in memory but where it was unmasked.
struct Masked(Vec<u8>);

impl Masked {
    fn make() -> Self {
        let number = || RandomState::new().build_hasher().finish();
        let mut digits = Zeroizing::new(String::with_capacity(LENGTH));
        while digits.len() < LENGTH {
            let _ = write!(digits, "{:016x}", number());
        }
        Self(digits.bytes().map(|byte| byte ^ MASK).collect())
    }

    fn plain(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.0.iter().map(|byte| byte ^ MASK).collect())
    }

    fn secret(&self) -> Secret {
        Secret::new(String::from_utf8(std::mem::take(&mut *self.plain())).unwrap())
    }

    /// How often it stands in memory that can be written.
    fn found(&self) -> usize {
        let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
        let memory = File::open("/proc/self/mem").unwrap();
        let mut chunk = vec![0; 1 << 20];
        let mut found = 0;
        for line in maps.lines() {
            let (range, rest) = line.split_once(' ').unwrap();
            if !rest.starts_with("rw") {
                continue;
            }
            let (from, to) = range.split_once('-').unwrap();
            let bound = |text| u64::from_str_radix(text, 16).unwrap();
            let (mut at, to) = (bound(from), bound(to));
            while at < to {
                let length = usize::try_from(to - at)
                    .unwrap_or(chunk.len())
                    .min(chunk.len());
                let Ok(read) = memory.read_at(&mut chunk[..length], at) else {
                    break;
                };
                found += self.in_chunk(&chunk[..read]);
                chunk.fill(0);
                // The chunks overlap, for what stands across their border.
                let step = if read == chunk.len() {
                    read - self.0.len()
                } else {
                    read
                };
                at += u64::try_from(step.max(1)).unwrap();
            }
        }
        found
    }

    fn in_chunk(&self, chunk: &[u8]) -> usize {
        let first = self.0[0] ^ MASK;
        let starts = chunk.iter().enumerate().filter(|(_, byte)| **byte == first);
        starts
            .filter(|(at, _)| {
                chunk[*at..].len() >= self.0.len()
                    && self
                        .0
                        .iter()
                        .zip(&chunk[*at..])
                        .all(|(masked, byte)| masked ^ MASK == *byte)
            })
            .count()
    }
}

/// A tenant that signs everybody in, and keeps nothing of what it was sent.
struct Tenant {
    access: Masked,
    refresh: Masked,
    calls: Mutex<usize>,
}

impl Tenant {
    fn answer(&self, call: usize) -> Zeroizing<Vec<u8>> {
        let parts: Vec<Zeroizing<Vec<u8>>> = match call {
            0 => vec![text(r#"{"continuation_token":"a"}"#)],
            1 => vec![text(
                r#"{"challenge_type":"password","continuation_token":"b"}"#,
            )],
            2 => vec![text(
                r#"{"error":"invalid_grant","error_codes":[50126],"error_description":"no"}"#,
            )],
            _ => vec![
                text(
                    r#"{"token_type":"Bearer","scope":"openid","expires_in":3600,"id_token":"e30."#,
                ),
                text(&id_token()),
                text(r#".x","access_token":""#),
                self.access.plain(),
                text(r#"","refresh_token":""#),
                self.refresh.plain(),
                text(r#""}"#),
            ],
        };
        let mut body = Zeroizing::new(Vec::with_capacity(4096));
        for part in parts {
            body.extend_from_slice(&part);
        }
        body
    }
}

fn text(text: &str) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(text.as_bytes().to_vec())
}

/// `{"oid":"o","tid":"t","sub":"s","preferred_username":"ada@contoso.example"}`
fn id_token() -> String {
    "eyJvaWQiOiJvIiwidGlkIjoidCIsInN1YiI6InMiLCJwcmVmZXJyZWRfdXNlcm5hbWUiOiJhZGFAY29udG9zby5leGFtcGxlIn0".to_owned()
}

impl Http for Tenant {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, HttpFault>> {
        drop(request);
        let mut calls = self.calls.lock().unwrap();
        let call = *calls;
        *calls += 1;
        let response = HttpResponse {
            status: if call == 2 { 400 } else { 200 },
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: self.answer(call),
        };
        Box::pin(std::future::ready(Ok(response)))
    }

    fn bounds_time(&self) -> bool {
        true
    }
}

/// What a call comes to that waits for nobody.
fn ready<T>(call: impl Future<Output = T>) -> T {
    let mut call = Box::pin(call);
    match call.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => panic!("nobody answers"),
    }
}

#[test]
fn nothing_secret_stays_when_nobody_needs_it() {
    let (wrong, right) = (Masked::make(), Masked::make());
    let tenant = Arc::new(Tenant {
        access: Masked::make(),
        refresh: Masked::make(),
        calls: Mutex::default(),
    });
    let ports = Ports {
        http: Arc::clone(&tenant) as _,
        vault: Arc::new(MemoryVault::default()),
        records: Arc::new(MemoryRecords::default()),
        clock: Arc::new(SystemClock),
        events: None,
    };
    let config = Config::new("https://contoso.ciamlogin.com/", CLIENT).unwrap();
    let client = Client::new(&config, ports);
    let flow = client
        .sign_in(SignInOptions::new("ada@contoso.example"))
        .unwrap();
    let Ok(SignInStep::PasswordRequired { reply }) = ready(flow.start()) else {
        panic!("a password is asked for");
    };
    assert!(ready(reply.submit(wrong.secret())).is_err());
    assert_eq!(wrong.found(), 0, "the wrong password");

    let held = right.secret();
    assert!(right.found() > 0, "the search finds what is there");
    let Ok(SignInStep::SignedIn { account }) = ready(reply.submit(held)) else {
        panic!("signed in");
    };
    drop((flow, reply));
    assert_eq!(right.found(), 0, "the password");
    assert!(tenant.access.found() > 0 && tenant.refresh.found() > 0);

    ready(account.sign_out()).unwrap();
    drop((account, client));
    assert_eq!(tenant.access.found(), 0, "the access token");
    assert_eq!(tenant.refresh.found(), 0, "the refresh token");
}
