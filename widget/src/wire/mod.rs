//! Wire types from and to [`Json`](crate::json::Json). The tests hold both directions to the definitions in `weft_shared::wire`.

pub mod read;
pub mod write;

#[cfg(test)]
mod tests {
    use super::{read, write};
    use crate::{json::Json, outbox::Outbox, session::Stored};
    use serde::{Serialize, de::DeserializeOwned};
    use serde_json::json;
    use std::fmt::Debug;
    use weft_shared::{
        evidence::Assurance,
        id::{ConversationId, SessionId},
        message::{Amendment, Delivery},
        time::Timestamp,
        wire::{
            customer::{
                Begin, Challenge, ClaimedSession, CodeSent, CodeTyped, Continue, Credentials, FrameSettings, FromEdge,
                Identified, Identify, LinkRefresh, LinkWanted, Redeem, Redeemed, SpokenCode, ToEdge,
            },
            entry::{CallLine, Entry, EntryBody, File, From, Notice, NoticeKind, Utterance},
            problem::{Problem, ProblemKind},
        },
    };

    /// What the definitions write is read here as the same.
    fn reads<T: Serialize + PartialEq + Debug>(value: T, read: impl Fn(&Json) -> Option<T>) {
        let text = serde_json::to_string(&value).unwrap();
        assert_eq!(Json::read(&text).as_ref().and_then(read), Some(value), "{text}");
    }

    /// What is written here the definitions read as the same.
    fn writes<T: DeserializeOwned + PartialEq + Debug>(value: &T, json: &Json) {
        assert_eq!(serde_json::from_str::<T>(&json.write()).ok().as_ref(), Some(value), "{}", json.write());
    }

    fn credentials(level: Assurance) -> Credentials {
        Credentials {
            conversation: ConversationId::from_bits(1),
            session: SessionId::from_bits(2),
            secret: "0f".repeat(32),
            level,
            expires: Timestamp(1_763_785_123_456),
        }
    }

    fn challenge() -> Challenge {
        Challenge { channel: "letter".parse().unwrap(), masked: "j•••@e••••.com".to_owned() }
    }

    fn problem() -> Problem {
        let full = Problem::new(ProblemKind::TooMany).detail("three \"codes\"\nan hour").retry_after(90_000);
        Problem {
            needs: Some(Assurance::ChannelControl),
            step_up: vec!["code".to_owned()],
            errors: vec!["a".to_owned()],
            ..full
        }
    }

    fn utterance(from: From, delivery: Option<Delivery>) -> Utterance {
        Utterance {
            id: weft_shared::id::MessageId::from_bits(7),
            channel: "letter".parse().unwrap(),
            from,
            name: delivery.map(|_| "Ada".to_owned()),
            address: None,
            subject: delivery.map(|_| "A subject".to_owned()),
            text: "Text <b>\u{2028}".to_owned(),
            folded: delivery.map(|_| "> quoted".to_owned()),
            proof: None,
            delivery,
            attachments: delivery.map_or_else(Vec::new, |_| {
                let id = weft_shared::id::AttachmentId::from_bits(9);
                vec![File { id, name: "a.png".to_owned(), media_type: "image/png".to_owned(), size: 1 << 40 }]
            }),
            raw: false,
            kind: delivery.map(|_| "location".to_owned()),
            answers: None,
            call: None,
            amended: delivery.map(|_| Amendment::Deleted),
            origin: None,
        }
    }

    fn entries() -> Vec<Entry> {
        let deliveries = [Delivery::Queued, Delivery::Sent, Delivery::Failed, Delivery::Delivered, Delivery::Read];
        let mut bodies = vec![EntryBody::Message(Box::new(utterance(From::Customer, None)))];
        for status in deliveries {
            bodies.push(EntryBody::Message(Box::new(utterance(From::Agent, Some(status)))));
            let message = weft_shared::id::MessageId::from_bits(7);
            bodies.push(EntryBody::Delivery { message, status, detail: None });
        }
        for from in [From::System, From::Outsider] {
            bodies.push(EntryBody::Message(Box::new(utterance(from, None))));
        }
        let message = weft_shared::id::MessageId::from_bits(7);
        for change in [
            Amendment::Edited { text: "Other".to_owned() },
            Amendment::Deleted,
            Amendment::Reacted { emoji: Some("👍".to_owned()) },
            Amendment::Reacted { emoji: None },
        ] {
            bodies.push(EntryBody::Amended { message, change });
        }
        bodies.push(EntryBody::Call { message, call: CallLine::default() });
        use NoticeKind::{Automatic, Closed, Customer, Link, Opened, Owner, Proof, Reopened, Rule, Warning};
        for kind in [Opened, Closed, Reopened, Owner, Link, Proof, Warning, Automatic, Rule, Customer] {
            bodies.push(EntryBody::Notice(Notice { kind, text: "Something.".to_owned() }));
        }
        (1..).zip(bodies).map(|(seq, body)| Entry { seq, at: Timestamp(1_763_785_123_456), body }).collect()
    }

