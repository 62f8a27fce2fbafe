//! The code that the browser takes back, and what the token endpoint makes of it.

use doorstep_sandbox::model::Policies;

use crate::support::*;
use crate::surfer::*;

async fn code(surfer: &Surfer<'_>, change: &[(&str, &str)]) -> Seen {
    surfer.with_password(BOB, BOB_PASSWORD, change).await
}

#[tokio::test]
async fn a_code_is_good_once() {
    let world = world().await;
    let surfer = Surfer::new(&world);
    let code = code(&surfer, &[]).await.code();
    surfer.redeem(&code, &[]).await.granted();
    let again = surfer.redeem(&code, &[]).await;
    assert_eq!(again.error(), "invalid_grant 54005");
}

#[tokio::test]
async fn a_code_is_good_only_for_its_app_address_and_verifier_and_a_wrong_try_uses_it_up() {
    let world = world().await;
    let surfer = Surfer::new(&world);
    for (name, value, refusal) in [
        (
            "client_id",
            "22222222-2222-4222-8222-222222222222",
            "invalid_grant 70000",
        ),
        ("redirect_uri", "http://localhost", "invalid_grant 70000"),
        (
            "code_verifier",
            "another-verifier-that-is-long-enough-for-it",
            "invalid_grant 501481",
        ),
    ] {
        let code = code(&surfer, &[]).await.code();
        assert_eq!(
            surfer.redeem(&code, &[(name, value)]).await.error(),
            refusal
        );
        assert_eq!(
            surfer.redeem(&code, &[]).await.error(),
            "invalid_grant 54005"
        );
    }
    assert_eq!(
        surfer.redeem("unknown", &[]).await.error(),
        "invalid_grant 70000"
    );
    for missing in ["code", "redirect_uri", "code_verifier"] {
        let code = code(&surfer, &[]).await.code();
        let refused = surfer.redeem(&code, &[(missing, "")]).await;
        assert_eq!(refused.error(), "invalid_request 90100", "{missing}");
        surfer.redeem(&code, &[]).await.granted();
    }
}

#[tokio::test]
async fn a_code_runs_out_when_policy_says() {
    let world = world().await;
    let surfer = Surfer::new(&world);
    let early = code(&surfer, &[]).await.code();
    // The clock goes on by itself, too.
    world.control().advance_clock(270);
    surfer.redeem(&early, &[]).await.granted();
    let late = code(&surfer, &[]).await.code();
    world.control().advance_clock(300);
    assert_eq!(
        surfer.redeem(&late, &[]).await.error(),
        "invalid_grant 70008"
    );

    let mut policies = world.control().policies();
    for (seconds, fits) in [(59, false), (60, true), (600, true), (601, false)] {
        policies.lifetimes.authorization_code = seconds;
        let set = world.control().set_policies(policies.clone());
        assert_eq!(set.is_ok(), fits, "{seconds}");
    }
}

#[tokio::test]
async fn policy_is_asked_again_when_the_code_is_redeemed() {
    let world = world().await;
    let surfer = Surfer::new(&world);
    let code = code(&surfer, &[]).await.code();
    let mut strict = world.control().policies();
    strict.conditional_access[0].users.include.push(BOB.into());
    let policies: Policies = strict;
    world.control().set_policies(policies).expect("policies");
    let refused = surfer.redeem(&code, &[]).await;
    assert_eq!(refused.error(), "invalid_grant/basic_action 50076");
}

#[tokio::test]
async fn a_code_from_before_a_revocation_opens_nothing() {
    let world = world().await;
    let surfer = Surfer::new(&world);
    let early = code(&surfer, &[]).await.code();
    world.control().revoke(BOB).expect("bob");
    let refused = surfer.redeem(&early, &[]).await;
    assert_eq!(refused.error(), "invalid_grant 50173");
    let late = code(&surfer, &[]).await.code();
    surfer.redeem(&late, &[]).await.granted();
}

#[tokio::test]
async fn any_port_of_loopback_is_served_for_the_app_that_registered_it() {
    let world = world().await;
    let surfer = Surfer::new(&world);
    let address = "http://localhost:4711";
    let back = code(&surfer, &[("redirect_uri", address)]).await;
    let to = back.headers["location"].to_str().expect("an address");
    let query = to
        .strip_prefix("http://localhost:4711?")
        .expect("the address");
    let (_, code) = form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "code")
        .expect("a code");
    surfer
        .redeem(&code, &[("redirect_uri", address)])
        .await
        .granted();
}

#[tokio::test]
async fn the_discovery_document_leads_to_the_page() {
    let world = world().await;
    let url = format!(
        "{}/v2.0/.well-known/openid-configuration",
        world.sandbox.tenant()
    );
    let document = world.get(&url).await;
    assert_eq!(
        document.text("authorization_endpoint"),
        Surfer::new(&world).address()
    );
    assert_eq!(document.body["code_challenge_methods_supported"][0], "S256");
}
