//! Which permission each call takes, from the least to the most.

use super::refusal::Refusal;
use crate::model::GraphPermission::{
    self, DirectoryReadAll, DirectoryReadWriteAll, EmailMethodReadAll, EmailMethodReadWriteAll,
    GroupMemberReadAll, GroupMemberReadWriteAll, GroupReadAll, GroupReadWriteAll, MethodReadAll,
    MethodReadWriteAll, PhoneMethodReadAll, PhoneMethodReadWriteAll, UserReadAll, UserReadWriteAll,
    UserRevokeSessionsAll,
};
use crate::wire::Operation;

/// Any of them will do.
type AnyOf = &'static [GraphPermission];

const READ_USERS: AnyOf = &[
    UserReadAll,
    UserReadWriteAll,
    DirectoryReadAll,
    DirectoryReadWriteAll,
];
const REVOKE: AnyOf = &[
    UserRevokeSessionsAll,
    UserReadWriteAll,
    DirectoryReadWriteAll,
];
const READ_GROUPS: AnyOf = &[
    GroupMemberReadAll,
    GroupMemberReadWriteAll,
    GroupReadAll,
    GroupReadWriteAll,
    DirectoryReadAll,
    DirectoryReadWriteAll,
];
const WRITE_MEMBERS: AnyOf = &[
    GroupMemberReadWriteAll,
    GroupReadWriteAll,
    DirectoryReadWriteAll,
];
const READ_PHONES: AnyOf = &[
    PhoneMethodReadAll,
    PhoneMethodReadWriteAll,
    MethodReadAll,
    MethodReadWriteAll,
];
const WRITE_PHONES: AnyOf = &[PhoneMethodReadWriteAll, MethodReadWriteAll];
const READ_EMAILS: AnyOf = &[
    EmailMethodReadAll,
    EmailMethodReadWriteAll,
    MethodReadAll,
    MethodReadWriteAll,
];

/// Refuses a call that `roles` do not cover.
pub(super) fn check(operation: Operation, roles: &[String]) -> Result<(), Refusal> {
    let has = |permission: &GraphPermission| roles.iter().any(|role| role == permission.as_str());
    let lacking = needs(operation)
        .iter()
        .find(|any_of| !any_of.iter().any(has));
    lacking.map_or(Ok(()), |any_of| Err(Refusal::Lacks(any_of)))
}

/// One of each list.
fn needs(operation: Operation) -> &'static [AnyOf] {
    match operation {
        Operation::FindUsers | Operation::GetUser => &[READ_USERS],
        Operation::RevokeSessions => &[REVOKE],
        Operation::CheckGroups => &[READ_USERS, READ_GROUPS],
        Operation::AddMember | Operation::RemoveMember => &[WRITE_MEMBERS],
        Operation::ListPhones => &[READ_PHONES],
        Operation::RemovePhone => &[WRITE_PHONES],
        Operation::ListEmails => &[READ_EMAILS],
    }
}
