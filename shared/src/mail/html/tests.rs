use super::*;
use crate::mail::reply::split;
use proptest::prelude::*;

fn check(html: &str, expected: &str) {
    assert_eq!(to_text(html), expected, "{html}");
}

#[test]
fn blocks_become_lines_and_white_space_collapses() {
    check("<p>One\n two</p><p>three<br>four</p>", "One two\n\nthree\nfour");
    check("<div>a</div><div><br></div><div>b</div>", "a\n\nb");
    check("a<br><br><br><br>b", "a\n\nb");
    check("<ul><li>a<li>b</ul>c", "- a\n- b\n\nc");
    check("<table><tr><td>a</td><td>b</td></tr><tr><td>c</table>", "a b\nc");
    check("<pre>a\n  b</pre>", "a\n  b");
    check("a<b>b</b>&nbsp;c", "ab c");
    check("by\n<a href=''>us</a> <i>now</i>\n<p> x", "by us now\n\nx");
}

#[test]
fn what_is_not_text_is_dropped() {
    check("<head><title>t</title><style>p{}</style>x</head><body>a<script>if (a</b) {}</script>b</body>", "ab");
    check("a<!-- <b>c</b> -->b<!doctype html><?xml?></>c", "abc");
    check("<head><meta x>lost<p>found", "found");
    check("a<SCRIPT>x</scripT >b<style>", "ab");
    check("a<img alt=\"a &lt;b&gt; cat\" src=x>", "a[a b cat]");
}

#[test]
fn character_references_are_resolved() {
    check(
        "&lt;b&gt; &amp;amp; &#8364;&#x20AC;&#128; &eacute;&unknown; &copy &#xD800; &#0;",
        "<b> &amp; €€€ é&unknown; &copy &#xD800;",
    );
}

#[test]
fn links_show_where_they_lead_when_their_text_does_not() {
    check("<a href=\"https://evil.example/x\">your bank</a>", "your bank (https://evil.example/x)");
    check("<a href='https://shop.example/'>shop.example</a>", "shop.example");
    check("<a href=https://shop.example/a>https://shop.example/a</a>", "https://shop.example/a");
    check("<a href=\"javascript:x\">a</a><a>b</a></a>", "ab");
}

#[test]
fn a_tag_ends_at_its_own_end() {
    check("<a title=\"a > b\" href=\"https://x.example\">c</a>", "c (https://x.example)");
    check("a<b\nc='>'>d", "ad");
    check("a<b c=\"unclosed>d", "a");
    check("1 < 2 <3 <<b>x", "1 < 2 <3 < x");
}

#[test]
fn quotes_become_lines_that_the_reply_parser_folds() {
    let html = "<div dir=\"ltr\">Yes, please.</div><br><div class=\"gmail_quote\"><div class=\"gmail_attr\">On Mon, Nov 2, 2026 at 9:14 AM Ada &lt;<a href=\"mailto:ada@shop.example\">ada@shop.example</a>&gt; wrote:<br></div><blockquote class=\"gmail_quote\"><div>Shall I?</div><div><br></div><div>Ada<blockquote>deeper</blockquote></div></blockquote></div>";
    check(
        html,
        "Yes, please.\n\nOn Mon, Nov 2, 2026 at 9:14 AM Ada <ada@shop.example> wrote:\n> Shall I?\n>\n> Ada\n>> deeper",
    );
    let split = split(&to_text(html));
    assert_eq!(split.visible, "Yes, please.");
    assert!(split.folded.unwrap().contains("Shall I?"));
}

#[test]
fn what_outlook_quotes_without_marks_is_folded_too() {
    let html = "<p>Yes.</p><hr><div><b>From:</b> Ada &lt;ada@shop.example&gt;<br><b>Sent:</b> Monday<br><b>To:</b> Jo<br><b>Subject:</b> Re: parcel</div><p>Shall I?</p>";
    assert_eq!(split(&to_text(html)).visible, "Yes.");
}

#[test]
fn a_flood_of_hostile_markup_is_read_at_once() {
    for piece in [
        "<",
        "<a ",
        "<!--",
        "</",
        "<blockquote>x",
        "<script>",
        "<a href=\"",
        "&",
        "&#",
        "<b=\"",
        "<script></",
        "a href='https://x'>",
        "<a href=https://x>y</a>",
    ] {
        let html = piece.repeat(300_000 / piece.len());
        let started = std::time::Instant::now();
        let text = to_text(&html);
        assert!(started.elapsed().as_secs() < 5, "{piece}");
        assert!(text.len() <= (1 << 20) + 400, "{piece}");
    }
}

#[test]
fn no_tag_of_the_sanitiser_corpus_survives() {
    let corpus = include_str!("../../../../tests/corpora/sanitizer-dompurify/expect.json");
    let cases: Vec<serde_json::Value> = serde_json::from_str(corpus).unwrap();
    for case in cases {
        let payload = case["payload"].as_str().unwrap().replace('&', "");
        assert!(!has_tag(&to_text(&payload)), "{payload}\n{}", to_text(&payload));
    }
}

fn has_tag(text: &str) -> bool {
    text.split('<')
        .skip(1)
        .any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')))
}

proptest! {
    #[test]
    fn no_tag_survives(html in "([<>\"'/=!?a-c \n-]|<script|</script|<pre>|<a href=|https://x|<img alt=|<!--|-->|\\PC){0,60}") {
        let html = html.replace('&', "");
        prop_assert!(!has_tag(&to_text(&html)), "{}", to_text(&html));
    }

    #[test]
    fn any_document_is_read_without_panic(html in "\\PC*") {
        let _ = to_text(&html);
    }
}
