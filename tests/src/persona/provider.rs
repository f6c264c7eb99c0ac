//! A provider of texts and calls, as networks make it: it delivers what it has once, twice, in any order, at once.

use crate::{
    carrier::phones::{Hook, Reply},
    harness::{Site, keys::random},
};
use futures_util::future::join_all;

/// A provider.
pub struct Provider {
    /// Whose webhooks it delivers.
    pub site: Site,
}

impl Provider {
    /// Of a site.
    #[must_use]
    pub fn new(site: &Site) -> Self {
        Self { site: site.clone() }
    }

    /// Everything that it ever delivered to the site, each as it was first.
    #[must_use]
    pub fn sent(&self) -> Vec<Hook> {
        self.site.world.carrier.phones.hooks(self.site.id.as_str())
    }

    /// Delivers one thing once.
    pub async fn delivers(&self, hook: &Hook) -> Reply {
        hook.deliver(&self.site.world.carrier.phones.client).await
    }

    /// Delivers each of these one to five times, shuffled, all at once; again where the edge is in trouble.
    pub async fn delivers_again(&self, hooks: &[Hook]) -> Vec<(Hook, Reply)> {
        let mut all: Vec<Hook> = Vec::new();
        for hook in hooks {
            let times = random(1)[0] % 5 + 1;
            all.extend(std::iter::repeat_n(hook.clone(), usize::from(times)));
        }
        shuffle(&mut all);
        let client = &self.site.world.carrier.phones.client;
        let deliveries = all.into_iter().map(|hook| async move {
            let reply = hook.deliver_patiently(client).await;
            (hook, reply)
        });
        join_all(deliveries).await
    }
}

/// Puts things into any order.
pub fn shuffle<T>(things: &mut [T]) {
    for at in (1..things.len()).rev() {
        let bytes: [u8; 4] = random(4).try_into().expect("four bytes");
        things.swap(at, u32::from_le_bytes(bytes) as usize % (at + 1));
    }
}
