//! Walking a journey.

use std::fmt::Write as _;

use doorstep::ports::events::Event;
use doorstep::ports::http::HttpFault;
use doorstep::{CorrelationId, StepKind};

use super::act::act;
use super::held::{Held, Step};
use super::{Act, Begin, Journey, Move};
use crate::{Tamper, World};

/// What strikes a request, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strike {
    /// The service sends the person to the browser.
    Redirect(usize),
    /// The service acts, and its answer is lost.
    Lost(usize),
}

/// How a journey is walked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Walk {
    /// The process is killed after this move, counted from 0.
    pub kill_after: Option<usize>,
    /// The process is killed after every move.
    pub kill_always: bool,
    /// What goes wrong.
    pub strike: Option<Strike>,
}

/// A journey that was walked.
pub struct Run {
    /// The tenant and the device, as they are now.
    pub world: World,
    /// The flow's id in the logs.
    pub correlation: CorrelationId,
    /// How often the process was killed.
    pub kills: usize,
    /// What was shown on the way, printed.
    pub shown: String,
}

impl Run {
    /// The calls to the service, each with what came of it, oldest first.
    pub fn calls(&self) -> Vec<(&'static str, &'static str)> {
        let events = self.world.device.heard.all();
        let calls = events.into_iter().filter_map(|event| match event {
            Event::CallFinished {
                call,
                outcome,
                correlation_id,
                ..
            } => (correlation_id == self.correlation).then_some((call, outcome)),
            _ => None,
        });
        calls.collect()
    }
}

const AWAY: &str = r#"{"challenge_type":"redirect","redirect_reason":"Elsewhere, please"}"#;

impl Journey {
    /// How many moves it has.
    pub fn moves(&self) -> usize {
        self.acts.len()
    }

    /// Whether a strike may be added to it.
    pub fn can_be_struck(&self) -> bool {
        self.can_be_struck
    }

    /// A tenant and a device for it.
    pub async fn world(&self) -> World {
        let mut world = match self.scenario {
            Some(name) => World::in_scenario(name).await,
            None => World::start().await,
        };
        if let Some(app) = self.app {
            world = world.with_app(app);
        }
        if let Some(setting) = self.setting {
            setting(&mut world);
        }
        world
    }

    /// Walks it, and fails the test where a move leads elsewhere than the table says.
    pub async fn walk(&self, walk: Walk) -> Run {
        self.walk_in(self.world().await, walk).await
    }

    /// As [`Journey::walk`], in a world that was made before.
    pub async fn walk_in(&self, world: World, walk: Walk) -> Run {
        if let Some(strike) = walk.strike {
            plan(&world, strike);
        }
        let mut held = self.begin(&world);
        let (correlation, mut kills, mut shown) = (held.correlation(), 0, String::new());
        for (at, one) in self.acts.iter().enumerate() {
            let place = format!("{}, move {at}, {walk:?}", self.name);
            let (what, expected) = match one {
                Act::Meanwhile(happens) => {
                    happens(&world);
                    continue;
                }
                Act::Then(what, step) => (what, Ok(*step)),
                Act::Refused(what, code) => (what, Err(*code)),
            };
            let mut outcome = act(&world, &mut held, what).await;
            let _ = write!(shown, "{outcome:?}\n{outcome:#?}\n");
            match walk.strike {
                Some(Strike::Redirect(struck)) if world.http().sent() > struck => {
                    assert_left(what, outcome, &place);
                    break;
                }
                Some(Strike::Lost(_)) if is_lost(&outcome) && expected != Err(LOST) => {
                    outcome = self.again(&world, &mut held, what).await;
                }
                _ => {}
            }
            let came: Result<StepKind, _> = outcome.map(|step| step.kind());
            let came = came.map_err(|error| error.info().code);
            assert_eq!(came, expected, "{place}");
            let is_live = matches!(held.current(), Ok(step) if step.kind() != StepKind::SignedIn);
            if is_live && (walk.kill_always || walk.kill_after == Some(at)) {
                held = resumed(&world, held, &place).await;
                kills += 1;
            }
        }
        Run {
            world,
            correlation,
            kills,
            shown,
        }
    }

    fn begin(&self, world: &World) -> Held {
        let client = world.client();
        match self.begin.clone() {
            Begin::SignIn(options) => Held::SignIn(client.sign_in(options).unwrap()),
            Begin::SignUp(options) => Held::SignUp(client.sign_up(options).unwrap()),
            Begin::Reset(options) => Held::Reset(client.reset_password(options).unwrap()),
        }
    }

    /// Does the same once more. A password that was given ahead and did not come through is asked
    /// for by then.
    async fn again(
        &self,
        world: &World,
        held: &mut Held,
        what: &Move,
    ) -> Result<Step, doorstep::Error> {
        let step = act(world, held, what).await;
        let is_asked = matches!(&step, Ok(step) if step.kind() == StepKind::PasswordRequired);
        match (self.password_ahead, what) {
            (Some(password), Move::Start) if is_asked => {
                act(world, held, &Move::Password(password)).await
            }
            _ => step,
        }
    }
}

/// From the browser there is no second way to the browser.
fn assert_left(what: &Move, outcome: Result<Step, doorstep::Error>, place: &str) {
    let came = outcome.map(|step| step.kind());
    let came = came.map_err(|error| error.info().code);
    let expected = match what {
        Move::Browse(..) => Err("unexpected_reply"),
        _ => Ok(StepKind::BrowserRequired),
    };
    assert_eq!(came, expected, "{place}");
}

const LOST: &str = "connection_lost";

fn is_lost(outcome: &Result<Step, doorstep::Error>) -> bool {
    matches!(outcome, Err(error) if error.info().code == LOST)
}

fn plan(world: &World, strike: Strike) {
    let (Strike::Redirect(at) | Strike::Lost(at)) = strike;
    for _ in 0..at {
        world.http().next(Tamper::Pass);
    }
    world.http().next(match strike {
        Strike::Redirect(_) => Tamper::Answer(200, "application/json", AWAY.to_owned()),
        Strike::Lost(_) => Tamper::LoseAnswer(HttpFault::Lost),
    });
}

/// The flow in the next process of the app: at the same step, and without the network.
async fn resumed(world: &World, held: Held, place: &str) -> Held {
    let (id, sent) = (held.id(), world.http().sent());
    let step = held.current().map(|step| step.kind());
    // A sign-in that follows is shown by the step before it until it has a step of its own.
    drop(held);
    let resumed: Held = world.device.resumed_as_it_is(id).await.into();
    assert_eq!(
        world.http().sent(),
        sent,
        "{place}: resuming needs no network"
    );
    let now = resumed.current().map(|step| step.kind());
    assert_eq!(now.ok(), step.ok(), "{place}: another step");
    assert_eq!(resumed.id(), id, "{place}");
    resumed
}
