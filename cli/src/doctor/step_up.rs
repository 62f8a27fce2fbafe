//! What a step-up by risk needs, looked at with an account's password: a method that can prove more, a policy that
//! targets the context, and a gate that asks its provider and forwards the context (docs/risk.md 2.2).
//!
//! No code is sent: it ends where one would have to be asked for.

use doorstep::Secret;
use serde_json::{Value, json};

use super::probe::{Answer, Probe};
use super::verdict::Check;

const METHOD: &str = "strong method";
const POLICY: &str = "context policy";
const GATE: &str = "gate";
const PROVIDER: &str = "gate provider";
const CONTEXT: &str = "gate context";

/// How the gate's tokens begin (docs/gate.md, "The sealed token").
const SEALED: &str = "dg1.";
/// A session that nobody profiled.
const NOBODYS: &str = "d0c70000000000000000000000000000";

const FACTORS: (&str, &str) = ("challenge_type", "password oob redirect");
/// With codes not on offer none is sent, should the account have no password.
const PASSWORD_ALONE: (&str, &str) = ("challenge_type", "password redirect");
const CAPABILITIES: (&str, &str) = ("capabilities", "mfa_required registration_required");
const INTROSPECT: &str = "oauth2/v2.0/introspect";

/// Who signs in, and what a step-up demands.
pub(super) struct Subject<'a> {
    pub(super) username: &'a str,
    pub(super) password: &'a Secret,
    pub(super) context: &'a str,
}

/// What a sign-in with the password came to.
struct Came {
    /// Whether the flow's token was sealed by a gate.
    sealed: bool,
    answer: Answer,
}

impl Came {
    fn is_granted(&self) -> bool {
        matches!(self.answer, Answer::Said(200, _)) && self.answer.text("access_token").is_some()
    }

    fn wants_a_factor(&self) -> bool {
        self.wants_a_method() || self.answer.text("suberror") == Some("mfa_required")
    }

    fn wants_a_method(&self) -> bool {
        self.answer.text("suberror") == Some("registration_required")
    }
}

/// Looks at tenant and policy, and at the gate where one is named.
pub(super) async fn run(tenant: &Probe, gate: Option<&Probe>, who: &Subject<'_>) -> Vec<Check> {
    let asked = asked_for(tenant, who, PASSWORD_ALONE).await;
    if asked.text("challenge_type") != Some("password") {
        return unanswered(&asked, gate.is_some());
    }
    let demanded = signed_in(tenant, who, Some(who.context), None).await;
    if !demanded.is_granted() && !demanded.wants_a_factor() {
        return unanswered(&demanded.answer, gate.is_some());
    }
    let plain = signed_in(tenant, who, None, None).await;
    let mut checks = vec![
        strong_method(tenant, &demanded).await,
        policy(&demanded, &plain, who.context),
    ];
    if let Some(gate) = gate {
        checks.extend(at_the_gate(gate, who, &demanded, &plain).await);
    }
    checks
}

/// The password was not taken, or there is none: nothing further shows.
fn unanswered(answer: &Answer, with_gate: bool) -> Vec<Check> {
    let first = match answer.row() {
        Some(row) => Check::of(METHOD, row, answer),
        None if answer.is_redirect() => Check::unknown(
            METHOD,
            "The account does not sign in with a password here, and a step-up by risk is for those that do.",
        ),
        None => Check::unknown(METHOD, answer.in_short()),
    };
    let others: &[&str] = if with_gate {
        &[POLICY, GATE, PROVIDER, CONTEXT]
    } else {
        &[POLICY]
    };
    let not_yet = |name: &&'static str| Check::unknown(name, "The sign-in did not come to that.");
    std::iter::once(first)
        .chain(others.iter().map(not_yet))
        .collect()
}

async fn strong_method(tenant: &Probe, demanded: &Came) -> Check {
    if demanded.is_granted() {
        return Check::unknown(
            METHOD,
            "No second factor was asked for, so none was listed.",
        );
    }
    if demanded.wants_a_method() {
        return Check::wrong(
            METHOD,
            "The account has no method for a second factor.",
            "Register one for the account, or offer registration in the app: Config::registration(true).",
        );
    }
    let Some(token) = demanded.answer.text("continuation_token") else {
        return Check::unknown(METHOD, demanded.answer.in_short());
    };
    let form = [("continuation_token", token)];
    let channels = channels(&tenant.post(INTROSPECT, &form).await);
    match channels.as_slice() {
        [] => Check::unknown(METHOD, "The service listed none."),
        all if all.iter().any(|channel| channel == "email") => {
            Check::ok(METHOD, format_args!("The account has: {}.", all.join(", ")))
        }
        all => Check::wrong(
            METHOD,
            format_args!("The account has {} alone.", all.join(", ")),
            "Register e-mail for the account: a step-up by risk is proved by a code to it, and texts are checked again.",
        ),
    }
}

fn channels(listed: &Answer) -> Vec<String> {
    let Answer::Said(200, body) = listed else {
        return Vec::new();
    };
    let methods = body["methods"].as_array().into_iter().flatten();
    let channels = methods.filter_map(|method| method["challenge_channel"].as_str());
    channels.map(str::to_owned).collect()
}

