//! Commands to be copied into a shell.

use std::borrow::Cow;
use std::path::Path;

use doorstep::FlowId;

use crate::args::ClientArgs;

/// `doorstep resume …` for the flow, from any folder.
pub(crate) fn resume(id: FlowId, args: &ClientArgs, redirect_uri: Option<&str>) -> String {
    let mut words = vec![
        "doorstep".to_owned(),
        "resume".to_owned(),
        id.to_string(),
        "--authority".to_owned(),
        quoted(&args.authority).into_owned(),
        "--client-id".to_owned(),
        quoted(&args.client_id).into_owned(),
    ];
    for (flag, path) in [("--ca", &args.ca), ("--state", &args.state)] {
        if let Some(path) = path {
            words.push(flag.to_owned());
            words.push(quoted(&absolute(path)).into_owned());
        }
    }
    if let Some(address) = redirect_uri {
        words.push("--redirect-uri".to_owned());
        words.push(quoted(address).into_owned());
    }
    words.join(" ")
}

fn absolute(path: &Path) -> String {
    let absolute = std::path::absolute(path);
    absolute.as_deref().unwrap_or(path).display().to_string()
}

/// As one word of a shell.
pub(crate) fn quoted(word: &str) -> Cow<'_, str> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./:@%+=,".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(format!("'{}'", word.replace('\'', "'\\''")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_would_read_otherwise_is_quoted() {
        assert_eq!(quoted("/a/b-c.pem"), "/a/b-c.pem");
        assert_eq!(quoted("/my keys/$a"), "'/my keys/$a'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
        assert_eq!(quoted(""), "''");
    }

    #[test]
    fn the_command_holds_every_flag_and_paths_from_the_root() {
        let args = ClientArgs {
            authority: "http://127.0.0.1:1/contoso".to_owned(),
            client_id: "app".to_owned(),
            ca: Some("my ca.pem".into()),
            state: Some("/state".into()),
            json: false,
        };
        let id = "3f2c9d52-6f0e-4d8e-9c49-0d5f7c1f4a11";
        let here = std::env::current_dir().unwrap().join("my ca.pem");
        assert_eq!(
            resume(id.parse().unwrap(), &args, Some("http://localhost:0/")),
            format!(
                "doorstep resume {id} --authority http://127.0.0.1:1/contoso --client-id app \
                 --ca '{}' --state /state --redirect-uri http://localhost:0/",
                here.display()
            )
        );
    }
}
