//! What the doctor looks at, and what it concludes.

use doorstep::Setting;
use doorstep::ports::http::HttpFault;

use super::probe::{Answer, Probe};
use super::verdict::{Check, Verdict};

/// Nobody can have this address: the top-level domain is reserved (RFC 2606).
const NOBODY: &str = "nobody@doorstep.invalid";

const DISCOVERY: &str = "v2.0/.well-known/openid-configuration";
const INITIATE: &str = "oauth2/v2.0/initiate";
const CHALLENGE: &str = "oauth2/v2.0/challenge";
const SIGN_UP: &str = "signup/v1.0/start";
const RESET: &str = "resetpassword/v1.0/start";

/// The checks that make no sense before the application is in order.
const LATER: [&str; 4] = ["capabilities", "sign-up", "first factor", "password reset"];
const NOT_YET: &str = "The service did not come to that.";

const FACTORS: (&str, &str) = ("challenge_type", "password oob redirect");
const CAPABILITIES: (&str, &str) = ("capabilities", "mfa_required registration_required");

/// Looks at everything that can be seen without a credential.
pub(crate) async fn run(probe: &Probe, username: Option<&str>) -> Vec<Check> {
    let discovery = probe.get(DISCOVERY).await;
    let mut checks = vec![reached(&discovery), tenant(&discovery)];
    if let Answer::Nothing(_) = discovery {
        return checks;
    }
    let nobody = probe.post(INITIATE, &[("username", NOBODY), FACTORS]).await;
    checks.extend(application(&nobody));
    if went_through(&nobody) {
        checks.push(capabilities(probe, &nobody).await);
        checks.push(user_flow(probe).await);
        checks.extend(account(probe, username).await);
    } else {
        checks.extend(LATER.map(|name| Check::unknown(name, NOT_YET)));
    }
    checks.push(Check::unknown(
        "scopes and consent",
        "The service looks at them when it issues tokens: AADSTS70011 and AADSTS65001 say so then.",
    ));
    checks
}

fn reached(discovery: &Answer) -> Check {
    let name = "connection";
    match discovery {
        Answer::Nothing(HttpFault::NotSent) => Check::wrong(
            name,
            "The host can't be reached.",
            "Check the host of --authority, and this machine's network and proxy.",
        ),
        Answer::Nothing(HttpFault::Untrusted) => Check::wrong(
            name,
            "The server's certificate was not accepted.",
            "Give --ca for a certificate authority that is meant to be there; otherwise something stands between.",
        ),
        Answer::Nothing(fault) => Check::unknown(name, fault),
        Answer::Said(..) | Answer::Page(_) => Check::ok(name, "The host answers."),
    }
}

fn tenant(discovery: &Answer) -> Check {
    let name = "tenant";
    match discovery {
        Answer::Said(200, _) if discovery.text("token_endpoint").is_some() => {
            let issuer = discovery.text("issuer").unwrap_or("not named");
            Check::ok(name, format_args!("Discovery document; issuer {issuer}."))
        }
        Answer::Nothing(_) => Check::unknown(name, "There was no answer."),
        Answer::Said(500.., _) | Answer::Page(500..) => {
            Check::unknown(name, "The service can't answer now.")
        }
        _ => Check::wrong(
            name,
            format_args!("No discovery document: {}.", discovery.in_short()),
            Setting::Authority.advice(),
        ),
    }
}

/// What the first request of a sign-in of nobody says about the app registration. The service
/// looks at the application before it looks for the account.
fn application(nobody: &Answer) -> Vec<Check> {
    let names = ["application", "native authentication", "public client"];
    if went_through(nobody) {
        return vec![
            Check::ok(names[0], "The tenant knows it, and it is in a user flow."),
            Check::ok(names[1], "It is on."),
            Check::ok(names[2], "It is one."),
        ];
    }
    let is_about_name = nobody
        .row()
        .is_some_and(|row| row.keys == ["AADSTS90100 username"]);
    let at_fault = match (nobody.text("suberror"), nobody.number()) {
        (Some("nativeauthapi_disabled"), _) => 1,
        (_, Some(550_022)) => 2,
        _ => 0,
    };
    let checks = names.into_iter().enumerate();
    let checks = checks.map(|(number, name)| match nobody.row() {
        Some(row) if number == at_fault && !is_about_name => Check::of(name, row, nobody),
        _ if number == at_fault => Check::unknown(name, nobody.in_short()),
        _ if number == 0 => Check::ok(name, "The tenant knows it."),
        _ => Check::unknown(name, NOT_YET),
    });
    checks.collect()
}

