//! A browser that reads the sandbox's sign-in page and sends its forms.

use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};

use crate::World;

/// A browser of a person in front of the tenant.
pub struct Surfer<'a> {
    world: &'a World,
    http: Client,
}

/// What the browser got.
pub struct Page {
    back: Option<String>,
    html: String,
}

impl<'a> Surfer<'a> {
    /// A browser without cookies.
    pub fn new(world: &'a World) -> Self {
        // The sandbox speaks plain HTTP here; the client can't be made without a provider.
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder().no_proxy().redirect(Policy::none());
        let http = http.build().unwrap();
        Self { world, http }
    }

    /// Opens the address, types the name and the password, and gives the address that the page
    /// leads back to.
    pub async fn sign_in(&self, url: &str, name: &str, password: &str) -> String {
        let asked = self.named(url, name).await;
        let done = self.send(&asked, &[("password", password)]).await;
        done.back()
            .unwrap_or_else(|| panic!("no way back: {}", done.html))
    }

    /// Opens the address and types the name.
    pub async fn named(&self, url: &str, name: &str) -> Page {
        let page = self.visit(url).await;
        self.send(&page, &[("username", name)]).await
    }

    /// Opens an address.
    pub async fn visit(&self, url: &str) -> Page {
        see(self.http.get(url)).await
    }

    /// Sends the form of a page.
    pub async fn send(&self, page: &Page, fields: &[(&str, &str)]) -> Page {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("form_token", &page.form_token());
        form.extend_pairs(fields);
        let address = format!("{}/oauth2/v2.0/authorize", self.world.sandbox.tenant());
        let request = self.http.post(address).body(form.finish());
        let kind = "application/x-www-form-urlencoded";
        see(request.header("content-type", kind)).await
    }
}

async fn see(request: RequestBuilder) -> Page {
    let response = request.send().await.unwrap();
    let back = response.headers().get("location");
    let back = back.map(|address| address.to_str().unwrap().to_owned());
    let html = response.text().await.unwrap();
    Page { back, html }
}

impl Page {
    /// The address that the page leads back to, where it does.
    pub fn back(&self) -> Option<String> {
        self.back.clone()
    }

    fn form_token(&self) -> String {
        let after = self.html.split("name=\"form_token\" value=\"").nth(1);
        let value = after.and_then(|rest| rest.split('"').next());
        value
            .unwrap_or_else(|| panic!("no form: {}", self.html))
            .to_owned()
    }
}
