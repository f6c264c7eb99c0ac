//! The accessibility tree as an indented text: what assistive technology is told, fit for a snapshot.

use super::{Browser, devtools::ask};
use serde_json::{Value, json};
use std::{collections::HashMap, fmt::Write as _};

/// Roles that say nothing by themselves.
const SILENT: [&str; 6] = ["none", "generic", "InlineTextBox", "LineBreak", "ListMarker", "RootWebArea"];

/// Properties that a user is told.
const TOLD: [&str; 10] =
    ["checked", "disabled", "expanded", "haspopup", "invalid", "level", "live", "pressed", "required", "selected"];

/// The question for the tree.
const TREE: &str = "Accessibility.getFullAXTree";

impl Browser {
    /// The tree of the page in front.
    pub async fn page_tree(&self) -> String {
        tree(&self.ask_page(TREE, json!({})).await)
    }

    /// The tree of the widget's frame in the page in front.
    ///
    /// # Panics
    /// When there is no such frame.
    pub async fn widget_tree(&self) -> String {
        let tools = self.frame_tools(&format!("{}/frame/", self.world.edge_url)).await;
        tree(&ask(&tools.expect("the widget's frame is there"), TREE, json!({})).await)
    }
}

fn tree(answer: &Value) -> String {
    let nodes = answer["nodes"].as_array().cloned().unwrap_or_default();
    let by_id: HashMap<&str, &Value> = nodes.iter().filter_map(|node| Some((node["nodeId"].as_str()?, node))).collect();
    let mut written = Written::default();
    if let Some(root) = nodes.iter().find(|node| node["parentId"].is_null()) {
        write_node(root, &by_id, 0, "", &mut written);
    }
    written.lines
}

/// What was written of a part of the tree.
#[derive(Default)]
struct Written {
    lines: String,
    /// What the times in it say: "now" may be "1 min" in the next run.
    times: Vec<String>,
}

fn write_node(node: &Value, nodes: &HashMap<&str, &Value>, depth: usize, above: &str, out: &mut Written) {
    let word = |field: &str| node[field]["value"].as_str().unwrap_or_default();
    let (role, name) = (word("role"), word("name").split_whitespace().collect::<Vec<_>>().join(" "));
    // A text that only repeats the name of what it is in says nothing new.
    let repeats = role == "StaticText" && above.contains(name.as_str());
    let silent = node["ignored"] == true || SILENT.contains(&role) || repeats;
    let (depth_below, above_below) = if silent { (depth, above) } else { (depth + 1, name.as_str()) };
    let mut below = Written::default();
    for child in node["childIds"].as_array().into_iter().flatten() {
        if let Some(child) = child.as_str().and_then(|id| nodes.get(id)) {
            write_node(child, nodes, depth_below, above_below, &mut below);
        }
    }
    if role == "time" {
        let _ = writeln!(out.lines, "{:1$}time", "", depth * 2);
        out.times.extend(texts(node, nodes));
        return;
    }
    if !silent {
        let name = below.times.iter().fold(name, |name, time| name.replace(time.as_str(), "‹time›"));
        let mut line = format!("{:1$}{role}", "", depth * 2);
        if !name.is_empty() {
            let _ = write!(line, " {name:?}");
        }
        for property in node["properties"].as_array().into_iter().flatten() {
            let (key, value) = (property["name"].as_str().unwrap_or_default(), &property["value"]["value"]);
            let off = matches!(value, Value::Bool(false) | Value::Null) || value == "false";
            if TOLD.contains(&key) && (!off || key == "expanded" || key == "checked" || key == "pressed") {
                let _ = write!(line, " {key}={}", value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            }
        }
        let _ = writeln!(out.lines, "{line}");
    }
    out.lines.push_str(&below.lines);
    out.times.append(&mut below.times);
}

/// The texts below a node.
fn texts(node: &Value, nodes: &HashMap<&str, &Value>) -> Vec<String> {
    if node["role"]["value"] == "StaticText" {
        return node["name"]["value"].as_str().map(str::to_owned).into_iter().collect();
    }
    let children = node["childIds"].as_array().into_iter().flatten().filter_map(Value::as_str);
    children.filter_map(|id| nodes.get(id)).flat_map(|child| texts(child, nodes)).collect()
}

/// Takes out what differs from run to run: what is named in `changes`, times of day, dates, ids, seals, countdowns and
/// when an answer is due.
#[must_use]
pub fn redact(tree: &str, changes: &[(&str, &str)]) -> String {
    let mut text = tree.to_owned();
    for (from, to) in changes {
        text = text.replace(from, to);
    }
    let mut out = String::new();
    let mut word = String::new();
    for c in text.chars().chain(['\0']) {
        if c.is_alphanumeric() || c == ':' {
            word.push(c);
            continue;
        }
        out.push_str(redacted(&word));
        word.clear();
        if c != '\0' {
            out.push(c);
        }
    }
    // What is due in some hours is due on another day when it is late.
    let out = out.replace("‹day› ‹time›", "‹time›");
    without_dates(&without_waits(&without_promises(&without_tokens(&out))))
}

fn redacted(word: &str) -> &str {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let clock = word.contains(':') && digits >= 3 && word.bytes().all(|b| b.is_ascii_digit() || b == b':');
    if clock {
        "‹time›"
    } else if word.len() == 26 && digits > 0 {
        "‹id›"
    } else if word.len() > 40 && digits > 0 {
        "‹seal›"
    } else if DAYS.iter().any(|day| word == *day || Some(word) == day.get(..3)) {
        "‹day›"
    } else {
        word
    }
}

/// Links carry their token behind this mark, to the end of the word.
fn without_tokens(text: &str) -> String {
    let mut parts = text.split("#weft=");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(part.len());
        out.push_str("#weft=‹token›");
        out.push_str(&part[end..]);
    }
    out
}

