//! A browser of one tab: it gets pages, sends their forms, and tells where it is sent.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use url::{Position, Url, form_urlencoded};

use crate::process::soon;

/// What the browser got: head and body.
pub(crate) struct Page {
    address: Url,
    pub(crate) text: String,
}

/// Follows a link.
pub(crate) async fn get(address: &str) -> Page {
    let address = Url::parse(address).unwrap();
    let target = &address[Position::BeforePath..];
    let request = format!("GET {target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    send(address.clone(), &request).await
}

async fn send(address: Url, request: &str) -> Page {
    let at = ("127.0.0.1", address.port().unwrap());
    let mut stream = TcpStream::connect(at).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut text = String::new();
    let read = soon("a page", stream.read_to_string(&mut text)).await;
    read.unwrap();
    Page { address, text }
}

impl Page {
    /// Sends the page's form.
    pub(crate) async fn send(&self, name: &str, value: &str) -> Self {
        let token = self.after("name=\"form_token\" value=\"", '"');
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("form_token", token)
            .append_pair(name, value)
            .finish();
        let path = self.address.path();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}",
            body.len()
        );
        send(self.address.clone(), &format!("{head}\r\n\r\n{body}")).await
    }

    /// Where the page sends the browser.
    pub(crate) fn location(&self) -> &str {
        self.after("location: ", '\r')
    }

    fn after(&self, start: &str, end: char) -> &str {
        let rest = self.text.split(start).nth(1);
        let found = rest.and_then(|rest| rest.split(end).next());
        found.unwrap_or_else(|| panic!("no {start} in {}", self.text))
    }
}
