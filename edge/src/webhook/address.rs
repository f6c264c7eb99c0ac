//! Where webhooks may go: to the open internet, never into anybody's private network.

use crate::settings::Origin;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use worker::Url;

/// The longest address, in bytes.
const LONGEST: usize = 500;

/// The address in the form that requests use. A deployment on this machine may tell this machine; no other may.
///
/// # Errors
/// What is wrong, and what would be right.
pub fn check(text: &str, ours: &Origin) -> Result<String, String> {
    if text.len() > LONGEST {
        return Err(format!("an address has at most {LONGEST} bytes"));
    }
    let url = Url::parse(text).map_err(|_| "must be an address such as https://shop.example/hooks/weft".to_owned())?;
    let host = url.host_str().unwrap_or_default();
    let here = Url::parse(ours.as_str()).is_ok_and(|ours| is_loopback(ours.host_str().unwrap_or_default()));
    let local = here && is_loopback(host);
    match url.scheme() {
        "https" => {}
        "http" if local => {}
        _ => return Err("must begin with https://".to_owned()),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must have no user name: requests are signed".to_owned());
    }
    if url.fragment().is_some() {
        return Err("must have no fragment: requests do not carry it".to_owned());
    }
    if !local && !is_public(host) {
        return Err("must be on the open internet: private and local addresses are not told anything".to_owned());
    }
    Ok(url.to_string())
}

fn address(host: &str) -> Option<IpAddr> {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host).parse().ok()
}

fn is_loopback(host: &str) -> bool {
    match address(host) {
        Some(ip) => ip.is_loopback(),
        None => host == "localhost" || host.ends_with(".localhost"),
    }
}

fn is_public(host: &str) -> bool {
    match address(host) {
        Some(IpAddr::V4(ip)) => is_public_v4(ip),
        Some(IpAddr::V6(ip)) => is_public_v6(ip),
        None => {
            let host = host.trim_end_matches('.');
            let private =
                ["localhost", "local", "internal", "intranet", "private", "home", "lan", "corp", "localdomain", "arpa"];
            // A name without a dot is one of somebody's own network.
            host.rsplit_once('.').is_some_and(|(_, last)| !private.contains(&last))
        }
    }
}

/// Everything of the registry of special-purpose addresses (RFC 6890) that is not reachable for all.
const fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 168, _)
            | (192, 0, 0 | 2)
            | (198, 18..=19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(inner) = ip.to_ipv4() {
        return is_public_v4(inner);
    }
    match ip.segments() {
        // NAT64 and 6to4 carry an IPv4 address inside.
        [0x64, 0xff9b, ..] | [0x2002, ..] | [0x2001, 0 | 0xdb8, ..] => false,
        // Only what is assigned for all is.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(text: &str, ours: &str) -> Result<String, String> {
        check(text, &ours.parse().unwrap())
    }

    #[test]
    fn the_open_internet_is_told() {
        for good in [
            "https://shop.example/hooks/weft",
            "https://shop.example:8443/?a=b",
            "https://8.8.8.8/x",
            "https://[2606:4700::1111]/",
            "https://xn--bcher-kva.example/",
        ] {
            assert!(checked(good, "https://chat.example").is_ok(), "{good}");
        }
    }

    #[test]
    fn no_private_network_is_told_in_whatever_spelling() {
        for bad in [
            "",
            "shop.example",
            "http://shop.example/",
            "ftp://shop.example/",
            "javascript:alert(1)",
            "https://user@shop.example/",
            "https://:secret@shop.example/",
            "https://shop.example/#x",
            "https://localhost/",
            "https://a.localhost/",
            "https://intranet/",
            "https://printer.local/",
            "https://metadata.google.internal/",
            "https://localhost./",
            "https://router.home.arpa/",
            "https://db.PRIVATE./",
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f.0.0.1/",
            "https://0177.0.0.1/",
            "https://10.0.0.1/",
            "https://172.31.255.255/",
            "https://192.168.1.1/",
            "https://169.254.169.254/latest/meta-data",
            "https://100.64.0.1/",
            "https://0.0.0.0/",
            "https://255.255.255.255/",
            "https://[::1]/",
            "https://[::]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[64:ff9b::a00:1]/",
            "https://[2002:a00:1::]/",
            "https://[fd00::1]/",
            "https://[fe80::1]/",
            &format!("https://shop.example/{}", "a".repeat(LONGEST)),
        ] {
            assert!(checked(bad, "https://chat.example").is_err(), "{bad}");
        }
    }

    #[test]
    fn this_machine_may_tell_itself_and_nobody_else_in_the_clear() {
        for ours in ["http://127.0.0.1:8787", "http://localhost:8787"] {
            assert!(checked("http://127.0.0.1:9999/hook", ours).is_ok());
            assert!(checked("http://localhost:9999/hook", ours).is_ok());
            assert!(checked("http://192.168.1.1/hook", ours).is_err());
            assert!(checked("http://shop.example/hook", ours).is_err());
        }
        assert!(checked("http://127.0.0.1:9999/hook", "https://chat.example").is_err());
    }
}
