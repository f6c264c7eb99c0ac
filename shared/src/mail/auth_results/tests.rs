use super::*;
use proptest::prelude::*;

const ID: &str = "mx.shop.example";

fn by(headers: &[&str]) -> Option<&'static str> {
    match aligned(headers, ID, "example.com") {
        Alignment::Aligned { domain, by } => {
            assert_eq!(domain, "example.com");
            Some(by)
        }
        Alignment::NotAligned { because } => {
            assert!(because.ends_with('.'), "{because}");
            None
        }
    }
}

#[test]
fn a_pass_for_the_from_domain_by_our_server_is_aligned() {
    for (header, method) in [
        ("mx.shop.example; dmarc=pass header.from=example.com", "dmarc"),
        ("MX.Shop.Example; DMARC=Pass Header.From=Example.COM", "dmarc"),
        ("mx.shop.example 1; dmarc=pass header.from=example.com", "dmarc"),
        ("\"mx.shop.example\"; dmarc = pass (p=reject) header.from = \"example.com\";", "dmarc"),
        ("mx.shop.example;\r\n dkim=pass (2048-bit key) header.d=example.com header.b=aB+/=;\r\n\tspf=fail", "dkim"),
        ("mx.shop.example; dkim=fail header.d=other.example; dkim/1=pass header.d=example.com", "dkim"),
        ("mx.shop.example; dmarc=none header.from=example.com; dkim=pass header.d=example.com", "dkim"),
        ("(a (nested) comment) mx.shop.example ; dmarc=pass reason=\"it is; fine\" header.from=example.com", "dmarc"),
    ] {
        assert_eq!(by(&[header]), Some(method), "{header}");
    }
}

#[test]
fn a_second_header_never_counts() {
    let forged = "mx.shop.example; dmarc=pass header.from=example.com";
    assert_eq!(by(&["mx.shop.example; dmarc=fail header.from=example.com", forged]), None);
    assert_eq!(by(&["mx.shop.example; none", forged]), None);
    assert_eq!(by(&["", forged]), None);
    assert_eq!(by(&[]), None);
}

#[test]
fn a_look_alike_of_our_server_is_not_our_server() {
    for id in [
        "mx.shop.example.evil.example",
        "evil-mx.shop.example",
        "mx.shop.example.",
        "mx.shop.exampl\u{435}",
        "mx.shop.example\u{200b}",
        "mx-shop.example",
        "(mx.shop.example) evil.example",
        "\"mx.shop.example \"",
        "mx.shop.example/evil",
    ] {
        assert_eq!(by(&[&format!("{id}; dmarc=pass header.from=example.com")]), None, "{id}");
    }
}

#[test]
fn an_unset_server_trusts_nobody() {
    assert!(matches!(
        aligned(&["; dmarc=pass header.from=example.com"], "", "example.com"),
        Alignment::NotAligned { .. }
    ));
    assert!(matches!(
        aligned(&["  ; dmarc=pass header.from=example.com"], "  ", "example.com"),
        Alignment::NotAligned { .. }
    ));
}

#[test]
fn what_is_said_twice_is_not_believed() {
    for results in [
        "dmarc=fail header.from=example.com; dmarc=pass header.from=example.com",
        "dmarc=pass header.from=example.com; dmarc=fail header.from=example.com",
        "dmarc=pass header.from=example.com; dmarc=pass header.from=example.com",
        "dmarc=pass header.from=evil.example header.from=example.com",
        "dmarc=pass header.from=example.com header.from=evil.example",
        "dkim=pass header.d=evil.example header.d=example.com",
        "dmarc=fail header.from=example.com; dkim=pass header.d=example.com",
    ] {
        assert_eq!(by(&[&format!("{ID}; {results}")]), None, "{results}");
    }
}

#[test]
fn what_a_sender_can_put_into_a_comment_or_value_is_not_believed() {
    for results in [
        "spf=fail (dmarc=pass header.from=example.com)",
        "spf=fail (x); (dmarc=pass header.from=example.com)",
        "dmarc=fail (\\); dmarc=pass header.from=example.com)",
        "spf=fail smtp.mailfrom=\"x; dmarc=pass header.from=example.com\"",
        "spf=fail smtp.mailfrom=\"x\\\"; dmarc=pass header.from=example.com\"",
        "spf=fail smtp.mailfrom=x\r\nAuthentication-Results: mx.shop.example; dmarc=pass header.from=example.com",
        "spf=fail smtp.mailfrom=x\n; dmarc=pass header.from=example.com",
        "spf=fail smtp.mailfrom=x\r; dmarc=pass header.from=example.com",
        "spf=fail (unclosed; dmarc=pass header.from=example.com",
        "spf=fail ) dmarc=pass header.from=example.com",
        "spf=fail \"unclosed; dmarc=pass header.from=example.com",
        "spf=fail\0; dmarc=pass header.from=example.com",
        "dmarc=pass=x header.from=example.com",
        "dmarc=passed header.from=example.com",
        "x-dmarc=pass header.from=example.com",
        "dmarc/2=pass header.from=example.com",
        "dmarc=pass smtp.from=example.com",
        "dmarc pass header.from=example.com",
        "dmarc=pass",
    ] {
        assert_eq!(by(&[&format!("{ID}; {results}")]), None, "{results:?}");
    }
}

#[test]
fn neither_parents_nor_children_nor_suffixes_of_the_domain_count() {
    for domain in
        ["com", "mail.example.com", "evilexample.com", "example.com.evil.example", "xample.com", "@example.com", ""]
    {
        for results in [format!("dmarc=pass header.from={domain}"), format!("dkim=pass header.d={domain}")] {
            assert_eq!(by(&[&format!("{ID}; {results}")]), None, "{results}");
        }
    }
    for from in ["", "com", "example.com ", "a@example.com", ".", "example..com"] {
        let header = format!("{ID}; dmarc=pass header.from=\"{from}\"");
        assert!(matches!(aligned(&[&header], ID, from), Alignment::NotAligned { .. }), "{from}");
    }
}

#[test]
fn absurd_nesting_and_length_are_refused() {
    let nested = format!("{ID}; {}{} dmarc=pass header.from=example.com", "(".repeat(1000), ")".repeat(1000));
    assert_eq!(by(&[&nested]), None);
    let long = format!("{ID}; dmarc=pass header.from=example.com; {}", "x=y ".repeat(5000));
    assert_eq!(by(&[&long]), None);
    let many = format!("{ID}; dmarc=pass header.from=example.com{}", ";a=b".repeat(100));
    assert_eq!(by(&[&many]), None);
}

proptest! {
    #[test]
    fn any_header_is_judged_without_panic(header in "\\PC*", rest in "(mx\\.shop\\.example)?[;= ()\"\\\\a-z.\r\n\t]{0,80}") {
        let _ = by(&[&header]);
        let _ = by(&[&rest]);
    }

    #[test]
    fn no_other_servers_header_is_believed(id in "[a-z.]{1,30}", results in "[a-z.=; ]{0,60}") {
        prop_assume!(id != ID);
        let header = format!("{id}; dmarc=pass header.from=example.com; {results}");
        prop_assert_eq!(by(&[&header]), None);
    }
}
