//! How every flow begins: the client, where it keeps things, and who it is about.

use doorstep::{Account, Claims, Client, Config, Error, FirstFactors, Scopes};

use super::{Flow, Step, Talk, lead};
use crate::args::{BrowserArgs, ClientArgs, FirstFactor, FlowArgs};
use crate::browser::Browser;
use crate::exit::Failure;
use crate::interrupt::Interrupts;
use crate::keeping::{self, Keeping};
use crate::{prompt, setup};

/// What a conversation needs before there is a flow.
pub(crate) struct Opening<'a> {
    pub(crate) client: Client,
    pub(crate) interrupts: Interrupts,
    pub(crate) talk: Talk<'a>,
    keeping: Keeping,
}

/// What tokens a flow is for.
pub(crate) struct Wanted {
    pub(crate) scopes: Scopes,
    pub(crate) claims: Option<Claims>,
}

impl<'a> Opening<'a> {
    /// For a new flow.
    pub(crate) fn of(args: &'a FlowArgs) -> Result<Self, Failure> {
        Self::with(&args.client, &args.browser, |config| offering(config, args))
    }

    /// For a flow that waits.
    pub(crate) fn again(client: &'a ClientArgs, browser: &BrowserArgs) -> Result<Self, Failure> {
        Self::with(client, browser, |config| config)
    }

    fn with(
        args: &'a ClientArgs,
        browser: &BrowserArgs,
        adjust: impl FnOnce(Config) -> Config,
    ) -> Result<Self, Failure> {
        let browser = Browser::of(browser)?;
        let home = browser.as_ref().map(Browser::redirect_uri);
        let client = setup::client(args, |config| match home {
            Some(home) => adjust(config).redirect_uri(home),
            None => adjust(config),
        })?;
        Ok(Self {
            client,
            interrupts: Interrupts::listen()?,
            talk: Talk {
                args,
                browser,
                aside: false,
            },
            keeping: Keeping::of(args)?,
        })
    }

    /// Who it is about; asked for when it was not given.
    pub(crate) async fn username(
        &mut self,
        args: &FlowArgs,
        question: &str,
    ) -> Result<String, Failure> {
        match &args.username {
            Some(username) => Ok(username.clone()),
            None => self.interrupts.or(prompt::line(question)).await?,
        }
    }

    /// Says so if the call before this one made the records' key.
    pub(crate) fn tell_of_key(&self) {
        self.keeping.tell_of_key(self.talk.args);
    }

    /// Sends the first request.
    pub(crate) async fn start(&mut self, flow: &Flow) -> Result<Result<Step, Error>, Failure> {
        let started = self.interrupts.or(flow.start()).await;
        self.tell_of_key();
        Ok(started?)
    }

    /// Leads a new flow to its end.
    pub(crate) async fn begin(mut self, flow: Flow) -> Result<Account, Failure> {
        let step = self.start(&flow).await??;
        self.go_on(flow, step).await
    }

    /// Leads the flow from `step` to its end.
    pub(crate) async fn go_on(mut self, flow: Flow, step: Step) -> Result<Account, Failure> {
        keeping::tell_if_not_saved(&flow, &step, self.talk.args);
        lead::converse(flow, step, &self.talk, &mut self.interrupts).await
    }
}

/// The scopes and claims of the command line.
pub(crate) fn wanted(args: &FlowArgs) -> Result<Wanted, Failure> {
    let claims = args.context.map(Claims::authentication_context).transpose();
    Ok(Wanted {
        scopes: setup::scopes(&args.scopes)?,
        claims: claims.map_err(|error| Failure::usage(format!("--context: {error}")))?,
    })
}

fn offering(config: Config, args: &FlowArgs) -> Config {
    let first_factors = match args.offer {
        FirstFactor::Password => FirstFactors::Password,
        FirstFactor::Code => FirstFactors::Code,
        FirstFactor::Both => FirstFactors::PasswordAndCode,
    };
    config
        .first_factors(first_factors)
        .mfa(!args.no_mfa)
        .registration(!args.no_registration)
}
