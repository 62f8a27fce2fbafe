//! Nothing without consent, and nothing more once it is withdrawn.

use super::provider::Does;
use super::*;

#[test]
fn without_consent_people_sign_in_and_nobody_is_asked() {
    let (world, provider) = world(&[Want::Mfa], FailPolicy::Closed);
    world.client.set_consent(&[]);
    ready(world.client.prepare());
    let step = ready(at_mfa(&world.sign_in()).choose(&MethodId::new("m-sms")));
    let Ok(crate::SignInStep::MfaCodeRequired { reply, .. }) = step else {
        panic!("{step:?}");
    };
    world.tenant.wants(&[]);
    assert_eq!(kind(&ready(reply.submit(CODE))), StepKind::SignedIn);
    assert_eq!(provider.take(), []);
    let journal = world.tenant.journal();
    assert!(journal.iter().all(|request| request.headers.is_empty()));
}

#[test]
fn consent_to_something_else_is_none_to_the_provider() {
    let (world, provider) = world(&[], FailPolicy::Closed);
    world.client.set_consent(&[DataUse::Behaviour]);
    ready(world.sign_in_with_password().start()).unwrap();
    assert_eq!(provider.take(), []);
}

#[test]
fn withdrawn_it_ends_the_transaction_and_the_flow_goes_on_without() {
    let (world, provider) = world(&[], FailPolicy::Closed);
    let reply = at_password(&world.sign_in());
    let begun = session(&provider.take());
    world.client.set_consent(&[]);
    assert_eq!(
        provider.take(),
        [Told::End(begun, RiskEnd::ConsentWithdrawn)]
    );
    // Given again, it is for the next transaction.
    world.client.set_consent(&BOTH);
    assert_eq!(kind(&ready(reply.submit(PASSWORD))), StepKind::SignedIn);
    assert_eq!(provider.take(), []);
    assert!(world.tenant.last().headers.is_empty());
    at_password(&world.sign_in());
    assert_ne!(session(&provider.take()), begun);
}

#[test]
fn withdrawn_while_the_provider_is_asked_nothing_of_it_is_sent() {
    let (world, provider) = world(&[], FailPolicy::Closed);
    let reply = at_password(&world.sign_in());
    *provider.check.lock().unwrap() = Does::Hangs;
    world.clock.hold_pauses();
    let call = polled(reply.submit(PASSWORD));
    world.client.set_consent(&[]);
    world.clock.forward(seconds(1));
    assert_eq!(kind(&ready(call)), StepKind::SignedIn);
    assert!(world.tenant.last().headers.is_empty());
}

#[test]
fn what_was_collected_is_forgotten_with_the_consent_to_it() {
    let (world, _provider) = world(&[], FailPolicy::Closed);
    let all = Collected::parse(r#"{"os":"ios","pastes":1}"#).unwrap();
    world.client.set_collected(all);
    world.client.set_consent(&[DataUse::Device]);
    world.client.set_consent(&BOTH);
    ready(world.sign_in_with_password().start()).unwrap();
    let told = signals(&world.tenant.last());
    assert_eq!(
        (&told["os"], &told["pastes"]),
        (&"ios".into(), &Value::Null)
    );
}
