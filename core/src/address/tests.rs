use super::*;

fn parts(text: &str) -> Parts<'_> {
    Parts::of(text).unwrap()
}

#[test]
fn an_address_is_taken_apart() {
    let all = parts("HTTPS://me:pw@Host.example:8443/a/b?c=d&e=f%2Bg#h");
    assert!(all.has_scheme("https") && all.is_of_the_web());
    assert_eq!((all.user, all.host), (Some("me:pw"), Some("Host.example")));
    assert_eq!((all.port, all.path), (Some(8443), "/a/b"));
    assert_eq!((all.query, all.fragment), (Some("c=d&e=f%2Bg"), Some("h")));
    let pairs: Vec<_> = all.parameters().collect();
    assert_eq!(pairs[1], ("e".into(), "f+g".into()));
    let opaque = parts("msauth.dev:auth?x");
    assert_eq!((opaque.host, opaque.path), (None, "auth"));
    assert_eq!(parts("https://a.example:443").port, None);
}

#[test]
fn what_is_read_is_read_as_browsers_do() {
    let alike = [
        "https://contoso.example/a?b=c#d",
        "https://Contoso.example:443/",
        "http://127.0.0.1:5000",
        "http://[::1]:80/x",
        "https://me:pw@contoso.example:8443/a/b?c=/d?e",
        "https://contoso.example./a",
        "msauth.dev.doorstep://auth",
        "msauth://dev.doorstep.sample/Zm9v%3D?a=b",
        "mailto:ada@contoso.example",
    ];
    for text in alike {
        let (ours, theirs) = (parts(text), url::Url::parse(text).unwrap());
        assert!(ours.has_scheme(theirs.scheme()), "{text}");
        let host = ours.host.map(str::to_ascii_lowercase);
        assert_eq!(host.as_deref(), theirs.host_str(), "{text}");
        assert_eq!(ours.port, theirs.port(), "{text}");
        assert_eq!(ours.whole_path(), theirs.path(), "{text}");
        assert_eq!(ours.query, theirs.query(), "{text}");
        assert_eq!(ours.fragment, theirs.fragment(), "{text}");
        assert_eq!(ours.user.is_some(), !theirs.username().is_empty());
    }
}

#[test]
fn what_readers_disagree_about_is_no_address() {
    for text in [
        "",
        "contoso",
        "/a",
        "://a.example",
        "1a://b",
        "https:contoso.example",
        "https:///a",
        "https://",
        "https://a.example\\@b.example/",
        "https://a b.example/",
        "https://a.example/b\tc",
        "https://cont\u{f6}so.example/",
        "https://a%2eexample/",
        "https://.example/",
        "https://a..example/",
        "https://a.example:port/",
        "https://a.example:99999/",
        "https://a.example:+1/",
        "https://127.1/",
        "https://0x7f.0x1/",
        "https://2130706433/",
        "https://[::1/",
        "https://[::1]x/",
        "https://::1/",
        "https://[a.example]/",
    ] {
        assert!(Parts::of(text).is_none(), "{text}");
    }
}

#[test]
fn one_place_has_many_forms() {
    for (one, other) in [
        ("https://a.example", "https://A.example:443/?x=1#y"),
        ("http://localhost:80/", "HTTP://localhost"),
        ("msauth://a.b/c%3D", "msauth://a.b/c%3D?code=x"),
    ] {
        assert!(parts(one).is_at(&parts(other)), "{one} {other}");
    }
    for (one, other) in [
        ("https://a.example/", "http://a.example/"),
        ("https://a.example/", "https://a.example:444/"),
        ("https://a.example/", "https://b.example/"),
        ("https://a.example/", "https://me@a.example/"),
        ("https://a.example/a", "https://a.example/A"),
        ("msauth://a", "msauth://a/"),
        ("msauth:a", "msauth://a"),
    ] {
        assert!(!parts(one).is_at(&parts(other)), "{one} {other}");
    }
}

#[test]
fn this_machine_is_known_by_any_of_its_names() {
    for host in ["localhost", "LocalHost", "127.0.0.1", "127.9.9.9", "[::1]"] {
        assert!(is_loopback(host), "{host}");
    }
    for host in ["localhost.example", "128.0.0.1", "[::2]", "::1", "127.1"] {
        assert!(!is_loopback(host), "{host}");
    }
}

#[test]
fn a_request_goes_to_the_web_alone() {
    let address: Address = "https://contoso.example/a".parse().unwrap();
    assert_eq!(address.below("/b").as_str(), "https://contoso.example/a/b");
    assert_eq!(address.below("/b").path(), "/a/b");
    assert_eq!(
        format!("{address} {address:?}"),
        format!("{0} {0}", String::from(address))
    );
    for text in ["ftp://contoso.example/", "contoso", "https://"] {
        assert_eq!(text.parse::<Address>(), Err(InvalidAddress), "{text}");
    }
}
