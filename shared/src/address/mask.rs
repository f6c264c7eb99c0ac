//! Masked addresses: enough for their owner to recognise, no help to anybody else.

use crate::identity::{Identifier, IdentifierKind};

/// Always this many, so that the length tells nothing.
const LOCAL: &str = "•••";
const DOMAIN: &str = "••••";

/// The address as a session that proved nothing may see it, as in `j•••@e••••.com` or `•••••••89`.
///
/// Of a mail address the first character of each side and the top level show; of a side with one or two characters
/// nothing. Of a phone number the last two digits show. Of anything else nothing.
#[must_use]
pub fn mask(identifier: &Identifier) -> String {
    match identifier.kind {
        IdentifierKind::Mail => match identifier.value.rsplit_once('@') {
            Some((local, domain)) => mask_mail(local, domain),
            None => format!("{LOCAL}@{DOMAIN}"),
        },
        IdentifierKind::Phone => {
            let last = identifier.value.char_indices().rev().nth(1).and_then(|(at, _)| identifier.value.get(at..));
            let long = identifier.value.chars().count() >= 8;
            format!("•••••••{}", last.filter(|_| long).unwrap_or(""))
        }
        IdentifierKind::Account | IdentifierKind::Deal => DOMAIN.to_owned(),
    }
}

fn mask_mail(local: &str, domain: &str) -> String {
    let (name, top) = domain.rsplit_once('.').unwrap_or((domain, ""));
    let dot = if top.is_empty() { "" } else { "." };
    format!("{}{LOCAL}@{}{DOMAIN}{dot}{top}", first(local), first(name))
}

/// The first character of what has at least three.
fn first(text: &str) -> String {
    text.chars().next().filter(|_| text.chars().nth(2).is_some()).map(String::from).unwrap_or_default()
}
