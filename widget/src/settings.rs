//! What the frame's document says about the site.

use crate::{
    browser,
    colour::{Colour, DARK_SURFACE, INK, LIGHT_SURFACE, WHITE},
    json::Json,
    strings::{self, Language},
    wire,
};
use weft_shared::wire::customer::FrameSettings;

/// The id of the element that holds them as JSON.
const ELEMENT: &str = "weft-settings";
/// The accent of sites that chose none.
const ACCENT: &str = "#3d4eac";

/// Reads the settings; none if the document holds none.
#[must_use]
pub fn read() -> Option<FrameSettings> {
    let text = browser::document()?.get_element_by_id(ELEMENT)?.text_content()?;
    wire::read::settings(&Json::read(&text)?)
}

/// Hands the accent to the style sheet, through the object model since the frame's policy allows no style attribute.
pub fn paint(accent: Option<&str>) {
    let Some(accent) = accent.and_then(Colour::parse).or_else(|| Colour::parse(ACCENT)) else { return };
    let colours = [
        ("--accent", accent),
        ("--on-accent", accent.text_on()),
        ("--accent-on-light", accent.readable_on(LIGHT_SURFACE, INK)),
        ("--accent-on-dark", accent.readable_on(DARK_SURFACE, WHITE)),
    ];
    for (name, colour) in colours {
        browser::set_style(name, &colour.css());
    }
}

/// Speaks the language of a BCP 47 tag from now on.
pub fn speak(tag: &str) {
    strings::choose(Language::for_tag(tag));
    browser::set_root("lang", tag);
    browser::set_root("dir", if strings::right_to_left(tag) { "rtl" } else { "ltr" });
}
