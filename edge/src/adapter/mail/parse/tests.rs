use super::*;
use std::path::Path;

fn mail(lines: &str) -> Parsed {
    parse(lines.replace('\n', "\r\n").as_bytes()).unwrap()
}

fn from_of(headers: &str) -> Option<From> {
    mail(&format!("{headers}\nSubject: x\n\nHello\n")).from
}

#[test]
fn one_plain_address_leaves_no_doubt() {
    let from = from_of("From: \"Ada, L.\" <Ada@Example.COM>").unwrap();
    assert_eq!(from.address.to_string(), "Ada@example.com");
    assert_eq!((from.name.as_deref(), from.doubt), (Some("Ada, L."), None));
}

#[test]
fn a_from_that_says_two_things_is_doubted() {
    for headers in [
        "From: ada@good.example\nFrom: eve@evil.example",
        "From: ada@good.example, eve@evil.example",
        "From: a: ada@good.example, eve@evil.example;",
        "From: ada@good.example\nfrom: <ada@good.example>",
    ] {
        assert!(from_of(headers).is_none_or(|from| from.doubt.is_some()), "{headers}");
    }
}

#[test]
fn a_name_that_looks_like_an_address_is_not_shown() {
    let from = from_of("From: \"ada@good.example\" <eve@evil.example>").unwrap();
    assert_eq!((from.address.to_string().as_str(), from.name), ("eve@evil.example", None));
    let from = from_of("From: =?utf-8?q?ada=40good=2Eexample?= <eve@evil.example>").unwrap();
    assert_eq!((from.address.domain(), from.name), ("evil.example", None));
}

#[test]
fn no_encoding_makes_an_address_out_of_what_is_none() {
    for headers in [
        "From: =?utf-8?q?ada=40good=2Eexample?=",
        "From: <=?utf-8?q?ada?=@good.example>",
        "From: ada@good.example\u{0}@evil.example",
        "From: undisclosed",
        "From:",
        "To: ada@good.example",
    ] {
        let from = from_of(headers);
        let plain = from.filter(|from| from.doubt.is_none()).map(|from| from.address.to_string());
        assert_eq!(plain, None, "{headers:?}");
    }
}

#[test]
fn all_results_keep_their_order_and_lose_their_folds() {
    let read = mail(
        "Authentication-Results: mx.shop.example;\n\tdmarc=pass\n header.from=a.example\nFrom: a@a.example\nAuthentication-Results: forged\n\nx\n",
    );
    let all: Vec<&str> = read.header("authentication-results").collect();
    assert_eq!(all.len(), 2);
    assert!(all[0].starts_with("mx.shop.example;") && all[0].ends_with("header.from=a.example"), "{all:?}");
    assert!(!all[0].contains('\n'));
}

#[test]
fn the_best_part_is_read_and_quotes_are_folded() {
    let read = mail(
        "From: a@a.example\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\nMessage-ID: <x@a.example>\nIn-Reply-To: <m1@r> <m2@r>\nReferences: <m0@r>\n <m1@r>\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nGr=FC=DFe!\n\nOn Monday, Bob <b@b.example> wrote:\n> old\n--b\nContent-Type: text/html\n\n<p>html</p>\n--b--\n",
    );
    assert_eq!(read.text, "Grüße!");
    assert!(read.folded.unwrap().contains("> old"));
    assert_eq!(read.subject.as_deref(), Some("Grüße"));
    assert_eq!(read.message_id.as_deref(), Some("x@a.example"));
    assert_eq!(read.in_reply_to, ["m1@r", "m2@r"]);
    assert_eq!(read.references, ["m0@r", "m1@r"]);
    assert!(read.files.is_empty());
}

#[test]
fn html_alone_becomes_text() {
    let read = mail(
        "From: a@a.example\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<style>x{}</style><p>Hello<br>there &amp; you</p><script>alert(1)</script>\n",
    );
    assert!(read.text.contains("Hello") && read.text.contains("there & you"), "{:?}", read.text);
    assert!(!read.text.contains("alert") && !read.text.contains("x{}"), "{:?}", read.text);
}

