//! The gate, the risk provider and the tenant die before any call of a sign-in. Each death has an outcome of its own
//! (docs/risk.md 7.2), and once the dead are back the flow goes on, in another process too.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use doorstep::ports::BoxFuture;
use doorstep::ports::http::{Http, HttpFault, HttpRequest, HttpResponse};
use doorstep::{
    Account, Channel, Error, FlowId, ResumedFlow, SignInFlow, SignInOptions, SignInStep, StepKind,
};
use doorstep_sandbox::model::{RiskPurpose, RiskVerdict};
use doorstep_tests::{
    BOB, BOB_PASSWORD, ErrorExt as _, Outcome, Part, Perimeter, StepExt as _, by, jwt_claims, todo,
};

const BOBS_NUMBER: &str = "+15550100199";

/// The calls of a sign-in with a password and a code by text.
const CALLS: usize = 6;
/// The last of them that the gate asks the provider about: the one for the text.
const LAST_JUDGED: usize = 4;

/// A network on which a part dies right before a call.
struct Deadly {
    edge: Arc<Perimeter>,
    part: Part,
    before: usize,
    calls: AtomicUsize,
}

impl Http for Deadly {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, HttpFault>> {
        Box::pin(async move {
            if self.calls.fetch_add(1, Ordering::SeqCst) == self.before {
                self.edge.kill(self.part).await;
            }
            self.edge.world.http().send(request).await
        })
    }

    fn bounds_time(&self) -> bool {
        true
    }
}

/// A tenant whose gate steps Bob up, and has nothing against texts.
async fn perimeter() -> Arc<Perimeter> {
    let edge = Perimeter::in_scenario("risk_low").await;
    edge.says(RiskPurpose::Token, RiskVerdict::Review);
    Arc::new(edge)
}

fn deadly(edge: &Arc<Perimeter>, part: Part, before: usize) -> doorstep::Client {
    edge.client_over(Arc::new(Deadly {
        edge: Arc::clone(edge),
        part,
        before,
        calls: AtomicUsize::new(0),
    }))
}

async fn answer(edge: &Perimeter, step: SignInStep) -> Outcome {
    match step {
        SignInStep::PasswordRequired { reply } => reply.submit(BOB_PASSWORD).await,
        SignInStep::MfaRequired { methods, reply } => {
            reply.choose(&by(&methods, &Channel::Sms)).await
        }
        SignInStep::MfaCodeRequired { reply, .. } => {
            reply.submit(edge.world.code_of(BOBS_NUMBER)).await
        }
        SignInStep::VerificationRequired { challenge, reply } => {
            reply.submit(edge.solve(&challenge)).await
        }
        other => panic!("{other:?}"),
    }
}

/// Leads the flow on, up to the account or the first error.
async fn lead(edge: &Perimeter, flow: &SignInFlow) -> Result<Account, Error> {
    let mut step = flow.start().await?;
    loop {
        step = match step {
            SignInStep::SignedIn { account } => return Ok(account),
            step => answer(edge, step).await?,
        };
    }
}

/// The flow in another process, or a new one where it had shown no step yet.
async fn another_process(edge: &Perimeter, id: FlowId) -> SignInFlow {
    match edge.resumed(id).await {
        Ok(ResumedFlow::SignIn(flow)) => flow,
        Ok(other) => panic!("{other:?}"),
        Err(error) => {
            assert_eq!(error.info().code, "finished");
            edge.client().sign_in(as_bob()).unwrap()
        }
    }
}

fn as_bob() -> SignInOptions {
    SignInOptions::new(BOB).scopes(todo())
}

/// What the death of `part` before the call of that number looks like; nothing where nobody notices.
fn outcomes(part: Part, call: usize) -> &'static [&'static str] {
    match part {
        Part::Gate => &["offline", "connection_lost"],
        Part::Provider if call <= LAST_JUDGED => &["risk_unavailable"],
        Part::Provider => &[],
        Part::Tenant => &["server_unavailable"],
    }
}

#[tokio::test]
async fn whoever_dies_before_whichever_call_the_flow_goes_on_afterwards() {
    for part in Part::ALL {
        for call in 0..CALLS {
            for in_another_process in [false, true] {
                let edge = perimeter().await;
                let flow = deadly(&edge, part, call).sign_in(as_bob()).unwrap();
                let led = lead(&edge, &flow).await;
                let documented = outcomes(part, call);
                match &led {
                    Ok(_) => assert!(documented.is_empty(), "{part:?}, {call}"),
                    Err(error) => {
                        let code = error.info().code;
                        assert!(documented.contains(&code), "{part:?}, {call}: {code}");
                    }
                }
                edge.revive(part).await;
                let account = match led {
                    Ok(account) => account,
                    Err(_) if in_another_process => {
                        let id = flow.id();
                        drop(flow);
                        let flow = another_process(&edge, id).await;
                        lead(&edge, &flow).await.unwrap()
                    }
                    Err(_) => lead(&edge, &flow).await.unwrap(),
                };
                let token = account.access_token(&todo()).await.unwrap();
                assert_eq!(
                    jwt_claims(&token.secret)["acrs"][0],
                    "c3",
                    "{part:?}, {call}"
                );
                assert_eq!(edge.texts(), 1, "{part:?}, {call}");
            }
        }
    }
}

#[tokio::test]
async fn whoever_dies_while_a_proof_is_sent_the_challenge_or_the_choice_comes_again() {
    for part in Part::ALL {
        let edge = perimeter().await;
        edge.says(RiskPurpose::Sms, RiskVerdict::Challenge);
        let flow = edge.client().sign_in(as_bob()).unwrap();
        let step = answer(&edge, flow.start().await.unwrap()).await.unwrap();
        let (challenge, reply) = answer(&edge, step).await.verification();
        edge.kill(part).await;
        let proof = edge.solve(&challenge);
        let code = reply.submit(proof.as_str()).await.error().info().code;
        assert!(
            outcomes(part, LAST_JUDGED).contains(&code),
            "{part:?}: {code}"
        );
        assert_eq!(
            flow.current().unwrap().kind(),
            StepKind::VerificationRequired
        );
        assert_eq!(edge.texts(), 0);
        edge.revive(part).await;

        // Another process never had the call, and chooses again.
        let elsewhere = edge.client();
        let resumed = elsewhere.resume(flow.id()).await.unwrap();
        let ResumedFlow::SignIn(resumed) = resumed else {
            panic!("{resumed:?}");
        };
        let _ = resumed.current().mfa();

        // This one sends the proof again. Where the first one had been taken, another challenge follows.
        let mut step = reply.submit(proof.as_str()).await.unwrap();
        while step.kind() == StepKind::VerificationRequired {
            step = answer(&edge, step).await.unwrap();
        }
        assert_eq!(edge.texts(), 1, "{part:?}");
        let _ = answer(&edge, step).await.account();
    }
}
