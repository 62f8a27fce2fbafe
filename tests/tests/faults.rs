//! A network and a service that fail: each way has its error, loses nothing, and is not repeated.

use std::sync::Arc;
use std::time::Duration;

use doorstep::ports::http::HttpFault;
use doorstep::{Authority, Client, Config, Error, Landing, Ports, Reason, SystemClock};
use doorstep_sandbox::model::{BodyKind, Fault, FaultPoint};
use doorstep_tests::{
    ADA, ADA_PASSWORD, APP, BOB_PASSWORD, ErrorExt as _, Outcome, StepExt as _, Tamper, World,
    as_ada, as_bob, serve_plain,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const INITIATE: &str = "oauth2/v2.0/initiate";
const CHALLENGE: &str = "oauth2/v2.0/challenge";
const INTROSPECT: &str = "oauth2/v2.0/introspect";
const TOKEN: &str = "oauth2/v2.0/token";

/// What goes wrong, the code of the error that it becomes, and whether the service may have acted.
struct Case {
    fault: Fault,
    code: &'static str,
    doubt: bool,
}

fn case(code: &'static str, doubt: bool, adjust: impl FnOnce(&mut Fault)) -> Case {
    let mut fault = Fault::of("*");
    adjust(&mut fault);
    Case { fault, code, doubt }
}

fn body(status: u16, kind: BodyKind) -> impl FnOnce(&mut Fault) {
    move |fault| {
        fault.status = Some(status);
        fault.body = Some(kind);
        fault.when = FaultPoint::After;
    }
}

fn status(status: u16) -> impl FnOnce(&mut Fault) {
    move |fault| fault.status = Some(status)
}

fn cases() -> Vec<Case> {
    vec![
        case("connection_lost", true, |fault| fault.drop = true),
        case("connection_lost", true, |fault| {
            fault.drop = true;
            fault.when = FaultPoint::After;
        }),
        case("connection_lost", true, body(200, BodyKind::Truncated)),
        case("edge_page", true, body(200, BodyKind::Html)),
        case("edge_page", true, body(403, BodyKind::Html)),
        case("edge_unavailable", true, body(502, BodyKind::Html)),
        case("server_unavailable", true, status(500)),
        case("server_unavailable", true, status(503)),
        case("server_unavailable", true, body(504, BodyKind::Empty)),
        case("throttled", false, status(429)),
        case("throttled", false, |fault| {
            fault.status = Some(429);
            fault.body = Some(BodyKind::Html);
        }),
        case("body_not_json", true, body(200, BodyKind::Empty)),
        case("body_not_json", true, body(200, BodyKind::Garbage)),
        case("body_too_large", true, body(200, BodyKind::Huge)),
        case("body_too_deep", true, body(200, BodyKind::DeepJson)),
        case("http_redirect", true, status(302)),
        case("http_redirect", true, status(307)),
    ]
}

/// A world where one kind of fault strikes again and again.
struct Struck {
    world: World,
    case: Case,
}

impl Struck {
    fn next(&self, endpoint: &str) {
        let endpoint = endpoint.to_owned();
        self.world.fault(Fault {
            endpoint,
            ..self.case.fault.clone()
        });
    }

    /// The outcome is the error of the case, which keeps the step.
    #[track_caller]
    fn assert_hit(&self, outcome: Outcome) {
        let error = outcome.error();
        assert_eq!(error.info().code, self.case.code);
        assert_eq!(error.info().landing, Landing::SameStep);
        assert!(self.world.control().faults().faults.is_empty());
    }
}

#[tokio::test]
async fn every_fault_at_every_endpoint_keeps_the_flow_and_is_not_repeated() {
    for case in cases() {
        let world = World::start().await;
        let struck = Struck { world, case };
        let (world, doubt) = (&struck.world, struck.case.doubt);
        let flow = world.client().sign_in(as_ada()).unwrap();

        struck.next(INITIATE);
        struck.assert_hit(flow.start().await);
        assert!(!flow.is_uncertain(), "opening can be repeated");
        struck.next(CHALLENGE);
        struck.assert_hit(flow.start().await);
        let password = flow.start().await.password();

        struck.next(TOKEN);
        struck.assert_hit(password.submit(ADA_PASSWORD).await);
        assert_eq!(flow.is_uncertain(), doubt, "{}", struck.case.code);
        struck.next(INTROSPECT);
        struck.assert_hit(password.submit(ADA_PASSWORD).await);
        assert!(!flow.is_uncertain(), "listing can be repeated");
        let (methods, choice) = password.submit(ADA_PASSWORD).await.mfa();

        struck.next(CHALLENGE);
        struck.assert_hit(choice.choose(&methods[0].id).await);
        assert_eq!(flow.is_uncertain(), doubt, "{}", struck.case.code);
        let (_, code) = choice.choose(&methods[0].id).await.mfa_code();
        assert!(!flow.is_uncertain());

        struck.next(TOKEN);
        struck.assert_hit(code.submit(world.code_of(ADA)).await);
        assert_eq!(flow.is_uncertain(), doubt, "{}", struck.case.code);
        code.submit(world.code_of(ADA)).await.account();

        // Six that worked, and one for each of the six that was struck.
        assert_eq!(world.http().sent(), 12, "{}", struck.case.code);
        assert_eq!(world.journal().len(), 12, "{}", struck.case.code);
    }
}

#[tokio::test]
async fn a_wait_that_the_service_names_reaches_the_app() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_bob()).unwrap();
    let reply = flow.start().await.password();
    for (status, expected) in [(429, Reason::Throttled), (503, Reason::ServerUnavailable)] {
        world.fault(Fault {
            status: Some(status),
            retry_after: Some(17),
            ..Fault::of(TOKEN)
        });
        let (reason, wait) = reply.submit(BOB_PASSWORD).await.later();
        assert_eq!(reason, expected);
        assert_eq!(wait, Some(Duration::from_secs(17)));
    }
    reply.submit(BOB_PASSWORD).await.account();
}

