//! A network that is away, slow, or leads to somebody else.

use std::sync::Arc;
use std::time::Duration;

use doorstep::ports::http::HttpFault;
use doorstep::{Authority, Client, Config, Error, Ports, Reason, SystemClock};
use doorstep_sandbox::model::Fault;
use doorstep_tests::{
    APP, BOB_PASSWORD, ErrorExt as _, StepExt as _, Tamper, World, as_bob, serve_plain,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const INITIATE: &str = "oauth2/v2.0/initiate";
const TOKEN: &str = "oauth2/v2.0/token";

/// Longer than any test takes, and shorter than a flow waits.
const LONG: Duration = Duration::from_mins(5);

/// What should happen at once, and not when the transport's own limit is over.
async fn soon<T>(future: impl Future<Output = T>) -> T {
    let done = tokio::time::timeout(Duration::from_secs(10), future).await;
    done.expect("it should be over by now")
}

#[tokio::test]
async fn an_answer_that_takes_too_long_by_the_devices_clock_is_given_up() {
    let world = World::start().await;
    let client = world.client_with(|config| config.request_timeout(LONG));
    let flow = client.sign_in(as_bob()).unwrap();
    let reply = flow.start().await.password();
    world.fault(Fault {
        delay_ms: 60_000,
        ..Fault::of(TOKEN)
    });
    let slow = reply.clone();
    let call = tokio::spawn(async move { slow.submit(BOB_PASSWORD).await });
    world.http().until_sent(3).await;
    let clock = &world.device.clock;
    clock.advance_device(LONG.saturating_sub(Duration::from_secs(1)));
    tokio::task::yield_now().await;
    assert!(!call.is_finished());
    clock.advance_device(Duration::from_secs(1));
    let error = soon(call).await.unwrap().error();
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
        events: None,
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
        error = soon(first_error(&world, &origin)) => assert_eq!(error.info().code, "timed_out"),
    }
    assert_eq!(world.http().sent(), 1);
}
