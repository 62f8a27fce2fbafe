//! The way through the browser: the service's page, and back to an address of this machine
//! (RFC 8252, section 7.3).

mod door;
mod open;
mod page;

use doorstep::{BrowserOptions, BrowserReply, Error, RedirectUri, SignInStep};
use serde_json::Value;
use url::Url;

use self::door::Door;
use crate::args::BrowserArgs;
use crate::exit::Failure;
use crate::talk::{Flow, Step, Talk};
use crate::{out, report};

/// Where the browser comes back to: it is listened on from the beginning, because the flow must
/// know its port.
pub(crate) struct Browser {
    args: BrowserArgs,
    given: String,
    door: Door,
    home: RedirectUri,
}

impl Browser {
    /// Nothing, where no address was given.
    pub(crate) fn of(args: &BrowserArgs) -> Result<Option<Self>, Failure> {
        let Some(given) = &args.redirect_uri else {
            return Ok(None);
        };
        let wrong = |why: &str| Failure::usage(format!("--redirect-uri {given}: {why}"));
        let url = Url::parse(given).map_err(|error| wrong(&error.to_string()))?;
        let ("http", Some(host @ ("localhost" | "127.0.0.1" | "[::1]"))) =
            (url.scheme(), url.host_str())
        else {
            return Err(wrong("only http on this machine can be listened on"));
        };
        let door = Door::build(host, url.port().unwrap_or(0))?;
        let home = format!("{}{}", door.origin(), behind_origin(given));
        let home = RedirectUri::parse(&home).map_err(|error| wrong(&error.to_string()))?;
        Ok(Some(Self {
            args: args.clone(),
            given: given.clone(),
            door,
            home,
        }))
    }

    /// The address with its port.
    pub(crate) fn redirect_uri(&self) -> RedirectUri {
        self.home.clone()
    }

    /// The address as the command line had it.
    pub(crate) fn as_given(&self) -> &str {
        &self.given
    }

    /// Sends the person to the service's page and waits until the browser comes back.
    pub(crate) async fn journey(
        &self,
        flow: &Flow,
        step: &Step,
        reply: &BrowserReply,
        talk: &Talk<'_>,
    ) -> Result<Result<SignInStep, Error>, Failure> {
        let url = match reply.authorization_url(&self.options()).await {
            Ok(url) => url,
            Err(error) => return Ok(Err(error)),
        };
        // Before the address is told: who comes back at once is not turned away.
        let mut visits = self.door.opened();
        if talk.args.json {
            let mut line = report::step(flow, step);
            line["authorization_url"] = Value::from(url.as_str());
            out::line(line);
        } else {
            out::note(format_args!(
                "Go on in a browser on this machine:\n  {}",
                url.as_str()
            ));
        }
        if self.args.open && open::in_browser(url.as_str()).is_err() {
            out::note("No browser could be opened.");
        }
        loop {
            let visit = visits.next().await?;
            let outcome = reply.complete(visit.address()).await;
            match &outcome {
                Ok(_) => visit.answer(page::SIGNED_IN).await,
                Err(error) if error.info().code == "callback_not_ours" => {
                    visit.answer(page::NOT_OURS).await;
                    continue;
                }
                Err(_) => visit.answer(page::FAILED).await,
            }
            return Ok(outcome);
        }
    }

    fn options(&self) -> BrowserOptions {
        match &self.args.domain_hint {
            Some(hint) => BrowserOptions::new().domain_hint(hint),
            None => BrowserOptions::new(),
        }
    }
}

/// The path and the query as they were written, because the service compares texts.
fn behind_origin(address: &str) -> &str {
    let authority = address.find("//").map_or(0, |slashes| slashes + 2);
    let end = address[authority..].find(['/', '?']);
    end.map_or("", |end| &address[authority + end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_stays_as_it_was_written() {
        assert_eq!(behind_origin("http://localhost"), "");
        assert_eq!(behind_origin("http://localhost:0/"), "/");
        assert_eq!(behind_origin("http://127.0.0.1:8400/a b?c"), "/a b?c");
        assert_eq!(behind_origin("http://localhost?a=/"), "?a=/");
    }
}
