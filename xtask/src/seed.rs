//! The demonstration site: one shop, three teams, six agents, and the stories that the carrier tells.

use crate::{
    failure::Failure,
    http,
    providers::{self, Providers},
};
use serde_json::{Map, Value, json};

pub const SITE: &str = "demo";
pub const AGENT_ADDRESS: &str = "ada@shop.example";
pub const COLLEAGUE_ADDRESS: &str = "ben@shop.example";

/// The ports of a run: the edge's, and the two after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ports {
    pub edge: u16,
    pub shop: u16,
    pub mailbox: u16,
}

/// Where the edge is: at a name, because browsers keep passkeys for names only. `localhost` counts as secure to them.
pub const EDGE_HOST: &str = "localhost";
/// Where the shop is: the same machine, but to a browser another site than the edge, as a shop on the internet is.
pub const SHOP_HOST: &str = "127.0.0.1";

impl Ports {
    /// From the edge's port.
    pub fn from(edge: u16) -> Option<Self> {
        Some(Self { edge, shop: edge.checked_add(1)?, mailbox: edge.checked_add(2)? })
    }

    /// The edge's origin.
    pub fn edge_url(self) -> String {
        format!("http://{EDGE_HOST}:{}", self.edge)
    }

    /// The shop's origin.
    pub fn shop_url(self) -> String {
        format!("http://{SHOP_HOST}:{}", self.shop)
    }
}

/// Who works at the shop: names, roles, and what each works on. The teams are in `policies/demo.toml`.
const STAFF: &str = include_str!("../../tests/src/demo/staff.json");

/// Registers the site, its secrets and its agents through the edge's own admin interface. Doing it again changes nothing.
/// Says what is still missing.
pub fn run(ports: Ports, admin_key: &str, providers: &Providers) -> Result<Option<String>, Failure> {
    let ask = |method: &str, path: &str, body: Option<&Value>| {
        let answer = http::request(ports.edge, method, path, Some(admin_key), body)
            .map_err(|error| Failure::new(format!("the edge did not answer {method} {path}: {error}.")))?;
        if answer.succeeded() {
            return Ok(answer);
        }
        Err(Failure::new(format!("the edge refused {method} {path} with {}: {}", answer.status, answer.text())))
    };
    let place = format!("/v1/admin/sites/{SITE}");
    ask("PUT", &place, Some(&site(ports, providers)))?;
    for (name, value) in providers.secrets() {
        ask("PUT", &format!("{place}/secrets/{name}"), Some(&json!({ "value": value })))?;
    }
    let staff: Vec<Map<String, Value>> =
        serde_json::from_str(STAFF).map_err(|error| Failure::new(format!("staff.json: {error}.")))?;
    for mut agent in staff {
        let id = agent.get("name").and_then(Value::as_str).unwrap_or_default().to_lowercase();
        agent.insert("address".to_owned(), json!(format!("{id}@shop.example")));
        ask("PUT", &format!("{place}/agents/{id}"), Some(&agent.into()))?;
    }
    for account in accounts() {
        ask("PUT", &format!("{place}/identify"), Some(&account))?;
    }
    Ok(providers::missing(&ask("GET", &format!("{place}/set-up"), None)?.json()))
}

/// What the shop's backend says of customers who write in the stories.
fn accounts() -> [Value; 3] {
    [
        json!({ "account": "C-1088", "mail": ["farah.aziz@example.com"], "deal": ["2026-1088"], "tier": "gold" }),
        json!({ "account": "C-1061", "mail": ["brigitte.morel@example.com"], "deal": ["2026-1061"] }),
        json!({ "account": "C-0933", "mail": ["julia.wagner@example.com"], "tier": "gold" }),
    ]
}

fn site(ports: Ports, providers: &Providers) -> Value {
    let shop = ports.shop_url();
    json!({
        "settings": {
            "name": "Demo Shop",
            "origins": [shop],
            "continue_url": format!("{shop}/"),
            "accent": "#8a4b2f",
            "mail": {
                "from": "help@shop.example",
                "from_name": "Demo Shop",
                "reply_domain": "reply.shop.example",
                "inbound": ["help@shop.example"],
                "authserv_id": "mx.shop.example",
            },
            "phone": providers.phone(),
            "identify": providers.identify(),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shop_is_on_another_site_than_the_edge_and_the_only_origin() {
        let state = std::env::temp_dir().join(format!("weft-seed-{}", std::process::id()));
        std::fs::create_dir_all(&state).unwrap();
        let ports = Ports::from(8787).unwrap();
        let site = site(ports, &Providers::open(&state, SITE).unwrap());
        std::fs::remove_dir_all(&state).unwrap();
        assert_eq!(ports.edge_url(), "http://localhost:8787");
        assert_eq!(site["settings"]["origins"], json!(["http://127.0.0.1:8788"]));
        assert_eq!(site["settings"]["continue_url"], "http://127.0.0.1:8788/");
    }

    #[test]
    fn a_port_without_room_for_two_more_is_none() {
        assert_eq!(Ports::from(65_534), None);
        assert_eq!(Ports::from(65_533).map(|ports| ports.mailbox), Some(65_535));
    }
}
