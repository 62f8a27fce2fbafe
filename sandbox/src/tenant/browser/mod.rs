//! Sign-in in the browser: `/oauth2/v2.0/authorize` with its pages, and the grant that ends it (docs/protocol.md 4).
//!
//! Each page carries a token that is good for one sending of its form, and that stands for the sign-in behind it: no
//! other page can send the form, and there is nothing to keep in the browser.

mod code;
mod page;
mod request;
mod second;
mod steps;

use super::chain::ChainId;
use super::discovery::Site;
use super::{Call, Tenant};
use crate::bounded::BoundedMap;
use crate::clock::Timestamp;
use crate::random;
use crate::wire::{Answer, Page, Param, WireError};
use code::AuthorizationCode;
use request::{Refusal, Request};
use steps::Next;

pub(super) use code::redeem;

/// The most sign-ins and codes that are kept.
const MOST: usize = 5000;

/// Everything that is under way in browsers. What was used up is taken out of its entry.
#[derive(Debug)]
pub(super) struct Browsers {
    visits: BoundedMap<String, Option<Visit>>,
    codes: BoundedMap<String, Option<AuthorizationCode>>,
}

impl Default for Browsers {
    fn default() -> Self {
        Self {
            visits: BoundedMap::new(MOST),
            codes: BoundedMap::new(MOST),
        }
    }
}

/// A sign-in in a browser.
#[derive(Debug)]
struct Visit {
    request: Request,
    stage: Stage,
    /// Who signs in, once that is known.
    chain: Option<ChainId>,
    expires: Timestamp,
}

/// The page that a person sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Name,
    Password,
    Code,
    Provider,
    ChooseMethod,
    SecondCode,
    Contact,
    ContactCode,
}

/// Answers a browser that came with a request, or that sent the form of a page.
pub(super) fn authorize(
    tenant: &mut Tenant,
    call: &Call<'_>,
    site: &Site<'_>,
) -> Result<Answer, WireError> {
    let page = match call.form.get(Param::FormToken) {
        Some(token) => go_on(tenant, call, site, token)?,
        None => begin(tenant, call, site)?,
    };
    Ok(Answer::Page(page))
}

fn begin(tenant: &mut Tenant, call: &Call<'_>, site: &Site<'_>) -> Result<Page, WireError> {
    let request = match Request::read(tenant, call) {
        Ok(request) => request,
        Err(Refusal::Page(text)) => return Ok(page::failure(text)),
        Err(Refusal::App { back, error, text }) => {
            return Ok(back.with(&[("error", error), ("error_description", text)]));
        }
    };
    let mut visit = Visit {
        request,
        stage: Stage::Name,
        chain: None,
        expires: call.now,
    };
    steps::arrive(tenant, &mut visit);
    show(tenant, call, site, visit, None)
}

fn go_on(
    tenant: &mut Tenant,
    call: &Call<'_>,
    site: &Site<'_>,
    token: &str,
) -> Result<Page, WireError> {
    if call.from_elsewhere {
        return Ok(page::failure("Another site sent this form."));
    }
    let visit = tenant.browsers.visits.get_mut(token).and_then(Option::take);
    let Some(mut visit) = visit.filter(|visit| call.now < visit.expires) else {
        return Ok(page::failure(
            "This page was used before, or it is too old. Start again in the app.",
        ));
    };
    if call.form.get(Param::Action) == Some("cancel") {
        let cancelled = "The person cancelled the sign-in.";
        return Ok(visit
            .request
            .back
            .with(&[("error", "access_denied"), ("error_description", cancelled)]));
    }
    match steps::take(tenant, call, &mut visit) {
        Next::Page(notice) => show(tenant, call, site, visit, notice),
        Next::Refused(text) => Ok(visit
            .request
            .back
            .with(&[("error", "access_denied"), ("error_description", text)])),
        Next::Done { mfa } => {
            let back = visit.request.back.clone();
            let code = AuthorizationCode::of(tenant, call, visit, mfa)?;
            let text = random::token();
            tenant.browsers.codes.insert(text.clone(), Some(code));
            Ok(back.with(&[("code", &text)]))
        }
    }
}

fn show(
    tenant: &mut Tenant,
    call: &Call<'_>,
    site: &Site<'_>,
    mut visit: Visit,
    notice: Option<&'static str>,
) -> Result<Page, WireError> {
    let token = random::token();
    let page = page::of(tenant, &visit, site, &token, notice)?;
    visit.expires = tenant.token_expiry(call);
    tenant.browsers.visits.insert(token, Some(visit));
    Ok(page)
}
