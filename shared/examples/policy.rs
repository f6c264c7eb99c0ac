//! Checks policy files, tries them on exported events and renews what is made from the reader's own descriptions. Reading
//! and printing is here; everything else is in the library.

use std::{collections::BTreeMap, env, fs, path::Path, process::ExitCode};
use weft_shared::{
    event::{Event, EventBody},
    id::ConversationId,
    policy::{self, Policy},
    time::Timestamp,
};

const USAGE: &str = "\
policy check FILE                                       every error of a site's file
policy docs                                             renews policies/schema.json and docs/POLICIES.md
policy dry-run FILE --events FILE [--over FILE] [--now RFC3339]
                                                        what a site's file would have changed of exported events; --over is
                                                        the file that was in force (by default none)";
const BEGIN: &str = "<!-- reference: begins -->";
const END: &str = "<!-- reference: ends -->";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args.as_slice() {
        ["check", file] => check(file),
        ["docs"] => docs(),
        ["dry-run", file, rest @ ..] => dry_run(file, rest),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(said) => {
            eprintln!("{said}");
            ExitCode::FAILURE
        }
    }
}

fn read(file: &str) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| format!("cannot read {file}: {error}"))
}

fn policy_of(file: &str) -> Result<Policy, String> {
    let text = read(file)?;
    Policy::of_site(&text).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(|error| format!("{file}: {error}")).collect();
        format!("{}\n{file}: {} in all", lines.join("\n"), plural(lines.len(), "error"))
    })
}

fn plural(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn check(file: &str) -> Result<String, String> {
    let policy = policy_of(file)?;
    Ok(format!("{file} is right: {} with an owner and a day of review", plural(policy.reviews.len(), "rule")))
}

/// Writes the schema, and the reference between its marks.
fn docs() -> Result<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let write = |path: &Path, text: &str| {
        fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
    };
    let schema = serde_json::to_string_pretty(&policy::schema()).map_err(|error| error.to_string())?;
    write(&root.join("policies/schema.json"), &format!("{schema}\n"))?;
    let page = root.join("docs/POLICIES.md");
    let text = read(&page.to_string_lossy())?;
    let parts = text.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) = parts.ok_or_else(|| format!("docs/POLICIES.md lacks {BEGIN} or {END}"))?;
    write(&page, &format!("{before}{BEGIN}\n\n{}\n{END}{after}", policy::reference()))?;
    Ok("policies/schema.json and docs/POLICIES.md are up to date".to_owned())
}

fn dry_run(file: &str, options: &[&str]) -> Result<String, String> {
    let (mut events, mut over, mut now) = (None, None, None);
    for pair in options.chunks(2) {
        match pair {
            ["--events", file] => events = Some(*file),
            ["--over", file] => over = Some(*file),
            ["--now", at] => {
                now = Some(Timestamp::parse_rfc3339(at).ok_or_else(|| format!("{at:?} is no moment of RFC 3339"))?);
            }
            _ => return Err(USAGE.to_owned()),
        }
    }
    let new = policy_of(file)?;
    let old = over.map_or_else(|| Policy::of_site("").map_err(|_| String::new()), policy_of)?;
    let journals = journals(events.ok_or(USAGE)?)?;
    // Without a moment, the one of the last event: nothing that happened later is judged.
    let last = journals.iter().filter_map(|(_, events)| events.last()).map(|event| event.at).max();
    let tried = policy::dry_run(&old, &new, &journals, now.or(last).unwrap_or_default());
    let mut lines: Vec<String> = tried
        .differences
        .iter()
        .map(|it| format!("{} #{} {}: {} → {}", it.conversation, it.seq, it.kind, it.before, it.after))
        .collect();
    lines.push(format!(
        "{} would have been otherwise, of {} in {}",
        plural(usize::try_from(tried.total).unwrap_or(usize::MAX), "thing"),
        plural(usize::try_from(tried.events).unwrap_or(usize::MAX), "event"),
        plural(usize::try_from(tried.conversations).unwrap_or(usize::MAX), "conversation"),
    ));
    Ok(lines.join("\n"))
}

/// Exported events: one JSON object a line, each the event with its `conversation`; or of one conversation after the other,
/// each beginning with `opened`.
fn journals(file: &str) -> Result<Vec<(ConversationId, Vec<Event>)>, String> {
    let mut all: BTreeMap<ConversationId, Vec<Event>> = BTreeMap::new();
    let mut at = None;
    let text = read(file)?;
    for (i, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = |why: &dyn std::fmt::Display| format!("{file}: line {}: {why}", i + 1);
        let event: Event = serde_json::from_str(line).map_err(|error| wrong(&error))?;
        if let EventBody::Opened { conversation, .. } = &event.body {
            at = Some(*conversation);
        }
        let conversation = at.ok_or_else(|| wrong(&"a conversation begins with its `opened`"))?;
        all.entry(conversation).or_default().push(event);
    }
    Ok(all.into_iter().collect())
}
