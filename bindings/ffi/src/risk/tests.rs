use std::sync::mpsc::{Receiver, Sender, channel};

use doorstep::Channel;
use doorstep::ports::risk::{RiskDecision, RiskResult};
use doorstep::signals::Signals;

use super::*;
use crate::error::Failure;
use crate::runtime::runtime;

/// What a host does when it is asked.
type Does = Box<dyn Fn(&RiskCall, &Arc<RiskSlot>) -> Result<(), HookError> + Send + Sync>;

struct Host(Does, Mutex<Sender<RiskCall>>);

impl RiskHooks for Host {
    fn ask(&self, call: RiskCall, slot: Arc<RiskSlot>) -> Result<(), HookError> {
        self.1.lock().unwrap().send(call.clone()).unwrap();
        (self.0)(&call, &slot)
    }

    fn tell(&self, call: RiskCall) -> Result<(), HookError> {
        self.1.lock().unwrap().send(call).unwrap();
        Err(HookError::Locked)
    }
}

fn host(
    does: impl Fn(&RiskCall, &Arc<RiskSlot>) -> Result<(), HookError> + Send + Sync + 'static,
) -> (HostRisk, Receiver<RiskCall>) {
    let (sender, asked) = channel();
    let host = Host(Box::new(does), Mutex::new(sender));
    let descriptor = RiskDescriptor {
        id: "tmx".to_owned(),
        headers: Vec::new(),
        uses: Vec::new(),
    };
    (
        HostRisk::new(Box::new(host), descriptor, Budgets::default()),
        asked,
    )
}

fn session() -> RiskSession {
    "0f6d1c3a111142228333444455556666"
        .to_owned()
        .try_into()
        .unwrap()
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    runtime().unwrap().block_on(future)
}

fn says(word: &'static str, text: &'static str) -> (HostRisk, Receiver<RiskCall>) {
    host(move |_, slot| {
        slot.complete(word.to_owned(), text.to_owned(), Vec::new());
        Ok(())
    })
}

#[test]
fn a_host_answers_through_the_slot_by_a_word() {
    let budget = Duration::from_millis(800);
    let number = doorstep::Secret::new("+15550100123");
    let purpose = RiskPurpose::SmsToNew { number };
    let (risk, asked) = says("challenge", "page");
    let verdict = wait(risk.check(session(), purpose, budget)).unwrap();
    assert!(matches!(verdict, RiskVerdict::Challenge { payload } if payload == "page"));
    let call = asked.recv().unwrap();
    assert_eq!(
        (call.hook.as_str(), call.about.as_str()),
        ("check", "sms_to_new")
    );
    assert_eq!(call.target.as_deref(), Some("+15550100123"));
    assert_eq!(call.budget_millis, 800);

    let journey = RiskJourney {
        flow: None,
        resumed: true,
    };
    let (risk, asked) = says("begun", "another");
    assert_eq!(wait(risk.begin(session(), journey)).unwrap(), "another");
    let call = asked.recv().unwrap();
    assert_eq!(
        (call.about.as_str(), call.detail.as_str()),
        ("screen", "resumed")
    );
    let (risk, _asked) = says("partial", "");
    let profile = wait(risk.ready(session(), budget));
    assert_eq!(profile, Ok(RiskProfile::Partial));
}

#[test]
fn a_word_that_is_no_answer_is_a_failure() {
    for word in ["", "Allow", "yes", "failed"] {
        let (risk, _asked) = says(word, "");
        let verdict = wait(risk.check(session(), RiskPurpose::Token, Duration::ZERO));
        assert!(verdict.is_err(), "{word}");
    }
}

#[test]
fn a_host_that_throws_or_lets_go_of_the_slot_has_failed() {
    let (risk, _asked) = host(|_, _| Err(HookError::Locked));
    assert!(wait(risk.attach(session(), RiskRoute::Token)).is_err());
    let (risk, _asked) = host(|_, _| Ok(()));
    assert!(wait(risk.attach(session(), RiskRoute::Token)).is_err());
}

