//! A conversation as agents see it, without its entries: who it is with, how an answer goes out, what the rules say.

use super::{
    agent::{held, offer},
    called::{is_name, title},
    words::proven_words,
};
use crate::{
    consent::NotedConsent,
    conversation::{Conversation, Participant},
    decide::{How, Move, Presence, Target, Way, advise, moves, promise, ways},
    evidence::Action,
    message::MAX_TEXT,
    policy::{Capability, Policy, Tone, filled},
    time::Timestamp,
    wire::agent::{CustomerCard, IdentifierLine, MoveLine, Route, SessionLine, TemplateLine, ThreadState, ToneLine},
};

/// What asks for a proof where the site's rules have no sentence for it.
const VERIFY: &str = "Before I can tell you more, please show that it is you: press “Confirm it’s you” in the chat on our \
                      website and type the code that we send you.";

/// Everything but the entries.
#[must_use]
pub fn thread_state(
    conversation: &Conversation,
    policy: &Policy,
    now: Timestamp,
    present: Presence<'_>,
) -> Option<ThreadState> {
    let identity = conversation.identity.as_ref()?;
    let sessions = conversation.sessions.iter().filter(|(id, _)| conversation.live(**id, now).is_some());
    let sessions = sessions.map(|(id, session)| SessionLine {
        session: *id,
        level: session.level(policy, now),
        because: session.evidence.last().map_or_else(|| "Nothing is proven".to_owned(), proven_words),
        present: present(*id),
    });
    let desk = &conversation.desk;
    let ways = ways(conversation, policy, now, present).into_iter();
    let routes = ways.map(|way| route(conversation, policy, now, present, way));
    Some(ThreadState {
        conversation: identity.conversation,
        subject: conversation.subject.clone(),
        open: conversation.open,
        owner: conversation.had_by().cloned(),
        customer: CustomerCard {
            customer: identity.customer,
            title: title(conversation),
            identifiers: conversation.participants.iter().map(|known| identifier(conversation, known)).collect(),
            sessions: sessions.collect(),
        },
        routes: routes.collect(),
        intent: conversation.intent.clone(),
        advice: advise(conversation, policy, now),
        promise: promise(conversation, policy, now),
        deals: conversation.deals.iter().map(|deal| deal.value.clone()).collect(),
        departed: conversation.departed,
        guesses: desk.reading.intent.iter().chain(&desk.reading.others).cloned().collect(),
        intent_by: desk.intent_by.clone(),
        team: desk.team.clone(),
        decision: desk.decision.clone(),
        tags: desk.tags.clone(),
        held: held(conversation),
        offer: desk.offer.as_ref().map(|known| (offer(known), known.note.clone())),
        moves: move_lines(conversation, policy, now),
        language: desk.reading.language.clone(),
    })
}

/// The media that the customer can be moved to, each with what happens then.
fn move_lines(conversation: &Conversation, policy: &Policy, now: Timestamp) -> Vec<MoveLine> {
    let line = |known: Move| {
        let label = policy.label(&known.to);
        let how = match &known.how {
            Ok(How::Link { over, to }) if *over == known.to => format!("A link to go on is sent to {}", to.value),
            Ok(How::Link { over, to }) => {
                format!("A link to {label} is sent to {} on {}", to.value, policy.label(over))
            }
            Ok(How::Spoken(to)) => format!("You call {}, and read out a code that is shown to you", to.value),
            Ok(How::Answer(to)) => format!("Your next answer goes to {}", to.value),
            Ok(How::Here) => "They are there: your next answer goes there".to_owned(),
            Err(_) => format!("The customer goes on on {label}"),
        };
        let call = match &known.how {
            Ok(How::Spoken(to)) => Some(to.value.clone()),
            _ => None,
        };
        MoveLine {
            to: known.to.clone(),
            code: call.is_some(),
            call,
            how,
            blocked: known.how.err().map(|block| block.why),
        }
    };
    if !conversation.open {
        return Vec::new();
    }
    moves(conversation, policy, now).into_iter().map(line).collect()
}

