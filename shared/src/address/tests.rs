use super::*;
use proptest::prelude::*;
use std::fs;

fn canon(text: &str) -> Result<String, AddressError> {
    MailAddress::parse(text).map(|address| address.to_string())
}

#[test]
fn the_domain_is_canonical_and_the_local_part_stays() {
    for (text, canonical) in [
        ("ada@shop.example", "ada@shop.example"),
        ("Ada.L+x@SHOP.Example", "Ada.L+x@shop.example"),
        (" ada@shop.example\t", "ada@shop.example"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("ada@BÜCHER.example", "ada@xn--bcher-kva.example"),
        ("ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"),
        ("ada@straße.example", "ada@xn--strae-oqa.example"),
        ("ada@ｓｈｏｐ．example", "ada@shop.example"),
        ("ada@r1---sn.example", "ada@r1---sn.example"),
        ("\"ada\"@shop.example", "ada@shop.example"),
        ("\"a\\da.l\"@shop.example", "ada.l@shop.example"),
        ("!#$%&'*+-/=?^_`{|}~@shop.example", "!#$%&'*+-/=?^_`{|}~@shop.example"),
        ("用户@例子.广告", "用户@xn--fsqu00a.xn--4rr70v"),
    ] {
        assert_eq!(canon(text).as_deref(), Ok(canonical), "{text}");
    }
}

#[test]
fn what_is_refused_says_why() {
    use AddressError::*;
    for (text, why) in [
        ("", Empty),
        ("  ", Empty),
        ("ada", NoAt),
        ("@shop.example", NoLocalPart),
        ("ada@", Domain),
        (".ada@shop.example", Dots),
        ("ada.@shop.example", Dots),
        ("a..da@shop.example", Dots),
        ("a da@shop.example", LocalPart(' ')),
        ("ada,bob@shop.example", LocalPart(',')),
        ("Ada <ada@shop.example>", LocalPart(' ')),
        ("a\u{200b}da@shop.example", LocalPart('\u{200b}')),
        ("a\u{202e}da@shop.example", LocalPart('\u{202e}')),
        ("ada＠x@shop.example", LocalPart('＠')),
        ("\"a da\"@shop.example", Quoted),
        ("\"\"@shop.example", Quoted),
        ("\"ada@shop.example", NoAt),
        ("\"ada\".x@shop.example", Quoted),
        ("ada(x)@shop.example", Comment),
        ("ada@shop.example(x)", Comment),
        ("ada@shop.example\r\nBcc: x@y.example", Comment),
        ("a\r\nda@shop.example", Comment),
        ("ada@[192.0.2.1]", DomainLiteral),
        ("ada@192.0.2.1", NotPublic),
        ("ada@localhost", NotPublic),
        ("ada@shop.example.", Domain),
        ("ada@.example", Domain),
        ("ada@shop..example", Domain),
        ("ada@-shop.example", Domain),
        ("ada@sh_op.example", Domain),
        ("ada@bob@shop.example", Domain),
        ("ada@shop/.example", Domain),
        ("ada@xn--a.example", Domain),
    ] {
        assert_eq!(canon(text), Err(why), "{text:?}");
    }
    assert_eq!(canon(&format!("{}@shop.example", "a".repeat(65))), Err(LocalPartTooLong));
    assert_eq!(canon(&format!("ada@{}.example", "a".repeat(64))), Err(Domain));
    let long = format!("{}@{}example", "a".repeat(64), "abcdefghi.".repeat(19));
    assert_eq!(canon(&long), Err(TooLong));
    assert_eq!(canon(&"a@".repeat(100_000)), Err(TooLong));
}

#[test]
fn look_alikes_are_different_addresses() {
    let plain = canon("ada@shop.example").unwrap();
    for other in [
        "аda@shop.example", // Cyrillic а
        "Ada@shop.example",
        "ada@shоp.example", // Cyrillic о
        "ad\u{e1}@shop.example",
        "ada@shop.example.example",
        "ada@ashop.example",
        "ａda@shop.example", // full width: not folded in the local part
    ] {
        assert_ne!(canon(other).ok().as_ref(), Some(&plain), "{other}");
    }
    assert_ne!(canon("é@shop.example"), canon("e\u{301}@shop.example"), "local parts are not normalised");
}

#[test]
fn a_mask_shows_the_least_that_its_owner_recognises() {
    let mail = |value: &str| mask(&Identifier { kind: IdentifierKind::Mail, value: value.to_owned() });
    assert_eq!(mail("jane@example.com"), "j•••@e••••.com");
    assert_eq!(mail("jane.elizabeth.longname@e-very-long-company.example.com"), "j•••@e••••.com");
    assert_eq!(mail("jo@ex.com"), "•••@••••.com");
    assert_eq!(mail("j@example.co.uk"), "•••@e••••.uk");
    assert_eq!(mail("用户名@xn--fsqu00a.xn--3bst00m"), "用•••@x••••.xn--3bst00m");
    assert_eq!(mail(""), "•••@••••");
    let phone = |value: &str| mask(&Identifier { kind: IdentifierKind::Phone, value: value.to_owned() });
    assert_eq!(phone("+4930123489"), "•••••••89");
    assert_eq!(phone("+49301"), "•••••••");
    assert_eq!(mask(&Identifier { kind: IdentifierKind::Account, value: "ada-1815".to_owned() }), "••••");
}

/// One address of the isemail corpus, with its category.
fn corpus(file: &str) -> Vec<(String, String)> {
    let path = format!(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/corpora/address-isemail/{}"), file);
    let xml = fs::read_to_string(path).unwrap();
    let field = |test: &str, name: &str| {
        let (_, rest) = test.split_once(&format!("<{name}>"))?;
        Some(decode(rest.split_once(&format!("</{name}>"))?.0))
    };
    xml.split("<test id=")
        .skip(1)
        .map(|test| (field(test, "address").unwrap_or_default(), field(test, "category").unwrap()))
        .collect()
}

/// XML entities, and the corpus' own U+2400 … for control characters.
fn decode(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, entity)) = rest.split_once('&') {
        let (name, after) = entity.split_once(';').unwrap();
        plain.push_str(before);
        plain.push(match name.strip_prefix("#x") {
            Some(hex) => char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap(),
            None => match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                other => char::from_u32(other.strip_prefix('#').unwrap().parse().unwrap()).unwrap(),
            },
        });
        rest = after;
    }
    plain.push_str(rest);
    plain
        .chars()
        .map(|c| if ('\u{2400}'..='\u{241f}').contains(&c) { char::from_u32(c as u32 - 0x2400).unwrap() } else { c })
        .collect()
}

