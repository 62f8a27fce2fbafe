//! Text messages: the add-on, risky numbers, limits, and whom the methods policy covers.

use doorstep_sandbox::model::{
    Channel, CodePolicy, NewUser, Policies, RiskyNumber, SecondFactors, Selection, SmsLimits,
    SmsPolicy,
};

use crate::support::*;

const PHONE: &str = "+15550100177";

fn with_sms(world: &World, change: impl FnOnce(&mut SmsPolicy)) {
    let mut policies = world.control().policies();
    change(&mut policies.sms);
    world.control().set_policies(policies).expect("policies");
}

fn channels(listed: &Reply) -> Vec<String> {
    let methods = listed.body["methods"].as_array().expect("methods");
    methods
        .iter()
        .map(|method| {
            method["challenge_channel"]
                .as_str()
                .expect("a word")
                .to_owned()
        })
        .collect()
}

#[tokio::test]
async fn without_the_add_on_text_messages_are_offered_nowhere() {
    let world = world().await;
    with_sms(&world, |sms| sms.enabled = false);
    assert_eq!(channels(&world.ada_chooses().await), ["email"]);
    let listed = world.bob_registers().await;
    assert_eq!(channels(&listed), ["email"]);
    let refused = world.ask_contact(&listed.token(), PHONE).await;
    assert_eq!(refused.error(), "invalid_request 90100");

    let dora = NewUser::with_password("dora@contoso.example", "Tulip-42!")
        .group("mfa")
        .method(Channel::Sms, PHONE);
    world.control().add_user(dora).expect("added");
    let demand = world
        .with_password("dora@contoso.example", "Tulip-42!", &[])
        .await;
    assert_eq!(demand.error(), "invalid_grant/registration_required 50072");
}

#[tokio::test]
async fn no_text_is_sent_for_a_first_factor_or_a_reset() {
    let world = world().await;
    let only_a_number = [
        NewUser::with_email_code("dora@contoso.example"),
        NewUser::with_password("eve@contoso.example", "Tulip-42!"),
    ];
    for user in only_a_number {
        world
            .control()
            .add_user(user.method(Channel::Sms, PHONE))
            .expect("added");
    }
    let start = world.initiate("dora@contoso.example").await.token();
    let first = world.challenge(&start).await;
    assert_eq!(first.body["challenge_channel"], "email");
    let start = world.reset("eve@contoso.example").await.token();
    let asked = world.reset_step("challenge", &start, &[]).await;
    assert_eq!(asked.body["challenge_channel"], "email");
    assert_eq!(
        world.initiate(PHONE).await.error(),
        "user_not_found 50034",
        "a number names nobody"
    );
    assert!(world.control().mailbox(None, Some(Channel::Sms)).is_empty());
}

#[tokio::test]
async fn a_risky_number_can_end_in_the_browser_instead_of_an_error() {
    let world = world().await;
    with_sms(&world, |sms| sms.risky = RiskyNumber::Redirect);
    let listed = world.bob_registers().await;
    let risky = world.ask_contact(&listed.token(), "+19005550100").await;
    assert!(risky.redirect().contains("risky"));
    assert_eq!(world.ask_contact(&listed.token(), PHONE).await.status, 200);
    let closed = world.ask_contact(&listed.token(), "+97912345678").await;
    assert_eq!(
        closed.error(),
        "access_denied/provider_blocked_by_admin 550024"
    );
    assert_eq!(world.control().mailbox(None, None).len(), 1);
}

#[tokio::test]
async fn a_number_gets_so_many_messages_and_more_when_the_clock_went_on() {
    let world = world().await;
    with_sms(&world, |sms| {
        sms.limits = SmsLimits {
            per_number: true,
            ..SmsLimits::default()
        };
    });
    let policies = world.control().policies();
    let codes = CodePolicy {
        most_sends: 1000,
        ..policies.codes
    };
    world
        .control()
        .set_policies(Policies { codes, ..policies })
        .expect("policies");
    let token = world.bob_registers().await.token();
    for _ in 0..15 {
        assert_eq!(world.ask_contact(&token, PHONE).await.status, 200);
    }
    let refused = world.ask_contact(&token, PHONE).await;
    assert_eq!(refused.error(), "invalid_request 701014");
    let other = world.ask_contact(&token, "+15550100188").await;
    assert_eq!(other.status, 200);

    world.control().advance_clock(15 * 60);
    let token = world.bob_registers().await.token();
    assert_eq!(world.ask_contact(&token, PHONE).await.status, 200);
}

#[tokio::test]
async fn the_methods_policy_covers_groups_and_leaves_groups_out() {
    let world = world().await;
    let with = |email_groups: Selection, sms_groups: Selection| {
        let second_factors = SecondFactors {
            email_groups,
            sms_groups,
            ..SecondFactors::default()
        };
        let policies = Policies {
            second_factors,
            ..world.control().policies()
        };
        world.control().set_policies(policies).expect("policies");
    };
    with(
        Selection::everything().except(["mfa"]),
        Selection::only(["MFA"]),
    );
    assert_eq!(channels(&world.ada_chooses().await), ["sms"]);
    assert_eq!(channels(&world.bob_registers().await), ["email"]);
    with(Selection::everything(), Selection::default());
    assert_eq!(channels(&world.ada_chooses().await), ["email"]);
}
