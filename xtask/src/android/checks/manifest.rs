//! What the artifact adds to an app's manifest.

use crate::android::abi::MIN_SDK;

/// The one permission that signing in takes.
const PERMISSIONS: [&str; 1] = ["android.permission.INTERNET"];

/// What is wrong with the manifest.
pub(crate) fn check(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let minimum = format!("android:minSdkVersion=\"{MIN_SDK}\"");
    if !text.contains(&minimum) {
        found.push(format!("manifest: does not say {minimum}"));
    }
    if !text.contains(" package=\"") {
        found.push("manifest: has no package".to_owned());
    }
    let permissions: Vec<_> = text
        .split("<uses-permission")
        .skip(1)
        .filter_map(|rest| rest.split("android:name=\"").nth(1)?.split('"').next())
        .collect();
    if permissions != PERMISSIONS {
        found.push(format!("manifest: asks for {permissions:?}"));
    }
    for component in [
        "<activity",
        "<service",
        "<provider",
        "<receiver",
        "<application",
    ] {
        if text.contains(component) {
            found.push(format!("manifest: adds {component}> to every app"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "<manifest package=\"dev.doorstep.android\">\n\
        <uses-sdk android:minSdkVersion=\"24\" />\n\
        <uses-permission android:name=\"android.permission.INTERNET\" /></manifest>";

    #[test]
    fn a_manifest_that_asks_for_the_network_passes() {
        assert_eq!(check(GOOD), [""; 0]);
    }

    #[test]
    fn what_an_app_would_be_surprised_by_is_refused() {
        let more = GOOD.replace(
            "</manifest>",
            "<uses-permission android:name=\"android.permission.READ_SMS\" />\
             <application><provider /></application></manifest>",
        );
        assert_eq!(
            check(&more),
            [
                "manifest: asks for [\"android.permission.INTERNET\", \"android.permission.READ_SMS\"]",
                "manifest: adds <provider> to every app",
                "manifest: adds <application> to every app",
            ]
        );
    }

    #[test]
    fn another_oldest_android_is_refused() {
        assert_eq!(check(&GOOD.replace("24", "21")).len(), 1);
        assert_eq!(check("").len(), 3);
    }
}
