//! Sign-ups and password resets with planted values.

use doorstep::{Attributes, Channel, Claims, ResetPasswordOptions, SignUpOptions};
use doorstep_tests::{
    ATTRIBUTES_APP, ErrorExt as _, ResetStepExt as _, SignUpStepExt as _, StepExt as _, todo,
};

use crate::stage::{PASSWORD, Stage, USERNAME};

const NEWCOMER: &str = "canary-newcomer@secret.example";
const NEW_PASSWORD: &str = "Canary-Newpass-2!";
const CONTACT: &str = "canary-contact@private.example";
const CITY: &str = "Canarytown";
const NAME: &str = "Canary Newcomer";

/// Values that only these tests plant.
const PLANTED: [(&str, &str); 5] = [
    ("username", NEWCOMER),
    ("new_password", NEW_PASSWORD),
    ("target", CONTACT),
    ("attribute", CITY),
    ("attribute", NAME),
];

#[tokio::test]
async fn a_sign_up_with_all_that_follows_shows_no_secret() {
    let mut stage = Stage::set().await.planting(&PLANTED);
    stage.world = stage.world.with_app(ATTRIBUTES_APP);
    stage.world.demand_mfa_of_all();
    let client = stage.world.client();
    let wrong = SignUpOptions::new(NEWCOMER).attributes(Attributes::new().city("\u{7}"));
    stage.show(&wrong);
    stage.show_error(client.sign_up(wrong).unwrap().start().await.error());
    let options = SignUpOptions::new(NEWCOMER)
        .attributes(Attributes::new().display_name(NAME))
        .claims(Claims::authentication_context(3).unwrap())
        .scopes(todo());
    stage.show(&options);
    let flow = client.sign_up(options).unwrap();
    stage.show(&flow);
    let step = flow.start().await;
    stage.show(&step);
    let (_, reply) = step.code();
    stage.show_error(reply.submit(stage.world.wrong_code(NEWCOMER)).await.error());
    stage.show_error(reply.resend().await.error());
    stage.show(&client.pending().await);
    stage.show(&client.resume(flow.id()).await);
    let step = reply.submit(stage.world.code_of(NEWCOMER)).await;
    stage.show(&step);
    let reply = step.password();
    stage.show_error(reply.submit("Canary").await.error());
    let step = reply.submit(NEW_PASSWORD).await;
    stage.show(&step);
    stage.check_records().await;
    let (_, reply) = step.attributes();
    let wrong = Attributes::new().city(CITY).custom("age", CITY);
    stage.show(&wrong);
    stage.show_error(reply.submit(wrong).await.error());
    let step = reply.submit(Attributes::new().city(CITY)).await;
    stage.show(&step);
    let next = step.signed_up();
    stage.show(&(&next, next.sign_in()));
    let step = next.sign_in().start().await;
    stage.show(&step);
    let (methods, reply) = step.registration();
    let email = methods.iter().find(|one| one.channel == Channel::Email);
    let step = reply.register(&email.unwrap().id, CONTACT).await;
    stage.show(&step);
    stage.check_records().await;
    let (code, reply) = step.registration_code();
    stage.show(&(code, &reply));
    let step = reply.submit(stage.world.code_of(CONTACT)).await;
    stage.show(&step);
    let _account = step.account();
    stage.check_records().await;
    stage.finish();
}

#[tokio::test]
async fn a_password_reset_shows_no_secret() {
    let mut stage = Stage::set().await.planting(&PLANTED);
    let client = stage.world.client();
    let nobody = ResetPasswordOptions::new(NEWCOMER);
    let flow = client.reset_password(nobody).unwrap();
    stage.show_error(flow.start().await.error());
    let options = ResetPasswordOptions::new(USERNAME).scopes(todo());
    stage.show(&options);
    let flow = client.reset_password(options).unwrap();
    stage.show(&flow);
    let step = flow.start().await;
    stage.show(&step);
    let (code, reply) = step.code();
    stage.show(&code);
    let step = reply.submit(stage.world.code_of(USERNAME)).await;
    stage.show(&step);
    stage.check_records().await;
    let (_, reply) = step.new_password();
    for refused in ["Canary", PASSWORD] {
        stage.show_error(reply.submit(refused).await.error());
    }
    let step = stage.world.patiently(reply.submit(NEW_PASSWORD)).await;
    stage.show(&step);
    stage.check_records().await;
    let next = step.reset();
    let step = next.sign_in().start().await;
    stage.show(&step);
    step.mfa();
    stage.check_records().await;
    stage.finish();
}
