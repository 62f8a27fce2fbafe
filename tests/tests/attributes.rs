//! The attributes of a new account: asked for, given, refused, and left out.

use doorstep::{
    AttributeKind, AttributeValue, Attributes, AttributesReply, Landing, Misuse, Problem,
    RequiredAttribute, SignUpFlow,
};
use doorstep_sandbox::model::{AttributeType, User};
use doorstep_tests::{
    ATTRIBUTES_APP, CODE_APP, DORA, DORA_PASSWORD, ErrorExt as _, SignUpStepExt as _, StepExt as _,
    World, as_new,
};

const HOBBIES: &str = "extension_0f0f0f0f111142228333444444444444_Hobbies";

type Asked = (SignUpFlow, Vec<RequiredAttribute>, AttributesReply);

/// Dora, asked for attributes.
async fn asked(world: &World, given: Attributes) -> Asked {
    let flow = world.client().sign_up(as_new().attributes(given)).unwrap();
    let (_, reply) = flow.start().await.code();
    let step = reply.submit(world.code_of(DORA)).await;
    let (attributes, reply) = if matches!(step, Ok(doorstep::SignUpStep::PasswordRequired { .. })) {
        step.password().submit(DORA_PASSWORD).await.attributes()
    } else {
        step.attributes()
    };
    (flow, attributes, reply)
}

fn names(attributes: &[RequiredAttribute]) -> Vec<&str> {
    attributes.iter().map(|one| one.name.as_str()).collect()
}

fn dora(world: &World) -> User {
    world.control().user(DORA).expect("an account")
}

