//! The requests of every flow, counted where they leave the core: a tenant of constants that knows
//! what each flow may ask for, and nothing else. Discovery is not among it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use doorstep::ports::BoxFuture;
use doorstep::ports::http::{Http, HttpFault, HttpRequest, HttpResponse};
use doorstep::store::{MemoryRecords, MemoryVault};
use doorstep::{
    Client, Ports, ResetPasswordOptions, ResetPasswordStep, SignInFlow, SignInOptions, SignInStep,
    SignUpOptions, SignUpStep, SystemClock,
};

use crate::answers::{Answers, CONTINUATION_TOKEN};
use crate::clients::client_with;
use crate::figures::say;
use crate::{PASSWORD, USERNAME};

const AUTHORITY: &str = "http://127.0.0.1:9/contoso.onmicrosoft.com";
const CODE: &str = "12345678";

/// What the tenant wants of who has proved the first factor.
#[derive(Clone, Copy, PartialEq)]
enum Policy {
    Nothing,
    SecondFactor,
    Registration,
}

struct Tenant {
    policy: Policy,
    tokens: Bytes,
    requests: AtomicU32,
    polls: AtomicU32,
}

impl Tenant {
    fn new(policy: Policy) -> Arc<Self> {
        Arc::new(Self {
            policy,
            tokens: Answers::new().to("/token").clone(),
            requests: AtomicU32::new(0),
            polls: AtomicU32::new(0),
        })
    }

