//! Child processes that never outlive the tests, however these end.

use std::{
    fs,
    io::Write as _,
    net::TcpListener,
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// A program with everything it starts, in a process group of its own.
///
/// A shell leads the group and waits on a pipe that only this process holds: when this process ends, by whatever
/// signal, the pipe breaks and the shell kills the group.
pub struct Group {
    leader: Child,
    /// What the program said.
    pub log: PathBuf,
}

const LEADER: &str = r#"log=$1; shift; "$@" </dev/null >>"$log" 2>&1 & read -r _; kill -KILL 0"#;

impl Group {
    /// Starts a program whose words go to the end of `log`.
    ///
    /// # Panics
    /// When there is no shell.
    #[must_use]
    pub fn start(program: &Path, args: &[&str], env: &[(&str, &str)], log: &Path) -> Self {
        let leader = Command::new("sh")
            .args(["-c", LEADER, "group"])
            .arg(log)
            .arg(program)
            .args(args)
            .envs(env.iter().copied())
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("sh does not start");
        Self { leader, log: log.to_owned() }
    }

    /// SIGKILL for everything in the group. Nothing of it gets to say goodbye.
    pub fn kill(&mut self) {
        signal(&format!("-{}", self.leader.id()));
        let _ = self.leader.wait();
    }

    /// SIGKILL for the members of the group that run this program, by its name.
    pub fn kill_members(&self, name: &str) -> usize {
        let group = self.leader.id();
        let members: Vec<String> = fs::read_dir("/proc")
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| {
                let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
                // pid (comm) state ppid pgrp …
                let (pid, rest) = stat.split_once(" (")?;
                let (comm, rest) = rest.rsplit_once(") ")?;
                let pgrp = rest.split(' ').nth(2)?;
                (comm == name && pgrp == group.to_string()).then(|| pid.to_owned())
            })
            .collect();
        members.iter().for_each(|pid| signal(pid));
        members.len()
    }

    /// The last of what it said.
    #[must_use]
    pub fn last_words(&self) -> String {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
    }
}

fn signal(target: &str) {
    let _ = Command::new("kill").args(["-KILL", "--", target]).stderr(Stdio::null()).status();
}

/// A port that was free a moment ago.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr()).expect("no free port").port()
}

/// Writes a file that only its owner reads.
///
/// # Panics
/// When it cannot be written.
pub fn write_private(path: &Path, content: &str) {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = fs::OpenOptions::new();
    let file = options.create(true).truncate(true).write(true).mode(0o600).open(path);
    file.and_then(|mut file| file.write_all(content.as_bytes())).expect("the state folder cannot be written");
}
