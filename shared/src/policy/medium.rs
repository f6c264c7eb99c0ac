//! What differs by medium: how one writes there, and what law and providers demand.

use super::{hours::read_quiet, letter::check_places, read::Section, say::shown, word::plain_words};
use std::collections::BTreeMap;

/// Something that a medium can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Capability {
    /// An agent can write there.
    Send,
    /// A link to continue elsewhere can be asked for by its address.
    Link,
    /// One-time codes can go there.
    Code,
    /// Customers send files.
    Attachments,
    /// Agents send files.
    Files,
    /// Messages can be edited, taken back and reacted to.
    Amend,
    /// Texts are billed by segments (3GPP TS 23.038).
    Segments,
}

impl Capability {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Send, Self::Link, Self::Code, Self::Attachments, Self::Files, Self::Amend, Self::Segments];

    /// The name in policies.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Link => "link",
            Self::Code => "code",
            Self::Attachments => "attachments",
            Self::Files => "files",
            Self::Amend => "amend",
            Self::Segments => "segments",
        }
    }
}

/// How long an answer should be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Length {
    /// A sentence or two.
    Short,
    /// A few sentences.
    #[default]
    Medium,
    /// As long as it takes.
    Long,
}

impl Length {
    /// The name in policies.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Medium => "medium",
            Self::Long => "long",
        }
    }
}

/// How one writes on a medium: advice to agents, and what is put around their text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tone {
    /// How long an answer should be.
    pub length: Length,
    /// How an answer begins; `{{name}}` is filled in. Offered to the agent, never added behind their back.
    pub greeting: Option<String>,
    /// How an answer ends; `{{agent}}` and `{{site}}` are filled in. Offered to the agent.
    pub signature: Option<String>,
    /// A note for agents on how formal to be.
    pub note: Option<String>,
    /// The sentence that asks the customer for a proof; none: the product's own.
    pub verify: Option<String>,
}

/// What it takes before anything may be sent on a medium.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OptIn {
    /// Nothing.
    #[default]
    None,
    /// The customer wrote here first, or agreed.
    Inbound,
    /// The customer agreed, in so many words.
    Explicit,
}

impl OptIn {
    /// The name in policies.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Inbound => "inbound",
            Self::Explicit => "explicit",
        }
    }
}

/// When automatic messages wait and agents are warned, by the customer's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// From, in minutes after midnight.
    pub from: u16,
    /// Until, in minutes after midnight; before `from` it is that of the next day.
    pub until: u16,
}

/// Words by which a customer stops, starts and asks for help, in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// They stop the medium.
    pub stop: Vec<String>,
    /// They start it again.
    pub start: Vec<String>,
    /// They ask for help.
    pub help: Vec<String>,
    /// The mandatory answer to stop; none: the provider answers.
    pub stop_answer: Option<String>,
    /// The answer to start; none: the provider answers.
    pub start_answer: Option<String>,
    /// The mandatory answer to help; none: the provider answers.
    pub help_answer: Option<String>,
}

/// What law and providers demand on a medium.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compliance {
    /// What it takes before anything may be sent.
    pub opt_in: OptIn,
    /// For so long after the customer's last message here free text may be sent, in milliseconds; then templates only.
    pub window_ms: Option<i64>,
    /// Quiet hours.
    pub quiet: Option<Quiet>,
    /// Stop, start and help, by language.
    pub words: BTreeMap<String, Words>,
}

