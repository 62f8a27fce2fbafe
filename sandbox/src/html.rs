//! HTML, with everything that anybody typed escaped.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ring::digest::{SHA256, digest};

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;margin:0;background:#f3f4f6;color:#111}\
main{max-width:24rem;margin:4rem auto;padding:2rem;background:#fff;border-radius:.5rem}\
h1{font-size:1.4rem;margin-top:0}label,legend{display:block;margin:1rem 0 .25rem}\
input:not([type=radio]){font:inherit;width:100%;box-sizing:border-box;padding:.5rem;border:1px solid #555}\
fieldset{border:0;padding:0;margin:0}fieldset label{margin:.5rem 0}\
button{font:inherit;margin:1.25rem .5rem 0 0;padding:.5rem 1rem}\
main.wide{max-width:72rem}table{border-collapse:collapse}th,td{text-align:left;padding:.25rem .75rem .25rem 0}\
output{font-family:monospace;word-break:break-all}[role=alert]{color:#a00000}footer{margin-top:2rem;font-size:.85rem;color:#555}";

/// A text as it may stand in HTML, inside and outside of attributes.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A whole document. `body` is HTML.
pub(crate) fn document(title: &str, body: &str) -> String {
    page("", title, body)
}

/// A document with room for tables. `body` is HTML.
pub(crate) fn wide_document(title: &str, body: &str) -> String {
    page(" class=\"wide\"", title, body)
}

fn page(class: &str, title: &str, body: &str) -> String {
    let title = escaped(title);
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title><style>{STYLE}</style></head><body><main{class}><h1>{title}</h1>{body}\
         <footer>This page belongs to a test tenant on this machine.</footer></main></body></html>"
    )
}

/// The policy of a document: its own style, forms to here and to `target`, and nothing else.
pub(crate) fn policy(target: Option<&str>) -> String {
    let style = BASE64_STANDARD.encode(digest(&SHA256, STYLE.as_bytes()));
    let mut policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; frame-ancestors 'none'; form-action "
    );
    let _ = match target {
        // Browsers hold what a form redirects to against the policy as well.
        Some(target) => write!(policy, "'self' {target}"),
        None => write!(policy, "'none'"),
    };
    policy
}

/// A field with its label.
pub(crate) struct Field<'a> {
    pub(crate) name: &'a str,
    pub(crate) label: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) complete: &'a str,
    pub(crate) value: &'a str,
}

impl Field<'_> {
    /// The field, which says where the notice stands if there is one.
    pub(crate) fn html(&self, noticed: bool) -> String {
        let Self {
            name,
            label,
            kind,
            complete,
            ..
        } = self;
        let described = if noticed {
            " aria-invalid=\"true\" aria-describedby=\"notice\""
        } else {
            ""
        };
        format!(
            "<label for=\"{name}\">{}</label><input id=\"{name}\" name=\"{name}\" type=\"{kind}\" \
             autocomplete=\"{complete}\" value=\"{}\" required autofocus{described}>",
            escaped(label),
            escaped(self.value)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_text_or_attribute() {
        let bad = "\"><script>alert('&')</script>";
        let escaped = escaped(bad);
        assert!(!escaped.contains(['<', '>', '"', '\'']), "{escaped}");
        assert_eq!(super::escaped("Ada & Bob"), "Ada &amp; Bob");
    }
}
