//! The cells of the table: what follows, in one word or two.

use super::causes::code;
use crate::exchange::{Ask, Bridge, Wanted};
use crate::flow::machine::{Next, Stage};
use crate::flow::sign_in_after::Way;
use crate::flow::strong_auth::Errand;
use crate::flow::{mfa, reset_password, sign_in, sign_up, strong_auth};

/// The stage by the name of its step, where it has one of its own.
pub(super) fn name(stage: &Stage) -> &'static str {
    match stage {
        Stage::SignIn(sign_in::Stage::Idle) => "Idle",
        Stage::SignIn(sign_in::Stage::Opened { .. }) => "Opened",
        Stage::SignIn(sign_in::Stage::PasswordRequired { .. }) => "PasswordRequired",
        Stage::SignIn(sign_in::Stage::CodeRequired { .. }) => "CodeRequired",
        Stage::Mfa(mfa::Stage::Discovering { .. }) => "Discovering",
        Stage::Mfa(mfa::Stage::MethodRequired { .. }) => "MfaRequired",
        Stage::Mfa(mfa::Stage::CodeRequired { .. }) => "MfaCodeRequired",
        Stage::StrongAuth(stage) => match stage {
            strong_auth::Stage::Passing { errand, .. } => match errand {
                Errand::ListMethods => "ListingRegistrable",
                Errand::Confirm => "ConfirmingContact",
                Errand::Redeem => "RedeemingRegistration",
            },
            strong_auth::Stage::MethodRequired { .. } => "RegistrationRequired",
            strong_auth::Stage::CodeRequired { .. } => "RegistrationCodeRequired",
        },
        Stage::SignUp(stage) => match stage {
            sign_up::Stage::Idle => "SignUpIdle",
            sign_up::Stage::Opened { .. } => "SignUpOpened",
            sign_up::Stage::CodeRequired { .. } => "SignUpCodeRequired",
            sign_up::Stage::ChallengeDue { wanted, .. } => match wanted {
                Wanted::Credential => "SignUpChallengeDue",
                Wanted::Verification => "SignUpVerificationDue",
            },
            sign_up::Stage::PasswordRequired { .. } => "SignUpPasswordRequired",
            sign_up::Stage::AttributesRequired { .. } => "AttributesRequired",
        },
        Stage::ResetPassword(stage) => match stage {
            reset_password::Stage::Idle => "ResetIdle",
            reset_password::Stage::Opened { .. } => "ResetOpened",
            reset_password::Stage::CodeRequired { .. } => "ResetCodeRequired",
            reset_password::Stage::ChallengeDue { .. } => "ResetVerificationDue",
            reset_password::Stage::NewPasswordRequired { .. } => "NewPasswordRequired",
            reset_password::Stage::Submitted { .. } => "NewPasswordSubmitted",
        },
        Stage::SignInAfter(stage) => match (stage.after, &stage.way) {
            (Bridge::SignUp, Way::Continue { .. }) => "SignedUp",
            (Bridge::SignUp, Way::Afresh) => "SignedUpAfresh",
            (Bridge::SignUp, Way::Opened { .. }) => "SignedUpOpened",
            (_, Way::Continue { .. }) => "PasswordReset",
            (_, Way::Afresh) => "PasswordResetAfresh",
            (_, Way::Opened { .. }) => "PasswordResetOpened",
        },
        Stage::Browser(_) => "BrowserRequired",
        Stage::Verification(_) => "VerificationRequired",
    }
}

/// The ask's name; one that carries a password ahead of the question says so.
pub(super) fn asked(ask: &Ask) -> String {
    let ahead = if ask.on_hand().is_some() {
        " with the password"
    } else {
        ""
    };
    format!("{}{ahead}", ask.name())
}

/// What follows, in the page's words.
pub(super) fn follows(next: &Next) -> String {
    match next {
        Next::Stay(_) => "stays".to_owned(),
        Next::Go(stage) => format!("**{}**", name(stage)),
        Next::AskAgain(stage, ask) => format!("{}, asks `{}`", name(stage), asked(ask)),
        Next::AskLater(stage, ask, _) => {
            format!("**{}**, asks `{}`", name(stage), asked(ask))
        }
        Next::Back(stage, fault) => format!("**{}**, told `{}`", name(stage), code(fault.cause)),
        Next::Grant(_) => "**SignedIn**".to_owned(),
        Next::Leave(_) => "**BrowserRequired**".to_owned(),
        Next::Hold(_) => "**VerificationRequired**".to_owned(),
        Next::Raise(_) => "asks again, with the context".to_owned(),
        Next::End(fault) => format!("over, `{}`", code(fault.cause)),
    }
}

/// What follows, where the cause that ends or holds the flow is the one that came anyway.
pub(super) fn lands(next: &Next) -> String {
    match next {
        Next::End(_) => "the flow is over".to_owned(),
        other => follows(other),
    }
}

/// The stage that follows, if one does.
pub(super) const fn stage_of(next: &Next) -> Option<&Stage> {
    match next {
        Next::Go(stage)
        | Next::AskAgain(stage, _)
        | Next::AskLater(stage, ..)
        | Next::Back(stage, _) => Some(stage),
        Next::Stay(_)
        | Next::Grant(_)
        | Next::Leave(_)
        | Next::Hold(_)
        | Next::Raise(_)
        | Next::End(_) => None,
    }
}
