//! Long steps that say what they do, and how long it took.

use crate::{failure::Failure, paths};
use std::{
    fs::File,
    io::{IsTerminal, Write},
    path::Path,
    process::{Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

const TICK: Duration = Duration::from_millis(100);
/// How often a step without a terminal shows that it lives.
const HEARTBEAT: Duration = Duration::from_secs(10);
const LINES_OF_A_FAILED_LOG: usize = 40;

/// Runs a program that shows its own progress.
pub fn shown(what: &str, command: &mut Command) -> Result<(), Failure> {
    println!("· {what}");
    let began = Instant::now();
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if !status.success() {
        return Err(Failure::new(format!("{what}: failed, see above ({status}).")));
    }
    println!("  {}", seconds(began.elapsed()));
    Ok(())
}

/// Runs a program whose output matters only when it fails: it goes to `log`.
pub fn quiet(what: &str, command: &mut Command, log: &Path) -> Result<(), Failure> {
    if let Some(folder) = log.parent() {
        paths::make_folder(folder)?;
    }
    let out = File::create(log).map_err(|error| Failure::file("write", log, &error))?;
    let err = out.try_clone().map_err(|error| Failure::file("write", log, &error))?;
    command.stdin(Stdio::null()).stdout(out).stderr(err);
    let mut child = command.spawn().map_err(|error| cannot_start(command, &error))?;
    let mut line = Line::begin(what);
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) => sleep(TICK),
            Err(error) => return Err(cannot_start(command, &error)),
        }
        line.tick();
    };
    if status.success() {
        line.end();
        return Ok(());
    }
    println!();
    let text = paths::read(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    for line in lines.iter().skip(lines.len().saturating_sub(LINES_OF_A_FAILED_LOG)) {
        println!("    {line}");
    }
    Err(Failure::new(format!("{what}: failed ({status}); the whole output is in {}.", log.display())))
}

/// One line about one step.
pub struct Line {
    what: String,
    began: Instant,
    beat: Instant,
    terminal: bool,
}

impl Line {
    pub fn begin(what: &str) -> Self {
        let line = Self {
            what: what.to_owned(),
            began: Instant::now(),
            beat: Instant::now(),
            terminal: std::io::stdout().is_terminal(),
        };
        print!("· {what} …");
        let _ = std::io::stdout().flush();
        line
    }

    /// Shows that the step is still going on; call it a few times a second.
    pub fn tick(&mut self) {
        if self.terminal && self.beat.elapsed() >= Duration::from_secs(1) {
            print!("\r· {} … {}", self.what, seconds(self.began.elapsed()));
        } else if !self.terminal && self.beat.elapsed() >= HEARTBEAT {
            print!(" {}", seconds(self.began.elapsed()));
        } else {
            return;
        }
        self.beat = Instant::now();
        let _ = std::io::stdout().flush();
    }

    pub fn end(self) {
        if self.terminal {
            println!("\r· {} … {}", self.what, seconds(self.began.elapsed()));
        } else {
            println!(" {}", seconds(self.began.elapsed()));
        }
    }
}

/// A duration as people read it.
pub fn seconds(time: Duration) -> String {
    let whole = time.as_secs();
    if whole >= 60 { format!("{} min {:02} s", whole / 60, whole % 60) } else { format!("{:.1} s", time.as_secs_f64()) }
}

fn cannot_start(command: &Command, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot run {}: {error}.", command.get_program().to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_seconds_with_a_tenth_and_minutes_beyond_sixty() {
        assert_eq!(seconds(Duration::from_millis(1_250)), "1.2 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 05 s");
    }

    #[test]
    fn a_failed_step_names_itself_and_its_log() {
        let log = std::env::temp_dir().join(format!("weft-xtask-{}/step.log", std::process::id()));
        let failure =
            quiet("failing on purpose", Command::new("sh").args(["-c", "echo why; exit 3"]), &log).unwrap_err();
        assert!(failure.to_string().starts_with("failing on purpose: failed"), "{failure}");
        assert_eq!(paths::read(&log).unwrap(), "why\n");
    }
}
