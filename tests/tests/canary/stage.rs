//! A tenant with a person made of canaries, and the search for them.

use std::fmt::{Debug, Write as _};
use std::sync::OnceLock;

use doorstep::Error;
use doorstep::transport::ReqwestTransport;
use doorstep_sandbox::Handle;
use doorstep_sandbox::model::{Channel, NewUser};
use doorstep_tests::{Device, Recorder, Scratch, World};

/// The person's name for the sign-in.
pub(crate) const USERNAME: &str = "canary-mailbox@secret.example";
/// The person's password.
pub(crate) const PASSWORD: &str = "Canary-Password-1!";
/// Where second factors go.
pub(crate) const EMAIL: &str = "canary-second@private.example";
/// Where text messages go.
pub(crate) const PHONE: &str = "+15550100999";
/// So long that no number in a log is one of the codes by accident.
pub(crate) const CODE_LENGTH: usize = 12;

const DISPLAY_NAME: &str = "Canary Personname";

/// The one recorder of this process.
pub(crate) fn recorder() -> &'static Recorder {
    static RECORDER: OnceLock<Recorder> = OnceLock::new();
    RECORDER.get_or_init(Recorder::install)
}

/// A tenant, a device with its records in files, and everything that was printed.
pub(crate) struct Stage {
    pub(crate) world: World,
    pub(crate) recorder: &'static Recorder,
    scratch: Scratch,
    shown: String,
    planted: Vec<(String, String)>,
}

impl Stage {
    pub(crate) async fn set() -> Self {
        let config = doorstep_sandbox::Config::default();
        let sandbox = doorstep_sandbox::start(config).await.unwrap();
        Self::around(sandbox, ReqwestTransport::new().unwrap())
    }

    pub(crate) fn around(sandbox: Handle, transport: ReqwestTransport) -> Self {
        let recorder = recorder();
        let mut world = World::around(sandbox, transport);
        let scratch = Scratch::make();
        world.device = world.device.in_files(scratch.path());
        world.policies(|policies| policies.codes.length = 12);
        world.add(NewUser {
            display_name: Some(DISPLAY_NAME.to_owned()),
            ..NewUser::with_password(USERNAME, PASSWORD)
                .method(Channel::Email, EMAIL)
                .method(Channel::Sms, PHONE)
                .group("mfa")
        });
        Self {
            world,
            recorder,
            scratch,
            shown: String::new(),
            planted: Vec::new(),
        }
    }

    /// The same stage with more values that must not be seen.
    pub(crate) fn planting(mut self, values: &[(&str, &str)]) -> Self {
        let values = values.iter();
        let values = values.map(|(kind, text)| ((*kind).to_owned(), (*text).to_owned()));
        self.planted.extend(values);
        self
    }

    /// Prints a value, as a careless app would.
    pub(crate) fn show(&mut self, value: &impl Debug) {
        let _ = writeln!(self.shown, "{value:?}\n{value:#?}");
    }

    /// Prints an error in every way there is.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "reads better where errors are made"
    )]
    pub(crate) fn show_error(&mut self, error: Error) {
        let _ = writeln!(self.shown, "{error}\n{}", error.info());
        self.show(&error);
    }

    /// What must not be seen: what was planted, and what the tenant gave out.
    pub(crate) fn canaries(&self) -> Vec<(String, String)> {
        let mut canaries: Vec<(String, String)> = [
            ("password", PASSWORD),
            ("username", USERNAME),
            ("target", EMAIL),
            ("target", PHONE),
            ("display name", DISPLAY_NAME),
        ]
        .map(|(kind, text)| (kind.to_owned(), text.to_owned()))
        .into();
        canaries.extend(self.planted.iter().cloned());
        let secret = [
            "password",
            "new_password",
            "username",
            "oob",
            "continuation_token",
            "refresh_token",
            "access_token",
            "id_token",
        ];
        for exchange in self.world.http().exchanges() {
            let answer: serde_json::Value =
                serde_json::from_str(&exchange.body).unwrap_or_default();
            for kind in secret {
                let sent = exchange.form.get(kind).map(String::as_str);
                for text in sent.into_iter().chain(answer[kind].as_str()) {
                    canaries.push((kind.to_owned(), text.to_owned()));
                    // Payload and signature of a JWT by themselves.
                    let parts = text.split('.').skip(1).filter(|part| part.len() > 40);
                    canaries.extend(parts.map(|part| (kind.to_owned(), part.to_owned())));
                }
            }
        }
        for mail in self.world.control().mailbox(None, None) {
            canaries.push(("oob".to_owned(), mail.code));
        }
        canaries
    }

    /// No file, in its name or its contents, holds anything readable.
    pub(crate) async fn check_records(&self) {
        let canaries = self.canaries();
        let device: &Device = &self.world.device;
        assert!(
            !device.record_names("").await.is_empty(),
            "nothing was saved"
        );
        for file in self.scratch.files() {
            let below = file.strip_prefix(self.scratch.path()).unwrap();
            assert_clean(&canaries, &below.to_string_lossy(), "a file's name");
            let bytes = std::fs::read(&file).unwrap();
            assert_clean(&canaries, &String::from_utf8_lossy(&bytes), "a file");
            let readable = |byte: &u8| byte.is_ascii_graphic() || *byte == b' ';
            let longest = bytes.split(|byte| !readable(byte)).map(<[u8]>::len).max();
            assert!(
                longest < Some(24),
                "{}: {longest:?} readable bytes in a row",
                below.display()
            );
        }
    }

    /// Nothing that was printed or logged shows a canary.
    pub(crate) fn finish(self) {
        let canaries = self.canaries();
        let events = format!("{:?}", self.world.device.heard.all());
        assert_clean(&canaries, &events, "an event");
        assert!(!self.shown.is_empty(), "nothing was printed");
        assert_clean(&canaries, &self.shown, "what was printed");
        assert_clean(&canaries, &self.recorder.text(), "the log");
    }
}

/// The kinds of the canaries that stand in `text`, as they are or percent-encoded.
pub(crate) fn leaks(canaries: &[(String, String)], text: &str) -> Vec<String> {
    let stands = |secret: &str| {
        let encoded = secret
            .replace('@', "%40")
            .replace('+', "%2B")
            .replace('!', "%21");
        text.contains(secret) || text.contains(&encoded)
    };
    let found = canaries.iter().filter(|(_, secret)| stands(secret));
    found.map(|(kind, _)| kind.clone()).collect()
}

/// Fails, without repeating the text, when a canary stands in it.
#[track_caller]
pub(crate) fn assert_clean(canaries: &[(String, String)], text: &str, place: &str) {
    for (kind, secret) in canaries {
        if leaks(&[(kind.clone(), secret.clone())], text).is_empty() {
            continue;
        }
        let line = text
            .lines()
            .find(|line| !leaks(&[(kind.clone(), secret.clone())], line).is_empty());
        panic!("{place} shows a {kind}: {}", line.unwrap_or_default());
    }
}
