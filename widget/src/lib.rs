//! The customer's side: the chat inside the frame that `embed.js` puts on a site's pages, or on a page of its own.
//!
//! Logic is in plain types ([`connection`], [`outbox`], [`session`], [`code_entry`], [`rows`], [`days`], [`colour`], [`strings`])
//! with native tests; [`app`] puts them behind signals; [`view`] shows the signals; [`browser`], [`http`], [`socket`] and
//! [`bridge`] are the only files that touch the browser. The console uses [`view::transcript`]'s parts and [`view::render_text`].

pub mod app;
pub mod bridge;
pub mod browser;
pub mod code_entry;
pub mod colour;
pub mod connection;
pub mod days;
pub mod http;
pub mod json;
pub mod outbox;
pub mod rows;
pub mod session;
pub mod settings;
pub mod socket;
pub mod state;
pub mod strings;
pub mod view;
pub mod wire;

use app::App;
use bridge::FromHost;

/// The id of the element that holds the widget.
const MOUNT: &str = "weft";

/// Starts the widget in a document that has the settings and the place for it. `early` holds the window's
/// message events that came before the program did.
///
/// In a frame nothing is sent anywhere before the page around it has proven to be one of the site's.
pub fn start(early: &js_sys::Array) {
    let (Some(settings), Some(mount)) = (settings::read(), browser::element(MOUNT)) else { return };
    let settings: &'static _ = Box::leak(Box::new(settings));
    settings::paint(settings.accent.as_deref());
    mount.set_text_content(None);
    let early = early.clone();
    leptos::mount::mount_to(mount, move || {
        let app = App::new(settings);
        if app.framed {
            bridge::wait(&early, settings.origins.clone(), move || app.run(), move |wish| app.obey(wish));
        } else {
            app.run();
            if let Some(token) = browser::take_token().filter(|token| bridge::is_token(token)) {
                app.obey(FromHost::Token(token));
            }
            browser::listen(false, "hashchange", move |_| {
                if let Some(token) = browser::take_token().filter(|token| bridge::is_token(token)) {
                    app.obey(FromHost::Token(token));
                }
            });
        }
        view::root(app)
    })
    .forget();
}
