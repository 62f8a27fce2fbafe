//! What was proved before a revocation counts for nothing behind it.

use crate::support::*;
use crate::walks::*;

const OVER: &str = "invalid_request 55200";

/// Ada's whole reset.
async fn ada_resets(world: &World) {
    let start = world.reset(ADA).await.token();
    let asked = world.reset_step("challenge", &start, &[]).await.token();
    let code = world.code_for(ADA);
    let may = world.reset_code(&asked, &code).await.token();
    let token = world.submit(&may, TULIP).await.token();
    assert_eq!(world.poll(&token).await.text("status"), "succeeded");
}

async fn world_of_quick_resets() -> World {
    let world = world().await;
    world.with_policies(|policies| policies.password_reset.polls_in_progress = 0);
    world
}

#[tokio::test]
async fn who_proved_the_old_password_does_not_come_in_by_a_second_factor() {
    let world = world_of_quick_resets().await;
    let methods = world.ada_chooses().await;
    let email = methods.method("email");
    let asked = world.challenge_method(&methods.token(), &email).await;
    let code = world.code_for(ADA);
    ada_resets(&world).await;
    let redeemed = world
        .redeem(&asked.token(), "mfa_oob", ("oob", &code), &[])
        .await;
    assert_eq!(redeemed.error(), OVER);
    let listed = world.introspect(&methods.token()).await;
    assert_eq!(listed.error(), OVER);
    let again = world.challenge_method(&methods.token(), &email).await;
    assert_eq!(again.error(), OVER);
}

#[tokio::test]
async fn nor_by_the_revocation_of_an_administrator() {
    let world = world().await;
    let methods = world.ada_chooses().await;
    world.control().revoke(ADA).expect("ada");
    let asked = world
        .challenge_method(&methods.token(), &methods.method("email"))
        .await;
    assert_eq!(asked.error(), OVER);
}

#[tokio::test]
async fn nor_by_registering_a_method_of_their_own() {
    let world = world_of_quick_resets().await;
    let listed = world.bob_registers().await;
    let may = world.bob_may_submit().await;
    let token = world.submit(&may, TULIP).await.token();
    assert_eq!(world.poll(&token).await.text("status"), "succeeded");
    let asked = world
        .ask_contact(&listed.token(), "mallory@home.example")
        .await;
    assert_eq!(asked.error(), OVER);
}

#[tokio::test]
async fn a_sign_in_that_has_proved_nothing_goes_on() {
    let world = world_of_quick_resets().await;
    let token = world.password_asked(BOB).await;
    let may = world.bob_may_submit().await;
    let submitted = world.submit(&may, TULIP).await.token();
    assert_eq!(world.poll(&submitted).await.text("status"), "succeeded");
    let signed_in = world
        .redeem(&token, "password", ("password", TULIP), &[])
        .await;
    signed_in.granted();
}
