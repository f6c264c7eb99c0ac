//! What the customer is told when somebody else goes on with them: once, by the first way that may carry it now.

use super::{At, Target, Way, ways};
use crate::{
    conversation::HANDED,
    event::EventBody,
    id::{MessageId, TokenId},
    identity::{Identifier, Standing},
    message::{Author, MAX_TEXT, Message},
    policy::{ChannelPolicy, filled},
    time::{DAY, Timestamp},
};

impl At<'_> {
    /// Tells who continues and what is promised; if nothing can carry that, agents are told so. Nothing where the policy
    /// has no words for it.
    pub(super) fn tell_customer(&self, id: MessageId, who: &str) -> Vec<EventBody> {
        let Some(told) = &self.policy.handoff.told else { return Vec::new() };
        let all = ways(self.conversation, self.policy, self.now, &|_| true);
        let Some(way) = all.into_iter().find(|way| self.carries_automatic(way)) else {
            let what = format!("The customer was not told that {who} continues: nothing may carry that by itself now");
            return vec![EventBody::Noted { what, raw: None }];
        };
        let Some(rules) = self.policy.channels.get(&way.channel) else { return Vec::new() };
        let text = self.in_tone(rules, &way, told, who);
        let (to, to_session) = match way.target {
            Target::Address(address) => (Some(address), None),
            Target::Session(session) => (None, Some(session)),
        };
        let message = Message {
            subject: self.conversation.subject.clone().filter(|_| rules.has_subject),
            not_before: to.as_ref().and_then(|to| self.policy.quiet_until(&way.channel, &to.value, self.now)),
            to: to.clone(),
            to_session,
            automatic: Some(HANDED.to_owned()),
            ..Message::new(id, way.channel.clone(), Author::System, text)
        };
        // The message and its link are of the same wish: one id does for both.
        let token = to.as_ref().filter(|_| rules.carries_link).map(|_| TokenId::from_bits(id.bits()));
        let mut events = Vec::new();
        if let (Some(to), Some(token)) = (&to, token) {
            events.push(self.link(token, &way.channel, to, None));
        }
        events.push(EventBody::MessageSent { message, link: token });
        events
    }

    /// Whether any text may go there now without a person writing it.
    fn carries_automatic(&self, way: &Way) -> bool {
        let free = way.blocked.is_none() && way.templates.is_empty();
        free && match &way.target {
            Target::Address(address) => self.may_write_by_itself(address),
            Target::Session(_) => true,
        }
    }

    /// No more automatic messages go to an address than so many a day, and fewer to one that is unproven.
    fn may_write_by_itself(&self, address: &Identifier) -> bool {
        let (limits, known) = (self.policy.automatic, self.conversation);
        let today = |at: &Timestamp| self.now.since(*at) < DAY;
        let proven = known.participant(address).is_some_and(|known| known.standing == Standing::Proven);
        let told = known.desk.told.iter().filter(|(to, at)| to == address && today(at)).count();
        let answered = known.answered.iter().filter(|((to, what), at)| to == address && what != HANDED && today(at));
        let most = if proven { limits.mails_a_day } else { limits.unproven_mails_a_day };
        told + answered.count() < most as usize
    }

    /// The words of the policy, with the greeting and the signature of the medium.
    fn in_tone(&self, rules: &ChannelPolicy, way: &Way, told: &str, who: &str) -> String {
        let promise = rules.promise.as_ref().and_then(|name| self.policy.promises.get(name));
        let promise = promise.map_or("", |promise| promise.text.as_str());
        let site = self.policy.site_name.as_str();
        let words = filled(told, &[("who", who), ("promise", promise), ("site", site)]);
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = match &way.target {
            Target::Address(address) => self.conversation.participant(address).and_then(|known| known.name.as_deref()),
            Target::Session(_) => None,
        };
        // Where people write at length a message has a beginning and an end; elsewhere it is one of many.
        let long = rules.has_subject;
        let greeting = rules.tone.greeting.as_ref().filter(|_| long).map(|greeting| match name {
            Some(name) => filled(greeting, &[("name", name), ("site", site)]),
            None => filled(&greeting.replace(" {{name}}", ""), &[("name", ""), ("site", site)]),
        });
        let signature = rules.tone.signature.as_ref().filter(|_| long);
        let signature = signature.map(|signature| filled(signature, &[("agent", who), ("site", site)]));
        let parts = [greeting, Some(words), signature].into_iter().flatten();
        let text = parts.map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect::<Vec<_>>();
        text.join("\n\n").chars().take(rules.max_text.min(MAX_TEXT)).collect()
    }
}
