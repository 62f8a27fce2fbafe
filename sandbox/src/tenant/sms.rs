//! Where text messages go: regions and reputation (docs/protocol.md 7.2).

use crate::model::{SmsPolicy, phone_digits};
use crate::wire::WireError;

/// Refuses a number whose region is closed, and one that is not trusted.
pub(super) fn admit(policy: &SmsPolicy, number: &str) -> Result<(), WireError> {
    let number = phone_digits(number);
    let starts = |list: &[String]| {
        list.iter()
            .any(|start| number.starts_with(&phone_digits(start)))
    };
    if starts(&policy.closed_regions) {
        Err(WireError::RegionClosed)
    } else if starts(&policy.blocked_prefixes) {
        Err(WireError::ContactBlocked)
    } else {
        Ok(())
    }
}
