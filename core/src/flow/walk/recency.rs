//! An API that wants a recent sign-in: the browser's page must hear of it, too.

use std::time::Duration;

use url::Url;

use super::tenant::Answer;
use super::world::*;
use crate::browser::BrowserOptions;
use crate::client::StepUp;
use crate::flow::{AuthorizationUrl, SignInFlow, SignInStep};
use crate::session::ClaimsChallenge;
use crate::terms::Scopes;

fn stepping_up(world: &World, parameters: &str) -> SignInFlow {
    let account = world.account();
    let header = format!("Bearer error=insufficient_user_authentication, {parameters}");
    let challenge = ClaimsChallenge::parse([header.as_str()]).unwrap().unwrap();
    match ready(world.client.step_up(&account, &Scopes::none(), &challenge)) {
        Ok(StepUp::SignIn(flow)) => flow,
        other => panic!("{other:?}"),
    }
}

/// Where the service sends the person to.
fn page(world: &World, flow: &SignInFlow) -> AuthorizationUrl {
    world.tenant.script([Answer::redirect()]);
    let Ok(SignInStep::BrowserRequired { reply, .. }) = ready(flow.start()) else {
        panic!("{flow:?}");
    };
    ready(reply.authorization_url(&BrowserOptions::new())).unwrap()
}

fn largest_age(url: &AuthorizationUrl) -> Option<String> {
    let url = Url::parse(url.as_str()).unwrap();
    let mut pairs = url.query_pairs();
    pairs
        .find(|(name, _)| name == "max_age")
        .map(|(_, value)| value.into_owned())
}

#[test]
fn the_page_is_told_how_recent_the_sign_in_must_be() {
    for (parameters, told) in [("max_age=300", "300"), ("max_age=0, acr_values=c3", "0")] {
        let world = World::new();
        let flow = stepping_up(&world, parameters);
        assert_eq!(largest_age(&page(&world, &flow)).as_deref(), Some(told));
    }
    let world = World::new();
    assert_eq!(largest_age(&page(&world, &world.sign_in())), None);
}

#[test]
fn that_survives_the_process() {
    let world = World::new();
    let flow = stepping_up(&world, "max_age=300");
    page(&world, &flow);
    let flow = resume(&world.next_process(), flow.id()).unwrap();
    let Ok(SignInStep::BrowserRequired { reply, .. }) = flow.current() else {
        panic!("{flow:?}");
    };
    let url = ready(reply.authorization_url(&BrowserOptions::new())).unwrap();
    let age = largest_age(&url).unwrap();
    assert_eq!(age, Duration::from_mins(5).as_secs().to_string());
}