/// Working time decides when an answer is due: today, another day of the week, or a date.
fn without_promises(text: &str) -> String {
    let mut parts = text.split("Answer due by ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str("Answer due by ‹when›");
        out.push_str(&part[part.find('"').unwrap_or(part.len())..]);
    }
    out
}

/// Until something is due there are days, hours and minutes, which depend on working time.
fn without_waits(text: &str) -> String {
    let mut parts = text.split("Due in ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_count = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
        let is_unit = |word: &str| ["d", "h", "min"].contains(&word.trim_end_matches('"'));
        let long: usize = part
            .split_inclusive(' ')
            .take_while(|word| {
                is_count(word.trim_end()) || is_unit(word.split('\n').next().unwrap_or_default().trim_end())
            })
            .map(str::len)
            .sum();
        let rest = part[..long.min(part.len())].find('"').map_or(&part[long..], |at| &part[at..]);
        let gap = if rest.starts_with('"') || rest.is_empty() { "" } else { " " };
        out.push_str("Due in ‹time›");
        out.push_str(gap);
        out.push_str(rest);
    }
    out
}

/// Dates as people write them: 22 Nov 2026, 22 November 2026.
fn without_dates(text: &str) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut out = text.to_owned();
    let mut from = 0;
    while let Some(at) = MONTHS.iter().filter_map(|month| out[from..].find(&format!(" {month}"))).min() {
        let at = from + at;
        let day = out[..at].trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let month = at + 1 + out[at + 1..].find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(0);
        let year =
            out[month..].strip_prefix(' ').filter(|rest| rest.bytes().take_while(u8::is_ascii_digit).count() == 4);
        from = at + 1;
        if day < at && year.is_some() {
            out.replace_range(day..month + 5, "‹date›");
            from = day;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_from_run_to_run_is_taken_out() {
        assert_eq!(
            redact("button \"New code in 0:42\"\ntext \"Sun, 04:13 jo@t12.example\"", &[("t12", "‹site›")]),
            "button \"New code in ‹time›\"\ntext \"‹day›, ‹time› jo@‹site›.example\""
        );
    }

    #[test]
    fn when_an_answer_is_due_is_the_same_on_every_day() {
        for due in ["18:00", "Monday 18:00", "4 January, 09:30"] {
            let tree = format!("StaticText \"Answer due by {due}\"\nbutton \"Take\"");
            assert_eq!(redact(&tree, &[]), "StaticText \"Answer due by ‹when›\"\nbutton \"Take\"");
        }
    }

    #[test]
    fn what_is_due_in_some_hours_is_the_same_before_and_after_midnight() {
        for due in ["18:00", "Monday 00:50"] {
            assert_eq!(redact(&format!("StaticText \"Due {due}\""), &[]), "StaticText \"Due ‹time›\"");
        }
    }

    #[test]
    fn how_long_there_is_until_something_is_due_is_taken_out() {
        for wait in ["1 d 5 h", "22 h 19 min", "4 h", "5 min"] {
            let tree = format!("link \"Jo Due in {wait}\"\nlink \"Jo Due in {wait} Where is it\"");
            assert_eq!(redact(&tree, &[]), "link \"Jo Due in ‹time›\"\nlink \"Jo Due in ‹time› Where is it\"");
        }
    }

    #[test]
    fn dates_and_tokens_are_taken_out_and_words_stay() {
        assert_eq!(
            redact("article \"Jo, 22 November 2026, 05:54\"\n(2 Nov 2026, 05:52 UTC) a Mayor, 12 May flowers", &[]),
            "article \"Jo, ‹date›, ‹time›\"\n(‹date›, ‹time› UTC) a Mayor, 12 May flowers"
        );
        assert_eq!(redact("link \"http://x/#weft=v4.public.A-b_9\" and", &[]), "link \"http://x/#weft=‹token›\" and");
    }
}
