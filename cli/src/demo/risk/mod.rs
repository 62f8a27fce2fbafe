//! `doorstep demo risk`: four journeys through one gate. What the provider says is all that differs.

mod journey;
mod phone;
mod table;

use std::sync::Arc;
use std::time::Instant;

use doorstep_sandbox::model::{Channel, NewUser, RiskRule, RiskVerdict};
use doorstep_sandbox::{Config, Control, GateSettings, Handle};

use self::journey::{PASSWORD, Person};
use self::table::Column;
use super::timeline::CountingHttp;
use crate::exit::Failure;
use crate::out;
use crate::paint::Paint;

pub(super) use super::{CLIENT_ID, SCOPE};

const EVE: &str = "eve@contoso.example";
const FAY: &str = "fay@contoso.example";
const GUS: &str = "gus@contoso.example";
/// A number that the provider doubts, and one that it refuses.
const DOUBTFUL: &str = "+88213550100";
const BAD: &str = "+97955501000";

/// Runs the demo and prints its table.
pub(crate) async fn run() -> Result<(), Failure> {
    let http = Arc::new(CountingHttp::new(super::transport()?));
    let stage = Stage {
        sandbox: started().await?,
        http,
    };
    stage.prepare()?;
    announce(&stage.sandbox);

    let eve = stage.person(EVE, "eve's phone")?;
    let new = stage.told("new device", eve.is_new()).await?;
    eve.until_known().await?;
    let eve = stage.person(EVE, "eve's phone")?;
    let known = stage.told("known device", eve.is_known()).await?;
    let fay = stage.person(FAY, "fay's phone")?;
    let doubtful = stage.told("number in doubt", fay.has_a_doubtful_number(DOUBTFUL));
    let doubtful = doubtful.await?;
    let gus = stage.person(GUS, "gus's phone")?;
    let bad = stage.told("bad number", gus.has_a_bad_number(BAD)).await?;

    table::print(&[known, new, doubtful, bad]);
    out::line(
        "\nThe device became known when its second factor was given. Nothing left this machine.",
    );
    out::line("Next: doorstep sandbox, whose gate and risk provider these are; docs/sandbox.md");
    stage.sandbox.shutdown().await;
    Ok(())
}

async fn started() -> Result<Handle, Failure> {
    let config = Config {
        gate: Some(GateSettings::default()),
        ..Config::default()
    };
    let started = doorstep_sandbox::start(config).await;
    started.map_err(|error| Failure::machine(&error))
}

fn announce(sandbox: &Handle) {
    let paint = Paint::for_stdout();
    let title = format!("Doorstep {}", env!("CARGO_PKG_VERSION"));
    let title = paint.bold(&title);
    out::line(format_args!(
        "{title}  four journeys through one gate; what its risk provider says is all that differs\n"
    ));
    if let (Some(gate), Some(risk)) = (sandbox.gate(), sandbox.risk()) {
        out::line(paint.dim(&format!("  gate {gate}, risk provider {risk}\n")));
    }
}

/// The tenant behind its gate, and the network of all phones.
struct Stage {
    sandbox: Handle,
    http: Arc<CountingHttp>,
}

impl Stage {
    fn control(&self) -> &Control {
        self.sandbox.control()
    }

    /// The people, and what the provider thinks of numbers.
    fn prepare(&self) -> Result<(), Failure> {
        let wrong = |error| Failure::machine(&error);
        let control = self.control();
        let eve = NewUser::with_password(EVE, PASSWORD).method(Channel::Email, EVE);
        for user in [
            eve,
            NewUser::with_password(FAY, PASSWORD),
            NewUser::with_password(GUS, PASSWORD),
        ] {
            control.add_user(user).map_err(wrong)?;
        }
        for (verdict, number) in [
            (RiskVerdict::Challenge, DOUBTFUL),
            (RiskVerdict::Reject, BAD),
        ] {
            let rule = RiskRule::of(verdict).phone(number);
            control.set_risk(rule).map_err(wrong)?;
        }
        // The tenant has +979 closed itself; here that must not be what stops the text.
        let mut policies = control.policies();
        policies.sms.closed_regions.clear();
        control.set_policies(policies).map_err(wrong)
    }

    fn person(&self, username: &'static str, device: &'static str) -> Result<Person<'_>, Failure> {
        Ok(Person {
            client: phone::client(&self.http, &self.sandbox, device)?,
            control: self.control(),
            username,
        })
    }

    /// A journey with what gate, tenant and clock wrote down of it.
    async fn told(
        &self,
        title: &'static str,
        journey: impl Future<Output = Result<journey::Came, Failure>>,
    ) -> Result<Column, Failure> {
        let texts = || self.control().mailbox(None, Some(Channel::Sms)).len();
        let (calls, sent, texted) = (self.control().risk().calls.len(), self.http.sent(), texts());
        let begun = Instant::now();
        let came = journey.await?;
        let milliseconds = begun.elapsed().as_secs_f64() * 1000.0;
        Ok(Column {
            title,
            came,
            calls: self.control().risk().calls.split_off(calls),
            texts: texts() - texted,
            requests: self.http.sent() - sent,
            milliseconds,
        })
    }
}