#[test]
fn files_get_names_that_can_be_shown() {
    let read = mail(
        "From: a@a.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nsee file\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=\"../../..\\evil\u{202e}fdp.exe\"\nContent-Transfer-Encoding: base64\n\nAAEC\n--b\nContent-Type: image/png\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\nAAEC\n--b--\n",
    );
    assert_eq!(read.text, "see file");
    assert_eq!(read.files.len(), 2);
    assert_eq!((read.files[0].name.as_str(), read.files[0].bytes.as_slice()), ("evilfdp.exe", &[0, 1, 2][..]));
    assert_eq!((read.files[1].name.as_str(), read.files[1].media_type.as_str()), ("file 2", "image/png"));
}

#[test]
fn a_long_text_is_shown_in_part_and_folded_in_part() {
    let read = mail(&format!("From: a@a.example\n\n{}", "a line of text\n".repeat(2_000)));
    assert!(read.text.chars().count() <= MAX_TEXT && read.text.ends_with("a line of text"));
    assert!(read.folded.unwrap().starts_with("a line of text"));
}

#[test]
fn what_servers_add_on_the_way_does_not_make_another_mail() {
    let written = "From: a@a.example\nMessage-ID: <1@a.example>\n\nHello\n";
    let once = mail(written).digest;
    assert_eq!(mail(&format!("Received: from x\nAuthentication-Results: mx; dmarc=pass\n{written}")).digest, once);
    for other in [
        written.replace("Hello", "Hullo"),
        written.replace("a@a.example", "b@a.example"),
        written.replace("<1@", "<2@"),
        format!("Subject: x\n{written}"),
    ] {
        assert_ne!(mail(&other).digest, once, "{other}");
    }
}

#[test]
fn a_bounce_names_the_mail_that_it_is_about() {
    for enclosed in [
        "Content-Type: message/rfc822\n\nMessage-ID: <m1@reply.shop.example>\nSubject: x\n\nbody",
        "Content-Type: text/rfc822-headers\n\nSubject: x\nMessage-ID: <m1@reply.shop.example>\n",
    ] {
        let read = mail(&format!(
            "From: MAILER-DAEMON@mx.example\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nIt failed.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@a.example\nAction: failed\nStatus: 5.1.1\n--b\n{enclosed}\n--b--\n"
        ));
        assert_eq!(read.reported.as_deref(), Some("m1@reply.shop.example"), "{enclosed}");
        let reports = weft_shared::mail::report::parse(&read.report.clone().unwrap());
        assert_eq!(reports.len(), 1);
        assert!(read.content_type().starts_with("multipart/report"));
    }
}

/// The mails that others collected because they broke somebody's parser.
#[test]
fn no_mail_of_the_corpora_breaks_reading() {
    let mut read = 0;
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpora")];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "eml") {
                let raw = std::fs::read(&path).unwrap();
                if let Some(parsed) = parse(&raw) {
                    assert!(parsed.text.chars().count() <= MAX_TEXT, "{}", path.display());
                    assert!(
                        parsed.files.iter().all(|file| !file.name.contains(['/', '\\', '\n'])),
                        "{}",
                        path.display()
                    );
                    read += 1;
                }
            }
        }
    }
    assert!(read >= 10, "{read} mails read");
}

#[test]
fn a_mail_of_many_megabytes_of_text_takes_little_and_loses_nothing_that_is_shown() {
    for kind in ["text/plain", "text/html"] {
        let read = mail(&format!(
            "From: a@a.example\nContent-Type: {kind}\n\nHello.\n{}",
            "ä line of text\n".repeat(1_500_000)
        ));
        assert!(read.text.starts_with("Hello.") && read.text.chars().count() <= MAX_TEXT, "{kind}");
        assert!(read.folded.is_some_and(|folded| folded.chars().count() <= LONGEST_FOLDED), "{kind}");
    }
}

#[test]
fn a_mail_of_monstrous_structure_is_not_read() {
    let to = format!("From: a@a.example\nTo: {}\n\nHello\n", "a@a.example,".repeat(100_000));
    let parts = format!(
        "From: a@a.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n{}",
        "--b\n\n".repeat(1_000_000)
    );
    for monster in [to, parts, "X: y\n".repeat(100_000)] {
        assert!(parse(monster.as_bytes()).is_none());
    }
    assert!(parse(format!("From: a@a.example\n\n{}", "--- a/file\n".repeat(10_000)).as_bytes()).is_some());
}
