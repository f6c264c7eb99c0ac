//! Child processes that never outlive their parent: each leads a process group, which is ended as a whole.

use crate::failure::Failure;
use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};
use std::{
    fs::File,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

/// How long a group may take to end by itself.
const GRACE: Duration = Duration::from_secs(5);

/// A program with all it started. Dropping it ends them.
pub struct Group {
    /// What a person calls it.
    pub name: &'static str,
    /// Where its output goes.
    pub log: PathBuf,
    child: Child,
}

impl Group {
    /// Starts a program whose output is appended to `log`.
    pub fn start(name: &'static str, command: &mut Command, log: &Path) -> Result<Self, Failure> {
        let out = File::create(log).map_err(|error| Failure::file("write", log, &error))?;
        let err = out.try_clone().map_err(|error| Failure::file("write", log, &error))?;
        command.stdin(Stdio::null()).stdout(out).stderr(err).process_group(0);
        let child = command.spawn().map_err(|error| Failure::new(format!("cannot start {name}: {error}.")))?;
        Ok(Self { name, log: log.to_owned(), child })
    }

    /// How it ended, if it did.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    fn end(&mut self) {
        let Some(group) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) else { return };
        let began = Instant::now();
        // An error means that nobody is left to tell.
        let mut alive = kill_process_group(group, Signal::TERM).is_ok();
        while alive && began.elapsed() < GRACE {
            // Collects the leader; a group lives as long as any of its members.
            let _ = self.child.try_wait();
            alive = test_kill_process_group(group).is_ok();
            if alive {
                sleep(Duration::from_millis(50));
            }
        }
        if alive {
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.child.wait();
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ending_a_group_ends_the_children_of_the_child_too() {
        let folder = std::env::temp_dir().join(format!("weft-group-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let log = folder.join("log");
        let mut shell = Command::new("sh");
        shell.args(["-c", "sleep 600 & echo $!; wait"]);
        let group = Group::start("shell", &mut shell, &log).unwrap();
        let began = Instant::now();
        let grandchild = loop {
            let text = std::fs::read_to_string(&log).unwrap();
            if let Ok(pid) = text.trim().parse::<i32>() {
                break Pid::from_raw(pid).unwrap();
            }
            assert!(began.elapsed() < GRACE);
            sleep(Duration::from_millis(10));
        };
        drop(group);
        let began = Instant::now();
        while rustix::process::test_kill_process(grandchild).is_ok() {
            assert!(began.elapsed() < GRACE, "the grandchild is still alive");
            sleep(Duration::from_millis(10));
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
