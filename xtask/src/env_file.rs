//! The file that hands a deployment its configuration: `NAME='value'` lines, for its owner's eyes only.

use crate::{failure::Failure, keys, paths};
use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// Names and values, as the edge's configuration knows them.
pub struct EnvFile {
    pub path: PathBuf,
    values: BTreeMap<String, String>,
}

impl EnvFile {
    /// Reads `edge.env` of a state folder; it is empty where there is none.
    pub fn open(state: &Path) -> Result<Self, Failure> {
        let path = state.join("edge.env");
        let values = if path.is_file() { parse(&paths::read(&path)?) } else { BTreeMap::new() };
        Ok(Self { path, values })
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.values.insert(name.to_owned(), value.to_owned());
    }

    /// The value, made now where there is none yet.
    pub fn get_or_make(
        &mut self,
        name: &str,
        make: impl FnOnce() -> Result<String, Failure>,
    ) -> Result<String, Failure> {
        if let Some(value) = self.values.get(name) {
            return Ok(value.clone());
        }
        let value = make()?;
        self.set(name, &value);
        Ok(value)
    }

    /// Makes what every deployment needs and a person never has to choose.
    pub fn make_secrets(&mut self) -> Result<(), Failure> {
        self.get_or_make("WEFT_KEYS", keys::new_ring)?;
        self.get_or_make("WEFT_ADMIN_KEY", keys::random_hex)?;
        Ok(())
    }

    pub fn values(&self) -> &BTreeMap<String, String> {
        &self.values
    }

    /// Writes it in one step, so that no reader ever sees half of it.
    pub fn save(&self) -> Result<(), Failure> {
        if let Some(folder) = self.path.parent() {
            paths::make_folder(folder)?;
        }
        write_private(&self.path, &render(&self.values)?)
    }
}

/// Writes a file that only its owner may read.
pub fn write_private(path: &Path, text: &str) -> Result<(), Failure> {
    let part = path.with_extension("part");
    // A left-over part may have another mode, which opening would keep.
    let _ = fs::remove_file(&part);
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part);
    file.and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&part, path))
        .map_err(|error| Failure::file("write", path, &error))
}

fn parse(text: &str) -> BTreeMap<String, String> {
    let pair = |line: &str| {
        let (name, value) = line.split_once('=')?;
        let value = value.trim();
        let bare = value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
        let bare = bare.or_else(|| value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')));
        Some((name.trim().to_owned(), bare.unwrap_or(value).to_owned()))
    };
    text.lines().filter(|line| !line.trim_start().starts_with('#')).filter_map(pair).collect()
}

fn render(values: &BTreeMap<String, String>) -> Result<String, Failure> {
    let mut text = String::from("# Secrets of this deployment. Made by cargo xtask; keep it from others.\n");
    for (name, value) in values {
        if value.contains(['\'', '\n', '\r']) {
            return Err(Failure::new(format!("{name} may hold neither an apostrophe nor a line break.")));
        }
        text.push_str(&format!("{name}='{value}'\n"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn what_is_saved_is_read_again_and_only_the_owner_may_read_it() {
        let state = std::env::temp_dir().join(format!("weft-env-{}", std::process::id()));
        let mut file = EnvFile::open(&state).unwrap();
        file.set("POSTMARK_HOOK", "weft:a=b#c");
        file.make_secrets().unwrap();
        file.save().unwrap();
        let again = EnvFile::open(&state).unwrap();
        assert_eq!(again.values(), file.values());
        assert_eq!(fs::metadata(&again.path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::remove_dir_all(&state).unwrap();
    }

    #[test]
    fn hand_written_lines_may_have_other_quotes_or_none() {
        let values = parse("# a\nA=1\nB=\"x y\"\n C = '{\"k\":1}' \nnothing\n");
        let found: Vec<_> = values.iter().map(|(name, value)| format!("{name} {value}")).collect();
        assert_eq!(found, ["A 1", "B x y", "C {\"k\":1}"]);
    }

    #[test]
    fn a_value_that_would_break_the_file_is_refused_by_name_alone() {
        let failure = render(&BTreeMap::from([("A".to_owned(), "secret'".to_owned())])).unwrap_err();
        assert!(!failure.to_string().contains("secret"), "{failure}");
    }
}
