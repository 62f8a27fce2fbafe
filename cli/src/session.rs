//! `doorstep token` and `doorstep sign-out`: the account that is signed in.

use doorstep::{Account, Client};
use serde_json::json;

use crate::args::{ClientArgs, TokenArgs};
use crate::exit::Failure;
use crate::keeping::Keeping;
use crate::{out, report, setup};

/// Prints an access token, from memory or by a refresh.
pub(crate) async fn token(args: TokenArgs) -> Result<(), Failure> {
    token_with(&args)
        .await
        .map_err(|failure| failure.of(&args.client))
}

async fn token_with(args: &TokenArgs) -> Result<(), Failure> {
    let client = setup::client(&args.client, |config| config)?;
    let keeping = Keeping::of(&args.client)?;
    let account = one_account(&client, args.username.as_deref()).await;
    keeping.tell_of_key(&args.client);
    let account = account?;
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

/// Forgets the account.
pub(crate) async fn sign_out(args: ClientArgs) -> Result<(), Failure> {
    sign_out_with(&args)
        .await
        .map_err(|failure| failure.of(&args))
}

async fn sign_out_with(args: &ClientArgs) -> Result<(), Failure> {
    let client = setup::client(args, |config| config)?;
    let keeping = Keeping::of(args)?;
    let accounts = client.accounts().await;
    keeping.tell_of_key(args);
    let accounts = accounts?;
    for account in &accounts {
        account.sign_out().await?;
    }
    if args.json {
        out::line(json!({"signed_out": accounts.len()}));
    } else {
        out::line(format_args!("Accounts signed out: {}", accounts.len()));
    }
    Ok(())
}

async fn one_account(client: &Client, username: Option<&str>) -> Result<Account, Failure> {
    let mut accounts = client.accounts().await?;
    if let Some(username) = username {
        accounts.retain(|account| {
            account
                .claims()
                .is_some_and(|claims| claims.username() == Some(username))
        });
    }
    match accounts.as_slice() {
        [] => Err(Failure::absent(
            "nobody is signed in to this application in this tenant",
        )),
        [one] => Ok(one.clone()),
        _ => Err(Failure::usage(
            "several accounts are signed in: say whose with --username",
        )),
    }
}
