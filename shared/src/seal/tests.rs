#![allow(clippy::string_slice)]

use super::*;
use crate::time::Timestamp;
use proptest::prelude::*;

const DOMAIN: &str = "reply.shop.example";

fn seal(secrets: &[u8], site: &str) -> Seal {
    let secrets: Vec<_> = secrets.iter().map(|byte| [*byte; 32]).collect();
    Seal::new(&secrets, &site.parse().unwrap())
}

fn conversation() -> ConversationId {
    ConversationId::new(Timestamp(1_795_319_460_000), [7; 10])
}

fn message() -> MessageId {
    MessageId::new(Timestamp(1_795_319_460_001), [9; 10])
}

fn mail(value: &str) -> Identifier {
    Identifier { kind: IdentifierKind::Mail, value: value.to_owned() }
}

/// HMAC-SHA256 as RFC 4231 has it, test case 2 (a key shorter than a block).
#[test]
fn the_mac_is_hmac_sha256() {
    let mut key = [0_u8; 32];
    key[..4].copy_from_slice(b"Jefe");
    let hex: String = hmac(&key, &[b"what do ya want for nothing?"]).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

#[test]
fn what_was_sealed_opens() {
    let seal = seal(&[1], "demo");
    let address = seal.reply_address(conversation(), DOMAIN);
    assert_eq!(address.split_once('@').unwrap().0.len(), 53);
    assert_eq!(crate::address::MailAddress::parse(&address).unwrap().to_string(), address);
    assert_eq!(seal.open_reply_address(&address, DOMAIN), Some(conversation()));
    let id = seal.message_id(message(), conversation(), DOMAIN);
    assert_eq!(seal.open_message_id(&id, DOMAIN), Some((message(), conversation())));
    assert_eq!(seal.open_message_id(id.trim_matches(['<', '>']), DOMAIN), Some((message(), conversation())));
    assert_eq!(seal.open_message_id(id.trim_matches('<'), DOMAIN), None);
}

#[test]
fn no_flipped_bit_opens() {
    let seal = seal(&[1, 2], "demo");
    let address = seal.reply_address(conversation(), DOMAIN);
    let id = seal.message_id(message(), conversation(), DOMAIN);
    let mut attempts = 0;
    for text in [&address, &id] {
        for at in 0..text.len() {
            for bit in 0..8 {
                let mut bytes = text.clone().into_bytes();
                bytes[at] ^= 1 << bit;
                attempts += 1;
                let Ok(changed) = String::from_utf8(bytes) else { continue };
                assert_eq!(seal.open_reply_address(&changed, DOMAIN), None, "{changed}");
                assert_eq!(seal.open_message_id(&changed, DOMAIN), None, "{changed}");
            }
        }
    }
    println!("{attempts} flipped bits, none opened");
}

#[test]
fn another_site_never_opens() {
    let (ours, theirs) = (seal(&[1], "demo"), seal(&[1], "demo2"));
    assert_eq!(theirs.open_reply_address(&ours.reply_address(conversation(), DOMAIN), DOMAIN), None);
    assert_eq!(theirs.open_message_id(&ours.message_id(message(), conversation(), DOMAIN), DOMAIN), None);
    assert_ne!(ours.address_hash(&mail("ada@shop.example")), theirs.address_hash(&mail("ada@shop.example")));
}

#[test]
fn another_domain_never_opens() {
    let seal = seal(&[1], "demo");
    let address = seal.reply_address(conversation(), DOMAIN);
    for domain in
        ["shop.example", "Reply.shop.example", "reply.shop.example.", "eply.shop.example", "x.reply.shop.example"]
    {
        assert_eq!(seal.open_reply_address(&address, domain), None, "{domain}");
    }
    assert_eq!(seal.open_reply_address(&address.replace(DOMAIN, "x.reply.shop.example"), DOMAIN), None);
}

#[test]
fn a_seal_of_one_purpose_serves_no_other() {
    let seal = seal(&[1], "demo");
    let (_, sealed) =
        seal.reply_address(conversation(), DOMAIN).split_once('r').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    assert_eq!(seal.open_message_id(&format!("<m{}.{sealed}>", message()), DOMAIN), None);
}

#[test]
fn all_secrets_open_and_the_first_seals() {
    let (before, during, after) = (seal(&[1], "demo"), seal(&[2, 1], "demo"), seal(&[2], "demo"));
    let old = before.reply_address(conversation(), DOMAIN);
    assert_eq!(during.open_reply_address(&old, DOMAIN), Some(conversation()));
    assert_eq!(after.open_reply_address(&old, DOMAIN), None);
    assert_eq!(during.reply_address(conversation(), DOMAIN), after.reply_address(conversation(), DOMAIN));
    let ada = mail("ada@shop.example");
    assert!(during.is_address_hash(&ada, &before.address_hash(&ada)));
    assert!(!after.is_address_hash(&ada, &before.address_hash(&ada)));
}

#[test]
fn an_address_hash_depends_on_every_part() {
    let seal = seal(&[1], "demo");
    let hash = seal.address_hash(&mail("ada@shop.example"));
    assert_eq!(hash.len(), 32);
    assert!(seal.is_address_hash(&mail("ada@shop.example"), &hash));
    for other in ["Ada@shop.example", "ada@shop.exampl", "", "ada@shop.example\0"] {
        assert!(!seal.is_address_hash(&mail(other), &hash), "{other}");
    }
    let account = Identifier { kind: IdentifierKind::Account, value: "ada@shop.example".to_owned() };
    assert!(!seal.is_address_hash(&account, &hash));
    assert!(!seal.is_address_hash(&mail("ada@shop.example"), ""));
}

#[test]
fn no_key_is_shown() {
    assert_eq!(format!("{:?}", seal(&[1], "demo")), "Seal(1 keys)");
}

proptest! {
    #[test]
    fn any_conversation_opens_and_guessed_macs_do_not(bits: u128, guess: u128, other: u128) {
        let seal = seal(&[3], "demo");
        let id = ConversationId::from_bits(bits);
        let address = seal.reply_address(id, DOMAIN);
        prop_assert_eq!(seal.open_reply_address(&address, DOMAIN), Some(id));
        let guessed = format!("r{id}{}@{DOMAIN}", encode128(guess));
        prop_assert!(guessed == address || seal.open_reply_address(&guessed, DOMAIN).is_none());
        let moved = format!("r{}{}", ConversationId::from_bits(other), &address[27..]);
        prop_assert!(other == bits || seal.open_reply_address(&moved, DOMAIN).is_none());
    }

    #[test]
    fn opening_any_text_never_panics(text in "\\PC*") {
        let seal = seal(&[3], "demo");
        prop_assert_eq!(seal.open_reply_address(&text, DOMAIN), None);
        prop_assert_eq!(seal.open_message_id(&text, DOMAIN), None);
        let _ = seal.open_message_id(&text, &text);
        let _ = seal.open_reply_address(&text, &text);
    }
}

#[test]
fn what_a_provider_repeats_opens_and_nothing_else_does() {
    let (seal, other) = (seal(&[1], "demo"), seal(&[1], "other"));
    let text = seal.callback_data(message(), conversation());
    assert_eq!(text.len(), 80);
    assert_eq!(seal.open_callback_data(&text), Some((message(), conversation())));
    assert_eq!(other.open_callback_data(&text), None);
    for at in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[at] ^= 1;
        let Ok(changed) = String::from_utf8(bytes) else { continue };
        assert_eq!(seal.open_callback_data(&changed), None, "{changed}");
    }
    // A Message-ID is sealed for something else.
    let id = seal.message_id(message(), conversation(), DOMAIN);
    let mac = &id[id.find('@').unwrap() - 26..id.find('@').unwrap()];
    assert_eq!(seal.open_callback_data(&format!("{}.{}.{mac}", conversation(), message())), None);
    for bad in ["", ".", "..", "a.b.c", &text[..79], &format!("{text}0"), &text.to_uppercase()] {
        assert_eq!(seal.open_callback_data(bad), None, "{bad}");
    }
}