/// Whether the service came to look for the account.
fn went_through(nobody: &Answer) -> bool {
    nobody.is_token()
        || nobody.is_redirect()
        || nobody.text("error") == Some("user_not_found")
        || nobody.number() == Some(50_034)
}

/// Nothing shows whether a capability counts until a policy asks for it.
async fn capabilities(probe: &Probe, without: &Answer) -> Check {
    let name = "capabilities";
    let fields = [("username", NOBODY), FACTORS, CAPABILITIES];
    let with = probe.post(INITIATE, &fields).await;
    let same = (with.text("error"), with.number()) == (without.text("error"), without.number());
    match (&with, same) {
        (Answer::Said(status, _), true) if *status < 500 => {
            Check::ok(name, "mfa_required and registration_required are taken.")
        }
        (Answer::Said(400, _), false) => Check::wrong(
            name,
            format_args!("The service refuses them: {}.", with.in_short()),
            "Leave them out: Config::mfa(false) and Config::registration(false).",
        ),
        _ => Check::unknown(name, with.in_short()),
    }
}

/// A sign-up is begun for nobody and left there: no code is sent and no account made.
async fn user_flow(probe: &Probe) -> Check {
    let name = "sign-up";
    let fields = [("username", NOBODY), ("challenge_type", "oob redirect")];
    let begun = probe.post(SIGN_UP, &fields).await;
    if begun.is_token() {
        return Check::ok(name, "The user flow lets people sign up; a code may do.");
    }
    if begun.is_redirect() {
        return Check::ok(
            name,
            "The user flow wants more than a code, such as a password.",
        );
    }
    match begun.row() {
        Some(row) => Check::of(name, row, &begun),
        None => Check::unknown(name, begun.in_short()),
    }
}

/// How an account signs in. Codes are not offered, so none is sent to the person.
async fn account(probe: &Probe, username: Option<&str>) -> Vec<Check> {
    let (name, reset) = ("first factor", "password reset");
    let Some(username) = username else {
        let why = "It differs from account to account: name one with --username.";
        return vec![Check::unknown(name, why), Check::unknown(reset, why)];
    };
    let offered = ("challenge_type", "password redirect");
    let begun = probe
        .post(INITIATE, &[("username", username), offered])
        .await;
    let factor = match begun.text("continuation_token") {
        Some(token) => {
            let fields = [("continuation_token", token), offered];
            probe.post(CHALLENGE, &fields).await
        }
        None => begun,
    };
    let offered = ("challenge_type", "oob redirect");
    let begun = probe.post(RESET, &[("username", username), offered]).await;
    let has_password = factor.text("challenge_type") == Some("password");
    vec![
        first_factor(name, &factor),
        password_reset(reset, &begun, has_password),
    ]
}

fn first_factor(name: &'static str, factor: &Answer) -> Check {
    if factor.text("challenge_type") == Some("password") {
        return Check::ok(name, "The account signs in with a password.");
    }
    if factor.is_redirect() {
        let reason = factor.text("redirect_reason").unwrap_or("none given");
        return Check::ok(
            name,
            format_args!("Not a password: a code by e-mail, or another provider ({reason})."),
        );
    }
    match factor.row() {
        Some(row) => Check::of(name, row, factor),
        None => Check::unknown(name, factor.in_short()),
    }
}

fn password_reset(name: &'static str, begun: &Answer, has_password: bool) -> Check {
    if begun.is_token() {
        return Check::ok(name, "The account's password can be reset.");
    }
    if begun.number() == Some(500_222) && !has_password {
        return Check::ok(name, "The account has no password that could be reset.");
    }
    match begun.row() {
        Some(row) => Check::of(name, row, begun),
        None => Check::unknown(name, begun.in_short()),
    }
}

/// How many checks came out so.
pub(crate) fn count(checks: &[Check], verdict: Verdict) -> usize {
    checks
        .iter()
        .filter(|check| check.verdict == verdict)
        .count()
}
