//! The demonstration site: one shop, one agent.

use crate::{
    failure::Failure,
    http,
    paths::{self, Paths},
};
use serde_json::{Value, json};

pub const SITE: &str = "demo";
pub const AGENT_ADDRESS: &str = "ada@shop.example";

/// The ports of a run: the edge's, and the two after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ports {
    pub edge: u16,
    pub shop: u16,
    pub mailbox: u16,
}

impl Ports {
    /// From the edge's port.
    pub fn from(edge: u16) -> Option<Self> {
        Some(Self { edge, shop: edge.checked_add(1)?, mailbox: edge.checked_add(2)? })
    }
}

/// Registers the site and the agent through the edge's own admin interface. Doing it again changes nothing.
pub fn run(paths: &Paths, ports: Ports, admin_key: &str) -> Result<(), Failure> {
    let policy = paths::read(&paths.at("policies/default.toml"))?;
    let put = |path: &str, body: &Value| {
        let answer = http::request(ports.edge, "PUT", path, Some(admin_key), Some(body))
            .map_err(|error| Failure::new(format!("the edge did not answer PUT {path}: {error}.")))?;
        if (200..300).contains(&answer.status) {
            return Ok(());
        }
        let body = answer.text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        Err(Failure::new(format!("the edge refused PUT {path} with {}: {}", answer.status, body.trim())))
    };
    put(&format!("/v1/admin/sites/{SITE}"), &site(ports, &policy))?;
    put(&format!("/v1/admin/sites/{SITE}/agents/ada"), &json!({"name": "Ada", "address": AGENT_ADDRESS}))
}

fn site(ports: Ports, policy: &str) -> Value {
    let shop = format!("http://localhost:{}", ports.shop);
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
        },
        "policy": policy,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shop_is_on_another_site_than_the_edge_and_the_only_origin() {
        let site = site(Ports::from(8787).unwrap(), "");
        assert_eq!(site["settings"]["origins"], json!(["http://localhost:8788"]));
        assert_eq!(site["settings"]["continue_url"], "http://localhost:8788/");
    }

    #[test]
    fn a_port_without_room_for_two_more_is_none() {
        assert_eq!(Ports::from(65_534), None);
        assert_eq!(Ports::from(65_533).map(|ports| ports.mailbox), Some(65_535));
    }
}