    #[test]
    fn frames_from_the_edge_are_read_as_defined() {
        let key: weft_shared::id::CommandKey = "key-00000001".parse().unwrap();
        for level in Assurance::ALL {
            reads(
                FromEdge::Welcome { version: 1, level, open: true, locked: false, challenge: None, elsewhere: false },
                read::from_edge,
            );
            reads(FromEdge::Fresh { credentials: credentials(level) }, read::from_edge);
        }
        let level = Assurance::Linked;
        reads(
            FromEdge::Welcome {
                version: 1,
                level,
                open: false,
                locked: true,
                challenge: Some(challenge()),
                elsewhere: true,
            },
            read::from_edge,
        );
        reads(FromEdge::Entries { reset: true, entries: entries(), upto: 99 }, read::from_edge);
        reads(FromEdge::Said { key: key.clone(), seq: 3 }, read::from_edge);
        reads(FromEdge::Refused { key, problem: problem() }, read::from_edge);
        reads(FromEdge::Typing { name: "Ada".to_owned() }, read::from_edge);
        reads(FromEdge::Bye { because: "expired".to_owned(), problem: None }, read::from_edge);
        reads(FromEdge::Bye { because: "problem".to_owned(), problem: Some(problem()) }, read::from_edge);
    }

    #[test]
    fn answers_are_read_as_defined() {
        reads(credentials(Assurance::Linked), read::credentials);
        for challenge in [None, Some(challenge())] {
            reads(Redeemed { credentials: credentials(Assurance::Linked), challenge }, read::redeemed);
        }
        for elsewhere in [false, true] {
            let identified = Identified { credentials: credentials(Assurance::Account), elsewhere };
            let text = serde_json::to_string(&identified).unwrap();
            assert_eq!(Json::read(&text).as_ref().and_then(read::identified), Some(identified.credentials));
        }
        reads(
            CodeSent { challenge: challenge(), resend_after_ms: 30_000, valid_ms: 600_000, digits: 6 },
            read::code_sent,
        );
        for kind in ProblemKind::ALL {
            reads(Problem::new(*kind), read::problem);
        }
        reads(problem(), read::problem);
        let bare = FrameSettings {
            site: "demo".to_owned(),
            name: "Demo".to_owned(),
            origins: vec!["http://localhost:8788".to_owned()],
            promise: None,
            accent: None,
            channels: vec![("letter".parse().unwrap(), "Letter".to_owned())],
        };
        reads(
            FrameSettings { promise: Some("Soon".to_owned()), accent: Some("#123456".to_owned()), ..bare.clone() },
            read::settings,
        );
        reads(bare, read::settings);
    }

    #[test]
    fn requests_are_written_as_defined() {
        let key: weft_shared::id::CommandKey = "key-00000001".parse().unwrap();
        let kept = credentials(Assurance::Linked);
        let claimed =
            ClaimedSession { conversation: kept.conversation, session: kept.session, secret: kept.secret.clone() };
        let begin = Begin { key: key.clone(), claims_link: None, claims_session: None };
        writes(&begin, &write::begin(&begin));
        let begin = Begin { claims_link: Some("v4.public.x".to_owned()), claims_session: Some(claimed), ..begin };
        writes(&begin, &write::begin(&begin));
        writes(
            &Redeem { token: "t".to_owned(), browser: "b".to_owned() },
            &write::pair("token", "t", Some(("browser", "b"))),
        );
        writes(&LinkWanted { address: "a@b.example".to_owned() }, &write::pair("address", "a@b.example", None));
        writes(&LinkRefresh { token: "t".to_owned() }, &write::pair("token", "t", None));
        writes(
            &SpokenCode { code: "1 2".to_owned(), browser: "b".to_owned() },
            &write::pair("code", "1 2", Some(("browser", "b"))),
        );
        writes(&Identify { token: "t".to_owned() }, &write::pair("token", "t", None));
        for join in [false, true] {
            writes(&Continue { join }, &write::choice("join", join));
        }
        writes(&CodeTyped { code: "1".to_owned() }, &write::pair("code", "1", None));
        for frame in [
            ToEdge::Hello { version: 1, session: kept.session, secret: kept.secret, after: 7 },
            ToEdge::Say { key, text: "a \"b\"\n\u{1}ä😀".to_owned() },
            ToEdge::Typing,
            ToEdge::Seen { seq: 9 },
        ] {
            writes(&frame, &write::to_edge(&frame));
        }
    }

    #[test]
    fn what_this_browser_keeps_reads_back() {
        let mut stored = Stored { browser: "0".repeat(32), ..Stored::default() };
        assert_eq!(read::stored(&write::stored(&stored)), Some(stored.clone()));
        stored.adopt(credentials(Assurance::ChannelControl));
        stored.outbox.put("key-00000001".parse().unwrap(), "a".to_owned(), Timestamp(1), None);
        stored.outbox.put(
            "key-00000002".parse().unwrap(),
            "b".to_owned(),
            Timestamp(2),
            Some(ConversationId::from_bits(3)),
        );
        stored.seen = 7;
        let text = write::stored(&stored).write();
        assert_eq!(Json::read(&text).as_ref().and_then(read::stored), Some(stored));
        assert_eq!(read::outbox(&Json::List(Vec::new())), Outbox::default());
    }

    #[test]
    fn other_shapes_are_nothing() {
        for shape in [
            json!(null),
            json!([]),
            json!({"frame": "entries"}),
            json!({"frame": "said", "key": "x", "seq": 1}),
            json!({"frame": 7}),
        ] {
            assert_eq!(Json::read(&shape.to_string()).as_ref().and_then(read::from_edge), None, "{shape}");
        }
        let wrong = json!({"frame": "entries", "reset": true, "upto": -1, "entries": []}).to_string();
        assert_eq!(Json::read(&wrong).as_ref().and_then(read::from_edge), None);
    }
}