pub(super) fn read_tone(channel: &Section<'_>) -> Tone {
    let Some(section) = channel.maybe_section("tone", "How one writes here: advice to agents.") else {
        return Tone::default();
    };
    let lengths = [Length::Short, Length::Medium, Length::Long].map(|length| (length.name(), length));
    let greeting = "How an answer begins, offered to the agent; `{{name}}` is filled in.";
    let signature = "How an answer ends, offered to the agent; `{{agent}}` and `{{site}}` are filled in.";
    let tone = Tone {
        length: section.choice("length", &lengths, "How long an answer should be.").unwrap_or_default(),
        greeting: section.maybe_text("greeting", 200, greeting),
        signature: section.maybe_text("signature", 200, signature),
        note: section.maybe_text("note", 300, "A note for agents on how to write."),
        verify: section.maybe_text("verify", 300, "The sentence that asks for a proof, offered to the agent."),
    };
    for (key, text, places) in
        [("greeting", &tone.greeting, &["name"][..]), ("signature", &tone.signature, &["agent", "site"])]
    {
        check_places(&section, key, text.as_deref().unwrap_or_default(), places);
    }
    section.finish();
    tone
}

pub(super) fn read_compliance(channel: &Section<'_>) -> Compliance {
    let Some(section) = channel.maybe_section("compliance", "What law and providers demand here.") else {
        return Compliance::default();
    };
    let opt_ins = [OptIn::None, OptIn::Inbound, OptIn::Explicit].map(|opt_in| (opt_in.name(), opt_in));
    let doc = "What it takes before anything may be sent: nothing, that the customer wrote here first or agreed, or \
               that they agreed in so many words.";
    let opt_in = section.choice("opt-in", &opt_ins, doc).unwrap_or_default();
    let doc = "For so long after the customer's last message free text may be sent here; then approved templates only.";
    let window_ms = section.maybe_duration("window", "1h", "30d", doc);
    let quiet = read_quiet(&section, "quiet");
    let mut words = BTreeMap::new();
    if let Some(all) = section.maybe_section("words", "Words by which a customer stops, starts and asks for help.") {
        let mut meant = BTreeMap::new();
        for (language, section) in all.sections("<language>", 50, "A language, as in `en`.") {
            if !all.describes() && !is_language(language) {
                all.wrong(language, "is no language", "a code as in \"en\" or \"pt-br\"");
            }
            words.insert(language.to_owned(), read_words(&section, &mut meant));
            section.finish();
        }
        all.finish();
    }
    section.finish();
    Compliance { opt_in, window_ms, quiet, words }
}

fn read_words(section: &Section<'_>, meant: &mut BTreeMap<String, (&'static str, String)>) -> Words {
    let words = Words {
        stop: section.texts("stop", 40, "They stop the medium. A message is one of them and nothing else."),
        start: section.texts("start", 40, "They start it again."),
        help: section.texts("help", 40, "They ask for help."),
        stop_answer: section.maybe_text("stop-answer", 300, "The answer to stop; without it the provider gives it."),
        start_answer: section.maybe_text("start-answer", 300, "The answer to start, in the same way."),
        help_answer: section.maybe_text("help-answer", 300, "The answer to help, in the same way."),
    };
    for (key, words) in [("stop", &words.stop), ("start", &words.start), ("help", &words.help)] {
        for word in words {
            let plain = plain_words(word);
            if plain.is_empty() {
                section.wrong(key, format!("has {}", shown(word)), "words with letters or digits");
            } else if let Some((other, place)) = meant.get(&plain).filter(|(other, _)| *other != key) {
                let problem = format!("has {}, which means {other} in {place}", shown(word));
                section.wrong(key, problem, "a word with one meaning on a medium");
            } else {
                meant.insert(plain, (key, section.at(key)));
            }
        }
    }
    let answers = [
        ("stop-answer", &words.stop_answer),
        ("start-answer", &words.start_answer),
        ("help-answer", &words.help_answer),
    ];
    for (key, answer) in answers {
        check_places(section, key, answer.as_deref().unwrap_or_default(), &["site"]);
    }
    words
}

fn is_language(code: &str) -> bool {
    let mut parts = code.split('-');
    let first = parts.next().is_some_and(|part| (2..=3).contains(&part.len()));
    first
        && code.len() <= 20
        && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && parts.all(|part| (2..=8).contains(&part.len()))
}