fn route(conversation: &Conversation, policy: &Policy, now: Timestamp, present: Presence<'_>, way: Way) -> Route {
    let rules = policy.channels.get(&way.channel);
    // The name that somebody gave elsewhere is no greeting for whoever is here.
    let name = match &way.target {
        Target::Address(address) => conversation
            .participant(address)
            .filter(|known| known.heard_on.iter().any(|heard| heard.channel == way.channel))
            .and_then(|known| known.name.as_deref()),
        Target::Session(id) => conversation
            .live(*id, now)
            .filter(|session| policy.allows(&session.channel, Action::SeeContact, session.level(policy, now)))
            .and_then(|_| conversation.participants.iter().find_map(|known| known.name.as_deref())),
    };
    let name = name.filter(|name| is_name(name));
    let filled_in = |name: &String| Some(template(policy, name, &policy.templates.get(name)?.text));
    Route {
        to: match &way.target {
            Target::Address(address) => address.value.clone(),
            Target::Session(id) if present(*id) => "the visitor in the chat".to_owned(),
            Target::Session(_) => "the visitor's browser, when it is back".to_owned(),
        },
        templates: way.templates.iter().filter_map(filled_in).collect(),
        max_text: rules.map_or(MAX_TEXT, |rules| rules.max_text.min(MAX_TEXT)),
        segments: policy.can(&way.channel, Capability::Segments),
        files: policy.can(&way.channel, Capability::Files),
        tone: rules.map(|rules| tone(policy, &rules.tone, name)).unwrap_or_default(),
        channel: way.channel,
        blocked: way.blocked,
        caution: way.caution,
        rule: way.rule,
        window_ends: way.window_ends,
    }
}

/// The agent's own name is filled in where it is known: in the console, and when the answer is decided.
fn template(policy: &Policy, name: &str, text: &str) -> TemplateLine {
    let values = [("site", policy.site_name.as_str()), ("agent", "{{agent}}")];
    TemplateLine { name: name.to_owned(), text: filled(text, &values) }
}

fn tone(policy: &Policy, tone: &Tone, name: Option<&str>) -> ToneLine {
    let values = [("site", policy.site_name.as_str()), ("agent", "{{agent}}"), ("name", name.unwrap_or_default())];
    let greeting = tone.greeting.as_ref().map(|greeting| match name {
        Some(_) => filled(greeting, &values),
        // Without a name the greeting closes up before its comma.
        None => filled(&greeting.replace(" {{name}}", ""), &values).trim().to_owned(),
    });
    ToneLine {
        length: tone.length.name().to_owned(),
        greeting,
        signature: tone.signature.as_ref().map(|signature| filled(signature, &values)),
        note: tone.note.clone(),
        name: name.map(str::to_owned),
        verify: tone.verify.clone().unwrap_or_else(|| VERIFY.to_owned()),
    }
}

pub(crate) fn identifier(conversation: &Conversation, known: &Participant) -> IdentifierLine {
    let claimed = || {
        let how = if known.heard_on.is_empty() {
            "nobody was heard from it yet"
        } else {
            "it stood in a message that nothing vouches for"
        };
        format!("Only claimed: {how} ({})", known.joined.words())
    };
    let wishes = conversation.consents.iter().filter(|noted| noted.line.identifier == known.identifier);
    let wish = |noted: &NotedConsent| {
        let because = format!("{} ({})", noted.because.trim_end_matches('.'), noted.at.words());
        (noted.line.channel.clone(), noted.line.consent, because)
    };
    IdentifierLine {
        kind: known.identifier.kind,
        value: known.identifier.value.clone(),
        standing: known.standing,
        because: known.evidence.as_ref().map_or_else(claimed, proven_words),
        media: known.heard_on.iter().map(|heard| heard.channel.clone()).collect(),
        consents: wishes.map(wish).collect(),
    }
}
