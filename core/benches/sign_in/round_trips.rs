//! A sign-in over a network with a round trip, counted in round trips.

use std::sync::Arc;
use std::time::{Duration, Instant};

use doorstep::store::MemoryRecords;

use crate::clients::{client_at, sign_in, transport};
use crate::constant_server::ConstantServer;
use crate::delay::proxy;
use crate::figures::{median, say, times};

/// Sign-ins of each kind.
const RUNS: usize = 7;

/// The rows `cold-…`, of a client that has no connection yet, and `prepared-…`, of one that opened
/// it while the person typed.
pub(crate) async fn measure(server: &ConstantServer, wanted: impl Fn(&str) -> bool) {
    for (kind, is_prepared) in [("cold", false), ("prepared", true)] {
        for milliseconds in [50, 150] {
            let row = format!("{kind}-{milliseconds}");
            if wanted(&row) {
                let round_trip = Duration::from_millis(milliseconds);
                let mut samples = Vec::new();
                for _ in 0..times(RUNS) {
                    samples.push(first_sign_in(server, round_trip, is_prepared).await);
                }
                let trips = median(&samples).as_secs_f64() / round_trip.as_secs_f64();
                say(&row, trips, None);
            }
        }
    }
}

async fn first_sign_in(
    server: &ConstantServer,
    round_trip: Duration,
    is_prepared: bool,
) -> Duration {
    let far = proxy(server.address(), round_trip).await;
    let authority = format!("https://{far}/contoso.onmicrosoft.com");
    let records = Arc::new(MemoryRecords::default());
    let client = client_at(&authority, transport(server), records);
    if is_prepared {
        client.prepare().await;
    }
    let begun = Instant::now();
    sign_in(&client).await;
    begun.elapsed()
}
