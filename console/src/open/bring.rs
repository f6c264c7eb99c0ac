//! Files that are brought for an answer.

use super::Open;
use crate::prelude::*;
use crate::{
    api::Failure,
    files::{self, Upload},
    strings,
};

impl Open {
    /// Brings files: each is sent at once.
    pub fn bring(self, all: Vec<web_sys::File>) {
        for file in all {
            self.bring_one(&file);
        }
    }

    fn bring_one(self, file: &web_sys::File) {
        let (id, name, size) = (files::next_id(), file.name(), files::size(file));
        let failed = (size > files::LARGEST).then(|| strings::thread::too_large(&strings::size(files::LARGEST)));
        let refused = failed.is_some();
        let upload = Upload { id, name: name.clone(), size, percent: 0, failed };
        self.uploads.update(|all| all.push(upload));
        if refused {
            return;
        }
        let uploads = self.uploads;
        let url = self.desk.app.routes().bring(self.id, &files::encoded(&name));
        let moved = move |percent| files::change(uploads, id, |one| one.percent = percent);
        let done = move |answer: Result<_, Option<_>>| match answer {
            Ok(brought) => {
                let _ = uploads.try_update(|all| all.retain(|one| one.id != id));
                let _ = self.draft.try_update(|draft| draft.files.push(brought));
                self.desk.app.say(strings::thread::ATTACHED.to_owned());
            }
            Err(problem) => {
                let failure = problem.map_or(Failure::Unreachable, |problem| Failure::Problem(Box::new(problem)));
                files::change(uploads, id, |one| one.failed = Some(strings::failure(&failure)));
            }
        };
        if let Some(sending) = files::send(&url, &self.desk.key(), file, moved, done) {
            self.sending.update_value(|all| all.push((id, sending)));
        }
    }

    /// Takes a file away that did not get there, or not yet.
    pub fn leave_out(self, id: u32) {
        self.uploads.update(|all| all.retain(|one| one.id != id));
        self.sending.update_value(|all| all.retain(|(known, _)| *known != id));
    }
}
