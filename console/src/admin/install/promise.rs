//! The words of a promise in the text of a site's own rules: changed where they stand, or added at the end.

/// The site's own file with other words for a promise; none when they stand there over several lines, which only somebody
/// who reads the file should change.
#[must_use]
pub fn with_words(file: &str, rule: &str, words: &str) -> Option<String> {
    let wanted = format!("[promise.{rule}]");
    let new = format!("text = {}", quoted(words));
    let mut lines: Vec<String> = file.lines().map(str::to_owned).collect();
    let Some(head) = lines.iter().position(|line| head_of(line).as_deref() == Some(wanted.as_str())) else {
        let gap = if lines.last().is_none_or(|line| line.trim().is_empty()) { "" } else { "\n" };
        let body = if lines.is_empty() { String::new() } else { lines.join("\n") + "\n" };
        return Some(format!("{body}{gap}{wanted}\n{new}\n"));
    };
    let inside = lines.iter().enumerate().skip(head + 1).take_while(|(_, line)| head_of(line).is_none());
    let old = inside.filter_map(|(n, line)| Some((n, value_of_text(line)?.to_owned()))).next();
    match old {
        None => lines.insert(head + 1, new),
        Some((n, value)) => *lines.get_mut(n)? = format!("{new}{}", after_string(&value)?),
    }
    Some(lines.join("\n") + "\n")
}

/// The head of a table, as it is written without spaces and quotation marks.
fn head_of(line: &str) -> Option<String> {
    let line = line.trim_start();
    let (head, _) = line.strip_prefix('[')?.split_once(']')?;
    let bare: String = head.chars().filter(|one| !one.is_whitespace() && !matches!(one, '"' | '\'')).collect();
    Some(format!("[{bare}]"))
}

/// What stands behind `text =`.
fn value_of_text(line: &str) -> Option<&str> {
    let (key, value) = line.split_once('=')?;
    (key.trim().trim_matches('"') == "text").then(|| value.trim_start())
}

/// What follows a string in its line, such as a comment; none when the string does not end there.
fn after_string(value: &str) -> Option<&str> {
    let mark = value.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    if value.starts_with("\"\"\"") || value.starts_with("'''") {
        return None;
    }
    let mut escaped = false;
    for (at, one) in value.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if one == '\\' && mark == '"' {
            escaped = true;
        } else if one == mark {
            return value.get(at + mark.len_utf8()..);
        }
    }
    None
}

/// A text as a basic string of TOML.
fn quoted(words: &str) -> String {
    let mut out = String::from("\"");
    for one in words.chars() {
        match one {
            '"' | '\\' => out.extend(['\\', one]),
            one if one.is_control() => out.push(' '),
            one => out.push(one),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_added_where_the_site_has_none_of_its_own() {
        assert_eq!(with_words("", "chat", "Soon.").unwrap(), "[promise.chat]\ntext = \"Soon.\"\n");
        let file = "[channel.drum]\nlabel = \"Drum\"";
        assert_eq!(
            with_words(file, "chat", "Soon.").unwrap(),
            "[channel.drum]\nlabel = \"Drum\"\n\n[promise.chat]\ntext = \"Soon.\"\n"
        );
        let without = "[promise.chat]\nwithin = \"1m\"\n\n[promise.mail]\ntext = \"Later.\"\n";
        assert_eq!(
            with_words(without, "chat", "Soon.").unwrap(),
            "[promise.chat]\ntext = \"Soon.\"\nwithin = \"1m\"\n\n[promise.mail]\ntext = \"Later.\"\n"
        );
    }

    #[test]
    fn words_are_changed_where_they_stand_and_nothing_else_is() {
        let file = "# Ours\n[ promise . \"chat\" ] # kept\nwithin = \"1m\"\n  text = \"a \\\" b\"  # said in the head\n[promise.chatter]\ntext = 'x'\n";
        assert_eq!(
            with_words(file, "chat", "Say \"hi\" \\ now").unwrap(),
            "# Ours\n[ promise . \"chat\" ] # kept\nwithin = \"1m\"\ntext = \"Say \\\"hi\\\" \\\\ now\"  # said in the head\n[promise.chatter]\ntext = 'x'\n"
        );
        assert!(with_words(file, "chatter", "y").unwrap().ends_with("[promise.chatter]\ntext = \"y\"\n"));
    }

    #[test]
    fn words_over_several_lines_are_left_to_whoever_reads_the_file() {
        for value in ["\"\"\"a", "'''a", "\"a", "7"] {
            assert_eq!(with_words(&format!("[promise.chat]\ntext = {value}\n"), "chat", "b"), None, "{value}");
        }
    }
}
