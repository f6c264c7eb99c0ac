//! Requests with which a site is looked after.

use super::{Failure, Routes, ours, read, send, send_with};
use gloo_net::http::Method;
use serde::{Serialize, de::DeserializeOwned};
use weft_shared::{
    id::{AgentId, DeliveryId, KeyId, WebhookId},
    wire::{
        admin::{AgentWanted, Install, People, ProviderTested, Providers, SecretWanted, SettingsFile, SiteSettings},
        api::{Deliveries, KeyLine, KeyMade, NewKey, NewWebhook, WebhookChange, WebhookLine, WebhookMade, Webhooks},
        desk::{ExampleLine, ExampleVerdict},
    },
};

/// A request that changes something: what the page of a signed-in agent adds to it.
type Key<'a> = &'a str;

impl Routes {
    /// What corrections of agents brought, and nobody has judged yet.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn examples(&self) -> Result<Vec<ExampleLine>, Failure> {
        self.look("examples").await
    }

    /// Says what is done with an example.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn judge_example(&self, key: Key<'_>, id: &str, accept: bool) -> Result<(), Failure> {
        self.tell(Method::POST, key, &format!("examples/{id}"), Some(&ExampleVerdict { accept })).await.map(drop)
    }

    /// Everybody, and the teams.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn people(&self) -> Result<People, Failure> {
        self.look("agents").await
    }

    /// Enters or changes an agent.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn put_agent(&self, key: Key<'_>, agent: &AgentId, wanted: &AgentWanted) -> Result<People, Failure> {
        read(self.tell(Method::PUT, key, &format!("agents/{agent}"), Some(wanted)).await?)
    }

    /// Removes an agent.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn remove_agent(&self, key: Key<'_>, agent: &AgentId) -> Result<People, Failure> {
        read(self.tell(Method::DELETE, key, &format!("agents/{agent}"), None::<&()>).await?)
    }

    /// The site's settings.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn site_settings(&self) -> Result<SettingsFile, Failure> {
        self.look("settings").await
    }

    /// Other settings, made from this version.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn put_site_settings(
        &self,
        key: Key<'_>,
        version: &str,
        wanted: &SiteSettings,
    ) -> Result<SettingsFile, Failure> {
        let version = format!("\"{version}\"");
        let body = serde_json::to_string(wanted).map_err(|_| ours())?;
        let headers = [("X-Weft-Key", key), ("If-Match", version.as_str())];
        read(send_with(Method::PUT, &self.desk("settings"), &headers, Some(body)).await?)
    }

    /// Those who carry messages.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn providers(&self) -> Result<Providers, Failure> {
        self.look("providers").await
    }

    /// Tries a provider.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn test_provider(&self, key: Key<'_>, provider: &str) -> Result<ProviderTested, Failure> {
        read(self.tell(Method::POST, key, &format!("providers/{provider}/test"), None::<&()>).await?)
    }

    /// Keeps a secret.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn put_secret(&self, key: Key<'_>, name: &str, value: String) -> Result<(), Failure> {
        self.tell(Method::PUT, key, &format!("secrets/{name}"), Some(&SecretWanted { value })).await.map(drop)
    }

    /// The widget on the site's pages.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn install(&self) -> Result<Install, Failure> {
        self.look("install").await
    }

    /// The keys of the site's API.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn api_keys(&self) -> Result<Vec<KeyLine>, Failure> {
        self.look("keys").await
    }

    /// Makes a key.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn make_key(&self, key: Key<'_>, wanted: &NewKey) -> Result<KeyMade, Failure> {
        read(self.tell(Method::POST, key, "keys", Some(wanted)).await?)
    }

    /// Removes a key.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn remove_key(&self, key: Key<'_>, id: KeyId) -> Result<(), Failure> {
        self.tell(Method::DELETE, key, &format!("keys/{id}"), None::<&()>).await.map(drop)
    }

    /// The addresses that are told what happens.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn webhooks(&self) -> Result<Webhooks, Failure> {
        self.look("webhooks").await
    }

    /// Adds such an address.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn make_webhook(&self, key: Key<'_>, wanted: &NewWebhook) -> Result<WebhookMade, Failure> {
        read(self.tell(Method::POST, key, "webhooks", Some(wanted)).await?)
    }

    /// Changes one.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn change_webhook(
        &self,
        key: Key<'_>,
        id: WebhookId,
        wanted: &WebhookChange,
    ) -> Result<WebhookLine, Failure> {
        read(self.tell(Method::PATCH, key, &format!("webhooks/{id}"), Some(wanted)).await?)
    }

    /// Gives one a new secret.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn renew_webhook(&self, key: Key<'_>, id: WebhookId) -> Result<WebhookMade, Failure> {
        read(self.tell(Method::POST, key, &format!("webhooks/{id}/rotate"), None::<&()>).await?)
    }

    /// Removes one.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn remove_webhook(&self, key: Key<'_>, id: WebhookId) -> Result<(), Failure> {
        self.tell(Method::DELETE, key, &format!("webhooks/{id}"), None::<&()>).await.map(drop)
    }

    /// A page of what one was told, the latest first. `next`: where the page before ended.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn deliveries(&self, id: WebhookId, next: Option<&str>) -> Result<Deliveries, Failure> {
        let after = next.map(|next| format!("?cursor={}", crate::files::encoded(next))).unwrap_or_default();
        self.look(&format!("webhooks/{id}/deliveries{after}")).await
    }

    /// Tells it again.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn deliver_again(&self, key: Key<'_>, id: WebhookId, delivery: DeliveryId) -> Result<(), Failure> {
        let path = format!("webhooks/{id}/deliveries/{delivery}/again");
        self.tell(Method::POST, key, &path, None::<&()>).await.map(drop)
    }

    async fn look<T: DeserializeOwned>(&self, part: &str) -> Result<T, Failure> {
        read(send(Method::GET, &self.desk(part), None, None::<&()>).await?)
    }

    async fn tell(
        &self,
        method: Method,
        key: Key<'_>,
        part: &str,
        body: Option<&impl Serialize>,
    ) -> Result<String, Failure> {
        send(method, &self.desk(part), Some(key), body).await
    }
}
