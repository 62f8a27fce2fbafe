//! Journeys that end in the browser, from each kind of flow.

use doorstep::StepKind::{BrowserRequired, SignedIn};
use doorstep::{FirstFactors, RedirectUri};

use super::Journey;
use super::Move::{Browse, Start};
use crate::{BOB, BOB_PASSWORD, World, as_bob, as_new, reset_of};

pub(super) fn journeys() -> Vec<Journey> {
    vec![
        Journey::sign_in("a sign-in in the browser", as_bob())
            .given(codes_alone)
            .then(Start, BrowserRequired)
            .then(Browse(BOB, BOB_PASSWORD), SignedIn),
        Journey::sign_up("a sign-up that becomes a sign-in in the browser", as_new())
            .given(codes_alone)
            .then(Start, BrowserRequired)
            .then(Browse(BOB, BOB_PASSWORD), SignedIn),
        Journey::reset(
            "a reset that becomes a sign-in in the browser",
            reset_of(BOB),
        )
        .not_struck()
        .given(sent_away)
        .then(Start, BrowserRequired)
        .then(Browse(BOB, BOB_PASSWORD), SignedIn),
    ]
}

fn codes_alone(world: &mut World) {
    let home = RedirectUri::parse("doorstep://callback").unwrap();
    let config = world.device.config.clone().redirect_uri(home);
    world.device.config = config.first_factors(FirstFactors::Code);
}

fn sent_away(world: &mut World) {
    codes_alone(world);
    let away = r#"{"challenge_type":"redirect"}"#.to_owned();
    world
        .http()
        .next(crate::Tamper::Answer(200, "application/json", away));
}
