//! What the browser shows at the end.

/// A status and a sentence.
pub(crate) struct Page {
    pub(super) status: &'static str,
    pub(super) sentence: &'static str,
}

/// Somebody is signed in.
pub(super) const SIGNED_IN: Page = Page {
    status: "200 OK",
    sentence: "You are signed in. You can close this page and go back to the terminal.",
};

/// The journey ended otherwise.
pub(super) const FAILED: Page = Page {
    status: "200 OK",
    sentence: "You are not signed in. The terminal says why; you can close this page.",
};

/// The address is another one than the service sends to, or belongs to another journey.
pub(super) const NOT_OURS: Page = Page {
    status: "404 Not Found",
    sentence: "This is not the end of the sign-in that the terminal waits for.",
};

impl Page {
    /// The whole answer. Nothing in it comes from the request.
    pub(super) fn response(&self) -> String {
        let Self { status, sentence } = self;
        let body = format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Doorstep</title><p>{sentence}</p></html>"
        );
        format!(
            "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
             cache-control: no-store\r\nreferrer-policy: no-referrer\r\n\
             content-security-policy: default-src 'none'\r\nconnection: close\r\n\r\n{body}",
            body.len()
        )
    }
}
