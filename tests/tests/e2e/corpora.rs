//! Mails that others collected: none may break the edge.

use std::{fs, path::PathBuf};
use weft_tests::{
    carrier::Verdict,
    harness::{World, run},
};

fn mails(folder: &str) -> Vec<(String, Vec<u8>)> {
    let mut folders = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpora").join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "eml") {
                found.push((path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// What the ingress makes of it: the local one stumbles over a mailbox file's first line, over header names that are
/// none and over mails without From or Message-ID, where real ones mend. The rest stays byte for byte.
fn mended(n: usize, raw: &[u8]) -> Vec<u8> {
    let (mut head, mut rest) = (Vec::new(), raw);
    let mut names = Vec::new();
    while let Some(end) = rest.iter().position(|b| *b == b'\n') {
        let (line, after) = rest.split_at(end + 1);
        if line.iter().all(|b| b"\r\n".contains(b)) {
            break;
        }
        rest = after;
        let folded = matches!(line[0], b' ' | b'\t') && !head.is_empty();
        let name = line.split(|b| *b == b':').next().unwrap_or_default().trim_ascii();
        let sound = !name.is_empty() && name.len() < line.len() - 1 && name.iter().all(u8::is_ascii_graphic);
        if folded {
            head.extend_from_slice(line);
        } else if sound && line.contains(&b':') {
            names.push(String::from_utf8_lossy(name).to_ascii_lowercase());
            head.extend_from_slice(name);
            head.extend_from_slice(&line[line.iter().position(|b| *b == b':').unwrap()..]);
        }
    }
    let mut out = Vec::new();
    if !names.iter().any(|name| name == "message-id") {
        out.extend(format!("Message-ID: <corpus.{n}@corpus.example>\r\n").into_bytes());
    }
    if !names.iter().any(|name| name == "from") {
        out.extend(b"From: nobody@corpus.example\r\n");
    }
    out.extend(head);
    out.extend_from_slice(rest);
    out
}

#[test]
fn a_hundred_raw_mails_of_all_kinds_are_taken_without_trouble() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let mails = mails("mime-mikel-mail");
        assert!(mails.len() >= 100, "{} mails", mails.len());
        let mut trouble = Vec::new();
        for (n, (name, raw)) in mails.iter().enumerate() {
            let raw = mended(n, raw);
            let from = format!("sender{n}@corpus.example");
            let sent = site.world.carrier.send_raw(&from, &site.help, raw, &Verdict::None, false).await;
            let outcome = sent.outcome.unwrap();
            if outcome.status == 0 || outcome.status >= 500 {
                trouble.push(format!("{name}: {outcome:?}"));
            }
        }
        assert!(trouble.is_empty(), "{} of {}:\n{}", trouble.len(), mails.len(), trouble.join("\n"));
        let mut desk = ada.desk().await;
        desk.rest(1_500).await;
        println!("{} mails, {} conversations", mails.len(), desk.rows.len());
        let opened: Vec<_> = desk.rows.keys().copied().collect();
        for conversation in opened.into_iter().take(40) {
            ada.thread(conversation).await;
        }
    });
}

#[test]
fn texts_in_other_charsets_are_readable() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let cases: [(&str, &str, &[u8], &str); 6] = [
            ("iso-8859-1", "8bit", b"Gr\xfc\xdfe", "Grüße"),
            ("windows-1252", "8bit", b"\x93quoted\x94 \x80 5", "“quoted” € 5"),
            ("utf-8", "quoted-printable", b"Gr=C3=BC=C3=9Fe", "Grüße"),
            ("utf-8", "base64", b"0J/RgNC40LLQtdGC", "Привет"),
            ("koi8-r", "8bit", b"\xf0\xd2\xc9\xd7\xc5\xd4", "Привет"),
            ("iso-2022-jp", "7bit", b"\x1b$B$3$s$K$A$O\x1b(B", "こんにちは"),
        ];
        for (n, (charset, encoding, bytes, expected)) in cases.iter().enumerate() {
            let writer = site.customer_at("Jo", &format!("jo{n}@charsets.{}.example", site.id));
            let mut raw = format!(
                "From: {}\r\nTo: {}\r\nSubject: =?{charset}?Q?Charset_{n}?=\r\nMessage-ID: <c{n}@{}>\r\nMIME-Version: 1.0\r\n\
                 Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n",
                writer.mailbox,
                site.help,
                writer.mailbox.domain()
            )
            .into_bytes();
            raw.extend_from_slice(bytes);
            raw.extend_from_slice(b"\r\n");
            let sent = site.world.carrier.send_raw(writer.address(), &site.help, raw, &Verdict::Pass, false).await;
            assert!(sent.outcome.unwrap().taken());
            let row =
                ada.desk().await.row(charset, |row| row.subject.as_deref() == Some(&format!("Charset {n}"))).await;
            ada.thread(row.conversation).await.message(expected).await;
        }
    });
}