    fn answer(&self, request: &HttpRequest) -> (u16, Bytes) {
        let form: Vec<_> = form_urlencoded::parse(&request.body).collect();
        let of = |name: &str| form.iter().find(|(known, _)| known == name);
        let grant = of("grant_type").map_or("", |(_, value)| value.as_ref());
        let path = request.url.path().split("onmicrosoft.com").nth(1);
        let wanted = match self.policy {
            Policy::Nothing => None,
            Policy::SecondFactor => Some("mfa_required"),
            Policy::Registration => Some("registration_required"),
        };
        let code = r#","challenge_type":"oob","challenge_channel":"email","code_length":8"#;
        let method =
            r#","methods":[{"id":"email","challenge_type":"oob","challenge_channel":"email"}]"#;
        let more = match (path.expect("a path of the tenant"), grant) {
            ("/oauth2/v2.0/challenge", _) if of("id").is_none() => {
                r#","challenge_type":"password""#
            }
            (
                "/oauth2/v2.0/challenge"
                | "/register/v1.0/challenge"
                | "/signup/v1.0/challenge"
                | "/resetpassword/v1.0/challenge",
                _,
            ) => code,
            ("/oauth2/v2.0/introspect" | "/register/v1.0/introspect", _) => method,
            ("/oauth2/v2.0/token", "password") if wanted.is_some() => {
                let suberror = wanted.unwrap_or_default();
                let refusal = format!(r#","error":"invalid_grant","suberror":"{suberror}""#);
                return (400, continued(&refusal));
            }
            ("/oauth2/v2.0/token", _) => return (200, self.tokens.clone()),
            ("/resetpassword/v1.0/submit", _) => r#","poll_interval":2"#,
            ("/resetpassword/v1.0/poll_completion", _) => {
                self.polls.fetch_add(1, Ordering::Relaxed);
                r#","status":"succeeded""#
            }
            (
                "/oauth2/v2.0/initiate"
                | "/register/v1.0/continue"
                | "/signup/v1.0/start"
                | "/signup/v1.0/continue"
                | "/resetpassword/v1.0/start"
                | "/resetpassword/v1.0/continue",
                _,
            ) => "",
            (other, _) => unreachable!("no flow asks for {other}"),
        };
        (200, continued(more))
    }

    fn client(self: &Arc<Self>) -> Client {
        let ports = Ports {
            http: Arc::clone(self) as Arc<dyn Http>,
            vault: Arc::new(MemoryVault::default()),
            records: Arc::new(MemoryRecords::default()),
            clock: Arc::new(SystemClock),
            events: None,
        };
        client_with(AUTHORITY, ports)
    }

    fn requests(&self) -> u32 {
        self.requests.load(Ordering::Relaxed)
    }
}

fn continued(more: &str) -> Bytes {
    format!(r#"{{"continuation_token":"{CONTINUATION_TOKEN}"{more}}}"#).into()
}

impl Http for Tenant {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, HttpFault>> {
        self.requests.fetch_add(1, Ordering::Relaxed);
        let (status, body) = self.answer(&request);
        let response = HttpResponse {
            status,
            headers: Vec::new(),
            body: body.to_vec().into(),
        };
        Box::pin(std::future::ready(Ok(response)))
    }

    fn bounds_time(&self) -> bool {
        true
    }
}

/// The rows `requests-…` of the flows beyond a sign-in.
pub(crate) async fn count(wanted: impl Fn(&str) -> bool) {
    let sign_in = sign_in(Policy::Nothing).await;
    let counts = [
        ("requests-sign-up", sign_up().await),
        (
            "requests-mfa",
            self::sign_in(Policy::SecondFactor).await - sign_in,
        ),
        (
            "requests-registration",
            self::sign_in(Policy::Registration).await - sign_in,
        ),
        ("requests-reset", reset_password().await),
    ];
    for (row, count) in counts.into_iter().filter(|(row, _)| wanted(row)) {
        say(row, f64::from(count), None);
    }
}

async fn sign_in(policy: Policy) -> u32 {
    let tenant = Tenant::new(policy);
    let options = SignInOptions::new(USERNAME).password(PASSWORD);
    let flow = tenant.client().sign_in(options).expect("a flow");
    lead(&flow).await;
    tenant.requests()
}

/// Leads a sign-in to its end.
async fn lead(flow: &SignInFlow) {
    let mut step = flow.start().await.expect("a step");
    loop {
        let next = match step {
            SignInStep::MfaRequired { methods, reply } => reply.choose(&methods[0].id).await,
            SignInStep::MfaCodeRequired { reply, .. } => reply.submit(CODE).await,
            SignInStep::RegistrationRequired { methods, reply } => {
                reply.register(&methods[0].id, USERNAME).await
            }
            SignInStep::RegistrationCodeRequired { reply, .. } => reply.submit(CODE).await,
            SignInStep::SignedIn { .. } => return,
            other => unreachable!("{other:?}"),
        };
        step = next.expect("a step");
    }
}

/// Without the sign-in after it, which is one more.
async fn sign_up() -> u32 {
    let tenant = Tenant::new(Policy::Nothing);
    let options = SignUpOptions::new(USERNAME).password(PASSWORD);
    let flow = tenant.client().sign_up(options).expect("a flow");
    let SignUpStep::CodeRequired { reply, .. } = flow.start().await.expect("a step") else {
        unreachable!("the tenant sends a code");
    };
    let step = reply.submit(CODE).await.expect("an account");
    assert!(matches!(step, SignUpStep::SignedUp { .. }), "{step:?}");
    tenant.requests()
}

/// With the sign-in after it, and without the polls.
async fn reset_password() -> u32 {
    let tenant = Tenant::new(Policy::Nothing);
    let options = ResetPasswordOptions::new(USERNAME);
    let flow = tenant.client().reset_password(options).expect("a flow");
    let ResetPasswordStep::CodeRequired { reply, .. } = flow.start().await.expect("a step") else {
        unreachable!("the tenant sends a code");
    };
    let step = reply.submit(CODE).await.expect("the code is right");
    let ResetPasswordStep::NewPasswordRequired { reply, .. } = step else {
        unreachable!("{step:?}");
    };
    let step = reply.submit(PASSWORD).await.expect("another password");
    let ResetPasswordStep::PasswordReset { next, .. } = step else {
        unreachable!("{step:?}");
    };
    lead(&next.sign_in()).await;
    tenant.requests() - tenant.polls.load(Ordering::Relaxed)
}
