//! What the sandbox takes.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct SandboxArgs {
    /// The port; 0 picks a free one
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) port: u16,
    /// The address to listen on; beyond loopback the admin API wants --admin-token
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    pub(crate) host: IpAddr,
    /// The token that the admin API then wants as `Authorization: Bearer …`
    #[arg(
        long,
        value_name = "TOKEN",
        env = "DOORSTEP_ADMIN_TOKEN",
        hide_env_values = true
    )]
    pub(crate) admin_token: Option<String>,
    /// Users, apps and policies to begin with, in TOML, in place of the built-in ones
    #[arg(long, value_name = "FILE")]
    pub(crate) seed: Option<PathBuf>,
    /// Answer browsers' cross-origin requests (the real service does not)
    #[arg(long)]
    pub(crate) cors: bool,
    /// Serve HTTPS, with an authority made for this run and printed
    #[arg(long)]
    pub(crate) tls: bool,
    #[command(flatten)]
    pub(crate) around: AroundArgs,
    /// Print where it listens as one line of JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What stands around the tenant.
#[derive(Debug, Args)]
pub(crate) struct AroundArgs {
    /// The port of the gate in front of the tenant; 0 picks a free one
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) gate_port: u16,
    /// The port of the risk provider that the gate asks; 0 picks a free one
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) risk_port: u16,
    /// How the gate asks for a step-up, whatever the seed says
    #[arg(long, value_name = "MODE")]
    pub(crate) step_up: Option<StepUpMode>,
    /// Start the tenant alone, without gate and risk provider
    #[arg(long, conflicts_with_all = ["gate_port", "risk_port", "step_up"])]
    pub(crate) no_gate: bool,
}

/// How a step-up is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StepUpMode {
    /// The gate writes the context into the request
    Rewrite,
    /// The gate answers 202, and the client posts again with the context
    Resubmit,
}
