//! How to reach a person: numbers and addresses that serve as authentication methods.

use serde_json::{Value, json};

use super::refusal::Refusal;
use super::users::{named, no_object};
use super::{Asked, Done};
use crate::model::{Channel, Method, phone_digits};
use crate::tenant::Tenant;

/// The ids of phones, the same for everybody, and what each kind is called. A person has at most three.
const PHONES: [(&str, &str); 3] = [
    ("3179e48a-750b-4051-897c-87b9720928f7", "mobile"),
    ("b6332ec1-7057-4abe-9331-3d72feddfe41", "alternateMobile"),
    ("e37fc753-ff3b-4958-9484-eaa9425c82bc", "office"),
];
/// The id of the address, the same for everybody.
const EMAIL: &str = "3ddfcfc8-9383-446f-83cc-3ab9be4be18f";
/// Country codes of two digits; of one there are 1 and 7, all others have three.
const TWO_DIGITS: [&str; 44] = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47",
    "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65",
    "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
];

/// `GET /users/{id}/authentication/phoneMethods`.
pub(super) fn phones(tenant: &mut Tenant, asked: &Asked<'_>) -> Done {
    let numbers = of(tenant, asked, Channel::Sms)?;
    let phone = |(method, (id, kind)): (&Method, &(&str, &str))| json!({ "id": id, "phoneNumber": spaced(&method.target), "phoneType": kind, "smsSignInState": "notAllowedByPolicy" });
    let phones: Vec<_> = numbers.iter().zip(&PHONES).map(phone).collect();
    Ok(Some(listed(asked, "phoneMethods", &phones)))
}

/// `DELETE /users/{id}/authentication/phoneMethods/{id}`.
pub(super) fn remove_phone(tenant: &mut Tenant, asked: &Asked<'_>) -> Done {
    let numbers = of(tenant, asked, Channel::Sms)?;
    let wanted = asked.names.get(1).map(String::as_str).unwrap_or_default();
    let mut phones = numbers.iter().zip(&PHONES);
    let (method, _) = phones
        .find(|(_, (id, _))| id.eq_ignore_ascii_case(wanted))
        .ok_or(Refusal::NoMethod)?;
    let id = named(tenant, asked, 0)?;
    if let Some(account) = tenant.directory.get_mut(id) {
        account.methods.retain(|known| known.id != method.id);
    }
    Ok(None)
}

/// `GET /users/{id}/authentication/emailMethods`: one at most.
pub(super) fn emails(tenant: &mut Tenant, asked: &Asked<'_>) -> Done {
    let addresses = of(tenant, asked, Channel::Email)?;
    let email = |method: &Method| json!({ "id": EMAIL, "emailAddress": method.target });
    let emails: Vec<_> = addresses.iter().take(1).map(email).collect();
    Ok(Some(listed(asked, "emailMethods", &emails)))
}

fn of(tenant: &mut Tenant, asked: &Asked<'_>, channel: Channel) -> Result<Vec<Method>, Refusal> {
    let id = named(tenant, asked, 0)?;
    let account = tenant.directory.get(id);
    let methods = account.ok_or_else(|| no_object(asked, 0))?.methods.iter();
    Ok(methods
        .filter(|method| method.channel == channel)
        .cloned()
        .collect())
}

fn listed(asked: &Asked<'_>, kind: &str, value: &[Value]) -> Value {
    let user = asked.names.first().map(String::as_str).unwrap_or_default();
    let context = format!("{}#users('{user}')/authentication/{kind}", asked.metadata);
    json!({ "@odata.context": context, "value": value })
}

/// A number as Graph writes it: a blank behind the country code.
fn spaced(number: &str) -> String {
    let digits = phone_digits(number);
    let digits = digits.trim_start_matches('+');
    let code = match digits.get(..1) {
        Some("1" | "7") => 1,
        _ if digits
            .get(..2)
            .is_some_and(|code| TWO_DIGITS.contains(&code)) =>
        {
            2
        }
        _ => 3,
    };
    match digits.split_at_checked(code) {
        Some((code, rest)) => format!("+{code} {rest}"),
        None => format!("+{digits}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_stands_behind_the_country_code() {
        for (number, written) in [
            ("+1 (555) 010-0123", "+1 5550100123"),
            ("+31612345678", "+31 612345678"),
            ("+9795550100", "+979 5550100"),
        ] {
            assert_eq!(spaced(number), written);
        }
    }
}
