use super::*;
use proptest::prelude::*;

fn text(text: &str) -> Node {
    Node::Text(text.to_owned())
}

fn link(href: &str) -> Node {
    Node::Link { href: href.to_owned(), text: href.to_owned() }
}

fn nodes(source: &str) -> Vec<Node> {
    parse(source).into_iter().flat_map(|block| block.nodes).collect()
}

#[test]
fn blank_lines_part_paragraphs_and_line_ends_break_lines() {
    let blocks = parse("\n one\r\ntwo\r\n \r\n\r\nthree\n");
    let expected: Vec<Vec<Node>> = vec![vec![text(" one"), Node::Break, text("two")], vec![text("three")]];
    assert_eq!(blocks.into_iter().map(|block| block.nodes).collect::<Vec<_>>(), expected);
    assert_eq!(parse(" \n\n"), vec![]);
}

#[test]
fn links_are_found_without_the_sentence_around_them() {
    for (source, href) in [
        ("see https://shop.example/a?b=c#d.", "https://shop.example/a?b=c#d"),
        ("(https://shop.example)", "https://shop.example"),
        ("https://shop.example/a_(b)", "https://shop.example/a_(b)"),
        ("<HTTP://shop.example>", "HTTP://shop.example"),
        ("write mailto:help@shop.example!", "mailto:help@shop.example"),
        ("https://shop.example/grüße", "https://shop.example/grüße"),
    ] {
        assert!(nodes(source).contains(&link(href)), "{source}: {:?}", nodes(source));
    }
}

#[test]
fn nothing_else_becomes_a_link() {
    for source in [
        "javascript:alert(1)",
        "data:text/html,x",
        "JaVaScRiPt:https",
        "xhttps://shop.example",
        "https://",
        "https:///shop.example",
        "https://.",
        "mailto:",
        "mailto:nobody",
        "https://bank.example@evil.example/",
        "https://b\u{430}nk.example/",
        "vbscript:x",
        "//shop.example",
    ] {
        assert!(nodes(source).iter().all(|node| !matches!(node, Node::Link { .. })), "{source}: {:?}", nodes(source));
    }
}

#[test]
fn characters_that_reorder_or_hide_text_are_taken_out() {
    assert_eq!(nodes("a\u{202e}b\u{2066}c\u{0}d\u{1b}[0m\te"), vec![text("abcd[0m\te")]);
}

#[test]
fn links_are_bounded_in_number_and_length() {
    let many = "https://a.example ".repeat(500);
    assert_eq!(nodes(&many).iter().filter(|node| matches!(node, Node::Link { .. })).count(), MAX_LINKS);
    let long = format!("https://a.example/{}", "a".repeat(5_000));
    assert_eq!(nodes(&long), vec![text(&long)]);
}

#[test]
fn a_flood_of_almost_links_is_read_at_once() {
    for piece in ["http://", "https://a", "mailto:a@", "(((", "https://a.example/)))"] {
        let source = piece.repeat(300_000 / piece.len());
        let started = std::time::Instant::now();
        let _ = to_html(&parse(&source));
        assert!(started.elapsed().as_secs() < 5, "{piece}");
    }
}

/// Whether every tag of a piece of HTML is one that [`to_html`] writes, with a harmless address.
fn only_our_tags(html: &str) -> bool {
    html.split('<').skip(1).all(|piece| {
        let tag = piece.split('>').next().unwrap_or_default();
        let href =
            tag.strip_prefix("a rel=\"noopener noreferrer nofollow\" href=\"").and_then(|rest| rest.strip_suffix('"'));
        matches!(tag, "p" | "/p" | "br" | "/a")
            || href.is_some_and(|href| {
                let lower = href.to_ascii_lowercase();
                !href.contains('"') && ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme))
            })
    })
}

#[test]
fn hostile_markup_of_the_sanitiser_corpus_stays_text() {
    let corpus = include_str!("../../../tests/corpora/sanitizer-dompurify/expect.json");
    let cases: Vec<serde_json::Value> = serde_json::from_str(corpus).unwrap();
    assert_eq!(cases.len(), 223);
    for case in cases {
        let payload = case["payload"].as_str().unwrap();
        let blocks = parse(payload);
        let html = to_html(&blocks);
        assert!(only_our_tags(&html), "{payload}\n{html}");
        let shown: String = blocks
            .iter()
            .flat_map(|block| &block.nodes)
            .map(|node| match node {
                Node::Text(text) | Node::Link { text, .. } => text.as_str(),
                Node::Break => "",
            })
            .collect();
        let squeeze = |text: &str| text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>();
        assert_eq!(squeeze(&shown), squeeze(&neutral(payload)), "nothing is lost");
    }
}

proptest! {
    #[test]
    fn no_text_writes_a_tag_of_its_own(source in "([<>&\"'/=:. \n]|<script|<img src=x onerror=|https://a\\.b|mailto:a@b\\.c|javascript:|\\PC){0,60}") {
        let html = to_html(&parse(&source));
        prop_assert!(only_our_tags(&html), "{html}");
    }

    #[test]
    fn no_href_or_text_of_a_node_breaks_out(href in "\\PC*", shown in "\\PC*") {
        let html = to_html(&[Block { nodes: vec![Node::Link { href, text: shown.clone() }, Node::Text(shown)] }]);
        prop_assert_eq!(html.matches('<').count(), 4);
        prop_assert_eq!(html.matches('"').count(), 4);
    }
}
