//! A phone of the demo: an app whose risk provider profiles the device, as a vendor's software would.

use std::sync::Arc;

use doorstep::ports::BoxFuture;
use doorstep::ports::risk::{
    DataUse, RiskDescriptor, RiskFault, RiskJourney, RiskProvider, RiskSession,
};
use doorstep::signals::{FailPolicy, Signals};
use doorstep::store::{MemoryRecords, MemoryVault};
use doorstep::{Authority, Client, Config, Ports, SystemClock};
use doorstep_sandbox::{Control, Handle};

use super::CLIENT_ID;
use crate::demo::timeline::CountingHttp;
use crate::exit::Failure;

/// The provider's software on one device.
struct Profiler {
    control: Control,
    device: &'static str,
}

impl RiskProvider for Profiler {
    fn descriptor(&self) -> RiskDescriptor {
        RiskDescriptor {
            id: "sandbox".to_owned(),
            headers: Vec::new(),
            uses: vec![DataUse::Device],
        }
    }

    fn begin(
        &self,
        session: RiskSession,
        _: RiskJourney,
    ) -> BoxFuture<'_, Result<String, RiskFault>> {
        let session = session.to_string();
        self.control.profile(&session, self.device);
        Box::pin(std::future::ready(Ok(session)))
    }
}

/// The app on a device, which calls the tenant through its gate.
pub(super) fn client(
    http: &Arc<CountingHttp>,
    sandbox: &Handle,
    device: &'static str,
) -> Result<Client, Failure> {
    let gate = sandbox
        .gate()
        .ok_or_else(|| Failure::machine(&"there is no gate"))?;
    let authority = Authority::for_development(gate).map_err(|error| Failure::machine(&error))?;
    let config = Config::with_authority(authority, CLIENT_ID)?;
    let ports = Ports {
        http: Arc::clone(http) as _,
        vault: Arc::<MemoryVault>::default(),
        records: Arc::<MemoryRecords>::default(),
        clock: Arc::new(SystemClock),
        events: None,
    };
    let profiler = Profiler {
        control: sandbox.control().clone(),
        device,
    };
    let signals = Signals::with_provider(Arc::new(profiler), FailPolicy::Open)
        .map_err(|error| Failure::machine(&error))?;
    let client = Client::with_signals(&config, ports, signals);
    client.set_consent(&[DataUse::Device]);
    Ok(client)
}
