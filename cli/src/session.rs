//! `doorstep switch` and `doorstep sign-out`, and what the commands on accounts share.

use doorstep::{Account, Client};
use serde_json::json;

use crate::args::{ClientArgs, SignOutArgs, SwitchArgs};
use crate::exit::Failure;
use crate::keeping::Keeping;
use crate::{out, report, setup};

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

/// Makes an account the one that the others give way to, until it signs out.
pub(crate) async fn switch(args: &SwitchArgs) -> Result<(), Failure> {
    let client = setup::client(&args.client, |config| config)?;
    let account = account(&client, &args.client, Some(&args.username)).await?;
    client.set_current(&account).await?;
    if args.client.json {
        out::line(json!({"current": report::account(&account)}));
    } else {
        out::line(format_args!("Current: {}", report::shown_name(&account)));
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

/// Nobody is signed in.
pub(crate) fn nobody() -> Failure {
    Failure::absent("nobody is signed in to this application in this tenant")
}

/// The account of that name; without one, the current account.
pub(crate) async fn account(
    client: &Client,
    args: &ClientArgs,
    username: Option<&str>,
) -> Result<Account, Failure> {
    let accounts = accounts(client, args).await?;
    match current(client, &accounts).await? {
        Some(current) if username.is_none() => Ok(current),
        _ => one_of(accounts, username),
    }
}

/// The only account, or the one that `doorstep switch` chose.
pub(crate) async fn current(
    client: &Client,
    accounts: &[Account],
) -> Result<Option<Account>, Failure> {
    match accounts {
        [only] => Ok(Some(only.clone())),
        _ => Ok(client.current_account().await?),
    }
}

fn one_of(mut accounts: Vec<Account>, username: Option<&str>) -> Result<Account, Failure> {
    if let Some(username) = username
        && !accounts.is_empty()
    {
        accounts.retain(|account| is_of(account, username));
        if accounts.is_empty() {
            let message = "nobody of that name is signed in to this application in this tenant";
            return Err(Failure::absent(message));
        }
    }
    let [one] = accounts.as_slice() else {
        return Err(if accounts.is_empty() {
            nobody()
        } else {
            Failure::usage(
                "several accounts are signed in: say whose with --username, or once with doorstep switch",
            )
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
