//! Delivery reports: the `message/delivery-status` part of a bounce (RFC 3464).

use crate::message::Delivery;

/// The most recipients that are read from one report.
pub const MAX_RECIPIENTS: usize = 100;
/// The longest text that is kept of a field, in characters.
const MAX_FIELD: usize = 500;

/// What a mail system did with a mail (RFC 3464, section 2.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Given up.
    Failed,
    /// Still trying.
    Delayed,
    /// In the mailbox.
    Delivered,
    /// Passed on to a system that reports nothing.
    Relayed,
    /// Passed on to several mailboxes.
    Expanded,
}

/// How long a failure lasts, by the class of its status (RFC 3463, section 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duration {
    /// Trying again makes no sense (class 5).
    Permanent,
    /// Trying again may help (class 4).
    Temporary,
}

/// What became of a mail for one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The address at the end, as the report spells it.
    pub recipient: String,
    /// The address that the mail was sent to, where the report tells.
    pub original_recipient: Option<String>,
    /// What was done.
    pub action: Action,
    /// The status code, such as `5.1.1`; empty where the report has none.
    pub status: String,
    /// The reason in the words of the mail system that refused.
    pub detail: Option<String>,
}

impl Report {
    /// How long the failure lasts; `None` where nothing failed.
    #[must_use]
    pub fn duration(&self) -> Option<Duration> {
        match (self.action, self.status.chars().next()) {
            (Action::Delayed, _) | (Action::Failed, Some('4')) => Some(Duration::Temporary),
            (Action::Failed, _) => Some(Duration::Permanent),
            _ => None,
        }
    }

    /// What the report changes about a message; `None` for a mere delay.
    #[must_use]
    pub fn delivery(&self) -> Option<Delivery> {
        match self.action {
            Action::Failed => Some(Delivery::Failed),
            Action::Delayed => None,
            Action::Delivered => Some(Delivery::Delivered),
            Action::Relayed | Action::Expanded => Some(Delivery::Sent),
        }
    }

    /// One line for agents: the status and the mail system's words.
    #[must_use]
    pub fn sentence(&self) -> String {
        let words = self.detail.as_deref().unwrap_or("no reason given");
        if self.status.is_empty() { words.to_owned() } else { [&self.status, ": ", words].concat() }
    }
}

/// Reads the text of a `message/delivery-status` part: one [`Report`] for each recipient of whom it says enough.
#[must_use]
pub fn parse(text: &str) -> Vec<Report> {
    let mut reports = Vec::new();
    let mut group = Group::default();
    for line in text.lines() {
        let line = line.trim_end();
        if line.is_empty() {
            reports.extend(std::mem::take(&mut group).report());
        } else if line.starts_with([' ', '\t']) {
            group.fold(line.trim_start());
        } else if let Some((name, value)) = line.split_once(':') {
            group.field(name.trim(), value.trim());
        }
        if reports.len() >= MAX_RECIPIENTS {
            return reports;
        }
    }
    reports.extend(group.report());
    reports
}

/// The fields of one recipient while they are read.
#[derive(Default)]
struct Group {
    fields: [Option<String>; FIELDS.len()],
    last: Option<usize>,
}

const FIELDS: [&str; 5] = ["final-recipient", "original-recipient", "action", "status", "diagnostic-code"];

impl Group {
    fn field(&mut self, name: &str, value: &str) {
        self.last = FIELDS.iter().position(|field| field.eq_ignore_ascii_case(name));
        if let Some(slot) = self.last.and_then(|at| self.fields.get_mut(at)) {
            if slot.is_some() {
                // The first one counts; what continues the second must not join it.
                self.last = None;
            } else {
                *slot = Some(value.chars().take(MAX_FIELD).collect());
            }
        }
    }

    fn fold(&mut self, more: &str) {
        let slot = self.last.and_then(|at| self.fields.get_mut(at)).and_then(Option::as_mut);
        if let Some(text) = slot.filter(|text| text.len() < MAX_FIELD) {
            text.push(' ');
            text.extend(more.chars().take(MAX_FIELD - text.len().min(MAX_FIELD)));
        }
    }

    fn report(self) -> Option<Report> {
        let [last, original, action, status, detail] = self.fields;
        let original_recipient = original.as_deref().and_then(typed);
        let recipient = last.as_deref().and_then(typed).or_else(|| original_recipient.clone())?;
        let status: String =
            status.unwrap_or_default().chars().take_while(|c| c.is_ascii_digit() || *c == '.').take(12).collect();
        let word = action.unwrap_or_default().to_ascii_lowercase();
        let action = match word.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default() {
            "failed" => Action::Failed,
            "delayed" => Action::Delayed,
            "delivered" => Action::Delivered,
            "relayed" => Action::Relayed,
            "expanded" => Action::Expanded,
            // Some systems leave it out: the class of the status tells.
            _ => match status.chars().next()? {
                '2' => Action::Delivered,
                '4' => Action::Delayed,
                '5' => Action::Failed,
                _ => return None,
            },
        };
        let detail =
            detail.as_deref().map(|text| text.split_once(';').map_or(text, |(_, words)| words).trim().to_owned());
        Some(Report { recipient, original_recipient, action, status, detail })
    }
}

/// The address of a field `type; address`, with or without angle brackets.
fn typed(field: &str) -> Option<String> {
    let address = field.split_once(';').map_or(field, |(_, address)| address).trim();
    let address = address.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(address).trim();
    (address.contains('@') && !address.contains(char::is_whitespace)).then(|| address.to_owned())
}

#[cfg(test)]
mod tests;