#[test]
fn a_host_that_two_calls_are_stuck_in_is_not_called_until_one_returns() {
    let (go, gate) = channel::<()>();
    let gate = Mutex::new(gate);
    let (risk, asked) = host(move |_, slot| {
        let _ = gate.lock().unwrap().recv();
        slot.complete("full".to_owned(), String::new(), Vec::new());
        Ok(())
    });
    wait(async {
        for _ in 0..2 {
            let call = risk.ready(session(), Duration::ZERO);
            assert!(tokio::time::timeout(Duration::ZERO, call).await.is_err());
        }
    });
    (0..2).for_each(|_| drop(asked.recv().unwrap()));
    assert!(wait(risk.ready(session(), Duration::ZERO)).is_err());
    assert!(asked.try_recv().is_err(), "it was called");
    drop(go);
    wait(async {
        while risk.inside.load(Ordering::SeqCst) > 0 {
            tokio::task::yield_now().await;
        }
    });
    assert_eq!(
        wait(risk.ready(session(), Duration::ZERO)),
        Ok(RiskProfile::Full)
    );
}

#[test]
fn a_call_that_was_answered_is_over_when_the_host_returns() {
    let (go, gate) = channel::<()>();
    let (answer, answered) = channel::<()>();
    let (gate, answer) = (Mutex::new(gate), Mutex::new(answer));
    let (risk, _asked) = host(move |_, slot| {
        slot.complete("full".to_owned(), String::new(), Vec::new());
        answer.lock().unwrap().send(()).unwrap();
        let _ = gate.lock().unwrap().recv();
        Ok(())
    });
    for _ in 0..3 {
        let mut call = risk.ready(session(), Duration::ZERO);
        let mut is_pending = || {
            wait(async {
                tokio::time::timeout(Duration::ZERO, &mut call)
                    .await
                    .is_err()
            })
        };
        assert!(is_pending());
        answered.recv().unwrap();
        assert!(is_pending(), "it is still inside");
        go.send(()).unwrap();
        assert_eq!(wait(call), Ok(RiskProfile::Full));
        assert_eq!(risk.inside.load(Ordering::SeqCst), 0);
    }
}

#[test]
fn what_nobody_waits_for_is_told_in_its_order() {
    let (risk, told) = host(|_, _| Ok(()));
    let outcome = RiskOutcome {
        decision: RiskDecision::SecondFactor,
        result: RiskResult::Passed,
        channel: Some(Channel::Sms),
    };
    risk.report(session(), &outcome);
    risk.end(session(), RiskEnd::Completed);
    let call = told.recv().unwrap();
    let words = (
        call.hook.as_str(),
        call.about.as_str(),
        call.detail.as_str(),
    );
    assert_eq!(words, ("report", "second_factor", "passed"));
    assert_eq!(call.target.as_deref(), Some("sms"));
    assert_eq!(told.recv().unwrap().about, "completed");
}

fn settings(provider: &str) -> RiskSettings {
    RiskSettings {
        provider: provider.to_owned(),
        provider_headers: Vec::new(),
        uses: vec!["device".to_owned()],
        policy: FailPolicy::Open,
        sms_policy: FailPolicy::Closed,
        sign_up_policy: FailPolicy::Open,
        begin_millis: 1,
        ready_millis: 1,
        attach_millis: 1,
        check_millis: 1,
        routes: Vec::new(),
        headers: Vec::new(),
        legacy_session_header: false,
    }
}

#[test]
fn settings_that_can_not_be_are_refused_where_the_client_is_made() {
    let set_up = |settings: &RiskSettings| -> Result<Signals, Failure> {
        let (sender, _) = channel();
        let host = Host(Box::new(|_, _| Ok(())), Mutex::new(sender));
        settings.signals(Some(Box::new(host)))
    };
    assert!(set_up(&settings("tmx")).is_ok());
    let header = AddedHeader {
        name: "x-ms-a".to_owned(),
        value: "1".to_owned(),
        routes: vec!["token".to_owned()],
    };
    let reserved = RiskSettings {
        headers: vec![header],
        ..settings("tmx")
    };
    let unknown = RiskSettings {
        routes: vec!["tokens".to_owned()],
        ..settings("tmx")
    };
    for wrong in [settings(""), reserved, unknown] {
        assert!(matches!(set_up(&wrong), Err(Failure::Broken { .. })));
    }
}
