//! The words of the protocol that the gate acts on: routes, grants, channels (docs/protocol.md 1.2, 5.4, 2.4).

mod channel;
mod grant;
mod path;
mod route;

pub use self::channel::{Channel, is_contact};
pub use self::grant::Grant;
pub use self::path::{Place, find};
pub use self::route::Route;