fn policy(demanded: &Came, plain: &Came, context: &str) -> Check {
    if demanded.sealed {
        return Check::unknown(
            POLICY,
            "A gate stands at --authority and demands contexts itself: give the tenant's own address, and the gate as --gate.",
        );
    }
    if demanded.is_granted() {
        return Check::wrong(
            POLICY,
            format_args!(
                "Tokens came although {context} was demanded: no policy targets it for this account."
            ),
            "Conditional Access: a policy on for the account's users, its target that authentication context, its grant a second factor.",
        );
    }
    if plain.is_granted() {
        return Check::ok(
            POLICY,
            format_args!(
                "A second factor is asked for where {context} is demanded, and not elsewhere."
            ),
        );
    }
    Check::unknown(
        POLICY,
        "A second factor is asked for anyway, so it does not show by which policy.",
    )
}

async fn at_the_gate(gate: &Probe, who: &Subject<'_>, demanded: &Came, plain: &Came) -> [Check; 3] {
    let judged = signed_in(gate, who, None, Some(NOBODYS)).await;
    let bare = signed_in(gate, who, None, None).await;
    [
        stands(&judged),
        provider(&judged),
        context(&bare, demanded, plain),
    ]
}

fn stands(judged: &Came) -> Check {
    match &judged.answer {
        _ if judged.sealed => Check::ok(GATE, "It seals the tokens of flows."),
        Answer::Nothing(fault) => Check::unknown(GATE, fault),
        _ => Check::wrong(
            GATE,
            "The tokens of flows are not sealed: no gate stands there, or it does not watch this tenant.",
            "Check --gate: it is the custom domain with the tenant's GUID, and leads to the gate.",
        ),
    }
}

fn provider(judged: &Came) -> Check {
    if judged.answer.text("suberror") == Some("risk_unavailable") {
        return Check::wrong(
            PROVIDER,
            "The gate gets no verdict.",
            "Look at `failure` in the gate's records, then at the provider's address, secret and deadline_ms in its configuration.",
        );
    }
    if !judged.sealed {
        return Check::unknown(PROVIDER, "No gate was seen.");
    }
    let said = judged.answer.text("suberror");
    let is_asked_back = matches!(judged.answer, Answer::Said(202, _));
    if judged.wants_a_factor() || is_asked_back || said == Some("risk_blocked") {
        return Check::ok(
            PROVIDER,
            "It knows nothing of a session that nobody profiled.",
        );
    }
    if judged.is_granted() {
        return Check::wrong(
            PROVIDER,
            "A session that nobody profiled got tokens without a second factor.",
            "Look at `verdict` in the gate's records: none, and routes.token is not asked about; pass, and the provider's policy passes unknown sessions.",
        );
    }
    Check::unknown(PROVIDER, judged.answer.in_short())
}

fn context(bare: &Came, demanded: &Came, plain: &Came) -> Check {
    if !bare.sealed {
        return Check::unknown(CONTEXT, "No gate was seen.");
    }
    if !plain.is_granted() || demanded.is_granted() {
        return Check::unknown(
            CONTEXT,
            "It shows where a policy asks for more for the context, and for nothing without it.",
        );
    }
    if bare.wants_a_factor() {
        return Check::ok(
            CONTEXT,
            "A sign-in without a session is stepped up through it.",
        );
    }
    match &bare.answer {
        Answer::Said(202, _) => Check::ok(CONTEXT, "The gate asks the app to demand it, by 202."),
        _ if bare.is_granted() => Check::wrong(
            CONTEXT,
            "A sign-in without a session got tokens without a second factor.",
            "Gate: step_up.context must be the context that the policy targets.",
        ),
        other => Check::unknown(CONTEXT, other.in_short()),
    }
}

/// A sign-in up to the answer to the password.
async fn signed_in(
    probe: &Probe,
    who: &Subject<'_>,
    context: Option<&str>,
    session: Option<&str>,
) -> Came {
    let asked = asked_for(probe, who, FACTORS).await;
    let token = asked.text("continuation_token").unwrap_or_default();
    let sealed = token.starts_with(SEALED);
    if asked.text("challenge_type") != Some("password") {
        return Came {
            sealed,
            answer: asked,
        };
    }
    let claims = context.map(|context| claims(context).to_string());
    let mut form = vec![
        ("continuation_token", token),
        ("grant_type", "password"),
        ("password", who.password.expose()),
        ("scope", "openid"),
    ];
    if let Some(claims) = &claims {
        form.push(("claims", claims));
    }
    let answer = probe.post_in("oauth2/v2.0/token", &form, session).await;
    Came { sealed, answer }
}

/// What the service asks for first.
async fn asked_for(probe: &Probe, who: &Subject<'_>, factors: (&str, &str)) -> Answer {
    let form = [("username", who.username), factors, CAPABILITIES];
    let begun = probe.post("oauth2/v2.0/initiate", &form).await;
    let Some(token) = begun.text("continuation_token") else {
        return begun;
    };
    let form = [("continuation_token", token), factors];
    probe.post("oauth2/v2.0/challenge", &form).await
}

fn claims(context: &str) -> Value {
    json!({"access_token": {"acrs": {"essential": true, "value": context}}})
}
