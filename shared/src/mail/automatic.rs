//! Mail that a machine sent (RFC 3834, RFC 5230, RFC 2919 and what is in use besides).
//!
//! Whatever is recognised here is recorded, never answered, and reopens nothing.

/// What kind of automatic mail it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// It went in a circle.
    Loop,
    /// From one of our own addresses.
    Ourselves,
    /// A mail system's report on a mail that we sent (RFC 3464).
    Bounce,
    /// A reader's machine says that the mail was opened (RFC 8098).
    Receipt,
    /// A recipient complained to their provider (RFC 5965).
    Complaint,
    /// An answering machine.
    AutoReply,
    /// Made by a program.
    Generated,
    /// Came by a mailing list, or in bulk.
    List,
    /// Without a sender to answer to.
    NullSender,
}

/// That a mail is automatic, and by what that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Automatic {
    /// The kind.
    pub kind: Kind,
    /// One sentence for agents.
    pub because: String,
}

/// The most `Received` fields of a mail that is not going in circles.
const MAX_HOPS: usize = 50;

/// Says whether a mail is automatic; `None` means that a person seems to have written it.
///
/// `headers` are names and values in the mail's order, `envelope_from` is the SMTP sender (empty or `<>` for the null
/// sender), `content_type` the mail's own, and `own` tells whether an address is one that we send from. The strongest
/// kind wins, in the order of [`Kind`]. A subject alone never decides: people write "out of office", too.
#[must_use]
pub fn classify(
    headers: &[(String, String)],
    envelope_from: &str,
    content_type: &str,
    own: &dyn Fn(&str) -> bool,
) -> Option<Automatic> {
    let mail = Mail { headers, envelope_from: bare(envelope_from), content_type: content_type.to_ascii_lowercase() };
    let found = mail
        .circle(own)
        .or_else(|| mail.report())
        .or_else(|| mail.declared())
        .or_else(|| mail.list())
        .or_else(|| mail.senderless())
        .or_else(|| mail.resembling());
    found.map(|(kind, because)| Automatic { kind, because: because.to_owned() })
}

type Found = Option<(Kind, &'static str)>;

struct Mail<'a> {
    headers: &'a [(String, String)],
    envelope_from: &'a str,
    content_type: String,
}

impl<'a> Mail<'a> {
    fn all(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    fn first(&self, name: &str) -> Option<&'a str> {
        self.all(name).next()
    }

