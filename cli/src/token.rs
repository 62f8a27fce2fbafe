//! `doorstep token`: an access token, and the sign-in that an API's challenge may take.

use doorstep::{AccessToken, ClaimsChallenge, StepUp};
use serde_json::json;

use crate::args::TokenArgs;
use crate::exit::Failure;
use crate::talk::{Flow, Opening};
use crate::{out, report, session, setup};

/// Prints an access token.
pub(crate) async fn run(args: &TokenArgs) -> Result<(), Failure> {
    let token = if args.claims_challenge.is_empty() {
        kept(args).await?
    } else {
        Box::pin(stepped_up(args)).await?
    };
    if args.client.json {
        let expires_at = report::seconds(token.expires_at);
        let scopes = token.scopes.to_string();
        out::line(format_args!(
            "{}",
            json!({"access_token": token.secret.expose(), "scopes": scopes, "expires_at": expires_at})
        ));
    } else {
        out::line(token.secret.expose());
    }
    Ok(())
}

/// From memory or by a refresh.
async fn kept(args: &TokenArgs) -> Result<AccessToken, Failure> {
    let client = setup::client(&args.client, |config| config)?;
    let account = session::account(&client, &args.client, args.username.as_deref()).await?;
    let scopes = setup::scopes(&args.scopes)?;
    Ok(if args.refresh {
        account.refreshed_access_token(&scopes).await?
    } else {
        account.access_token(&scopes).await?
    })
}

/// With what the API asked for: by a refresh where that does, else by a sign-in.
async fn stepped_up(args: &TokenArgs) -> Result<AccessToken, Failure> {
    let challenge = challenge(&args.claims_challenge)?;
    let scopes = setup::scopes(&args.scopes)?;
    let mut opening = Opening::again(&args.client, &args.browser)?;
    opening.talk.aside = true;
    let client = opening.client.clone();
    let account = session::account(&client, &args.client, args.username.as_deref()).await?;
    let stepping_up = client.step_up(&account, &scopes, &challenge);
    match opening.interrupts.or(stepping_up).await?? {
        StepUp::Token(token) => Ok(token),
        StepUp::SignIn(flow) => {
            let account = opening.begin(Flow::SignIn(flow)).await?;
            Ok(account.access_token(&scopes).await?)
        }
    }
}

fn challenge(values: &[String]) -> Result<ClaimsChallenge, Failure> {
    let wrong = |why: &str| Failure::usage(format!("--claims-challenge: {why}"));
    ClaimsChallenge::parse(values.iter().map(String::as_str))
        .map_err(|error| wrong(&error.to_string()))?
        .ok_or_else(|| wrong("the API asks for no more than a good token there"))
}
