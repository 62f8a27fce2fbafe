//! Values by themselves, and the search itself.

use std::time::Duration;

use doorstep::ports::http::{HttpMethod, HttpRequest, HttpResponse};
use doorstep::ports::vault::{DataKey, VaultAnswer};
use doorstep::{Authority, Config, Error, Username};
use doorstep_tests::{APP, ErrorExt as _};

use crate::stage::{PASSWORD, USERNAME, assert_clean, leaks, recorder};

#[test]
fn a_configuration_that_is_refused_is_not_repeated() {
    let secret = vec![("password".to_owned(), PASSWORD.to_owned())];
    let authority = format!("https://me:{PASSWORD}@contoso.ciamlogin.com/");
    let refused: Vec<Error> = vec![
        Config::new(&authority, APP).error(),
        Config::new("https://contoso.ciamlogin.com/", PASSWORD).error(),
    ];
    assert_clean(&secret, &format!("{refused:?} {refused:#?}"), "an error");
    let parsed = Authority::parse(&format!("https://contoso.ciamlogin.com/?x={PASSWORD}"));
    let username: Username = PASSWORD.parse().unwrap();
    assert_clean(&secret, &format!("{parsed:?} {username:?}"), "a value");
}

#[test]
fn what_passes_through_the_ports_does_not_print_itself() {
    let secret = vec![("password".to_owned(), PASSWORD.to_owned())];
    let request = HttpRequest {
        method: HttpMethod::Post,
        url: "https://contoso.ciamlogin.com/".parse().unwrap(),
        headers: vec![("authorization".into(), PASSWORD.into())],
        body: PASSWORD.as_bytes().to_vec().into(),
        timeout: Duration::from_secs(1),
        max_response_bytes: 1,
    };
    let response = HttpResponse {
        status: 200,
        headers: vec![("set-cookie".to_owned(), PASSWORD.to_owned())],
        body: PASSWORD.as_bytes().to_vec().into(),
    };
    let key = VaultAnswer::Key(DataKey::from_bytes([b'K'; 32]));
    let shown = format!("{request:?} {response:#?} {key:?}");
    assert_clean(&secret, &shown, "a value");
    for bytes in ["67, 97, 110", "75, 75"] {
        assert!(!shown.contains(bytes), "{shown}");
    }
}

#[test]
fn a_secret_that_is_planted_is_found() {
    let recorder = recorder();
    tracing::trace!(planted = "planted-in-tracing", "an event");
    let span = tracing::trace_span!("a span", planted = "planted-in-a-span");
    span.in_scope(|| tracing::trace!("inside {}", "planted-in-a-message"));
    let arguments = format_args!("planted-in-log").to_string();
    log::logger().log(
        &log::Record::builder()
            .level(log::Level::Trace)
            .target("canary")
            .args(format_args!("{arguments}"))
            .build(),
    );
    let planted = [
        "planted-in-tracing",
        "planted-in-a-span",
        "planted-in-a-message",
        "planted-in-log",
    ];
    let canaries: Vec<_> = planted
        .map(|text| ("password".to_owned(), text.to_owned()))
        .into();
    assert_eq!(leaks(&canaries, &recorder.text()).len(), 4);
    let printed = format!("{:?}", Some(PASSWORD));
    assert_eq!(
        leaks(&[("password".to_owned(), PASSWORD.to_owned())], &printed),
        ["password"]
    );
    let escaped = format!("username={}", USERNAME.replace('@', "%40"));
    assert_eq!(
        leaks(&[("username".to_owned(), USERNAME.to_owned())], &escaped),
        ["username"]
    );
}
