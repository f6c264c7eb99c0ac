//! The carrier: a local program in the place of the providers of mail, texts and calls.
//!
//! It takes what Weft sends (the shape of Postmark's HTTP API), shows it in a mailbox page, lets a person write
//! mails, and hands those to the edge as real MIME with the authentication result that a real ingress would add.
//! [`phones`] does the same for Twilio and Meta. Beside it runs the demo shop, a page on another site that has nothing
//! but the snippet and a backend that says who is signed in.

mod access;
mod address;
mod api;
mod deliver;
mod mail;
pub mod mime;
mod page;
pub mod phones;
mod postmark;
pub mod shop;
mod store;

pub use access::Teams;
pub use address::Mailbox;
pub use deliver::{Ingress, Outcome};
pub use mail::{Draft, File, Mail, Verdict, Way, now};
pub use store::Store;

use axum::Router;
use std::{io, net::Ipv4Addr, path::PathBuf, sync::Arc};
use tokio::net::TcpListener;

/// How to run a carrier.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the edge is, such as `http://localhost:8787`.
    pub edge: String,
    /// The port of the mailbox page and of the provider's API; 0 takes a free one.
    pub mailbox_port: u16,
    /// The port of the demo shop; 0 takes a free one.
    pub shop_port: u16,
    /// The site that the shop's snippet names, and whose webhook hears of deliveries.
    pub site: String,
    /// What `X-Postmark-Server-Token` must be.
    pub token: String,
    /// `user:password` of the edge's webhook; without it no delivery is reported.
    pub hook: Option<String>,
    /// The address at which the site takes mails: what the form to write one suggests.
    pub inbound: String,
    /// The name under which the ingress writes its authentication results (RFC 8601, `authserv-id`).
    pub authserv_id: String,
    /// A file that keeps the mails over a restart, one JSON value a line.
    pub keep: Option<PathBuf>,
    /// What sites have at the providers of texts and calls.
    pub phones: Vec<phones::SitePhones>,
    /// The key by which the shop's backend says who is signed in.
    pub identify: Option<shop::Backend>,
    /// Calls take the time that they would take: for people, not for tests.
    pub real_time: bool,
}

/// A running carrier. Clones share everything.
#[derive(Clone)]
pub struct Carrier {
    /// How it runs, with the ports that it really has.
    pub settings: Arc<Settings>,
    /// The mails.
    pub store: Store,
    /// The way into the edge.
    pub ingress: Ingress,
    /// The phones.
    pub phones: phones::Phones,
    /// The teams of Cloudflare Access.
    pub teams: Teams,
    pub(crate) client: reqwest::Client,
    /// The stories of the demo shop, when somebody has them told.
    pub(crate) demo: crate::demo::Demo,
}

impl Carrier {
    /// Binds both ports and serves until the runtime ends.
    ///
    /// # Errors
    /// When a port is taken, or the file of mails cannot be read.
    pub async fn start(mut settings: Settings) -> io::Result<Self> {
        let mailbox = listen(settings.mailbox_port, "mailbox").await?;
        let shop = listen(settings.shop_port, "shop").await?;
        settings.mailbox_port = mailbox.local_addr()?.port();
        settings.shop_port = shop.local_addr()?.port();
        settings.edge = settings.edge.trim_end_matches('/').to_owned();
        let store = Store::open(settings.keep.clone())?;
        let client = reqwest::Client::new();
        let ingress = Ingress::new(client.clone(), settings.edge.clone(), settings.authserv_id.clone());
        let base = format!("http://127.0.0.1:{}", settings.mailbox_port);
        let phones = phones::Phones::new(client.clone(), settings.edge.clone(), base, settings.real_time);
        settings.phones.iter().for_each(|site| phones.serve(site.clone()));
        let (teams, demo) = (Teams::default(), crate::demo::Demo::default());
        let carrier = Self { settings: Arc::new(settings), store, ingress, phones, teams, client, demo };

        let provider = Router::new().merge(postmark::routes()).merge(api::routes()).merge(page::routes());
        let provider = provider.merge(access::routes());
        let provider = provider.merge(phones::provider_routes()).merge(phones::api_routes());
        let provider = provider.with_state(carrier.clone());
        let backend = carrier.settings.identify.clone();
        let shop_pages = shop::routes(&carrier.settings.edge, &carrier.settings.site, backend);
        tokio::spawn(async move { axum::serve(mailbox, provider).await });
        tokio::spawn(async move { axum::serve(shop, shop_pages).await });
        Ok(carrier)
    }

    /// Where the mailbox page and the provider's API are.
    #[must_use]
    pub fn mailbox_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.settings.mailbox_port)
    }

    /// Where the shop is: under that name of this machine that the edge has not, so that to a browser it is another site.
    #[must_use]
    pub fn shop_url(&self) -> String {
        let named = self.settings.edge.starts_with("http://localhost:");
        let host = if named { "127.0.0.1" } else { "localhost" };
        format!("http://{host}:{}", self.settings.shop_port)
    }

    /// How often something changed that the pages show.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.store.version() + self.phones.version()
    }

    /// Delivers a mail that a person wrote, and keeps it with what became of it.
    pub async fn send(&self, draft: Draft) -> Mail {
        let mail = Mail::written(&draft, self.store.next_id());
        let raw = mime::write(&draft, &mail);
        self.hand_over(mail, &draft.verdict, raw.into_bytes(), draft.keep_forged).await
    }

    /// Delivers raw MIME, as a sender that follows no rules may have written it.
    pub async fn send_raw(&self, from: &str, to: &str, raw: Vec<u8>, verdict: &Verdict, keep_forged: bool) -> Mail {
        let mail = Mail::raw(from, to, &raw, self.store.next_id());
        self.hand_over(mail, verdict, raw, keep_forged).await
    }

    async fn hand_over(&self, mut mail: Mail, verdict: &Verdict, raw: Vec<u8>, keep_forged: bool) -> Mail {
        let raw = self.ingress.stamp(&mail.from.address, verdict, raw, keep_forged);
        mail.raw = Some(String::from_utf8_lossy(&raw).into_owned());
        for to in mail.to.clone() {
            let outcome = self.ingress.deliver(&mail.envelope_from, &to.address, &raw).await;
            mail.outcome = Some(outcome);
        }
        self.store.keep(mail.clone());
        mail
    }
}

async fn listen(port: u16, what: &str) -> io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|error| io::Error::new(error.kind(), format!("port {port} for the {what} cannot be had: {error}")))
}
