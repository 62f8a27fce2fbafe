//! A tenant inside the test, and a folder for the command's state.

use std::path::PathBuf;
use std::time::Duration;

use doorstep_sandbox::model::JournalEntry;
use doorstep_sandbox::{Config, Control, Handle, scenarios, start};
use doorstep_tests::Scratch;
use tokio::process::Command;

use crate::process::{doorstep, soon};

pub(crate) use doorstep_tests::{ADA, ADA_PASSWORD, APP, BOB, BOB_PASSWORD, CLEO, TODO};

/// Between two looks at what another process is doing.
const PAUSE: Duration = Duration::from_millis(2);

/// A tenant and a state folder.
pub(crate) struct Stage {
    pub(crate) sandbox: Handle,
    pub(crate) scratch: Scratch,
}

impl Stage {
    pub(crate) async fn set() -> Self {
        Self::with(Config::default()).await
    }

    pub(crate) async fn with(config: Config) -> Self {
        Self {
            sandbox: start(config).await.unwrap(),
            scratch: Scratch::make(),
        }
    }

    /// A tenant in one of the situations that the sandbox has a name for.
    pub(crate) async fn of_scenario(name: &str) -> Self {
        let mut scenarios = scenarios().iter();
        let scenario = scenarios.find(|scenario| scenario.name() == name);
        Self::with(Config {
            seed: scenario.unwrap().seed().unwrap(),
            ..Config::default()
        })
        .await
    }

    pub(crate) fn control(&self) -> &Control {
        self.sandbox.control()
    }

    pub(crate) fn code_of(&self, to: &str) -> String {
        self.control().latest_code(to).expect("a code was sent")
    }

    /// The first code that is sent to somebody, once it is.
    pub(crate) async fn mailed(&self, to: &str) -> String {
        soon("a code", async {
            loop {
                if let Some(code) = self.control().latest_code(to) {
                    return code;
                }
                tokio::time::sleep(PAUSE).await;
            }
        })
        .await
    }

    /// Waits until a request to the path has been answered.
    pub(crate) async fn until_posted(&self, path: &str) {
        soon(path, async {
            let is_it = |entry: &JournalEntry| entry.path.ends_with(path);
            while !self.control().journal().iter().any(is_it) {
                tokio::time::sleep(PAUSE).await;
            }
        })
        .await;
    }

    pub(crate) fn state(&self) -> PathBuf {
        self.scratch.path().join("state")
    }

    /// `doorstep COMMAND` for the tenant's first app.
    pub(crate) fn command(&self, name: &str) -> Command {
        self.command_of(APP, name)
    }

    /// `doorstep COMMAND` for another app of the tenant.
    pub(crate) fn command_of(&self, client_id: &str, name: &str) -> Command {
        let mut command = doorstep();
        command.arg(name);
        command.args([
            "--authority",
            self.sandbox.tenant(),
            "--client-id",
            client_id,
        ]);
        command.arg("--state").arg(self.state());
        command
    }

    /// `doorstep sign-in` of somebody.
    pub(crate) fn sign_in(&self, username: &str) -> Command {
        let mut command = self.command("sign-in");
        command.args(["--username", username, "--scope", TODO]);
        command
    }

    /// `doorstep COMMAND --json` about somebody.
    pub(crate) fn json(&self, name: &str, username: &str) -> Command {
        let mut command = self.command(name);
        command.args(["--username", username, "--scope", TODO, "--json"]);
        command
    }

    /// As [`Stage::sign_in`], in JSON.
    pub(crate) fn sign_in_json(&self, username: &str) -> Command {
        let mut command = self.sign_in(username);
        command.arg("--json");
        command
    }
}
