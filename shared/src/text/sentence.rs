//! The sentences of a message that say something: no greeting, no signature, no quote, no "ok, thanks".

use super::fold::{is_dense, words};

/// Words (folded) that say nothing of a matter: a sentence of these only is left out.
const EMPTY: &str = " a all allo alles an and at auf avez best beste besten bien bis bitte bonjour bonne bonsoir buenas buenos ciao \
    cordialement dank danke dear day dia dias einen erstmal es evening everyone for freundlichen fur good goodbye gracias great greetings \
    gru gruss grusse grussen guten hallo have hello help herzliche herzlichen hey hi hilfe hola ich ist ihre il im in it je journee kind kinds \
    la le liebe liebe lg los lot mas me merci mfg mit moi morgen morning much muchas muy nice no non nein now of oh ok okay oui \
    per please por pour pouvez que regards right s salut salutations saludos schnelle schone schonen servus si sincerely sir so sure svp tag tages team thank thanks \
    that the their there ti to tout toute tschuss un und very viele vielen vielleicht vous warm weekend welcome well wochenende wunsche yeah yes you your yours ";
/// With these a salutation begins; up to five words are one.
const SALUTATION: &str = " dear hi hello hey hallo liebe lieber geehrte geehrter sehr guten moin bonjour bonsoir cher chere hola estimado estimada buenos ciao ";
/// A line of up to four words that begins with one of these ends a letter: what follows is a signature.
const CLOSING: &str = " regards kind best yours sincerely cheers mit freundliche freundlichen viele liebe beste herzliche mfg lg grusse gruss cordialement \
    bien cordiales atentamente saludos sent gesendet envoye enviado ";
/// How a line ends that introduces a quote.
const QUOTING: [&str; 5] = ["wrote:", "schrieb:", "a écrit :", "a écrit:", "escribió:"];

/// A line of more bytes is no closing.
const LONGEST_CLOSING: usize = 60;

fn has(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == word)
}

/// The sentences of a message that say something, in their order, blanks collapsed.
#[must_use]
pub fn sentences(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with('>') {
            continue;
        }
        let quoting = QUOTING.iter().any(|end| line.ends_with(end));
        if line == "--" || line.starts_with("___") || quoting || closes(line) {
            break;
        }
        found.extend(split(line).into_iter().filter(|sentence| says_something(sentence)));
    }
    found
}

/// Whether a line is "Kind regards," or of that kind.
fn closes(line: &str) -> bool {
    if line.len() > LONGEST_CLOSING {
        return false;
    }
    let words = words(line);
    let polite = |word: &String| has(CLOSING, word) || has(EMPTY, word);
    let first = words.first().is_some_and(|word| has(CLOSING, word));
    // A "Best, Jane" has a name; a "Best kettle ever." ends as a sentence does.
    first
        && words.len() <= 4
        && (words.iter().all(polite)
            || line.ends_with(',')
            || words.first().is_some_and(|word| word == "sent" || word == "gesendet"))
}

fn says_something(sentence: &str) -> bool {
    let words = words(sentence);
    let dense = sentence.chars().filter(|c| is_dense(*c)).count();
    let greets =
        words.len() <= 5 && words.first().is_some_and(|word| has(SALUTATION, word)) && !sentence.ends_with('?');
    (words.len() >= 2 || dense >= 4) && !greets && !words.iter().all(|word| has(EMPTY, word))
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
mod tests {
    use super::sentences;

    #[test]
    fn greetings_signatures_and_quotes_are_left_out() {
        let mail = "Dear Ada,\n\nmy kettle leaks. I bought it from Mr. Smith on 3. May!\nThank you very much.\n\nKind regards,\nJane Doe\nExample Ltd.";
        assert_eq!(sentences(mail), ["my kettle leaks.", "I bought it from Mr. Smith on 3. May!"]);
        let reply = "Hi there! The lid is broken.\n> Which part leaks?\nOn Monday Ada wrote:\nWhich part leaks?";
        assert_eq!(sentences(reply), ["The lid is broken."]);
        assert_eq!(
            sentences("Hallo zusammen,\ndie Lieferung fehlt noch.\nMit freundlichen Grüßen\nJan"),
            ["die Lieferung fehlt noch."]
        );
    }

    #[test]
    fn empty_sentences_are_left_out() {
        assert!(sentences("ok thanks").is_empty());
        assert!(sentences("👍").is_empty());
        assert!(sentences("Vielen Dank! Merci beaucoup, non.").len() <= 1);
    }

    #[test]
    fn a_short_request_and_a_praise_stay() {
        assert_eq!(sentences("Refund please"), ["Refund please"]);
        assert_eq!(sentences("Best kettle ever."), ["Best kettle ever."]);
    }

    #[test]
    fn scripts_without_blanks_end_their_sentences_too() {
        assert_eq!(sentences("我的水壶坏了。请退款给我！"), ["我的水壶坏了。", "请退款给我！"]);
    }
}
