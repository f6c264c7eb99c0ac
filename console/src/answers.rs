//! Texts that agents use often: which fit best, and how they are made one's own.

use weft_shared::wire::agent::{AnswerLine, ToneLine};

/// What is known of the conversation that a text is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct For<'a> {
    /// What to call the customer, if a name is known that may be said.
    pub customer: Option<&'a str>,
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
    let text = match of.customer {
        Some(name) => text.replace("{{customer}}", name),
        None => text.replace(" {{customer}}", "").replace("{{customer}}", ""),
    };
    text.replace("{{agent}}", of.agent)
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

/// What is written, with the greeting and the signature of another medium in place of those that were put in for one.
#[must_use]
pub fn retold(written: &str, before: &ToneLine, after: &ToneLine, agent: &str) -> String {
    let text = written.trim_end();
    let signature = |tone: &ToneLine| tone.signature.as_ref().map(|signature| signature.replace("{{agent}}", agent));
    let begun = before.greeting.as_ref().and_then(|greeting| text.strip_prefix(greeting.as_str()));
    let begun = begun.filter(|rest| rest.starts_with('\n'));
    let rest = begun.unwrap_or(text);
    let ended = signature(before).and_then(|signature| rest.strip_suffix(signature.as_str()));
    let ended = ended.filter(|rest| rest.ends_with('\n'));
    if begun.or(ended).is_none() {
        return written.to_owned();
    }
    // What the agent took away of it stays away.
    let greeting = after.greeting.clone().filter(|_| begun.is_some() || before.greeting.is_none());
    let signature = signature(after).filter(|_| ended.is_some() || before.signature.is_none());
    let rest = ended.unwrap_or(rest).trim().to_owned();
    greeting.into_iter().chain([rest]).chain(signature).collect::<Vec<_>>().join("\n\n")
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
    fn names_are_filled_in_and_without_one_the_text_closes_up() {
        let of = |customer| For { customer, agent: "Ada" };
        assert_eq!(filled("Dear {{customer}}, {{agent}} here.", &of(Some("Jo"))), "Dear Jo, Ada here.");
        assert_eq!(filled("Dear {{customer}}, hello.", &of(None)), "Dear, hello.");
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

    #[test]
    fn another_medium_takes_the_greeting_and_the_signature_of_the_one_before_back() {
        let tone = |greeting: Option<&str>, signature: Option<&str>| ToneLine {
            greeting: greeting.map(str::to_owned),
            signature: signature.map(str::to_owned),
            ..ToneLine::default()
        };
        let mail = tone(Some("Hello Jo,"), Some("Kind regards, {{agent}}"));
        let (text, chat) = (tone(None, Some("{{agent}}, Demo Shop")), tone(Some("Hi Jo,"), None));
        let plain = ToneLine::default();
        let written = put_in("", "It left today.", &mail, "Ada");
        let to = |written: &str, before, after| retold(written, before, after, "Ada");
        assert_eq!(to(&written, &mail, &text), "It left today.\n\nAda, Demo Shop");
        assert_eq!(to(&written, &mail, &chat), "Hi Jo,\n\nIt left today.");
        assert_eq!(to(&written, &mail, &plain), "It left today.");
        assert_eq!(to(&to(&written, &mail, &chat), &chat, &mail), written);
        let unsigned = "Hello Jo,\n\nIt left today.";
        assert_eq!(to(unsigned, &mail, &text), "It left today.", "what was taken away stays away");
        // What the agent wrote otherwise stays theirs.
        for own in ["Hello Jo, how are you?", "Hello Jo,", "I send you my Kind regards, Ada", "", "It left. \n"] {
            assert_eq!(to(own, &mail, &text), own, "{own}");
        }
    }
}
