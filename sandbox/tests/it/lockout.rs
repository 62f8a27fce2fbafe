//! Smart lockout.

use doorstep_sandbox::model::{LockoutPolicy, Policies};

use crate::support::*;

#[tokio::test]
async fn ten_wrong_passwords_lock_the_account_for_a_while_that_grows() {
    let world = world().await;
    let token = world.password_asked(BOB).await;
    let redeem = async |password| {
        world
            .redeem(&token, "password", ("password", password), &[])
            .await
    };
    for _ in 0..10 {
        assert_eq!(redeem("nope").await.error(), "invalid_grant 50126");
    }
    assert_eq!(redeem(BOB_PASSWORD).await.error(), "invalid_grant 50053");
    assert!(
        world
            .control()
            .user(BOB)
            .expect("bob")
            .locked_until
            .is_some()
    );
    world.control().advance_clock(61);
    assert_eq!(redeem("nope").await.error(), "invalid_grant 50126");
    world.control().advance_clock(61);
    assert_eq!(redeem(BOB_PASSWORD).await.error(), "invalid_grant 50053");
    world.control().advance_clock(60);
    redeem(BOB_PASSWORD).await.granted();
    assert!(
        world
            .control()
            .user(BOB)
            .expect("bob")
            .locked_until
            .is_none()
    );
}

#[tokio::test]
async fn wrong_codes_lock_the_account_too() {
    let world = world().await;
    let lockout = LockoutPolicy {
        threshold: 3,
        ..LockoutPolicy::default()
    };
    let policies = Policies {
        lockout,
        ..world.control().policies()
    };
    world.control().set_policies(policies).expect("policies");
    let token = world.password_asked(CLEO).await;
    for _ in 0..3 {
        let wrong = world.redeem(&token, "oob", ("oob", "wrong"), &[]).await;
        assert_eq!(wrong.error(), "invalid_grant/invalid_oob_value 50181");
    }
    let code = world.code_for(CLEO);
    let locked = world.redeem(&token, "oob", ("oob", &code), &[]).await;
    assert_eq!(locked.error(), "invalid_grant 50053");
}

#[tokio::test]
async fn a_right_password_in_between_starts_the_count_anew() {
    let world = world().await;
    for _ in 0..2 {
        let token = world.password_asked(BOB).await;
        for _ in 0..9 {
            let wrong = world
                .redeem(&token, "password", ("password", "nope"), &[])
                .await;
            assert_eq!(wrong.error(), "invalid_grant 50126");
        }
        world
            .redeem(&token, "password", ("password", BOB_PASSWORD), &[])
            .await
            .granted();
    }
}

#[tokio::test]
async fn a_locked_account_still_starts_and_still_gets_challenges() {
    let world = world().await;
    let token = world.password_asked(BOB).await;
    for _ in 0..10 {
        world
            .redeem(&token, "password", ("password", "nope"), &[])
            .await;
    }
    let start = world.initiate(BOB).await;
    assert_eq!(start.status, 200);
    let asked = world.challenge(&start.token()).await;
    assert_eq!(asked.status, 200);
    for password in [BOB_PASSWORD, "nope"] {
        let locked = world
            .redeem(&asked.token(), "password", ("password", password), &[])
            .await;
        assert_eq!(locked.error(), "invalid_grant 50053");
    }
}
