//! Reads a JSON document key by key and collects every error with its path, instead of stopping at the first.

use serde_json::{Map, Value};

/// An object being read.
pub struct Reader<'a> {
    path: String,
    object: Option<&'a Map<String, Value>>,
    known: Vec<&'static str>,
    errors: Vec<String>,
}

impl<'a> Reader<'a> {
    /// Reads this document.
    #[must_use]
    pub fn new(document: &'a Value) -> Self {
        Self::at(String::new(), Some(document))
    }

    fn at(path: String, value: Option<&'a Value>) -> Self {
        let object = value.and_then(Value::as_object);
        let mut reader = Self { path, object, known: Vec::new(), errors: Vec::new() };
        if object.is_none() {
            let place = if reader.path.is_empty() { "the document".to_owned() } else { reader.path.clone() };
            reader.errors.push(format!("{place}: must be an object"));
        }
        reader
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn value(&mut self, key: &'static str) -> Option<&'a Value> {
        self.known.push(key);
        self.object.and_then(|object| object.get(key))
    }

    fn text_at<T>(&mut self, path: &str, value: &Value, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let result = value.as_str().ok_or_else(|| "must be a text".to_owned()).and_then(read);
        result.map_err(|error| self.errors.push(format!("{path}: {error}"))).ok()
    }

    /// A text that must be there.
    pub fn text<T>(&mut self, key: &'static str, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let path = self.path_of(key);
        match self.value(key) {
            Some(value) => self.text_at(&path, value, read),
            None => {
                if self.object.is_some() {
                    self.errors.push(format!("{path}: is missing"));
                }
                None
            }
        }
    }

    /// A text that may be absent or null. The outer option is none only after an error.
    pub fn optional<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<Option<T>> {
        let path = self.path_of(key);
        match self.value(key) {
            None | Some(Value::Null) => Some(None),
            Some(value) => self.text_at(&path, value, read).map(Some),
        }
    }

    /// A list of texts that must be there, of at most `most` entries.
    pub fn list<T>(
        &mut self,
        key: &'static str,
        most: usize,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Option<Vec<T>> {
        let path = self.path_of(key);
        let Some(list) = self.value(key).and_then(Value::as_array) else {
            if self.object.is_some() {
                self.errors.push(format!("{path}: must be a list"));
            }
            return None;
        };
        if list.len() > most {
            self.errors.push(format!("{path}: has more than {most} entries"));
            return None;
        }
        let entries: Vec<_> = list
            .iter()
            .enumerate()
            .filter_map(|(i, value)| self.text_at(&format!("{path}[{i}]"), value, &read))
            .collect();
        (entries.len() == list.len()).then_some(entries)
    }

    /// An object in this one; hand it back with [`take_errors_of`](Self::take_errors_of).
    pub fn object(&mut self, key: &'static str) -> Self {
        let path = self.path_of(key);
        let value = self.value(key);
        Self::at(path, value)
    }

    /// An object in this one that may be absent or null.
    pub fn maybe_object(&mut self, key: &'static str) -> Option<Self> {
        match self.value(key) {
            None | Some(Value::Null) => None,
            Some(value) => Some(Self::at(self.path_of(key), Some(value))),
        }
    }

    /// The objects of a list in this one that may be absent or null, of at most `most` entries; each goes back with
    /// [`take_errors_of`](Self::take_errors_of). None only after an error.
    pub fn objects(&mut self, key: &'static str, most: usize) -> Option<Vec<Self>> {
        let path = self.path_of(key);
        let entries = match self.value(key) {
            None | Some(Value::Null) => return Some(Vec::new()),
            Some(Value::Array(entries)) if entries.len() <= most => entries,
            Some(Value::Array(_)) => {
                self.errors.push(format!("{path}: has more than {most} entries"));
                return None;
            }
            Some(_) => {
                self.errors.push(format!("{path}: must be a list"));
                return None;
            }
        };
        Some(entries.iter().enumerate().map(|(i, value)| Self::at(format!("{path}[{i}]"), Some(value))).collect())
    }

    /// A value of any kind that may be absent or null. The outer option is none only after an error.
    pub fn json<T>(&mut self, key: &'static str, read: impl FnOnce(&Value) -> Result<T, String>) -> Option<Option<T>> {
        let path = self.path_of(key);
        match self.value(key) {
            None | Some(Value::Null) => Some(None),
            Some(value) => read(value).map_err(|error| self.errors.push(format!("{path}: {error}"))).ok().map(Some),
        }
    }

    /// Says that a key which could be read alone does not fit the rest.
    pub fn complain(&mut self, key: &str, error: &str) {
        let path = self.path_of(key);
        self.errors.push(format!("{path}: {error}"));
    }

    /// Ends the reading of an inner object.
    pub fn take_errors_of(&mut self, inner: Self) {
        self.errors.extend(inner.finish());
    }

    /// All errors, with one for each key that nobody asked for.
    #[must_use]
    pub fn finish(mut self) -> Vec<String> {
        let unknown = self.object.into_iter().flat_map(Map::keys).filter(|key| !self.known.contains(&key.as_str()));
        let unknown: Vec<_> = unknown.map(|key| format!("{}: is not known", self.path_of(key))).collect();
        self.errors.extend(unknown);
        self.errors
    }
}
