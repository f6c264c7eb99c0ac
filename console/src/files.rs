//! Files that an agent brings for an answer: picked, dropped or pasted, sent at once, named in the answer.

use crate::json;
use crate::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};
use wasm_bindgen::{JsCast, closure::Closure};
use weft_shared::wire::{entry::File, problem::Problem};

/// The most bytes of a file.
pub const LARGEST: u64 = 7 * 1024 * 1024;
/// The most bytes of a picture that is shown at once.
const LARGEST_PICTURE: u64 = 16 * 1024 * 1024;

/// A file on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Tells it from others.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// How much of it is there.
    pub percent: u8,
    /// Why it did not get there.
    pub failed: Option<String>,
}

/// The files that something holds: a field, what was dropped, what was pasted.
#[must_use]
pub fn of_list(list: Option<web_sys::FileList>) -> Vec<web_sys::File> {
    let list = list.into_iter();
    list.flat_map(|list| (0..list.length()).filter_map(move |n| list.get(n))).collect()
}

/// The files in what was pasted.
#[must_use]
pub fn pasted(event: &web_sys::Event) -> Vec<web_sys::File> {
    let data = event.dyn_ref::<web_sys::ClipboardEvent>().and_then(web_sys::ClipboardEvent::clipboard_data);
    of_list(data.and_then(|data| data.files()))
}

/// Whether files are dragged, and nothing of the page's own.
#[must_use]
pub fn are_dragged(event: &web_sys::DragEvent) -> bool {
    event.data_transfer().is_some_and(|data| data.types().includes(&"Files".into(), 0))
}

/// The files in what is dragged here.
#[must_use]
pub fn dropped(event: &web_sys::Event) -> Vec<web_sys::File> {
    let data = event.dyn_ref::<web_sys::DragEvent>().and_then(web_sys::DragEvent::data_transfer);
    of_list(data.and_then(|data| data.files()))
}

/// A file, and its size in bytes.
#[must_use]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub fn size(file: &web_sys::File) -> u64 {
    file.size() as u64
}

/// A new way to tell a file on its way from others.
#[must_use]
pub fn next_id() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Sends a file. `moved` hears how much of it is there, `done` how it ended. Dropping what it gives ends it.
pub fn send(
    url: &str,
    key: &str,
    file: &web_sys::File,
    moved: impl Fn(u8) + 'static,
    done: impl Fn(Result<File, Option<Problem>>) + 'static,
) -> Option<Sending> {
    let request = web_sys::XmlHttpRequest::new().ok()?;
    request.open("POST", url).ok()?;
    let media_type = file.type_();
    let media_type = if media_type.is_empty() { "application/octet-stream" } else { &media_type };
    request.set_request_header("Content-Type", media_type).ok()?;
    request.set_request_header("X-Weft-Key", key).ok()?;
    let progress = Closure::<dyn FnMut(web_sys::ProgressEvent)>::new(move |event: web_sys::ProgressEvent| {
        moved(percent(event.loaded(), event.total()));
    });
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    }
    let answered = request.clone();
    let end = Closure::<dyn FnMut()>::new(move || {
        let text = answered.response_text().ok().flatten().unwrap_or_default();
        let ok = answered.status().is_ok_and(|status| (200..300).contains(&status));
        done(match json::read(&text) {
            Some(brought) if ok => Ok(brought),
            _ => Err(json::read(&text)),
        });
    });
    request.set_onloadend(Some(end.as_ref().unchecked_ref()));
    request.send_with_opt_blob(Some(file)).ok()?;
    Some(Sending { request, _progress: progress, _end: end })
}

/// A file that is being sent.
pub struct Sending {
    request: web_sys::XmlHttpRequest,
    // Kept as long as the browser may call them.
    _progress: Closure<dyn FnMut(web_sys::ProgressEvent)>,
    _end: Closure<dyn FnMut()>,
}

impl Drop for Sending {
    fn drop(&mut self) {
        self.request.set_onloadend(None);
        if let Ok(upload) = self.request.upload() {
            upload.set_onprogress(None);
        }
        let _ = self.request.abort();
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn percent(loaded: f64, total: f64) -> u8 {
    if total > 0.0 { (loaded / total * 100.0).clamp(0.0, 100.0) as u8 } else { 0 }
}

/// What a browser shows as a picture without running anything in it.
#[must_use]
pub fn is_picture(media_type: &str, size: u64) -> bool {
    let kind = media_type.split(';').next().unwrap_or_default().trim().to_lowercase();
    let shown = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"];
    size <= LARGEST_PICTURE && shown.contains(&kind.as_str())
}

/// A text as a part of an address.
#[must_use]
pub fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// Changes one of the files on their way, if it still is.
pub fn change(uploads: RwSignal<Vec<Upload>>, id: u32, change: impl FnOnce(&mut Upload)) {
    let _ = uploads.try_update(|all| {
        if let Some(one) = all.iter_mut().find(|one| one.id == id) {
            change(one);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_what_cannot_run_anything() {
        assert!(is_picture("image/png", 12));
        assert!(is_picture("IMAGE/JPEG; q=1", 12));
        for other in ["image/svg+xml", "text/html", "", "application/pdf"] {
            assert!(!is_picture(other, 12), "{other}");
        }
        assert!(!is_picture("image/png", LARGEST_PICTURE + 1));
    }

    #[test]
    fn progress_is_a_whole_number_of_hundred() {
        assert_eq!((percent(1.0, 3.0), percent(3.0, 3.0), percent(1.0, 0.0)), (33, 100, 0));
    }
}
