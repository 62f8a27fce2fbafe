//! One connection that stays open, and a sign-in over it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

const CLIENT_ID: &str = "11111111-1111-4111-8111-111111111111";

pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
    host: String,
    path: String,
    body: Vec<u8>,
}

impl Connection {
    pub(crate) fn open(tenant: &str) -> Self {
        let address = tenant.strip_prefix("http://").expect("plain HTTP");
        let (host, path) = address.split_once('/').expect("a path");
        let stream = TcpStream::connect(host).expect("a connection");
        stream.set_nodelay(true).expect("a socket option");
        Self {
            stream: BufReader::new(stream),
            host: host.to_owned(),
            path: path.to_owned(),
            body: Vec::new(),
        }
    }

    /// Signs in with a password, and adds how long each request took.
    pub(crate) fn sign_in(&mut self, times: &mut Vec<Duration>) {
        let offer = "challenge_type=password%20redirect";
        let opened = format!("client_id={CLIENT_ID}&username=bob%40contoso.example&{offer}");
        let token = self.timed("initiate", &opened, times);
        let challenged = format!("client_id={CLIENT_ID}&continuation_token={token}&{offer}");
        let token = self.timed("challenge", &challenged, times);
        let redeemed = format!(
            "client_id={CLIENT_ID}&continuation_token={token}&grant_type=password&password=Builder-2024!&scope=openid%20profile%20offline_access&client_info=true"
        );
        self.timed("token", &redeemed, times);
    }

    /// Posts `form` and gives the continuation token of the answer, if it has one.
    fn timed(&mut self, endpoint: &str, form: &str, times: &mut Vec<Duration>) -> String {
        let begun = Instant::now();
        self.post(endpoint, form);
        times.push(begun.elapsed());
        let text = std::str::from_utf8(&self.body).expect("text");
        let after = |mark: &str| text.split_once(mark).map(|(_, rest)| rest);
        let token = after(r#""continuation_token":""#).and_then(|rest| rest.split('"').next());
        token.unwrap_or_default().to_owned()
    }

    fn post(&mut self, endpoint: &str, form: &str) {
        let (path, host, length) = (&self.path, &self.host, form.len());
        let request = format!(
            "POST /{path}/oauth2/v2.0/{endpoint} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\r\n{form}"
        );
        let stream = self.stream.get_mut();
        stream.write_all(request.as_bytes()).expect("a connection");
        let mut length = 0;
        let mut line = String::new();
        self.stream.read_line(&mut line).expect("a status");
        assert!(line.starts_with("HTTP/1.1 200"), "{line}");
        while line != "\r\n" {
            line.clear();
            self.stream.read_line(&mut line).expect("a header");
            let header = line.to_ascii_lowercase();
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
        }
        self.body.resize(length, 0);
        self.stream.read_exact(&mut self.body).expect("a body");
    }
}
