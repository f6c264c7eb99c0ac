//! The sentences of a message that say something: no greeting, no signature, no quote, no "ok, thanks".

use super::{
    filler::{has, is_empty, is_filler, without_opening},
    fold::{is_dense, words},
};

/// A line of up to four words that begins with one of these ends a letter: what follows is a signature.
const CLOSING: &str = " regards kind best warm many yours sincerely cheers mit freundliche freundlichen viele liebe beste herzliche mfg lg vg grusse gruss \
    cordialement bien amicalement cordiales atentamente saludos un cordiali distinti atenciosamente met hartelijke vriendelijke med pozdrawiam ";
/// What else stands in such a line.
const CLOSING_WITH: &str = " regards wishes thanks grusse gruss grussen gru wunsche vous a cordialement salutations saludo saludos saluti groet groeten vriendelijke \
    cumprimentos vanliga halsningar truly faithfully from and und et y e to all ";
/// How a line ends that introduces a quote.
const QUOTING: [&str; 8] =
    ["wrote:", "schrieb:", "a écrit :", "a écrit:", "escribió:", "ha scritto:", "escreveu:", "schreef:"];
/// What programs write below a mail.
const BY_PROGRAMS: [&str; 10] = [
    "sent from",
    "get outlook for",
    "von meinem",
    "gesendet von",
    "gesendet mit",
    "envoyé de",
    "envoyé depuis",
    "enviado desde",
    "inviato da",
    "verstuurd vanaf",
];

/// A line of more bytes is no closing.
const LONGEST_CLOSING: usize = 60;
/// A line of more words is none of a signature.
const LONGEST_LINE: usize = 7;

/// The sentences of a message that say something, in their order, blanks collapsed, without "Hi Ada," before them.
#[must_use]
pub fn sentences(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with('>') {
            continue;
        }
        let quoting = QUOTING.iter().any(|end| line.ends_with(end));
        if line == "--" || line.starts_with("___") || quoting || closes(line) {
            break;
        }
        lines.push(line);
    }
    unsign(&mut lines);
    let sentences = lines.into_iter().flat_map(split).filter(|sentence| says_something(sentence));
    sentences
        .map(|sentence| without_opening(&sentence).to_owned())
        .filter(|sentence| says_something(sentence))
        .collect()
}

/// Whether a line is "Kind regards," or of that kind, or a program's.
fn closes(line: &str) -> bool {
    let lower = line.to_lowercase();
    if line.len() > LONGEST_CLOSING {
        return false;
    }
    if BY_PROGRAMS.iter().any(|begin| lower.starts_with(begin)) {
        return !line.ends_with(['.', '?', '!']) || lower.contains("iphone");
    }
    let words = words(line);
    let polite = |word: &String| has(CLOSING, word) || has(CLOSING_WITH, word) || is_empty(word);
    let first = words.first().is_some_and(|word| has(CLOSING, word));
    // A "Best, Jane" has a name; a "Best kettle ever." ends as a sentence does.
    first
        && words.len() <= 5
        && (words.iter().all(polite) || line.ends_with(',') || clause_is_polite(line) || from_afar(&words))
}

/// Whether it is "Viele Grüße aus Bonn": wishes and where they come from.
fn from_afar(words: &[String]) -> bool {
    let from = words.iter().position(|word| has(" from aus de desde da uit ", word));
    from.and_then(|from| words.get(..from)).is_some_and(|wishes| wishes.iter().any(|word| has(CLOSING_WITH, word)))
}

/// Whether what stands before the first comma is polite: "Best, Jane".
fn clause_is_polite(line: &str) -> bool {
    let Some((clause, name)) = line.split_once(',') else { return false };
    let polite = |word: &String| has(CLOSING, word) || has(CLOSING_WITH, word);
    words(clause).iter().all(polite) && is_name(name.trim())
}

