//! The walks through sign-up and password reset, for tests that are about something on the way or behind it.

use doorstep_sandbox::model::{Attribute, Policies, SignUpMethod, UserFlow};

use crate::support::*;

/// The seed's app that creates accounts with e-mail code and wants `displayName` and `city`.
pub(crate) const CODE_APP: &str = "22222222-2222-4222-8222-222222222222";
/// The seed's app that creates accounts with a password and wants `displayName` and `city`.
pub(crate) const ATTRIBUTES_APP: &str = "33333333-3333-4333-8333-333333333333";
pub(crate) const DORA: &str = "dora@contoso.example";
pub(crate) const TULIP: &str = "Tulip-42!";
pub(crate) const NAME_AND_CITY: &str = r#"{"displayName":"Dora","city":"Utrecht"}"#;

/// A required text.
pub(crate) fn required(name: &str) -> Attribute {
    Attribute {
        name: name.into(),
        required: true,
        ..Attribute::default()
    }
}

impl World {
    /// Changes the policies.
    pub(crate) fn with_policies(&self, change: impl FnOnce(&mut Policies)) {
        let mut policies = self.control().policies();
        change(&mut policies);
        self.control().set_policies(policies).expect("policies");
    }

    /// Gives the app of most tests a user flow with these attributes.
    pub(crate) fn with_attributes(&self, sign_up: SignUpMethod, attributes: Vec<Attribute>) {
        let mut apps = self.control().apps();
        apps.apps[0].user_flow = Some(UserFlow {
            sign_up,
            attributes,
        });
        self.control().set_apps(apps).expect("apps");
    }

    /// `/signup/v1.0/start` as a client that can do everything.
    pub(crate) async fn sign_up(&self, app: &str, more: &[(&str, &str)]) -> Reply {
        let mut fields = more.to_vec();
        for (name, value) in [
            ("client_id", app),
            ("username", DORA),
            ("challenge_type", ALL_TYPES),
            ("capabilities", BOTH),
        ] {
            if !more.iter().any(|(given, _)| *given == name) {
                fields.push((name, value));
            }
        }
        self.post_to("signup/v1.0/start", &fields).await
    }

    pub(crate) async fn sign_up_challenge(&self, app: &str, token: &str) -> Reply {
        let fields = [("client_id", app), ("continuation_token", token)];
        self.post_to("signup/v1.0/challenge", &fields).await
    }

    pub(crate) async fn sign_up_continue(
        &self,
        app: &str,
        token: &str,
        given: &[(&str, &str)],
    ) -> Reply {
        let mut fields = vec![("client_id", app), ("continuation_token", token)];
        if !given.iter().any(|(name, _)| *name == "grant_type") {
            fields.push(("grant_type", given[0].0));
        }
        fields.extend_from_slice(given);
        self.post_to("signup/v1.0/continue", &fields).await
    }

    /// From a started sign-up to the answer to the right code.
    pub(crate) async fn sign_up_code(
        &self,
        app: &str,
        start: &Reply,
        more: &[(&str, &str)],
    ) -> Reply {
        let asked = self.sign_up_challenge(app, &start.token()).await;
        let code = self.code_for(DORA);
        let mut given = vec![("oob", code.as_str())];
        given.extend_from_slice(more);
        self.sign_up_continue(app, &asked.token(), &given).await
    }

    /// Dora's whole sign-up with a password; gives the answer that ends it.
    pub(crate) async fn dora_signed_up(&self) -> Reply {
        let start = self.sign_up(APP, &[("password", TULIP)]).await;
        self.sign_up_code(APP, &start, &[]).await
    }

    /// The token call after a sign-up or a reset.
    pub(crate) async fn redeem_end(&self, app: &str, token: &str, more: &[(&str, &str)]) -> Reply {
        let mut fields = vec![
            ("client_id", app),
            ("continuation_token", token),
            ("grant_type", "continuation_token"),
            ("scope", SCOPES),
            ("client_info", "true"),
        ];
        fields.extend_from_slice(more);
        self.post("token", &fields).await
    }

    /// `/resetpassword/v1.0/start`.
    pub(crate) async fn reset(&self, username: &str) -> Reply {
        self.reset_with(username, "oob redirect").await
    }

    pub(crate) async fn reset_with(&self, username: &str, types: &str) -> Reply {
        let fields = [
            ("client_id", APP),
            ("username", username),
            ("challenge_type", types),
            ("capabilities", BOTH),
        ];
        self.post_to("resetpassword/v1.0/start", &fields).await
    }

    /// Any later call of a reset.
    pub(crate) async fn reset_step(
        &self,
        step: &str,
        token: &str,
        given: &[(&str, &str)],
    ) -> Reply {
        let mut fields = vec![("client_id", APP), ("continuation_token", token)];
        fields.extend_from_slice(given);
        self.post_to(&format!("resetpassword/v1.0/{step}"), &fields)
            .await
    }

    pub(crate) async fn reset_code(&self, token: &str, code: &str) -> Reply {
        let given = [("grant_type", "oob"), ("oob", code)];
        self.reset_step("continue", token, &given).await
    }

    /// The token with which Bob can submit a new password.
    pub(crate) async fn bob_may_submit(&self) -> String {
        let start = self.reset(BOB).await.token();
        let asked = self.reset_step("challenge", &start, &[]).await.token();
        self.reset_code(&asked, &self.code_for(BOB)).await.token()
    }

    pub(crate) async fn submit(&self, token: &str, password: &str) -> Reply {
        self.reset_step("submit", token, &[("new_password", password)])
            .await
    }

    pub(crate) async fn poll(&self, token: &str) -> Reply {
        self.reset_step("poll_completion", token, &[]).await
    }

    /// Bob's whole reset; gives the answer that ends it.
    pub(crate) async fn bob_reset_to(&self, password: &str) -> Reply {
        let may = self.bob_may_submit().await;
        let submitted = self.submit(&may, password).await.token();
        assert_eq!(self.poll(&submitted).await.text("status"), "in_progress");
        let done = self.poll(&submitted).await;
        assert_eq!(done.text("status"), "succeeded");
        done
    }
}
