//! The accessibility tree as an indented text: what assistive technology is told, fit for a snapshot.

use super::{Browser, devtools::ask};
use serde_json::{Value, json};
use std::{collections::HashMap, fmt::Write as _};

/// Roles that say nothing by themselves.
const SILENT: [&str; 6] = ["none", "generic", "InlineTextBox", "LineBreak", "ListMarker", "RootWebArea"];

/// Properties that a user is told.
const TOLD: [&str; 10] =
    ["checked", "disabled", "expanded", "haspopup", "invalid", "level", "live", "pressed", "required", "selected"];

impl Browser {
    /// The tree of the page in front.
    pub async fn page_tree(&self) -> String {
        tree(&self.page_tools().await).await
    }

    /// The tree of the widget's frame in the page in front.
    ///
    /// # Panics
    /// When there is no such frame.
    pub async fn widget_tree(&self) -> String {
        let tools = self.frame_tools(&format!("{}/frame/", self.world.edge_url)).await;
        tree(&tools.expect("the widget's frame is there")).await
    }
}

async fn tree(tools: &str) -> String {
    let answer = ask(tools, "Accessibility.getFullAXTree", json!({})).await;
    let nodes = answer["nodes"].as_array().cloned().unwrap_or_default();
    let by_id: HashMap<&str, &Value> = nodes.iter().filter_map(|node| Some((node["nodeId"].as_str()?, node))).collect();
    let mut out = String::new();
    if let Some(root) = nodes.iter().find(|node| node["parentId"].is_null()) {
        write_node(root, &by_id, 0, "", &mut out);
    }
    out
}

fn write_node(node: &Value, nodes: &HashMap<&str, &Value>, depth: usize, above: &str, out: &mut String) {
    let word = |field: &str| node[field]["value"].as_str().unwrap_or_default();
    let (role, name) = (word("role"), word("name").split_whitespace().collect::<Vec<_>>().join(" "));
    // A text that only repeats the name of what it is in says nothing new.
    let repeats = role == "StaticText" && above.contains(name.as_str());
    let silent = node["ignored"] == true || SILENT.contains(&role) || repeats;
    let (depth_below, above_below) = if silent {
        (depth, above.to_owned())
    } else {
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
        let _ = writeln!(out, "{line}");
        (depth + 1, name)
    };
    for child in node["childIds"].as_array().into_iter().flatten() {
        if let Some(child) = child.as_str().and_then(|id| nodes.get(id)) {
            write_node(child, nodes, depth_below, &above_below, out);
        }
    }
}

/// Takes out what differs from run to run: what is named in `changes`, times of day, dates, ids and countdowns.
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
    out
}

fn redacted(word: &str) -> &str {
    const DAYS: [&str; 14] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "Mon",
        "Tue",
        "Wed",
        "Thu",
        "Fri",
        "Sat",
        "Sun",
    ];
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let clock = word.contains(':') && digits >= 3 && word.bytes().all(|b| b.is_ascii_digit() || b == b':');
    if clock {
        "‹time›"
    } else if word.len() == 26 && digits > 0 {
        "‹id›"
    } else if DAYS.contains(&word) {
        "‹day›"
    } else {
        word
    }
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
}
