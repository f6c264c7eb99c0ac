//! The demo shop: a plain page on another site than the edge, under a strict policy, with nothing but the snippet.

use super::page::{escape, respond};
use axum::{Router, extract::Path, http::StatusCode, response::Response, routing::get};
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

/// The shop for the edge and site that its snippet names. Under `/s/{site}/` it is the shop of another site.
pub fn routes(edge: &str, site: &str) -> Router {
    let shop = Arc::new((edge.trim_end_matches('/').to_owned(), site.to_owned()));
    let page = |which: &'static str| {
        let shop = Arc::clone(&shop);
        get(move || async move { document(&shop.0, &shop.1, "/", which) })
    };
    let foreign = Arc::clone(&shop);
    let of_site = move |Path((site, which)): Path<(String, String)>| async move {
        document(&foreign.0, &site, &format!("/s/{site}/"), &which)
    };
    let foreign = Arc::clone(&shop);
    let home_of_site =
        move |Path(site): Path<String>| async move { document(&foreign.0, &site, &format!("/s/{site}/"), "") };
    Router::new()
        .route("/", page(""))
        .route("/delivery", page("delivery"))
        .route("/about", page("about"))
        .route("/s/{site}/", get(home_of_site))
        .route("/s/{site}/{page}", get(of_site))
        .route("/shop.css", get(|| asset("text/css; charset=utf-8", include_str!("shop.css"))))
        .route("/pictures.svg", get(|| asset("image/svg+xml", include_str!("pictures.svg"))))
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
}

/// Serves the shop on a free port, for tests that need a page of another origin. Returns the port.
///
/// # Errors
/// When no port can be had.
pub async fn serve(edge: &str, site: &str) -> io::Result<u16> {
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let port = listener.local_addr()?.port();
    let routes = routes(edge, site);
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Ok(port)
}

async fn asset(media_type: &'static str, content: &'static str) -> Response {
    respond(StatusCode::OK, media_type, "default-src 'none'; style-src 'unsafe-inline'", content)
}

fn document(edge: &str, site: &str, base: &str, which: &str) -> Response {
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
<script async src="{edge}/embed.js" data-site="{site}" data-accent="rgb(138 75 47)"></script>
</head>
<body>
<header>
<p class="brand">Demo Shop</p>
<nav aria-label="Shop">{things} {delivery} {about}</nav>
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
    let policy = format!(
        "default-src 'none'; script-src {edge}; frame-src {edge}; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
    );
    respond(StatusCode::OK, "text/html; charset=utf-8", &policy, document)
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
