//! The traces: every journey as it is, and with a redirect at each of its requests.

use doorstep_tests::{Exchange, Journey, Run, Strike, Walk, journeys};

/// What one walk left behind.
pub(super) struct Trace {
    pub(super) name: String,
    pub(super) has_password_ahead: bool,
    /// The core's calls, each with what came of it.
    pub(super) calls: Vec<(&'static str, &'static str)>,
    /// The same as it went over the network, where the service answered.
    pub(super) exchanges: Vec<Exchange>,
}

impl Trace {
    fn of(run: &Run, name: String, has_password_ahead: bool) -> Self {
        let mut exchanges = run.world.http().exchanges();
        exchanges.retain(|exchange| exchange.status.is_some());
        Self {
            name,
            has_password_ahead,
            calls: run.calls(),
            exchanges,
        }
    }
}

/// The journeys as they are.
pub(super) async fn plain() -> Vec<Trace> {
    let mut traces = Vec::new();
    for journey in journeys() {
        let run = journey.walk(Walk::default()).await;
        let ahead = journey.password_ahead.is_some();
        traces.push(Trace::of(&run, journey.name.to_owned(), ahead));
    }
    traces
}

/// The journeys as they are, and those that a redirect breaks off at some request.
pub(super) async fn with_redirects() -> Vec<Trace> {
    let mut traces = plain().await;
    for journey in journeys().into_iter().filter(Journey::can_be_struck) {
        let plain = traces.iter().find(|trace| trace.name == journey.name);
        let requests = plain.map_or(0, |trace| trace.calls.len());
        for at in 0..requests {
            let strike = Some(Strike::Redirect(at));
            let run = journey
                .walk(Walk {
                    strike,
                    ..Walk::default()
                })
                .await;
            let name = format!("{}, redirected at request {at}", journey.name);
            traces.push(Trace::of(&run, name, journey.password_ahead.is_some()));
        }
    }
    traces
}