fn value(user: &User, name: &str) -> String {
    let value = serde_json::to_value(&user.attributes[name]).unwrap();
    value.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_is_missing_is_asked_for_with_its_type_after_the_password() {
    let world = World::start().await.with_app(ATTRIBUTES_APP);
    let (_, wanted, reply) = asked(&world, Attributes::new()).await;
    assert_eq!(names(&wanted), ["displayName", "city", "age"]);
    let kinds: Vec<_> = wanted.iter().map(|one| (&one.kind, one.required)).collect();
    let (text, number) = (AttributeKind::Text, AttributeKind::Number);
    assert_eq!(kinds, [(&text, true), (&text, true), (&number, false)]);
    let given = Attributes::new().display_name("Dora").city("Delft");
    let next = reply.submit(given.custom("age", 41)).await.signed_up();
    let user = dora(&world);
    assert_eq!(
        (user.display_name.as_str(), user.has_password),
        ("Dora", true)
    );
    assert_eq!(value(&user, "age"), "41");
    next.sign_in().start().await.account();
}

#[tokio::test]
async fn what_was_given_ahead_is_not_asked_for_again() {
    let world = World::start().await.with_app(CODE_APP);
    let (_, wanted, reply) = asked(&world, Attributes::new().display_name("Dora")).await;
    assert_eq!(names(&wanted), ["city"]);
    reply
        .submit(Attributes::new().city("Delft"))
        .await
        .signed_up();
    assert_eq!(dora(&world).display_name, "Dora");
}

#[tokio::test]
async fn an_optional_attribute_may_be_left_out_and_is_taken_at_the_start() {
    let world = World::start().await.with_app(ATTRIBUTES_APP);
    let (_, _, reply) = asked(&world, Attributes::new()).await;
    let given = Attributes::new().display_name("Dora").city("Delft");
    reply.submit(given).await.signed_up();
    assert!(!dora(&world).attributes.contains_key("age"));

    let world = World::start().await.with_app(ATTRIBUTES_APP);
    let (_, wanted, reply) = asked(&world, Attributes::new().custom("age", 41)).await;
    assert_eq!(names(&wanted), ["displayName", "city"]);
    let given = Attributes::new().display_name("Dora").city("Delft");
    reply.submit(given).await.signed_up();
    assert_eq!(value(&dora(&world), "age"), "41");
}

#[tokio::test]
async fn a_name_that_the_user_flow_does_not_have_is_ignored() {
    let world = World::start().await.with_app(CODE_APP);
    let (_, _, reply) = asked(&world, Attributes::new().custom("shoeSize", 42)).await;
    let given = Attributes::new().display_name("Dora").city("Delft");
    reply.submit(given.surname("Doe")).await.signed_up();
    let user = dora(&world);
    let kept: Vec<_> = user.attributes.keys().collect();
    assert_eq!(kept, ["city", "displayName"]);
}

#[tokio::test]
async fn what_is_not_taken_is_named_and_the_step_stays() {
    let world = World::start().await.with_app(ATTRIBUTES_APP);
    let (flow, _, reply) = asked(&world, Attributes::new()).await;
    let given = Attributes::new().display_name(" ").city("Delft");
    let error = reply.submit(given.custom("age", "old")).await.error();
    assert_eq!(error.info().attributes, ["displayName", "age"]);
    assert_eq!(error.info().landing, Landing::SameStep);
    assert_eq!(Err::<(), _>(error).problem(), Problem::AttributesRejected);
    assert!(!flow.is_uncertain());
    assert!(world.control().user(DORA).is_none());
    let given = Attributes::new().display_name("Dora").city("Delft");
    reply.submit(given).await.signed_up();
}

#[tokio::test]
async fn what_is_still_missing_is_asked_for_again() {
    let world = World::start().await.with_app(CODE_APP);
    let (_, wanted, first) = asked(&world, Attributes::new()).await;
    assert_eq!(names(&wanted), ["displayName", "city"]);
    let nothing = first.submit(Attributes::new()).await;
    let (wanted, second) = nothing.attributes();
    // It is the same page of a newer token.
    assert_eq!(names(&wanted), ["displayName", "city"]);
    let part = second.submit(Attributes::new().city("Delft")).await;
    let (wanted, third) = part.attributes();
    assert_eq!(names(&wanted), ["displayName"]);
    let late = first.submit(Attributes::new().display_name("Dora")).await;
    assert_eq!(late.misuse(), Misuse::StaleStep);
    let rest = Attributes::new().display_name("Dora");
    third.submit(rest).await.signed_up();
    assert_eq!(value(&dora(&world), "city"), "Delft");
}

#[tokio::test]
async fn two_pages_are_two_steps_each_with_its_own() {
    let world = World::in_scenario("sign_up_two_screens").await;
    let (_, wanted, reply) = asked(&world, Attributes::new()).await;
    assert_eq!(names(&wanted), ["displayName", "jobTitle"]);
    let first = Attributes::new().display_name("Dora").job_title("Guide");
    let (wanted, reply) = reply.submit(first).await.attributes();
    assert_eq!(names(&wanted), ["postalCode", HOBBIES]);
    let pattern = wanted[0].pattern.as_deref();
    assert_eq!(pattern, Some("^[0-9]{4} ?[A-Z]{2}$"));
    let refused = reply.submit(Attributes::new().postal_code("12345")).await;
    assert_eq!(refused.problem(), Problem::AttributesRejected);
    let both = AttributeValue::choices(["Dancing", "Swimming"]);
    let second = Attributes::new()
        .postal_code("2611 AB")
        .custom(HOBBIES, both);
    reply.submit(second).await.signed_up();
    let user = dora(&world);
    assert_eq!(value(&user, HOBBIES), "Dancing,Swimming");
    assert_eq!(value(&user, "jobTitle"), "Guide");
}

#[tokio::test]
async fn a_tick_travels_as_a_text() {
    let world = World::start().await.with_app(CODE_APP);
    world.registrations(|apps| {
        let app = apps.apps.iter_mut();
        let app = app
            .into_iter()
            .find(|app| app.client_id.to_string() == CODE_APP);
        let flow = app.unwrap().user_flow.as_mut().unwrap();
        flow.attributes[1].name = "newsletter".to_owned();
        flow.attributes[1].kind = AttributeType::Boolean;
    });
    let (_, wanted, reply) = asked(&world, Attributes::new().display_name("Dora")).await;
    assert_eq!(wanted[0].kind, AttributeKind::Boolean);
    let ticked = Attributes::new().custom("newsletter", true);
    reply.submit(ticked).await.signed_up();
    assert_eq!(value(&dora(&world), "newsletter"), "true");
}

#[tokio::test]
async fn an_attributes_step_that_waited_too_long_ends_the_sign_up() {
    let world = World::start().await.with_app(CODE_APP);
    let (flow, _, reply) = asked(&world, Attributes::new()).await;
    world.advance(601);
    let given = Attributes::new().display_name("Dora").city("Delft");
    assert_eq!(reply.submit(given).await.misuse(), Misuse::Expired);
    assert_eq!(flow.current().misuse(), Misuse::Expired);
    assert!(world.control().user(DORA).is_none());
}
