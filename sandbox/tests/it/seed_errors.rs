//! What a person reads whose seed is wrong.

use doorstep_sandbox::Seed;

const TENANT: &str =
    "[tenant]\nid = \"7d0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90\"\nsubdomain = \"contoso\"\n";

fn refusal(text: &str) -> String {
    let refused = Seed::from_toml("my.toml", text).expect_err("must be refused");
    refused.to_string()
}

#[test]
fn a_missing_member_is_named_with_its_table() {
    for (text, told) in [
        (
            "",
            "my.toml:1: tenant: is missing; the seed cannot be without it",
        ),
        (
            "[tenant]\nsubdomain = \"contoso\"\n",
            "my.toml:1: tenant.id: is missing; tenant cannot be without it",
        ),
    ] {
        assert_eq!(refusal(text), told);
    }
    for (rest, told) in [
        (
            "[[users]]\ndisplay_name = \"Dora\"\n",
            "my.toml:4: users[0].username: is missing; users[0] cannot be without it",
        ),
        (
            "[[registrations.apps]]\nname = \"x\"\n",
            "my.toml:4: registrations.apps[0].client_id: is missing; registrations.apps[0] cannot be without it",
        ),
    ] {
        assert_eq!(refusal(&format!("{TENANT}{rest}")), told);
    }
}

#[test]
fn a_wrong_member_is_told_in_plain_words() {
    for (rest, told) in [
        (
            "[policies.codes]\nlength = \"x\"\n",
            "policies.codes.length: must be a whole number of 0 or more",
        ),
        (
            "[policies.codes]\nlength = -3\n",
            "policies.codes.length: must be a whole number of 0 or more, and not that large or small",
        ),
        (
            "[policies]\ncodes = 3\n",
            "policies.codes: must be a table of members",
        ),
        (
            "[policies]\nusername_alias = 3\n",
            "policies.username_alias: must be true or false",
        ),
        (
            "[[users]]\nusername = 7\n",
            "users[0].username: must be a text",
        ),
        (
            "[[users]]\nusername = \"d@e.example\"\npassword = 7\n",
            "users[0].password: must be a text",
        ),
        (
            "[[users]]\nusername = \"d@e.example\"\ngroups = 7\n",
            "users[0].groups: must be a list",
        ),
        (
            "[[users]]\nusername = \"d@e.example\"\nmethods = [{ channel = \"pigeon\", target = \"x\" }]\n",
            "users[0].methods[0].channel: must be `email` or `sms`",
        ),
        (
            "[policies.throttle]\nshape = \"x\"\n",
            "policies.throttle.shape: must be `too_many_requests` or `slow_down`",
        ),
        (
            "[[registrations.apps]]\nclient_id = \"x\"\n",
            "registrations.apps[0].client_id: must be a UUID such as 7d0c5a3e-5b1f-4c8e-9a52-3f1d2b6c8e90",
        ),
        (
            "[[registrations.apps]]\nclient_id = 7\n",
            "registrations.apps[0].client_id: must be a UUID",
        ),
        (
            "[policies.sms]\nblocked = 7\n",
            "policies.sms.blocked: is unknown here; known are `enabled`, `closed_regions`, `blocked_prefixes`, `risky`, `limits`",
        ),
        (
            "[[user]]\n",
            "user: is unknown here; known are `tenant`, `registrations`, `policies`, `groups`, `gate`, `risk`, `users`",
        ),
    ] {
        let told_here = refusal(&format!("{TENANT}{rest}"));
        let sentence = told_here.splitn(3, ':').nth(2).expect("a sentence").trim();
        assert_eq!(sentence, told);
    }
}