    fn has(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.all(name).any(|value| !value.is_empty() && !value.eq_ignore_ascii_case("no")))
    }

    fn from(&self) -> &'a str {
        self.first("From").map_or("", bare)
    }

    fn circle(&self, own: &dyn Fn(&str) -> bool) -> Found {
        let ours = |field: &str| {
            self.all(field)
                .flat_map(|value| value.split(','))
                .map(bare)
                .any(|address| !address.is_empty() && own(address))
        };
        if ours("X-Loop") || self.all("Received").count() > MAX_HOPS {
            return Some((Kind::Loop, "It has been here before, or passed too many servers: a mail loop."));
        }
        let sender = !self.envelope_from.is_empty() && own(self.envelope_from);
        (sender || ours("From") || ours("Sender"))
            .then_some((Kind::Ourselves, "It says that it is from one of our own addresses."))
    }

    fn report(&self) -> Found {
        let kind = self.content_type.trim_start();
        if kind.starts_with("multipart/report") {
            return Some(if kind.contains("disposition-notification") {
                (Kind::Receipt, "It is a receipt by a mail program.")
            } else if kind.contains("feedback-report") {
                (Kind::Complaint, "It is a complaint that was passed on by a mail provider.")
            } else {
                (Kind::Bounce, "It is a delivery report by a mail system.")
            });
        }
        let local = local_part(self.from());
        let daemon = matches!(local.as_str(), "mailer-daemon" | "mail-daemon" | "mailerdaemon" | "mailer_daemon");
        let postmaster = local == "postmaster" && self.has_null_sender();
        (kind.starts_with("message/delivery-status") || daemon || postmaster || self.has(&["X-Failed-Recipients"]))
            .then_some((Kind::Bounce, "It is a delivery report by a mail system."))
    }

    /// What the mail itself declares.
    fn declared(&self) -> Found {
        // RFC 3834, section 5: anything but "no", parameters and comments aside.
        let submitted = self.all("Auto-Submitted").map(keyword).find(|word| word != "no");
        if let Some(word) = submitted {
            return Some(if word == "auto-replied" {
                (Kind::AutoReply, "It says that it is an automatic answer (Auto-Submitted).")
            } else {
                (Kind::Generated, "It says that a program made it (Auto-Submitted).")
            });
        }
        let answered = self.has(&[
            "X-Autoreply",
            "X-Auto-Reply",
            "X-Autoreply-From",
            "X-Auto-Reply-From",
            "X-Autorespond",
            "X-Autoresponder",
            "X-Auto-Respond",
            "X-Mail-Autoreply",
            "X-POST-MessageClass-Autoreply",
        ]);
        let away = self.first("X-Apple-Action").is_some_and(|value| value.eq_ignore_ascii_case("vacation"));
        let answering = self.all("Precedence").map(keyword).any(|word| word == "auto_reply" || word == "auto-reply");
        if answered || away || answering {
            return Some((Kind::AutoReply, "Its headers mark it as the answer of a machine."));
        }
        let unwanted = self
            .all("X-Auto-Response-Suppress")
            .flat_map(|value| value.split(','))
            .map(keyword)
            .any(|word| matches!(word.as_str(), "all" | "oof" | "autoreply"));
        match (unwanted, self.subject_says()) {
            (true, true) => Some((Kind::AutoReply, "Its subject and its headers are those of an answering machine.")),
            (true, false) => Some((Kind::Generated, "It asks that no machine answers it.")),
            (false, _) => {
                self.has(&["X-Loop"]).then_some((Kind::Generated, "It marks itself as passed on by a program."))
            }
        }
    }

    fn list(&self) -> Found {
        if self.has(&["List-Id", "List-Post", "List-Unsubscribe", "List-Help", "Mailing-List", "X-Mailing-List"]) {
            return Some((Kind::List, "It came by a mailing list."));
        }
        let precedence =
            self.all("Precedence").map(keyword).any(|word| matches!(word.as_str(), "list" | "bulk" | "junk"));
        (precedence || self.has(&["Feedback-ID", "X-Campaign-Id"])).then_some((Kind::List, "It was sent in bulk."))
    }

    fn has_null_sender(&self) -> bool {
        self.envelope_from.is_empty() || self.first("Return-Path").is_some_and(|value| bare(value).is_empty())
    }

    fn senderless(&self) -> Found {
        (self.has_null_sender() || self.from().is_empty())
            .then_some((Kind::NullSender, "It names no sender to answer to."))
    }

    /// Whether the subject begins like that of an answering machine: weak, because people write that, too.
    fn subject_says(&self) -> bool {
        const SUBJECTS: [&str; 34] = [
            "auto reply",
            "auto-reply",
            "autoreply",
            "auto response",
            "auto-response",
            "autoresponse",
            "autorespons",
            "automatic reply",
            "automatic response",
            "out of office",
            "out of the office",
            "on vacation",
            "automatische antwort",
            "automatische antworten",
            "abwesenheit",
            "abwesend",
            "réponse automatique",
            "absence du bureau",
            "respuesta automática",
            "fuera de la oficina",
            "resposta automática",
            "risposta automatica",
            "automatisch antwoord",
            "afwezig",
            "automatiskt svar",
            "autosvar",
            "automatisk svar",
            "automaattinen vastaus",
            "automatyczna odpowiedź",
            "automatická odpověď",
            "автоответ",
            "автоматический ответ",
            "自动回复",
            "自動返信",
        ];
        let subject = self.first("Subject").unwrap_or_default().chars().take(200).collect::<String>().to_lowercase();
        SUBJECTS.iter().any(|start| subject.starts_with(start))
    }

    /// Two weak signs together: what the subject begins with, and who sends.
    fn resembling(&self) -> Found {
        const SENDERS: [&str; 10] = [
            "noreply",
            "no-reply",
            "no_reply",
            "donotreply",
            "do-not-reply",
            "autoreply",
            "auto-reply",
            "autoresponder",
            "bounce",
            "notification",
        ];
        let local = local_part(self.from());
        let sends = SENDERS.iter().any(|start| local.starts_with(start));
        let vacation = self.first("Message-ID").is_some_and(|id| id.to_ascii_lowercase().contains("-vac@"));
        (self.subject_says() && (sends || vacation))
            .then_some((Kind::AutoReply, "Its subject and its sender are those of an answering machine."))
    }
}

/// The first word of a value, in lower case, without parameters and comments.
fn keyword(value: &str) -> String {
    let end = |c: char| c == ';' || c == '(' || c.is_whitespace();
    value.trim().split(end).next().unwrap_or_default().to_ascii_lowercase()
}

/// The address inside the last angle brackets, or all.
fn bare(text: &str) -> &str {
    let inner = text.rsplit_once('<').map_or(text, |(_, rest)| rest.split('>').next().unwrap_or_default());
    inner.trim()
}

fn local_part(address: &str) -> String {
    address.rsplit_once('@').map_or(address, |(local, _)| local).to_ascii_lowercase()
}

#[cfg(test)]
mod tests;
