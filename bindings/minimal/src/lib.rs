//! The least that a library on UniFFI and tokio is made of: one object with one async method, one hook of the host,
//! one slot for its answer, one error. It does nothing; what `doorstep-ffi` weighs and takes is told beside it
//! (`cargo xtask size`, `cargo xtask bench ffi`).

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use once_cell::sync::OnceCell;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

/// Why a call failed.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum Failure {
    /// The host, or a thread, did.
    #[error("{reason}")]
    Failed {
        /// Why.
        reason: String,
    },
}

impl Failure {
    #[expect(
        clippy::needless_pass_by_value,
        reason = "so that `map_err` takes it by name"
    )]
    fn new(reason: impl ToString) -> Self {
        Self::Failed {
            reason: reason.to_string(),
        }
    }
}

impl From<uniffi::UnexpectedUniFFICallbackError> for Failure {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::new(error.reason)
    }
}

/// What the host brings.
#[uniffi::export(with_foreign)]
pub trait Host: Send + Sync {
    /// Begins to send `request` and returns at once; what comes of it goes into `slot`, from any thread.
    fn send(&self, id: u64, request: Vec<u8>, slot: Arc<Slot>) -> Result<(), Failure>;

    /// Stores `bytes` under `key`.
    fn save(&self, key: String, bytes: Vec<u8>) -> Result<(), Failure>;
}

/// Where the answer goes.
#[derive(uniffi::Object)]
pub struct Slot(Mutex<Option<oneshot::Sender<Vec<u8>>>>);

#[uniffi::export]
impl Slot {
    /// An answer came.
    pub fn complete(&self, answer: Vec<u8>) {
        let sender = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(sender) = sender {
            // Nobody waits any more.
            drop(sender.send(answer));
        }
    }
}

/// Has a host to call.
#[derive(uniffi::Object)]
pub struct Caller(Arc<dyn Host>);

#[uniffi::export]
impl Caller {
    /// One that calls `host`.
    #[uniffi::constructor]
    pub fn new(host: Arc<dyn Host>) -> Arc<Self> {
        Arc::new(Self(host))
    }

    /// Sends `request`, stores its answer `saves` times, and gives it back.
    pub async fn call(&self, request: Vec<u8>, saves: u32) -> Result<Vec<u8>, Failure> {
        let host = Arc::clone(&self.0);
        let work = runtime()?.spawn(async move {
            let (sender, answer) = oneshot::channel();
            let slot = Arc::new(Slot(Mutex::new(Some(sender))));
            let sending = Arc::clone(&host);
            asked(move || sending.send(1, request, slot)).await?;
            let answer = answer.await.map_err(Failure::new)?;
            for _ in 0..saves {
                let (host, bytes) = (Arc::clone(&host), answer.clone());
                asked(move || host.save("record".to_owned(), bytes)).await?;
            }
            Ok(answer)
        });
        work.await.map_err(Failure::new)?
    }
}

/// Calls the host on a thread that may wait, with patience.
async fn asked(call: impl FnOnce() -> Result<(), Failure> + Send + 'static) -> Result<(), Failure> {
    let call = tokio::task::spawn_blocking(call);
    let called = tokio::time::timeout(Duration::from_secs(10), call).await;
    called.map_err(Failure::new)?.map_err(Failure::new)?
}

static RUNTIME: OnceCell<Runtime> = OnceCell::new();

/// A runtime as `doorstep-ffi` has it.
fn runtime() -> Result<&'static Runtime, Failure> {
    RUNTIME
        .get_or_try_init(|| {
            Builder::new_multi_thread()
                .worker_threads(2)
                .max_blocking_threads(16)
                .thread_keep_alive(Duration::from_secs(10))
                .thread_name("minimal")
                .enable_all()
                .build()
        })
        .map_err(Failure::new)
}

uniffi::setup_scaffolding!();
