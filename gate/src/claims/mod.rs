//! Claims requests that only rise: the contexts that the gate demands go into a client's `claims`, and nothing that a
//! client writes there takes them out again (docs/protocol.md 5.6, docs/risk.md 2.2).

mod context;
mod raise;
#[cfg(test)]
mod vectors;

pub use self::context::{AuthContext, InvalidContext};
pub use self::raise::{ClaimsRefused, names_all, raised};
