//! The journeys.

mod browser;
mod registration;
mod reset_password;
mod second_factor;
mod sign_in;
mod sign_in_after;
mod sign_up;
mod sign_up_refused;

use super::{Journey, Move};
use crate::World;

/// Every journey.
pub fn journeys() -> Vec<Journey> {
    let lists = [
        sign_in::journeys(),
        second_factor::journeys(),
        registration::journeys(),
        sign_up::journeys(),
        sign_up_refused::journeys(),
        reset_password::journeys(),
        sign_in_after::journeys(),
        browser::journeys(),
    ];
    lists.into_iter().flatten().collect()
}

/// Past the interval between two codes.
fn five_minutes(world: &World) {
    world.advance(300);
}

/// Past the life of the service's tokens, and not of a flow.
fn eleven_minutes(world: &World) {
    world.advance(660);
}

/// The service forgets everything that is under way.
fn forgotten(world: &World) {
    world.control().reset();
}

/// Codes can be asked for at once, and only two of them.
fn two_codes(world: &mut World) {
    world.policies(|policies| {
        policies.codes.interval = None;
        policies.codes.most_sends = 2;
    });
}
