use super::*;
use crate::adapter::mail::{
    letter::tests::{seal, site},
    parse::parse,
};

const DOMAIN: &str = "reply.shop.example";

fn conversation() -> ConversationId {
    ConversationId::from_bits(77)
}

fn mail(headers: &str) -> Parsed {
    parse(format!("From: ada@example.com\r\n{headers}\r\n\r\nHello\r\n").as_bytes()).unwrap()
}

fn found(headers: &str) -> Option<(ConversationId, By)> {
    find(&site(), &seal(), Addressed::Inbound, &mail(headers))
}

#[test]
fn addresses_of_ours_are_told_apart() {
    let reply = seal().reply_address(conversation(), DOMAIN);
    for (address, expected) in [
        ("help@shop.example", Addressed::Inbound),
        ("HELP@Shop.Example", Addressed::Inbound),
        (reply.as_str(), Addressed::Conversation(conversation())),
        ("help@reply.shop.example", Addressed::Nobody),
        ("help+x@shop.example", Addressed::Nobody),
        ("nonsense", Addressed::Nobody),
    ] {
        assert_eq!(addressed(&site(), &seal(), address), expected, "{address}");
    }
}

#[test]
fn no_mutated_reply_address_threads() {
    let (site, seal) = (site(), seal());
    let true_one = seal.reply_address(conversation(), DOMAIN);
    let mut attempts = 0;
    for place in 0..true_one.len() {
        for byte in (b'!'..=b'~').filter(|byte| *byte != true_one.as_bytes()[place]) {
            let mut bytes = true_one.clone().into_bytes();
            bytes[place] = byte;
            let mutated = String::from_utf8(bytes).unwrap();
            // A domain is the same in capitals.
            if mutated.eq_ignore_ascii_case(&true_one) && place > 53 {
                continue;
            }
            attempts += 1;
            assert_eq!(addressed(&site, &seal, &mutated), Addressed::Nobody, "{mutated}");
            let mail = Parsed { recipients: vec![mutated], ..Parsed::default() };
            assert_eq!(find(&site, &seal, Addressed::Inbound, &mail), None, "{:?}", mail.recipients);
        }
    }
    assert!(attempts > 6_000, "{attempts}");
}

#[test]
fn no_mutated_message_id_threads() {
    let true_one = seal().message_id(MessageId::from_bits(5), conversation(), DOMAIN);
    assert_eq!(found(&format!("In-Reply-To: {true_one}")), Some((conversation(), By::MessageId)));
    for place in 1..true_one.len() - 1 {
        let mut bytes = true_one.clone().into_bytes();
        bytes[place] = if bytes[place] == b'0' { b'1' } else { b'0' };
        let mutated = String::from_utf8(bytes).unwrap();
        assert_eq!(found(&format!("In-Reply-To: {mutated}\r\nReferences: {mutated}")), None, "{mutated}");
    }
}

#[test]
fn other_headers_never_thread() {
    let reply = seal().reply_address(conversation(), DOMAIN);
    let id = seal().message_id(MessageId::from_bits(5), conversation(), DOMAIN);
    for headers in [
        format!("Reply-To: {reply}"),
        format!("Sender: {reply}"),
        format!("Subject: {reply} {id}"),
        format!("X-Original-To: {reply}"),
        format!("Message-ID: {id}"),
        "In-Reply-To: <anything@reply.shop.example>".to_owned(),
    ] {
        assert_eq!(found(&headers), None, "{headers}");
    }
}

#[test]
fn the_envelope_counts_before_the_headers() {
    let other = ConversationId::from_bits(78);
    let reply = seal().reply_address(conversation(), DOMAIN);
    let mail = mail(&format!("To: \"Shop\" <{reply}>"));
    assert_eq!(find(&site(), &seal(), Addressed::Inbound, &mail), Some((conversation(), By::ReplyAddress)));
    let by_envelope = find(&site(), &seal(), Addressed::Conversation(other), &mail);
    assert_eq!(by_envelope, Some((other, By::ReplyAddress)));
}

#[test]
fn the_seal_of_another_site_opens_nothing() {
    let mut foreign = site();
    foreign.settings.mail.reply_domain = "reply.other.example".to_owned();
    let reply = seal().reply_address(conversation(), DOMAIN);
    assert_eq!(addressed(&foreign, &seal(), &reply), Addressed::Nobody);
}

#[test]
fn what_is_ours_is_known_as_ours() {
    for own in ["help@shop.example", "Help@SHOP.example", "anything@reply.shop.example"] {
        assert!(is_own(&site(), own), "{own}");
    }
    for other in ["ada@example.com", "help@evil-shop.example", "x@sub.reply.shop.example", ""] {
        assert!(!is_own(&site(), other), "{other}");
    }
}