#[tokio::test]
async fn an_answer_that_takes_too_long_by_the_devices_clock_is_given_up() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_bob()).unwrap();
    let reply = flow.start().await.password();
    world.fault(Fault {
        delay_ms: 60_000,
        ..Fault::of(TOKEN)
    });
    let slow = reply.clone();
    let call = tokio::spawn(async move { slow.submit(BOB_PASSWORD).await });
    world.http().until_sent(3).await;
    let clock = &world.device.clock;
    clock.advance_device(Duration::from_secs(29));
    tokio::task::yield_now().await;
    assert!(!call.is_finished());
    clock.advance_device(Duration::from_secs(1));
    let error = call.await.unwrap().error();
    assert_eq!(error.info().code, "timed_out");
    assert!(flow.is_uncertain());
    reply.submit(BOB_PASSWORD).await.account();
    assert!(!flow.is_uncertain());
}

#[tokio::test]
async fn the_transport_gives_up_by_itself_too() {
    let world = World::start().await;
    world.fault(Fault {
        delay_ms: 60_000,
        ..Fault::of(INITIATE)
    });
    let ports = Ports {
        http: Arc::clone(&world.device.http) as _,
        vault: Arc::clone(&world.device.vault),
        records: Arc::clone(&world.device.records),
        clock: Arc::new(SystemClock),
    };
    let config = world.device.config.clone();
    let client = Client::new(&config.request_timeout(Duration::from_millis(50)), ports);
    let error = client.sign_in(as_bob()).unwrap().start().await.error();
    assert_eq!(error.info().code, "timed_out");
    assert_eq!(world.http().sent(), 1);
}

#[tokio::test]
async fn what_never_left_the_device_is_tried_once_more() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_bob()).unwrap();
    let reply = flow.start().await.password();
    world.http().next(Tamper::Fail(HttpFault::NotSent));
    reply.submit(BOB_PASSWORD).await.account();
    assert_eq!(world.http().sent(), 4);
    assert_eq!(world.journal().len(), 3);
}

#[tokio::test]
async fn a_device_without_a_network_is_told_so_and_nothing_is_in_doubt() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_bob()).unwrap();
    let reply = flow.start().await.password();
    world.http().next(Tamper::Fail(HttpFault::NotSent));
    world.http().next(Tamper::Fail(HttpFault::NotSent));
    assert_eq!(reply.submit(BOB_PASSWORD).await.later().0, Reason::Offline);
    assert!(!flow.is_uncertain());
    reply.submit(BOB_PASSWORD).await.account();
}

/// The error of a first request to `origin`.
async fn first_error(world: &World, origin: &str) -> Error {
    let authority = format!("{origin}/contoso.onmicrosoft.com");
    let authority = Authority::for_development(&authority).unwrap();
    let config = Config::with_authority(authority, APP).unwrap();
    let client = world.device.client_of(&config);
    client.sign_in(as_bob()).unwrap().start().await.error()
}

#[tokio::test]
async fn a_port_where_nobody_listens_means_offline() {
    let world = World::start().await;
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let error = first_error(&world, &format!("http://{address}")).await;
    assert_eq!(error.info().code, "offline");
    assert_eq!(world.http().sent(), 2);
}

#[tokio::test]
async fn a_redirect_is_never_followed() {
    let world = World::start().await;
    let elsewhere = serve_plain("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await;
    for status in [
        "301 Moved Permanently",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let location = format!("http://{}/oauth2/v2.0/initiate", elsewhere.address);
        let answer = format!(
            "HTTP/1.1 {status}\r\nlocation: {location}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        );
        let server = serve_plain(answer).await;
        let error = first_error(&world, &format!("http://{}", server.address)).await;
        assert_eq!(error.info().code, "http_redirect");
        assert_eq!(server.requests(), 1);
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn a_server_that_speaks_something_else_is_no_tenant() {
    let world = World::start().await;
    let server = serve_plain("SSH-2.0-OpenSSH_9.9\r\n").await;
    let error = first_error(&world, &format!("http://{}", server.address)).await;
    assert_eq!(error.info().code, "connection_lost");
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn an_answer_that_stops_in_the_middle_is_given_up() {
    let world = World::start().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let server = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        let read = stream.read(&mut [0; 4096]).await.unwrap();
        assert!(read > 0);
        let half = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"continuation_token\"";
        stream.write_all(half).await.unwrap();
        let clock = &world.device.clock;
        clock.advance_device(Duration::from_secs(30));
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = server => {}
        error = first_error(&world, &origin) => assert_eq!(error.info().code, "timed_out"),
    }
    assert_eq!(world.http().sent(), 1);
}
