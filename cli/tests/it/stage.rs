//! A tenant inside the test, and a folder for the command's state.

use std::path::PathBuf;

use doorstep_sandbox::{Config, Control, Handle, start};
use doorstep_tests::Scratch;
use tokio::process::Command;

use crate::process::doorstep;

pub(crate) use doorstep_tests::{ADA, ADA_PASSWORD, APP, BOB, BOB_PASSWORD, CLEO, TODO};

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

    pub(crate) fn control(&self) -> &Control {
        self.sandbox.control()
    }

    pub(crate) fn code_of(&self, to: &str) -> String {
        self.control().latest_code(to).expect("a code was sent")
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

    /// As [`Stage::sign_in`], in JSON.
    pub(crate) fn sign_in_json(&self, username: &str) -> Command {
        let mut command = self.sign_in(username);
        command.arg("--json");
        command
    }
}
