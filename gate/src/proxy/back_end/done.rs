//! What a rule did, in a word.

use serde::Serialize;

/// What a back-end rule did with a call (docs/gate.md, "Run it").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Done {
    /// A recovery of a lost device was begun.
    RecoveryBegun,
    /// A security code went out.
    CodeSent,
    /// One is wanted, and went out before.
    CodeAwaited,
    /// A wrong one was given.
    CodeWrong,
    /// The flow had its tries and codes.
    Spent,
    /// There is no way to reach the person.
    Unreachable,
    /// There were too many codes or starts in this hour.
    TooMany,
    /// There is no room to keep another one.
    Full,
    /// The second proof was given.
    Proven,
    /// It was not, and the provider says what is missing.
    Unproven,
    /// The second proof was given, sessions were ended and the account is frozen.
    Acted,
    /// The account is frozen: nothing was sent or changed.
    Frozen,
    /// The new account is in its group.
    Assigned,
    /// It is not yet.
    Unassigned,
    /// The directory does not know the name.
    UnknownPerson,
    /// The directory said nothing of use.
    DirectoryFailed,
    /// The webhook said nothing of use.
    WebhookFailed,
}
