//! What the core asks of its host: HTTP, a data key, a place for records, and, if it likes, an ear
//! for what happens and a risk provider.
//!
//! All but the events are asynchronous so that a host may hop to a thread that is allowed to block. No
//! thread is blocked while the core waits for them, but other calls of the same client may wait
//! for the same answer: a port must not call the client. A future that the core drops means that
//! nobody waits for the answer any more.

pub mod events;
pub mod http;
pub mod records;
pub mod risk;
pub mod vault;

use std::future::Future;
use std::pin::Pin;

/// What a port's methods return: a future behind a pointer, so that ports can be trait objects.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
