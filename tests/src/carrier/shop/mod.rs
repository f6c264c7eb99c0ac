//! The demo shop: a plain page on another site than the edge, under a strict policy, with nothing but the snippet and,
//! where there is a backend, a way to sign in.

mod backend;

pub use backend::{Backend, JANE, claims, signing_input};

use super::page::{escape, respond};
use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
    routing::get,
};
use std::{io, net::Ipv4Addr, sync::Arc};

struct Product {
    name: &'static str,
    price: &'static str,
    words: &'static str,
    picture: &'static str,
}

const PRODUCTS: [Product; 4] = [
    Product {
        name: "Harbour teapot",
        price: "€ 48",
        words: "Stoneware, one litre, pours without a drip.",
        picture: "pot",
    },
    Product {
        name: "Two cups", price: "€ 26", words: "Thin rim, warm glaze, safe in the dishwasher.", picture: "cup"
    },
    Product {
        name: "Mountain oolong",
        price: "€ 14",
        words: "Half-dark leaves from the spring harvest, 100 g.",
        picture: "leaf",
    },
    Product {
        name: "Linen towel",
        price: "€ 12",
        words: "Woven in one piece, softer with every wash.",
        picture: "towel",
    },
];

/// One shop: whose chat it has, where it stands, and whether one can sign in.
struct Shop {
    edge: String,
    site: String,
    base: String,
    signing_in: bool,
}

/// The shop for the edge and site that its snippet names. Under `/s/{site}/` it is the shop of another site.
pub fn routes(edge: &str, site: &str, backend: Option<Backend>) -> Router {
    let (edge, signing_in): (Arc<str>, bool) = (Arc::from(edge.trim_end_matches('/')), backend.is_some());
    let shop = move |site: &str, base: String| Shop { edge: edge.to_string(), site: site.to_owned(), base, signing_in };
    let own = Arc::new(shop(site, "/".to_owned()));
    let page = |which: &'static str| {
        let own = Arc::clone(&own);
        get(move |headers: HeaderMap| async move { document(&own, which, &headers) })
    };
    let foreign = shop.clone();
    let of_site = move |Path((site, which)): Path<(String, String)>, headers: HeaderMap| async move {
        document(&foreign(&site, format!("/s/{site}/")), &which, &headers)
    };
    let home_of_site = move |Path(site): Path<String>, headers: HeaderMap| async move {
        document(&shop(&site, format!("/s/{site}/")), "", &headers)
    };
    Router::new()
        .route("/", page(""))
        .route("/delivery", page("delivery"))
        .route("/about", page("about"))
        .route("/s/{site}/", get(home_of_site))
        .route("/s/{site}/{page}", get(of_site))
        .route("/shop.css", get(|| asset("text/css; charset=utf-8", include_str!("shop.css"))))
        .route("/shop.js", get(|| asset("text/javascript; charset=utf-8", include_str!("shop.js"))))
        .route("/pictures.svg", get(|| asset("image/svg+xml", include_str!("pictures.svg"))))
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
        .merge(backend::routes(backend, site))
}

/// Serves the shop on a free port, for tests that need a page of another origin. Returns the port.
///
/// # Errors
/// When no port can be had.
pub async fn serve(edge: &str, site: &str) -> io::Result<u16> {
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let port = listener.local_addr()?.port();
    let routes = routes(edge, site, None);
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Ok(port)
}

async fn asset(media_type: &'static str, content: &'static str) -> Response {
    respond(StatusCode::OK, media_type, "default-src 'none'; style-src 'unsafe-inline'", content)
}

/// The button to sign in or out, and the script that tells the chat.
fn account(shop: &Shop, headers: &HeaderMap) -> (String, String) {
    if !shop.signing_in {
        return Default::default();
    }
    let (account, name, ..) = JANE;
    let (form, token) = if backend::signed_in(headers) {
        let form = format!("<span>{name} ({account})</span> <button>Sign out</button>");
        (("sign-out", form), format!(" data-token=\"{}chat-token\"", escape(&shop.base)))
    } else {
        (("sign-in", "<button>Sign in as Jane</button>".to_owned()), String::new())
    };
    let (action, inner) = form;
    let form =
        format!("<form class=\"account\" method=\"post\" action=\"{}{action}\">{inner}</form>", escape(&shop.base));
    (form, format!("<script src=\"/shop.js\"{token}></script>\n"))
}

fn document(shop: &Shop, which: &str, headers: &HeaderMap) -> Response {
    let Shop { edge, site, base, .. } = shop;
    let (account, script) = account(shop, headers);
    let (title, main) = match which {
        "" => ("Things for tea", home()),
        "delivery" => ("Delivery and returns", include_str!("delivery.html").to_owned()),
        "about" => ("About us", include_str!("about.html").to_owned()),
        _ => {
            return respond(
                StatusCode::NOT_FOUND,
                "text/plain; charset=utf-8",
                "default-src 'none'",
                "There is no such page.",
            );
        }
    };
    let link = |to: &str, words: &str| {
        let here = if to == which { " aria-current=\"page\"" } else { "" };
        format!("<a href=\"{base}{to}\"{here}>{words}</a>")
    };
    let document = format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Demo Shop</title>
<link rel="stylesheet" href="/shop.css">
{script}<script async src="{edge}/embed.js" data-site="{site}" data-accent="rgb(138 75 47)"></script>
</head>
<body>
<header>
<p class="brand">Demo Shop</p>
<nav aria-label="Shop">{things} {delivery} {about}</nav>
{account}
</header>
<main>
<h1>{title}</h1>
{main}
</main>
<footer><p>A page on another site than the chat. Questions? The button in the corner, or mail us.</p></footer>
</body>
</html>
"#,
        site = escape(site),
        things = link("", "Things"),
        delivery = link("delivery", "Delivery"),
        about = link("about", "About us"),
    );
    let own = if shop.signing_in { "script-src 'self'" } else { "script-src" };
    let forms = if shop.signing_in { "connect-src 'self'; form-action 'self'" } else { "form-action 'none'" };
    let policy = format!(
        "default-src 'none'; {own} {edge}; frame-src {edge}; style-src 'self'; img-src 'self'; base-uri 'none'; {forms}"
    );
    let mut response = respond(StatusCode::OK, "text/html; charset=utf-8", &policy, document);
    // What browsers do by themselves, and most shops leave so: other origins learn the shop's origin, and no page.
    let as_usual = HeaderValue::from_static("strict-origin-when-cross-origin");
    response.headers_mut().insert(header::REFERRER_POLICY, as_usual);
    response
}

fn home() -> String {
    let cards: String = PRODUCTS
        .iter()
        .map(|Product { name, price, words, picture }| {
            format!(
                "<li><img src=\"/pictures.svg#{picture}\" alt=\"\" width=\"240\" height=\"180\"><h2>{name}</h2><p>{words}</p><p class=\"price\">{price}</p></li>"
            )
        })
        .collect();
    format!("<p class=\"lead\">Few things, made well, sent within two days.</p><ul class=\"cards\">{cards}</ul>")
}
