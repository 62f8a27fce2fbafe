//! A network and a service that fail: each way has its error, loses nothing, and is not repeated.

use std::time::Duration;

use doorstep::{Landing, Reason};
use doorstep_sandbox::model::{BodyKind, Fault, FaultPoint};
use doorstep_tests::{
    ADA, ADA_PASSWORD, BOB_PASSWORD, ErrorExt as _, Outcome, StepExt as _, World, as_ada, as_bob,
};

const INITIATE: &str = "oauth2/v2.0/initiate";
const CHALLENGE: &str = "oauth2/v2.0/challenge";
const INTROSPECT: &str = "oauth2/v2.0/introspect";
const TOKEN: &str = "oauth2/v2.0/token";

/// What goes wrong, the code of the error that it becomes, and whether the service may have acted.
pub(crate) struct Case {
    pub(crate) fault: Fault,
    pub(crate) code: &'static str,
    pub(crate) doubt: bool,
}

fn case(code: &'static str, doubt: bool, adjust: impl FnOnce(&mut Fault)) -> Case {
    let mut fault = Fault::of("*");
    adjust(&mut fault);
    Case { fault, code, doubt }
}

fn body(status: u16, kind: BodyKind) -> impl FnOnce(&mut Fault) {
    move |fault| {
        fault.status = Some(status);
        fault.body = Some(kind);
        fault.when = FaultPoint::After;
    }
}

fn status(status: u16) -> impl FnOnce(&mut Fault) {
    move |fault| fault.status = Some(status)
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case("connection_lost", true, |fault| fault.drop = true),
        case("connection_lost", true, |fault| {
            fault.drop = true;
            fault.when = FaultPoint::After;
        }),
        case("connection_lost", true, body(200, BodyKind::Truncated)),
        case("edge_page", true, body(200, BodyKind::Html)),
        case("edge_page", true, body(403, BodyKind::Html)),
        case("edge_unavailable", true, body(502, BodyKind::Html)),
        case("server_unavailable", true, status(500)),
        case("server_unavailable", true, status(503)),
        case("server_unavailable", true, body(504, BodyKind::Empty)),
        case("throttled", false, status(429)),
        case("throttled", false, |fault| {
            fault.status = Some(429);
            fault.body = Some(BodyKind::Html);
        }),
        case("body_not_json", true, body(200, BodyKind::Empty)),
        case("body_not_json", true, body(200, BodyKind::Garbage)),
        case("body_too_large", true, body(200, BodyKind::Huge)),
        case("body_too_deep", true, body(200, BodyKind::DeepJson)),
        case("http_redirect", true, status(302)),
        case("http_redirect", true, status(307)),
    ]
}

/// A world where one kind of fault strikes again and again.
struct Struck {
    world: World,
    case: Case,
}

impl Struck {
    fn next(&self, endpoint: &str) {
        let endpoint = endpoint.to_owned();
        self.world.fault(Fault {
            endpoint,
            ..self.case.fault.clone()
        });
    }

    /// The outcome is the error of the case, which keeps the step.
    #[track_caller]
    fn assert_hit(&self, outcome: Outcome) {
        let error = outcome.error();
        assert_eq!(error.info().code, self.case.code);
        assert_eq!(error.info().landing, Landing::SameStep);
        assert!(self.world.control().faults().faults.is_empty());
    }
}

#[tokio::test]
async fn every_fault_at_every_endpoint_keeps_the_flow_and_is_not_repeated() {
    for case in cases() {
        let world = World::start().await;
        let struck = Struck { world, case };
        let (world, doubt) = (&struck.world, struck.case.doubt);
        let flow = world.client().sign_in(as_ada()).unwrap();

        struck.next(INITIATE);
        struck.assert_hit(flow.start().await);
        assert!(!flow.is_uncertain(), "opening can be repeated");
        struck.next(CHALLENGE);
        struck.assert_hit(flow.start().await);
        let password = flow.start().await.password();

        struck.next(TOKEN);
        struck.assert_hit(password.submit(ADA_PASSWORD).await);
        assert_eq!(flow.is_uncertain(), doubt, "{}", struck.case.code);
        struck.next(INTROSPECT);
        struck.assert_hit(password.submit(ADA_PASSWORD).await);
        assert!(!flow.is_uncertain(), "listing can be repeated");
        let (methods, choice) = password.submit(ADA_PASSWORD).await.mfa();

        struck.next(CHALLENGE);
        struck.assert_hit(choice.choose(&methods[0].id).await);
        assert_eq!(flow.is_uncertain(), doubt, "{}", struck.case.code);
        let (_, code) = choice.choose(&methods[0].id).await.mfa_code();
        assert!(!flow.is_uncertain());

        struck.next(TOKEN);
        struck.assert_hit(code.submit(world.code_of(ADA)).await);
        assert_eq!(flow.is_uncertain(), doubt, "{}", struck.case.code);
        code.submit(world.code_of(ADA)).await.account();

        // Six that worked, and one for each of the six that was struck.
        assert_eq!(world.http().sent(), 12, "{}", struck.case.code);
        assert_eq!(world.journal().len(), 12, "{}", struck.case.code);
    }
}

#[tokio::test]
async fn a_wait_that_the_service_names_reaches_the_app() {
    let world = World::start().await;
    let flow = world.client().sign_in(as_bob()).unwrap();
    let reply = flow.start().await.password();
    for (status, expected) in [(429, Reason::Throttled), (503, Reason::ServerUnavailable)] {
        world.fault(Fault {
            status: Some(status),
            retry_after: Some(17),
            ..Fault::of(TOKEN)
        });
        let (reason, wait) = reply.submit(BOB_PASSWORD).await.later();
        assert_eq!(reason, expected);
        assert_eq!(wait, Some(Duration::from_secs(17)));
    }
    reply.submit(BOB_PASSWORD).await.account();
}
