//! Who may call the admin API, and how a sandbox starts and ends.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use doorstep_sandbox::{AdminToken, Config, Seed, StartError, run, start};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::support::*;

#[tokio::test]
async fn only_a_loopback_host_is_answered() {
    let world = world().await;
    let at = async |host: &str| {
        Reply::of(
            world
                .http
                .get(format!("{}/info", world.sandbox.admin()))
                .header("host", host),
        )
        .await
        .status
    };
    assert_eq!(at("localhost:1234").await, 200);
    for host in ["evil.example", "login.contoso.example", "10.0.2.2"] {
        assert_eq!(at(host).await, 403, "{host}");
    }
}

#[tokio::test]
async fn a_target_that_names_another_host_is_refused() {
    let world = world().await;
    let address = world.sandbox.address();
    let port = address.port();
    let at = async |target: &str| -> String {
        let mut stream = tokio::net::TcpStream::connect(address)
            .await
            .expect("connected");
        let head = format!("GET {target} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).await.expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.expect("an answer");
        String::from_utf8_lossy(&answer).chars().take(12).collect()
    };
    assert_eq!(at("/admin/info").await, "HTTP/1.1 200");
    assert_eq!(
        at(&format!("http://{address}/admin/info")).await,
        "HTTP/1.1 200"
    );
    for host in [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        format!("x@{address}"),
    ] {
        let target = format!("http://{host}/admin/info");
        assert_eq!(at(&target).await, "HTTP/1.1 403", "{target}");
    }
}

#[tokio::test]
async fn beyond_loopback_a_token_is_needed() {
    let bind = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
    let open = start(Config {
        bind,
        ..Config::default()
    })
    .await;
    assert!(matches!(open.err(), Some(StartError::AdminTokenMissing(_))));
    let token = AdminToken::new("0123456789abcdef".to_owned()).expect("a token");
    let world = world_of(Config {
        bind,
        admin_token: Some(token),
        ..Config::default()
    })
    .await;
    let with = async |value: &str| {
        let request = world.http.get(format!("{}/info", world.sandbox.admin()));
        Reply::of(request.header("authorization", value))
            .await
            .status
    };
    assert_eq!(
        world
            .get(&format!("{}/info", world.sandbox.admin()))
            .await
            .status,
        401
    );
    assert_eq!(with("Bearer wrong").await, 401);
    for scheme in ["Bearer", "bearer", "BEARER"] {
        assert_eq!(with(&format!("{scheme} 0123456789abcdef")).await, 200);
    }
    assert_eq!(with("Basic 0123456789abcdef").await, 401);
    assert_eq!(world.initiate(BOB).await.status, 200);
    assert!(AdminToken::new("short".to_owned()).is_err());
}

#[tokio::test]
async fn a_port_in_use_is_told() {
    let world = world().await;
    let port = world.sandbox.address().port();
    let refused = start(Config {
        port,
        ..Config::default()
    })
    .await
    .err()
    .expect("refused");
    assert!(
        refused
            .to_string()
            .starts_with(&format!("cannot listen at 127.0.0.1:{port}: "))
    );
}

#[tokio::test]
async fn a_seed_that_was_put_together_wrongly_does_not_start() {
    let mut seed = Seed::contoso();
    seed.users[2].alias = Some("cleo7".to_owned());
    let refused = start(Config {
        seed,
        ..Config::default()
    })
    .await
    .err()
    .expect("refused");
    assert_eq!(
        refused.to_string(),
        "the seed is wrong: users[2].alias: only a user with a password can have an alias"
    );
}

#[tokio::test]
async fn a_seed_file_describes_another_tenant() {
    let folder = std::env::temp_dir().join(format!("doorstep-seed-{}", uuid::Uuid::new_v4()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let path: PathBuf = folder.join("fabrikam.toml");
    let text = "[tenant]\nid = \"9d0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90\"\nsubdomain = \"fabrikam\"\n\n[[users]]\nusername = \"eva@fabrikam.example\"\n";
    std::fs::write(&path, text).expect("written");
    let world = world_of(Config {
        seed: Seed::from_file(&path).expect("a seed"),
        ..Config::default()
    })
    .await;
    assert!(
        world
            .sandbox
            .tenant()
            .ends_with("/fabrikam.onmicrosoft.com")
    );
    assert_eq!(world.control().users()[0].username, "eva@fabrikam.example");
    std::fs::write(&path, format!("{text}alias = 7\n")).expect("written");
    let refused = Seed::from_file(&path).expect_err("refused").to_string();
    assert!(
        refused.starts_with(&format!("{}:7: users[0].alias: ", path.display())),
        "{refused}"
    );
    std::fs::remove_dir_all(&folder).expect("removed");
    assert!(
        Seed::from_file(&path)
            .expect_err("refused")
            .to_string()
            .contains("cannot be read")
    );
}

#[tokio::test]
async fn a_sandbox_that_runs_until_told_is_gone_afterwards() {
    let (tell, told) = tokio::sync::oneshot::channel();
    let mut seen = None;
    let stop = async { tell.send(()).expect("somebody waits") };
    run(
        Config::default(),
        |handle| seen = Some(handle.address()),
        stop,
    )
    .await
    .expect("a run");
    told.await.expect("told");
    let address = seen.expect("it was ready");
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_start_takes_less_than_fifty_milliseconds() {
    let mut fastest = Duration::MAX;
    for _ in 0..5 {
        let before = Instant::now();
        let sandbox = start(Config::default()).await.expect("a sandbox");
        fastest = fastest.min(before.elapsed());
        sandbox.shutdown().await;
    }
    assert!(fastest < Duration::from_millis(50), "{fastest:?}");
}
