//! What stands behind the back-end rules: the tenant's directory, the customer's webhook, the codes that went out, and
//! work that goes on after the answer (docs/risk.md 8).

mod background;
mod code;
mod directory;
mod hourly;
mod ledger;
mod moment;
mod webhook;

pub(crate) use self::background::{Background, insist};
pub(crate) use self::directory::{Directory, Person};
pub(crate) use self::ledger::{Asked, Asking, FlowMark, Ledger, Limited, NewCode, NoRandom, Tried};
pub(crate) use self::webhook::{Message, Undelivered, Way, Webhook};
