//! HTTP by reqwest on rustls, with the operating system's trust and ring's cryptography.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Method, Request, Response};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use zeroize::Zeroizing;

use super::trust;
use crate::address::is_loopback;
use crate::ports::BoxFuture;
use crate::ports::http::{HEADERS_READ, Http, HttpFault, HttpMethod, HttpRequest, HttpResponse};
use crate::secret::wipe;

/// The transport for hosts without an HTTP stack of their own. It needs a tokio runtime.
///
/// TLS 1.2 and 1.3 only; certificates are checked the way the operating system checks them, on
/// Android against the system's own authorities and no setting of the person's or the app's; no
/// redirects, no cookies, no proxies but those of the environment, and none on the way to this
/// machine itself: an address that is let off from HTTPS must not lead off the machine.
#[derive(Debug, Clone)]
pub struct ReqwestTransport {
    client: Client,
    /// For this machine itself.
    direct: Client,
}

/// The transport could not be set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The text holds no certificate in PEM form.
    #[error("there is no certificate in PEM form")]
    NoCertificate,
    /// TLS could not be set up on this system.
    #[error("TLS could not be set up")]
    Tls,
}

impl ReqwestTransport {
    /// With the roots that the operating system trusts.
    ///
    /// # Errors
    /// [`TransportError::Tls`] when the system's trust can't be read.
    pub fn new() -> Result<Self, TransportError> {
        Self::with_roots(&[])
    }

    /// As [`ReqwestTransport::new`], and trusts the certificates in `pem` as roots besides: for
    /// a sandbox with TLS, whose authority no system knows.
    ///
    /// # Errors
    /// [`TransportError::NoCertificate`] when `pem` holds none, and those of
    /// [`ReqwestTransport::new`].
    pub fn with_extra_roots(pem: &[u8]) -> Result<Self, TransportError> {
        let roots: Result<Vec<CertificateDer<'static>>, _> =
            CertificateDer::pem_slice_iter(pem).collect();
        match roots {
            Ok(roots) if !roots.is_empty() => Self::with_roots(&roots),
            Ok(_) | Err(_) => Err(TransportError::NoCertificate),
        }
    }

    fn with_roots(extra: &[CertificateDer<'static>]) -> Result<Self, TransportError> {
        let tls = trust::tls(extra)?;
        let builder = || {
            Client::builder()
                .tls_backend_preconfigured(tls.clone())
                .redirect(Policy::none())
                .retry(reqwest::retry::never())
                .referer(false)
                .tcp_nodelay(true)
                .pool_idle_timeout(Duration::from_mins(1))
        };
        let made = |builder: ClientBuilder| builder.build().map_err(|_| TransportError::Tls);
        Ok(Self {
            client: made(builder())?,
            direct: made(builder().no_proxy())?,
        })
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, HttpFault> {
        let method = match request.method {
            HttpMethod::Post => Method::POST,
            HttpMethod::Get => Method::GET,
        };
        let limit = request.max_response_bytes;
        let url = request.url.into_kept();
        let here = url.host_str().is_some_and(is_loopback);
        let client = if here { &self.direct } else { &self.client };
        let mut sent = Request::new(method, url);
        *sent.headers_mut() = headers(request.headers)?;
        // The body is handed over, not copied, and wiped once it was sent.
        *sent.body_mut() = Some(Bytes::from_owner(Body(request.body)).into());
        let response = client.execute(sent).await;
        let response = response.map_err(|error| fault(&error))?;
        let status = response.status().as_u16();
        let headers = response.headers().iter().filter_map(read_by_the_core);
        let headers = headers.collect();
        let body = read(response, limit).await?;
        Ok(HttpResponse {
            status,
            headers,
            body,
        })
    }
}

/// A request's body. It is wiped at once instead of byte by byte.
struct Body(Zeroizing<Vec<u8>>);

impl AsRef<[u8]> for Body {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

impl Http for ReqwestTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, HttpFault>> {
        // One limit around the whole, in place of those that reqwest makes for each of its layers.
        let limit = request.timeout;
        Box::pin(async move {
            let answer = tokio::time::timeout(limit, self.exchange(request)).await;
            answer.unwrap_or(Err(HttpFault::TimedOut))
        })
    }

    fn bounds_time(&self) -> bool {
        true
    }
}

/// The names of headers that most requests bear, made beforehand.
static USUAL_NAMES: [HeaderName; 4] = [
    CONTENT_TYPE,
    HeaderName::from_static("client-request-id"),
    HeaderName::from_static("x-client-sku"),
    HeaderName::from_static("x-client-ver"),
];

/// Headers that reqwest and hyper add: `accept`, `host`, `content-length`.
const ADDED_LATER: usize = 3;

/// A header that HTTP does not allow keeps the request from being sent.
fn headers(given: Vec<(Cow<'static, str>, Cow<'static, str>)>) -> Result<HeaderMap, HttpFault> {
    let mut headers = HeaderMap::with_capacity(given.len() + ADDED_LATER);
    for (name, value) in given {
        let usual = USUAL_NAMES.iter().find(|usual| usual.as_str() == name);
        let name = match usual {
            Some(usual) => usual.clone(),
            None => HeaderName::from_bytes(name.as_bytes()).map_err(|_| HttpFault::NotSent)?,
        };
        let value = match value {
            Cow::Borrowed(text) => Bytes::from_static(text.as_bytes()),
            Cow::Owned(text) => Bytes::from(text),
        };
        let value = HeaderValue::from_maybe_shared(value).map_err(|_| HttpFault::NotSent)?;
        headers.append(name, value);
    }
    Ok(headers)
}

/// A header of an answer, if the core reads it.
fn read_by_the_core((name, value): (&HeaderName, &HeaderValue)) -> Option<(String, String)> {
    let name = HEADERS_READ.iter().find(|read| name == **read)?;
    Some(((*name).to_owned(), value.to_str().ok()?.to_owned()))
}

/// What an answer without an announced length gets at first.
const ROOM_FOR_TOKENS: usize = 16 * 1024;

async fn read(mut response: Response, limit: usize) -> Result<Zeroizing<Vec<u8>>, HttpFault> {
    // Room for the whole answer from the start: a buffer that grows leaves copies behind.
    let room = match response.content_length() {
        Some(announced) if announced > limit as u64 => return Err(HttpFault::TooLarge),
        Some(announced) => usize::try_from(announced).unwrap_or(limit),
        None => ROOM_FOR_TOKENS,
    };
    let mut body = Zeroizing::new(Vec::with_capacity(room));
    while let Some(chunk) = response.chunk().await.map_err(|error| fault(&error))? {
        if body.len() + chunk.len() > limit {
            return Err(HttpFault::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn fault(error: &reqwest::Error) -> HttpFault {
    if error.is_connect() && is_about_trust(error) {
        HttpFault::Untrusted
    } else if error.is_connect() || error.is_builder() {
        HttpFault::NotSent
    } else if error.is_timeout() {
        HttpFault::TimedOut
    } else {
        HttpFault::Lost
    }
}

/// Whether rustls is among the causes. The `source` of an I/O error that was made of another error
/// is that one's source: the error itself has to be asked for.
fn is_about_trust(error: &reqwest::Error) -> bool {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = std::error::Error::source(error);
    while let Some(error) = cause {
        if error.is::<rustls::Error>() {
            return true;
        }
        let inner = error
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref);
        cause = match inner {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    false
}
