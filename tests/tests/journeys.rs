//! Every journey, as it is and with something in its way.

use doorstep_tests::{Journey, Strike, Walk, journeys};

#[tokio::test]
async fn every_journey_leads_where_its_table_says() {
    let all = journeys();
    for journey in &all {
        journey.walk(Walk::default()).await;
    }
    let names: std::collections::BTreeSet<_> = all.iter().map(|one| one.name).collect();
    assert_eq!(names.len(), all.len(), "two journeys of one name");
}

#[tokio::test]
async fn the_process_may_die_after_any_move_of_any_journey() {
    let mut kills = 0;
    for journey in journeys() {
        for at in 0..journey.moves() {
            let walk = Walk {
                kill_after: Some(at),
                ..Walk::default()
            };
            kills += journey.walk(walk).await.kills;
        }
    }
    assert!(kills > 100, "only {kills} kills");
}

#[tokio::test]
async fn the_process_may_die_after_all_moves_of_any_journey() {
    for journey in journeys() {
        let walk = Walk {
            kill_always: true,
            ..Walk::default()
        };
        journey.walk(walk).await;
    }
}

#[tokio::test]
async fn a_redirect_at_any_request_of_any_journey_leads_to_the_browser() {
    struck(Strike::Redirect).await;
}

#[tokio::test]
async fn an_answer_lost_at_any_request_of_any_journey_is_made_up_for() {
    struck(Strike::Lost).await;
}

async fn struck(strike: fn(usize) -> Strike) {
    for journey in journeys().into_iter().filter(Journey::can_be_struck) {
        let requests = journey.walk(Walk::default()).await.calls().len();
        for at in 0..requests {
            let walk = Walk {
                strike: Some(strike(at)),
                ..Walk::default()
            };
            journey.walk(walk).await;
        }
    }
}
