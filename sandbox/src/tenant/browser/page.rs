//! The pages: one for each stage of a sign-in.

use std::fmt::Write as _;

use super::super::codes::SentCode;
use super::super::discovery::Site;
use super::super::{Tenant, mfa};
use super::{Stage, Visit, steps};
use crate::html::{Field, document, escaped, policy};
use crate::model::{Channel, NewMethod};
use crate::wire::{Endpoint, Page, WireError, masked};

/// The page of what can only be told to the person.
pub(super) fn failure(text: &str) -> Page {
    let body = format!("<p role=\"alert\">{}</p>", escaped(text));
    Page::Html {
        status: 400,
        name: "failure",
        html: document("Sign-in is not possible", &body),
        policy: policy(None),
    }
}

/// The page of the visit's stage. `token` makes its form good for one sending.
pub(super) fn of(
    tenant: &Tenant,
    visit: &Visit,
    site: &Site<'_>,
    token: &str,
    notice: Option<&str>,
) -> Result<Page, WireError> {
    let content = content(tenant, visit, notice.is_some())?;
    let mut body = String::new();
    if let Some(notice) = notice {
        let _ = write!(
            body,
            "<p role=\"alert\" id=\"notice\">{}</p>",
            escaped(notice)
        );
    }
    let _ = write!(
        body,
        "<p>{}</p><form method=\"post\" action=\"/{}/{}\">\
         <input type=\"hidden\" name=\"form_token\" value=\"{token}\">{}",
        escaped(&content.text),
        escaped(site.segment),
        Endpoint::Authorize.path(),
        content.fields
    );
    for (action, label) in [("next", content.next)].into_iter().chain(content.other) {
        let skip = if action == "next" {
            ""
        } else {
            " formnovalidate"
        };
        let _ = write!(
            body,
            "<button name=\"action\" value=\"{action}\"{skip}>{}</button>",
            escaped(label)
        );
    }
    body.push_str("<button name=\"action\" value=\"cancel\" formnovalidate>Cancel</button></form>");
    Ok(Page::Html {
        status: 200,
        name: content.name,
        html: document(content.title, &body),
        policy: policy(Some(&form_target(&visit.request.back.redirect_uri))),
    })
}

/// What differs between pages.
struct Content {
    name: &'static str,
    title: &'static str,
    text: String,
    fields: String,
    next: &'static str,
    other: Option<(&'static str, &'static str)>,
}

fn content(tenant: &Tenant, visit: &Visit, noticed: bool) -> Result<Content, WireError> {
    let app = tenant
        .registered(visit.request.client_id)
        .ok_or(WireError::UnknownClient)?;
    let username = username(tenant, visit);
    let plain = |name, title, text: String, fields| Content {
        name,
        title,
        text,
        fields,
        next: "Next",
        other: None,
    };
    let another = |mut content: Content, label| {
        content.other = Some(("other", label));
        content
    };
    Ok(match visit.stage {
        Stage::Name => plain(
            "name",
            "Sign in",
            format!("to go on to {}", app.name),
            name_field(visit.request.login_hint.as_deref(), noticed),
        ),
        Stage::Password => {
            let field = Field {
                name: "password",
                label: "Password",
                kind: "password",
                complete: "current-password",
                value: "",
            };
            plain(
                "password",
                "Enter the password",
                username,
                field.html(noticed),
            )
        }
        Stage::Provider => {
            let provider = visit.request.domain_hint.as_deref();
            let provider = provider.unwrap_or("the other provider");
            let mut content = plain(
                "provider",
                "Another identity provider",
                format!("This page stands for the sign-in at {provider}. {username}"),
                match visit.chain {
                    Some(_) => String::new(),
                    None => name_field(None, noticed),
                },
            );
            content.next = "Sign in there";
            content
        }
        Stage::Code | Stage::SecondCode | Stage::ContactCode => {
            let field = Field {
                name: "oob",
                label: "Code",
                kind: "text",
                complete: "one-time-code",
                value: "",
            };
            let text = format!("A code was sent to {}.", sent_to(tenant, visit));
            let (name, other) = match visit.stage {
                Stage::SecondCode => ("second_code", "Another code or method"),
                Stage::ContactCode => ("contact_code", "Another code or contact"),
                _ => ("code", "Another code"),
            };
            another(
                plain(name, "Enter the code", text, field.html(noticed)),
                other,
            )
        }
        Stage::ChooseMethod => plain(
            "methods",
            "Where should the code go?",
            "A second step is needed.".to_owned(),
            methods(tenant, visit)?,
        ),
        Stage::Contact => {
            let field = Field {
                name: "challenge_target",
                label: contact_label(tenant, visit)?,
                kind: "text",
                complete: "on",
                value: "",
            };
            let text = "A second step is needed, and this account has none yet.".to_owned();
            plain("contact", "Add a second step", text, field.html(noticed))
        }
    })
}

fn name_field(value: Option<&str>, noticed: bool) -> String {
    let field = Field {
        name: "username",
        label: "E-mail address or username",
        kind: "text",
        complete: "username",
        value: value.unwrap_or_default(),
    };
    field.html(noticed)
}

fn username(tenant: &Tenant, visit: &Visit) -> String {
    let chain = visit.chain.and_then(|id| tenant.chains.get(id).ok());
    let account = chain.and_then(|chain| tenant.directory.get(chain.account));
    account.map_or_else(String::new, |account| account.username.clone())
}

fn sent_to(tenant: &Tenant, visit: &Visit) -> String {
    let chain = visit.chain.and_then(|id| tenant.chains.get(id).ok());
    let code = chain.and_then(|chain| chain.code.as_ref());
    code.map(SentCode::destination)
        .map_or_else(String::new, |NewMethod { channel, target }| {
            masked(channel, &target)
        })
}

fn methods(tenant: &Tenant, visit: &Visit) -> Result<String, WireError> {
    let mut fields = "<fieldset><legend>Send it to</legend>".to_owned();
    for (index, method) in steps::methods(tenant, visit)?.into_iter().enumerate() {
        let _ = write!(
            fields,
            "<label><input type=\"radio\" name=\"id\" value=\"{}\" required{}> {}</label>",
            method.id,
            if index == 0 { " checked" } else { "" },
            escaped(&masked(method.channel, &method.target))
        );
    }
    fields.push_str("</fieldset>");
    Ok(fields)
}

fn contact_label(tenant: &Tenant, visit: &Visit) -> Result<&'static str, WireError> {
    let chain = tenant
        .chains
        .get(visit.chain.ok_or(WireError::ContinuationToken)?)?;
    let account = tenant
        .directory
        .get(chain.account)
        .ok_or(WireError::UserGone)?;
    let first = chain.first_factor.ok_or(WireError::ContinuationToken)?;
    let open = |channel| mfa::may_serve(channel, account, &tenant.policies, first);
    Ok(match (open(Channel::Email), open(Channel::Sms)) {
        (true, true) => "E-mail address, or phone number as +15550100123",
        (true, false) => "E-mail address",
        (false, _) => "Phone number as +15550100123",
    })
}

/// What a form's answer may lead to, as `form-action` names it.
fn form_target(redirect_uri: &str) -> String {
    let (scheme, rest) = redirect_uri.split_once("://").unwrap_or((redirect_uri, ""));
    if scheme == "http" || scheme == "https" {
        let host = rest.split(['/', '?']).next().unwrap_or_default();
        format!("{scheme}://{host}")
    } else {
        format!("{scheme}:")
    }
}
