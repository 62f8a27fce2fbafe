//! A sign-in over a network with a round trip, counted in round trips.

use std::sync::Arc;
use std::time::{Duration, Instant};

use doorstep::store::MemoryRecords;

use crate::clients::{client_at, sign_in, transport};
use crate::constant_server::ConstantServer;
use crate::delay::proxy;
use crate::figures::{median, say};

/// Sign-ins of each kind.
const RUNS: usize = 7;

/// The rows `cold-50` and `cold-150`: a client that has no connection yet.
pub(crate) async fn measure(server: &ConstantServer, wanted: impl Fn(&str) -> bool) {
    for milliseconds in [50, 150] {
        let round_trip = Duration::from_millis(milliseconds);
        let row = format!("cold-{milliseconds}");
        if wanted(&row) {
            let mut samples = Vec::new();
            for _ in 0..RUNS {
                samples.push(cold(server, round_trip).await);
            }
            let trips = median(&samples).as_secs_f64() / round_trip.as_secs_f64();
            say(&row, trips, None);
        }
    }
}

async fn cold(server: &ConstantServer, round_trip: Duration) -> Duration {
    let far = proxy(server.address(), round_trip).await;
    let authority = format!("https://{far}/contoso.onmicrosoft.com");
    let records = Arc::new(MemoryRecords::default());
    let client = client_at(&authority, transport(server), records);
    let begun = Instant::now();
    sign_in(&client).await;
    begun.elapsed()
}
