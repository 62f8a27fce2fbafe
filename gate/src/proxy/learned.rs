//! What an answer of the tenant tells about its flow.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::seal::Stage;
use crate::words::{Channel, Route};

/// The most methods that are remembered. Further ones are of an unknown channel, and so checked like texts.
const MOST_METHODS: usize = 32;

/// Whether a member is this word.
pub(super) fn is(answer: &Map<String, Value>, name: &str, word: &str) -> bool {
    answer.get(name).is_some_and(|value| value == word)
}

/// From where a second factor or a registration is asked for, codes may go by text. Where a token request leads on at
/// all it leads there, whatever the tenant calls it, and so do the routes that list methods or register one.
pub(super) fn stage(route: Route, answer: &Map<String, Value>, now: Stage) -> Stage {
    let is_beyond_the_first = match route {
        Route::Token
        | Route::Introspect
        | Route::RegisterIntrospect
        | Route::RegisterChallenge
        | Route::RegisterContinue => true,
        Route::SignUpStart
        | Route::SignUpChallenge
        | Route::SignUpContinue
        | Route::Initiate
        | Route::Challenge
        | Route::ResetPasswordStart
        | Route::ResetPasswordChallenge
        | Route::ResetPasswordContinue
        | Route::ResetPasswordSubmit
        | Route::ResetPasswordPoll => false,
    };
    let begins_second = ["mfa_required", "registration_required"]
        .iter()
        .any(|word| is(answer, "suberror", word));
    if is_beyond_the_first || begins_second || answer.contains_key("methods") {
        Stage::Second
    } else {
        now
    }
}

/// The channel of each method that is listed, by its id.
pub(super) fn methods(answer: &Map<String, Value>) -> Option<BTreeMap<String, Channel>> {
    let listed = answer.get("methods")?.as_array()?;
    let channels = listed.iter().take(MOST_METHODS).filter_map(|method| {
        let id = method.get("id")?.as_str()?;
        let channel = method.get("challenge_channel")?.as_str()?;
        Some((id.to_owned(), Channel::read(channel)))
    });
    // An id that stands twice could mean either: unknown.
    let mut methods = BTreeMap::new();
    for (id, channel) in channels {
        methods
            .entry(id)
            .and_modify(|known| {
                if *known != channel {
                    *known = Channel::Unknown;
                }
            })
            .or_insert(channel);
    }
    Some(methods)
}
