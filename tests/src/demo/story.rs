//! One story: what a customer of the demo shop says, and what the agents do about it.

use super::cast::Cast;
use crate::{
    carrier::{Mail, phones::Medium},
    persona::{Chat, Customer, Phone, SignedIn, note_for},
};
use serde::Deserialize;
use weft_shared::{
    handoff::{HandoffNote, Party},
    id::{AgentId, ConversationId},
    identity::IdentifierKind,
    wire::agent::Wish,
};

/// One story.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// The customer's name.
    pub who: String,
    /// Where it begins: `mail`, `chat`, `text`, `whatsapp`, `call`.
    via: String,
    /// Of the first mail.
    subject: Option<String>,
    /// What happens, step by step: see `stories.toml`.
    then: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    story: Vec<Story>,
}

/// What a customer has to write with.
struct Hand {
    customer: Customer,
    phone: Phone,
    chat: Option<Chat>,
    /// The first mail, which later ones follow.
    mailed: bool,
    conversation: Option<ConversationId>,
    number_known: bool,
}

impl Story {
    /// All of them.
    ///
    /// # Panics
    /// When the file has an error, which a test would show.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let file: File = toml::from_str(include_str!("stories.toml")).expect("the file of stories");
        file.story
    }

    /// A few of them: one for every medium and for every kind of step.
    ///
    /// # Panics
    /// As [`all`](Self::all).
    #[must_use]
    pub fn few() -> Vec<(usize, Self)> {
        const FEW: [&str; 8] = [
            "Jane Doe",
            "Carlos Rivera",
            "Elif Kaya",
            "Farah Aziz",
            "Rosa Delgado",
            "Olga Smirnova",
            "Pablo Ortega",
            "Rachel Green",
        ];
        Self::all().into_iter().enumerate().filter(|(_, story)| FEW.contains(&story.who.as_str())).collect()
    }

    /// Tells it.
    ///
    /// # Panics
    /// When something is refused that the story counts on.
    pub async fn tell(self, cast: &Cast, nth: usize) {
        let site = &cast.site;
        let address = format!("{}@example.com", plain(&self.who));
        let number = number(nth);
        let mut hand = Hand {
            customer: site.customer_at(&self.who, if nth == 0 { "jane@example.com" } else { &address }),
            phone: Phone::new(site.clone(), &self.who, &number),
            chat: None,
            mailed: false,
            conversation: None,
            number_known: self.via != "mail" && self.via != "chat",
        };
        if self.via == "call" {
            let call = hand.phone.calls(None);
            call.is_asked().await;
            call.hangs_up();
            return;
        }
        for step in &self.then {
            let (word, rest) = step.split_once(": ").unwrap_or(("", step));
            match (word, step.as_str()) {
                (_, step) if step.starts_with("> ") => {
                    let text = step.trim_start_matches("> ").to_owned();
                    let wish = Wish::Reply { text, channel: None, template: None, attachments: Vec::new() };
                    self.act(cast, &mut hand, wish).await;
                }
                ("note", _) => {
                    self.act(cast, &mut hand, Wish::Note { text: rest.to_owned(), mentions: mentioned(rest) }).await;
                }
                ("intent", _) => {
                    self.act(cast, &mut hand, Wish::SetIntent { intent: Some(rest.to_owned()) }).await;
                }
                ("number", _) => self.note_number(cast, &mut hand, rest).await,
                ("tag", _) => {
                    let tags = rest.split(", ").map(str::to_owned).collect();
                    self.act(cast, &mut hand, Wish::Tag { tags }).await;
                }
                ("hold", _) => {
                    self.act(cast, &mut hand, Wish::Hold { until: None, because: rest.to_owned() }).await;
                }
                ("team", _) => self.act(cast, &mut hand, Wish::HandOff { note: note(rest) }).await,
                (_, "close") => self.act(cast, &mut hand, Wish::Close).await,
                ("mail" | "chat" | "text" | "whatsapp", _) => self.say(cast, &mut hand, word, rest).await,
                _ => self.say(cast, &mut hand, &self.via, step).await,
            }
        }
    }

    /// The customer says something over a medium.
    async fn say(&self, cast: &Cast, hand: &mut Hand, via: &str, text: &str) {
        match via {
            "mail" if hand.mailed => match self.last_answer(hand).await {
                Some(mail) => drop(hand.customer.replies(&mail, text).await),
                None => drop(hand.customer.writes(&format!("Re: {}", self.subject()), text).await),
            },
            "mail" => {
                hand.customer.writes(self.subject(), text).await;
                hand.mailed = true;
            }
            "chat" => {
                if hand.chat.is_none() {
                    let visitor = cast.site.visitor();
                    let credentials = visitor.begin().await;
                    hand.conversation = Some(credentials.conversation);
                    hand.chat = Some(visitor.chat(&credentials).await);
                }
                if let Some(chat) = &mut hand.chat {
                    chat.say(text).await.expect("a visitor may write");
                }
            }
            medium => {
                self.know_number(cast, hand).await;
                // The shop answers by Meta's number, whose window opens when the customer writes there.
                let medium = if medium == "text" { Medium::Sms } else { Medium::WhatsappMeta };
                hand.phone.writes(medium, text).await;
            }
        }
        if hand.conversation.is_none() {
            let (name, address, number) = (&self.who, hand.customer.address(), &hand.phone.number);
            let title =
                |row: &weft_shared::wire::agent::Row| [name.as_str(), address, number].contains(&row.title.as_str());
            hand.conversation = Some(cast.row(name, title).await.conversation);
        }
    }

    fn subject(&self) -> &str {
        self.subject.as_deref().unwrap_or("A question")
    }

    /// The last mail that the shop sent: what the customer answers.
    async fn last_answer(&self, hand: &Hand) -> Option<Mail> {
        for _ in 0..40 {
            if let Some(mail) = hand.customer.inbox().pop() {
                return Some(mail);
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        None
    }

    /// Whoever answers notes the customer's number before the customer writes from it: so it stays one conversation.
    async fn know_number(&self, cast: &Cast, hand: &mut Hand) {
        if !hand.number_known {
            let how = "Confirmed the order number and the postcode on the phone.".to_owned();
            let value = hand.phone.number.clone();
            self.act(cast, hand, Wish::AddIdentifier { kind: IdentifierKind::Phone, value, how }).await;
            hand.number_known = true;
            if let Some(conversation) = hand.conversation {
                cast.knows(conversation, &hand.phone.number).await;
            }
        }
    }

    /// Whoever answers notes the number of somebody who has written from it: whether they are one, a person decides.
    async fn note_number(&self, cast: &Cast, hand: &mut Hand, who: &str) {
        let nth = Self::all().iter().position(|story| story.who == who).expect("somebody of the stories");
        let value = number(nth);
        cast.row(who, |row| row.title == value || row.title == who).await;
        let how = "Gave it on the phone, to be called back.".to_owned();
        self.act(cast, hand, Wish::AddIdentifier { kind: IdentifierKind::Phone, value, how }).await;
    }

    /// Whoever answers does something. Where the desk has nobody free, nothing happens: that is how desks are.
    async fn act(&self, cast: &Cast, hand: &mut Hand, wish: Wish) {
        let Some(conversation) = hand.conversation else { return };
        let mut owner: Option<&SignedIn> = cast.owner(conversation).await;
        if owner.is_none() {
            // Whoever looks after everything takes what nobody was given.
            owner = cast.takes(conversation).await;
        }
        if owner.is_none() {
            // Nobody may take what the desk is just giving away.
            owner = cast.owner(conversation).await;
        }
        let Some(owner) = owner else { return };
        let done = owner.thread(conversation).await.wish(wish.clone()).await;
        assert!(done.is_ok(), "{wish:?} is refused: {done:?}");
    }
}

/// Of the numbers for films and examples; Jane's, who is the first, is the one that the shop's backend knows.
fn number(nth: usize) -> String {
    if nth == 0 { "+447700900123".to_owned() } else { format!("+4477009002{nth:02}") }
}

/// The agents whom a note names, as in `@ben`.
fn mentioned(note: &str) -> Vec<AgentId> {
    let names = note.split('@').skip(1).map(|rest| rest.split(|c: char| !c.is_ascii_lowercase()).next());
    names.flatten().filter_map(|name| name.parse().ok()).collect()
}

/// The note of a handoff to a team: `returns | wants | done | promised | next`.
fn note(text: &str) -> HandoffNote {
    let mut parts = text.split(" | ").map(str::to_owned);
    let mut part = || parts.next().expect("five parts");
    let usual = note_for(Party::Team(part()));
    HandoffNote { wants: part(), done: part(), promised: part(), next: part(), ..usual }
}

/// A name as the local part of an address.
fn plain(name: &str) -> String {
    let fold = |c: char| match c {
        'a'..='z' => Some(c),
        ' ' => Some('.'),
        'ü' | 'ú' => Some('u'),
        'á' => Some('a'),
        'ë' => Some('e'),
        'ń' => Some('n'),
        _ => None,
    };
    name.to_lowercase().chars().filter_map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use weft_shared::{policy::Policy, text::Classifier};

    #[test]
    fn there_are_sixty_stories_over_all_media_and_every_note_has_its_parts() {
        let all = Story::all();
        assert_eq!(all.len(), 60);
        for via in ["mail", "chat", "text", "whatsapp", "call"] {
            assert!(all.iter().any(|story| story.via == via), "{via}");
        }
        for step in all.iter().flat_map(|story| &story.then) {
            if let Some(rest) = step.strip_prefix("team: ") {
                assert!(matches!(note(rest).owner, Party::Team(team) if !team.is_empty()));
            }
        }
    }

    #[test]
    fn the_shop_has_three_teams_six_agents_and_eight_intents_each_of_which_some_customer_is_understood_to_have() {
        let rules = Policy::of_site(include_str!("../../../policies/demo.toml")).expect("the rules of the demo");
        assert_eq!((rules.routing.teams.len(), super::super::staff().len(), rules.intents.len()), (3, 6, 8));
        let examples = rules.intents.iter().map(|(name, intent)| (name.as_str(), intent.examples.clone()));
        let model = Classifier::learn(&examples.collect::<Vec<_>>());
        let all = Story::all();
        let first = all.iter().filter_map(|story| story.then.first());
        let met: BTreeSet<String> = first.filter_map(|text| Some(model.read(text).best?.name)).collect();
        for name in rules.intents.keys() {
            assert!(met.contains(name), "{name} in {met:?}");
        }
    }

    #[test]
    fn every_kind_of_step_is_taken_and_notes_name_colleagues() {
        let few = Story::few();
        for via in ["mail", "chat", "text", "whatsapp", "call"] {
            let begins = |story: &Story| story.via == via || story.then.iter().any(|step| step.starts_with(via));
            assert!(few.iter().any(|(_, story)| begins(story)), "{via}");
        }
        let steps = || few.iter().flat_map(|(_, story)| &story.then);
        for word in
            ["> ", "note: ", "tag: ", "intent: ", "number: ", "hold: ", "team: ", "text: ", "whatsapp: ", "close"]
        {
            assert!(steps().any(|step| step.starts_with(word)), "{word:?}");
        }
        assert_eq!(mentioned("Ask @ben, or @cleo."), ["ben".parse().unwrap(), "cleo".parse().unwrap()]);
    }

    #[test]
    fn names_become_addresses() {
        assert_eq!(plain("Zoë Martin"), "zoe.martin");
        assert_eq!(plain("Beate Krüger"), "beate.kruger");
    }
}
