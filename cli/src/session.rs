//! `doorstep token` and `doorstep sign-out`: the accounts that are signed in.

use doorstep::{Account, Client};
use serde_json::json;

use crate::args::{ClientArgs, SignOutArgs, TokenArgs};
use crate::exit::Failure;
use crate::keeping::Keeping;
use crate::{out, report, setup};

/// Prints an access token, from memory or by a refresh.
pub(crate) async fn token(args: &TokenArgs) -> Result<(), Failure> {
    let client = setup::client(&args.client, |config| config)?;
    let accounts = accounts(&client, &args.client).await?;
    let account = one_of(accounts, args.username.as_deref())?;
    let scopes = setup::scopes(&args.scopes)?;
    let token = if args.refresh {
        account.refreshed_access_token(&scopes).await?
    } else {
        account.access_token(&scopes).await?
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

/// Forgets the accounts, or the one that is named.
pub(crate) async fn sign_out(args: &SignOutArgs) -> Result<(), Failure> {
    let client = setup::client(&args.client, |config| config)?;
    let mut accounts = accounts(&client, &args.client).await?;
    if let Some(username) = &args.username {
        accounts = vec![one_of(accounts, Some(username))?];
    }
    for account in &accounts {
        account.sign_out().await?;
    }
    if args.client.json {
        out::line(json!({"signed_out": accounts.len()}));
    } else {
        out::line(format_args!("Accounts signed out: {}", accounts.len()));
    }
    Ok(())
}

/// The accounts that are signed in, whoever they are.
pub(crate) async fn accounts(client: &Client, args: &ClientArgs) -> Result<Vec<Account>, Failure> {
    let keeping = Keeping::of(args)?;
    let accounts = client.accounts().await;
    keeping.tell_of_key(args);
    Ok(accounts?)
}

/// Nobody is signed in, or nobody of that name.
pub(crate) fn nobody() -> Failure {
    Failure::absent("nobody is signed in to this application in this tenant")
}

fn one_of(mut accounts: Vec<Account>, username: Option<&str>) -> Result<Account, Failure> {
    if let Some(username) = username {
        accounts.retain(|account| is_of(account, username));
    }
    let [one] = accounts.as_slice() else {
        return Err(if accounts.is_empty() {
            nobody()
        } else {
            Failure::usage("several accounts are signed in: say whose with --username")
        });
    };
    Ok(one.clone())
}

/// Usernames are e-mail addresses, whose case the service does not mind.
fn is_of(account: &Account, username: &str) -> bool {
    account.claims().is_some_and(|claims| {
        claims
            .username()
            .is_some_and(|own| own.eq_ignore_ascii_case(username))
    })
}
