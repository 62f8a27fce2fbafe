//! Which rule watches a call (docs/risk.md 2.1, 2.2).

use crate::words::{Channel, Grant, Route};

/// The rule for a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Watch {
    /// Nothing is asked of the provider.
    Nothing,
    /// Tokens may come out of it.
    Token,
    /// A text message may come out of it.
    Sms,
    /// An account may come out of it.
    SignUp,
    /// A grant that the gate does not know.
    Unknown,
}

/// The rule for a call of `route`. `grant` counts for token requests, `channel` where a second factor or a new contact
/// gets a code: the first factor and a reset never use a text message.
pub fn watch(route: Route, grant: Grant, channel: Channel) -> Watch {
    match route {
        Route::Token => token(grant),
        Route::Challenge | Route::RegisterChallenge => code(channel),
        Route::SignUpStart => Watch::SignUp,
        Route::SignUpChallenge
        | Route::SignUpContinue
        | Route::Initiate
        | Route::Introspect
        | Route::RegisterIntrospect
        | Route::RegisterContinue
        | Route::ResetPasswordStart
        | Route::ResetPasswordChallenge
        | Route::ResetPasswordContinue
        | Route::ResetPasswordSubmit
        | Route::ResetPasswordPoll => Watch::Nothing,
    }
}

fn token(grant: Grant) -> Watch {
    match grant {
        Grant::Password | Grant::Oob | Grant::ContinuationToken => Watch::Token,
        // Scored again, the proof of a step-up would be stepped up itself, round and round.
        Grant::MfaOob | Grant::RefreshToken | Grant::AuthorizationCode => Watch::Nothing,
        Grant::Other => Watch::Unknown,
    }
}

fn code(channel: Channel) -> Watch {
    match channel {
        Channel::Sms | Channel::Unknown => Watch::Sms,
        Channel::Email => Watch::Nothing,
    }
}
