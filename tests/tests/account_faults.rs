//! A network and a service that fail in the middle of a sign-up, a registration or a reset: each
//! way has its error and keeps the step, and what is repeated then counts once.

use doorstep::{Attributes, Error, Landing, MethodId};
use doorstep_sandbox::model::Fault;
use doorstep_tests::{
    ATTRIBUTES_APP, BOB, DORA, DORA_PASSWORD, ErrorExt as _, ResetStepExt as _, SignUpStepExt as _,
    StepExt as _, World, as_new, reset_of,
};

use crate::faults::{Case, cases};

const SMS: &str = "+15550100177";

/// A world where one kind of fault strikes again and again.
struct Struck {
    world: World,
    case: Case,
}

impl Struck {
    fn next(&self, endpoint: &str) {
        let endpoint = endpoint.to_owned();
        let fault = self.case.fault.clone();
        self.world.fault(Fault { endpoint, ..fault });
    }

    /// The outcome is the error of the case, which keeps the step.
    #[track_caller]
    fn assert_hit<T: std::fmt::Debug>(&self, outcome: Result<T, Error>) {
        let error = outcome.error();
        assert_eq!(error.info().code, self.case.code);
        assert_eq!(error.info().landing, Landing::SameStep);
        assert!(self.world.control().faults().faults.is_empty());
    }
}

#[tokio::test]
async fn every_fault_at_every_endpoint_keeps_the_sign_up_and_the_registration() {
    for case in cases() {
        let world = World::start().await.with_app(ATTRIBUTES_APP);
        world.demand_mfa_of_all();
        let struck = Struck { world, case };
        let (world, doubt) = (&struck.world, struck.case.doubt);
        let flow = world.client().sign_up(as_new()).unwrap();
        for endpoint in ["signup/v1.0/start", "signup/v1.0/challenge"] {
            struck.next(endpoint);
            struck.assert_hit(flow.start().await);
        }
        let (_, reply) = flow.start().await.code();
        struck.next("signup/v1.0/continue");
        struck.assert_hit(reply.submit(world.code_of(DORA)).await);
        assert_eq!(flow.is_uncertain(), doubt, "{}", struck.case.code);
        struck.next("signup/v1.0/challenge");
        struck.assert_hit(reply.submit(world.code_of(DORA)).await);
        let reply = reply.submit(world.code_of(DORA)).await.password();
        struck.next("signup/v1.0/continue");
        struck.assert_hit(reply.submit(DORA_PASSWORD).await);
        let (_, reply) = reply.submit(DORA_PASSWORD).await.attributes();
        let given = || Attributes::new().display_name("Dora").city("Delft");
        struck.next("signup/v1.0/continue");
        struck.assert_hit(reply.submit(given()).await);
        let next = reply.submit(given()).await.signed_up();
        assert_eq!(world.control().users().len(), 4, "one new account");

        let flow = next.sign_in();
        for endpoint in ["oauth2/v2.0/token", "register/v1.0/introspect"] {
            struck.next(endpoint);
            struck.assert_hit(flow.start().await);
        }
        let (_, reply) = flow.start().await.registration();
        let sms = MethodId::new("sms");
        struck.next("register/v1.0/challenge");
        struck.assert_hit(reply.register(&sms, SMS).await);
        let (_, reply) = reply.register(&sms, SMS).await.registration_code();
        for endpoint in ["register/v1.0/continue", "oauth2/v2.0/token"] {
            struck.next(endpoint);
            struck.assert_hit(reply.submit(world.code_of(SMS)).await);
        }
        reply.submit(world.code_of(SMS)).await.account();
        let dora = world.control().user(DORA).unwrap();
        assert_eq!(dora.methods.len(), 1, "{}", struck.case.code);
    }
}

#[tokio::test]
async fn every_fault_at_every_endpoint_keeps_the_reset() {
    for case in cases() {
        let struck = Struck {
            world: World::start().await,
            case,
        };
        let (world, doubt) = (&struck.world, struck.case.doubt);
        let flow = world.client().reset_password(reset_of(BOB)).unwrap();
        for endpoint in ["resetpassword/v1.0/start", "resetpassword/v1.0/challenge"] {
            struck.next(endpoint);
            struck.assert_hit(flow.start().await);
        }
        let (_, reply) = flow.start().await.code();
        struck.next("resetpassword/v1.0/continue");
        struck.assert_hit(reply.submit(world.code_of(BOB)).await);
        assert_eq!(flow.is_uncertain(), doubt, "{}", struck.case.code);
        let (_, reply) = reply.submit(world.code_of(BOB)).await.new_password();
        struck.next("resetpassword/v1.0/submit");
        struck.assert_hit(reply.submit("Carpenter-2025").await);
        struck.next("resetpassword/v1.0/poll_completion");
        struck.assert_hit(reply.submit("Carpenter-2025").await);
        assert!(!flow.is_uncertain(), "asking can be repeated");
        let wait = flow.current().submitted();
        struck.next("resetpassword/v1.0/poll_completion");
        struck.assert_hit(wait.wait().await);
        let next = world.patiently(wait.wait()).await.reset();
        struck.next("oauth2/v2.0/token");
        struck.assert_hit(next.sign_in().start().await);
        next.sign_in().start().await.account();
    }
}