/// What must be accepted is, but for domains that are not mailed to from outside and one whose Punycode is none; what must be refused is. The
/// categories between (comments, quotes, literals) hold valid forms that nobody's mailbox has.
#[test]
fn the_isemail_corpus_is_read_as_said() {
    let mut report = std::collections::BTreeMap::<String, (u32, u32)>::new();
    for file in ["tests.xml", "tests-original.xml"] {
        for (address, category) in corpus(file) {
            let read = canon(&address);
            let (accepted, refused) = report.entry(category.clone()).or_default();
            *(if read.is_ok() { accepted } else { refused }) += 1;
            match category.as_str() {
                "ISEMAIL_VALID_CATEGORY" | "ISEMAIL_DNSWARN" => assert!(
                    read.is_ok() || read == Err(AddressError::NotPublic) || address == "test@xn--example.com",
                    "{address:?} {category} {read:?}"
                ),
                // The corpus is older than internationalised local parts (RFC 6531), which are accepted.
                "ISEMAIL_ERR" | "ISEMAIL_RFC5322" => {
                    assert!(read.is_err() || !address.is_ascii(), "{address:?} {category} {read:?}");
                }
                _ => {}
            }
            if let Ok(canonical) = read {
                assert_eq!(canon(&canonical).as_ref(), Ok(&canonical));
            }
        }
    }
    for (category, (accepted, refused)) in &report {
        println!("{category}: {accepted} accepted, {refused} refused");
    }
    assert_eq!(report.values().map(|(accepted, refused)| accepted + refused).sum::<u32>(), 443);
}

proptest! {
    #[test]
    fn canonical_is_canonical(text in "[\\PC]{1,12}@[\\PC]{1,12}\\.[a-zäß例]{2,5}") {
        if let Ok(once) = canon(&text) {
            prop_assert_eq!(canon(&once), Ok(once.clone()));
            prop_assert!(once.len() <= MAX_LEN);
        }
    }

    #[test]
    fn plain_addresses_are_accepted_and_stay(local in "[a-zA-Z0-9]{1,30}(\\.[a-zA-Z0-9]{1,10})?", domain in "[a-z][a-z0-9]{0,20}\\.[a-z]{2,8}") {
        let text = format!("{local}@{domain}");
        prop_assert_eq!(canon(&text), Ok(text.clone()));
        let upper = format!("{local}@{}", domain.to_uppercase());
        prop_assert_eq!(canon(&upper), Ok(text));
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC*", bytes: Vec<u8>) {
        for text in [text.as_str(), &String::from_utf8_lossy(&bytes)] {
            let _ = canon(text);
            let _ = canonical_domain(text);
            for kind in [IdentifierKind::Mail, IdentifierKind::Phone, IdentifierKind::Account] {
                let _ = mask(&Identifier { kind, value: text.to_owned() });
            }
        }
    }

    #[test]
    fn a_mask_does_not_tell_the_length(a in "[a-z]{3,40}", b in "[a-z]{3,40}", d in "[a-z]{3,40}", e in "[a-z]{3,40}") {
        let of = |local: &str, domain: &str| mask(&MailAddress::parse(&format!("x{local}@y{domain}.com")).unwrap().identifier());
        prop_assert_eq!(of(&a, &d), of(&b, &e));
    }
}
