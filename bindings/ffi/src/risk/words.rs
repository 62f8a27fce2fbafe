//! The words by which a provider's calls cross. One that has none here yet is `other`.

use doorstep::ports::risk::{DataUse, RiskDecision, RiskEnd, RiskPurpose, RiskResult, RiskRoute};
use doorstep::{Channel, FlowKind};

pub(super) fn flow(kind: FlowKind) -> &'static str {
    match kind {
        FlowKind::SignIn => "sign_in",
        FlowKind::SignUp => "sign_up",
        FlowKind::ResetPassword => "reset_password",
        _ => "other",
    }
}

/// The routes with their words.
const ROUTES: [(RiskRoute, &str); 12] = [
    (RiskRoute::SignIn, "sign_in"),
    (RiskRoute::Challenge, "challenge"),
    (RiskRoute::Token, "token"),
    (RiskRoute::RegisterChallenge, "register_challenge"),
    (RiskRoute::RegisterContinue, "register_continue"),
    (RiskRoute::SignUp, "sign_up"),
    (RiskRoute::SignUpChallenge, "sign_up_challenge"),
    (RiskRoute::SignUpContinue, "sign_up_continue"),
    (RiskRoute::Reset, "reset"),
    (RiskRoute::ResetChallenge, "reset_challenge"),
    (RiskRoute::ResetContinue, "reset_continue"),
    (RiskRoute::ResetSubmit, "reset_submit"),
];

pub(super) fn route(route: RiskRoute) -> &'static str {
    let known = ROUTES.iter().find(|(known, _)| *known == route);
    known.map_or("other", |(_, word)| word)
}

pub(super) fn route_of(word: &str) -> Option<RiskRoute> {
    let known = ROUTES.iter().find(|(_, known)| *known == word);
    known.map(|(route, _)| *route)
}

pub(super) fn data_use_of(word: &str) -> Option<DataUse> {
    match word {
        "device" => Some(DataUse::Device),
        "behaviour" => Some(DataUse::Behaviour),
        _ => None,
    }
}

pub(super) fn purpose(purpose: &RiskPurpose) -> &'static str {
    match purpose {
        RiskPurpose::SmsToKnown => "sms_to_known",
        RiskPurpose::SmsToNew { .. } => "sms_to_new",
        RiskPurpose::Token => "token",
        RiskPurpose::SignUp => "sign_up",
        _ => "other",
    }
}

pub(super) fn decision(decision: RiskDecision) -> &'static str {
    match decision {
        RiskDecision::Password => "password",
        RiskDecision::FirstCode => "first_code",
        RiskDecision::SecondFactor => "second_factor",
        RiskDecision::Registration => "registration",
        RiskDecision::SignUpCode => "sign_up_code",
        RiskDecision::SignUp => "sign_up",
        RiskDecision::ResetCode => "reset_code",
        RiskDecision::PasswordReset => "password_reset",
        RiskDecision::SignIn => "sign_in",
        _ => "other",
    }
}

pub(super) fn result(result: RiskResult) -> &'static str {
    match result {
        RiskResult::Begun => "begun",
        RiskResult::Passed => "passed",
        RiskResult::Failed => "failed",
        RiskResult::Blocked => "blocked",
        _ => "other",
    }
}

pub(super) fn channel(channel: &Channel) -> String {
    match channel {
        Channel::Email => "email".to_owned(),
        Channel::Sms => "sms".to_owned(),
        Channel::Unknown(word) => word.clone(),
    }
}

pub(super) fn end(why: RiskEnd) -> &'static str {
    match why {
        RiskEnd::Completed => "completed",
        RiskEnd::Cancelled => "cancelled",
        RiskEnd::Failed => "failed",
        RiskEnd::ConsentWithdrawn => "consent_withdrawn",
        _ => "other",
    }
}
