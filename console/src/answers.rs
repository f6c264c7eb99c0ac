//! Texts that agents use often: which fit best, and how they are made one's own.

use weft_shared::wire::agent::{AnswerLine, ToneLine};

/// What is known of the conversation that a text is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct For<'a> {
    /// What to call the customer.
    pub customer: &'a str,
    /// The agent's name.
    pub agent: &'a str,
}

/// Those whose name or text has all these words; what is meant for one of the intents first, then what fits anything.
#[must_use]
pub fn fitting(all: &[AnswerLine], words: &str, intents: &[String]) -> Vec<AnswerLine> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let has = |line: &&AnswerLine| {
        let text = format!("{} {} {}", line.name, line.label, line.text).to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    };
    let rank = |line: &AnswerLine| {
        let place = intents.iter().position(|intent| line.intents.contains(intent));
        match place {
            Some(place) => place,
            None if line.intents.is_empty() => usize::MAX - 1,
            None => usize::MAX,
        }
    };
    let mut found: Vec<AnswerLine> = all.iter().filter(has).cloned().collect();
    crate::order::by_key(&mut found, rank);
    found.truncate(12);
    found
}

/// A text with the names filled in. Without a name for the customer the text closes up.
#[must_use]
pub fn filled(text: &str, of: &For<'_>) -> String {
    let text = match name(of.customer) {
        Some(name) => text.replace("{{customer}}", name),
        None => text.replace(" {{customer}}", "").replace("{{customer}}", ""),
    };
    text.replace("{{agent}}", of.agent)
}

/// A name that one can call somebody by: no address, no number, not the word for somebody unknown.
fn name(title: &str) -> Option<&str> {
    let title = title.trim();
    let odd = title.contains('@') || title.chars().any(|c| c.is_ascii_digit()) || title == "Visitor";
    (!odd && !title.is_empty()).then_some(title)
}

/// What is written with a text put in: alone it comes with the medium's greeting and signature, after other words without.
#[must_use]
pub fn put_in(written: &str, text: &str, tone: &ToneLine, agent: &str) -> String {
    let written = written.trim_end();
    if !written.is_empty() {
        return format!("{written}\n\n{text}");
    }
    let signature = tone.signature.as_ref().map(|signature| signature.replace("{{agent}}", agent));
    let parts = tone.greeting.clone().into_iter().chain(std::iter::once(text.to_owned())).chain(signature);
    parts.collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str, intents: &[&str]) -> AnswerLine {
        AnswerLine {
            name: name.into(),
            label: format!("About {name}"),
            text: format!("A text for {name}."),
            intents: intents.iter().map(|one| (*one).to_owned()).collect(),
        }
    }

    fn order(words: &str, intents: &[&str]) -> Vec<String> {
        let all = [line("thanks", &[]), line("refund", &["refund"]), line("parcel", &["order", "delivery"])];
        let intents: Vec<String> = intents.iter().map(|one| (*one).to_owned()).collect();
        fitting(&all, words, &intents).into_iter().map(|one| one.name).collect()
    }

    #[test]
    fn what_is_meant_for_the_intent_comes_first() {
        assert_eq!(order("", &["order"]), ["parcel", "thanks", "refund"]);
        assert_eq!(order("", &["refund", "order"]), ["refund", "parcel", "thanks"]);
        assert_eq!(order("", &[]), ["thanks", "refund", "parcel"]);
        assert_eq!(order("TEXT par", &[]), ["parcel"]);
        assert_eq!(order("nothing", &[]), [""; 0]);
    }

    #[test]
    fn names_are_filled_in_and_an_address_is_no_name() {
        let of = |customer| For { customer, agent: "Ada" };
        assert_eq!(filled("Dear {{customer}}, {{agent}} here.", &of("Jo")), "Dear Jo, Ada here.");
        for unknown in ["jo@example.com", "+44 7700 900123", "Visitor", ""] {
            assert_eq!(filled("Dear {{customer}}, hello.", &of(unknown)), "Dear, hello.", "{unknown}");
        }
    }

    #[test]
    fn alone_it_is_a_whole_answer_and_after_other_words_a_part_of_one() {
        let tone = ToneLine {
            greeting: Some("Hello Jo,".into()),
            signature: Some("{{agent}}, Demo Shop".into()),
            ..ToneLine::default()
        };
        assert_eq!(put_in("", "Yes.", &tone, "Ada"), "Hello Jo,\n\nYes.\n\nAda, Demo Shop");
        assert_eq!(put_in("As I said: \n", "Yes.", &tone, "Ada"), "As I said:\n\nYes.");
        assert_eq!(put_in(" ", "Yes.", &ToneLine::default(), "Ada"), "Yes.");
    }
}