/// Takes a signature that nothing introduces off the end: a name, and how somebody can be reached.
fn unsign(lines: &mut Vec<&str>) {
    let says = |line: &&str| split(line).iter().any(|sentence| says_something(sentence));
    let mut kept = lines.len();
    let (mut contact, mut named) = (false, None);
    for (place, line) in lines.iter().enumerate().rev() {
        if line.is_empty() || split(line).iter().all(|sentence| is_filler(sentence)) && !is_name(line) {
            continue;
        }
        let reach = is_contact(line);
        if !reach && (line.ends_with(['.', '!', '?', ':', '…']) || words(line).len() > LONGEST_LINE) {
            break;
        }
        contact |= reach;
        let name = is_name(line.trim_start_matches(['-', '–', '—', '~', '*', ' ']));
        if name {
            named = Some(place);
        }
        // Without a name or an address it may be what somebody writes in lines.
        if !name && !reach && !contact {
            break;
        }
    }
    if let Some(place) = named.or_else(|| contact.then_some(kept)) {
        kept = place;
    }
    // Somebody who writes a name alone says it.
    if lines.iter().take(kept).any(says) {
        lines.truncate(kept);
    }
    lines.retain(|line| !(contact && is_contact(line) && !line.ends_with(['.', '!', '?'])));
}

/// Whether it is a name as people sign: one to three words with capitals.
fn is_name(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let named = |word: &str| {
        let mut letters = word.trim_end_matches(['.', ',']).chars();
        letters.next().is_some_and(char::is_uppercase) && letters.all(|c| c.is_alphabetic() || "-'’.".contains(c))
    };
    let count = words.clone().count();
    (1..=3).contains(&count) && words.all(named) && !line.ends_with(['.', '!', '?', ':'])
}

/// Whether a line says how somebody can be reached: a number, an address, a page, and nothing else.
fn is_contact(line: &str) -> bool {
    let lower = line.to_lowercase();
    let digits = line.chars().filter(char::is_ascii_digit).count();
    let labelled = [
        "tel",
        "phone",
        "mobile",
        "mob",
        "fax",
        "m:",
        "t:",
        "t.",
        "m.",
        "e:",
        "mail:",
        "e-mail:",
        "email:",
        "web:",
        "handy",
        "téléphone",
        "móvil",
    ];
    let numbered =
        digits >= 7 && line.chars().all(|c| c.is_ascii_digit() || "+()/-. ".contains(c) || c.is_alphabetic());
    let address = words(line).len() <= 5 && (lower.contains('@') || lower.contains("www.") || lower.contains("http"));
    address || (numbered && (line.starts_with('+') || labelled.iter().any(|label| lower.starts_with(label))))
}

/// Whether a sentence tells something of a matter.
fn says_something(sentence: &str) -> bool {
    let words = words(sentence);
    let dense = sentence.chars().filter(|c| is_dense(*c)).count();
    (words.len() >= 2 || dense >= 4) && !is_filler(sentence)
}

/// Splits a line after `.`, `!`, `?` and their like where a sentence ends: not after an abbreviation, an initial or an ordinal.
fn split(line: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut sentence = String::new();
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        if c.is_whitespace() {
            if !sentence.is_empty() && !sentence.ends_with(' ') {
                sentence.push(' ');
            }
            continue;
        }
        sentence.push(c);
        let next = rest.peek().copied();
        let ends = match c {
            '。' | '！' | '？' => true,
            '!' | '?' | '…' => next.is_none_or(char::is_whitespace),
            '.' => next.is_none_or(char::is_whitespace) && !abbreviates(&sentence),
            _ => false,
        };
        if ends {
            sentences.push(std::mem::take(&mut sentence).trim().to_owned());
        }
    }
    sentences.push(sentence.trim().to_owned());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// Whether the point at the end belongs to the last word: "Mr.", "z. B.", "3.".
fn abbreviates(sentence: &str) -> bool {
    let last = sentence.trim_end_matches('.').rsplit(' ').next().unwrap_or_default().to_lowercase();
    let short = last.chars().count() <= 1 && !last.chars().any(is_dense);
    short
        || last.chars().count() <= 2 && last.chars().all(char::is_numeric)
        || matches!(
            last.as_str(),
            "mr" | "mrs"
                | "ms"
                | "dr"
                | "no"
                | "nr"
                | "st"
                | "e.g"
                | "i.e"
                | "vs"
                | "bzw"
                | "ca"
                | "tel"
                | "sr"
                | "sra"
                | "etc"
                | "usw"
        )
}

#[cfg(test)]
#[path = "sentence_tests.rs"]
mod tests;
