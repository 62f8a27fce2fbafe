//! `doorstep whoami`: the accounts that are signed in.

use doorstep::{Account, IdClaims};
use serde_json::{Value, json};

use crate::args::WhoamiArgs;
use crate::exit::Failure;
use crate::{out, report, session, setup};

/// The claims that say who somebody is; the others are about the token.
const SHOWN: [&str; 7] = [
    "email",
    "given_name",
    "family_name",
    "roles",
    "groups",
    "amr",
    "acrs",
];

/// Prints every account, and which of them `doorstep token` is for when nobody is named.
pub(crate) async fn run(args: &WhoamiArgs) -> Result<(), Failure> {
    let client = setup::client(&args.client, |config| config)?;
    let accounts = session::accounts(&client, &args.client).await?;
    if accounts.is_empty() {
        return Err(session::nobody());
    }
    let current = session::current(&client, &accounts).await?;
    for account in &accounts {
        let is_current = current.as_ref() == Some(account);
        if args.client.json {
            let (account, claims) = (report::account(account), claims(account));
            out::line(json!({"account": account, "claims": claims, "current": is_current}));
        } else {
            print(account, is_current && accounts.len() > 1);
        }
    }
    if current.is_none() && !args.client.json {
        out::note("None of them is the current one: choose with doorstep switch.");
    }
    Ok(())
}

fn print(account: &Account, is_current: bool) {
    let claims = account.claims();
    let username = claims.as_ref().and_then(IdClaims::username);
    out::line(format_args!(
        "{}{}{}",
        report::shown_name(account),
        username.map_or_else(String::new, |username| format!(" <{username}>")),
        if is_current { " (current)" } else { "" }
    ));
    let id = account.id();
    out::line(format_args!("  object id  {}", id.object_id));
    out::line(format_args!("  tenant id  {}", id.tenant_id));
    if let Value::Object(claims) = self::claims(account) {
        for (name, value) in claims {
            out::line(format_args!("  {name}  {value}"));
        }
    }
}

fn claims(account: &Account) -> Value {
    let claims = account.claims();
    let shown = SHOWN.iter().filter_map(|name| {
        let value = claims.as_ref()?.get(name)?;
        Some(((*name).to_owned(), value.clone()))
    });
    Value::Object(shown.collect())
}
