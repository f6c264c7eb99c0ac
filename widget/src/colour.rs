//! The site's accent colour, made readable whatever it is (WCAG 2.2, success criteria 1.4.3 and 1.4.11).

/// The least contrast of text.
const TEXT: f64 = 4.5;

/// A colour in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// White.
pub const WHITE: Colour = Colour([255, 255, 255]);
/// Black.
const BLACK: Colour = Colour([0, 0, 0]);
/// Nearly black.
pub const INK: Colour = Colour([16, 18, 24]);
/// The lighter of the surfaces that accent-coloured text stands on in the dark scheme.
pub const DARK_SURFACE: Colour = Colour([38, 42, 51]);
/// The darker of the surfaces that accent-coloured text stands on in the light scheme.
pub const LIGHT_SURFACE: Colour = Colour([238, 240, 244]);

impl Colour {
    /// Reads `#rrggbb`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text
            .strip_prefix('#')
            .filter(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let value = u32::from_str_radix(digits, 16).ok()?;
        let [_, red, green, blue] = value.to_be_bytes();
        Some(Self([red, green, blue]))
    }

    /// As `#rrggbb`.
    #[must_use]
    pub fn css(self) -> String {
        let hex = |byte: u8| [byte >> 4, byte & 15].map(|digit| char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        std::iter::once('#').chain(self.0.into_iter().flat_map(hex)).collect()
    }

    /// The contrast with another colour, 1 to 21 (WCAG 2.2, "contrast ratio").
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// White or black, whichever is easier to read on this colour. One of them always reaches 4.5.
    #[must_use]
    pub fn text_on(self) -> Self {
        if self.contrast(WHITE) >= TEXT || self.contrast(WHITE) >= self.contrast(BLACK) { WHITE } else { BLACK }
    }

    /// The nearest colour on the way to `end` that can be read on `surface`.
    #[must_use]
    pub fn readable_on(self, surface: Self, end: Self) -> Self {
        (0..=20).map(|step| self.mix(end, step)).find(|colour| colour.contrast(surface) >= TEXT).unwrap_or(end)
    }

    /// `twentieths` of the way to another colour.
    fn mix(self, other: Self, twentieths: u16) -> Self {
        let [a, b, c] = self.0;
        let [x, y, z] = other.0;
        let mixed = |from: u8, to: u8| {
            let sum = u16::from(from) * (20 - twentieths) + u16::from(to) * twentieths;
            u8::try_from(sum / 20).unwrap_or(u8::MAX)
        };
        Self([mixed(a, x), mixed(b, y), mixed(c, z)])
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

fn linear(byte: u8) -> f64 {
    let value = f64::from(byte) / 255.0;
    if value <= 0.04045 {
        value / 12.92
    } else {
        let base = (value + 0.055) / 1.055;
        // base^2.4 = base² · (base²)^⅕; `powf` would bring a library of several kilobytes.
        base * base * fifth_root(base * base)
    }
}

fn fifth_root(value: f64) -> f64 {
    (0..24).fold(1.0, |root: f64, _| (4.0 * root + value / (root * root * root * root)) / 5.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_standard() {
        let grey = Colour::parse("#767676").unwrap();
        assert!((WHITE.contrast(BLACK) - 21.0).abs() < 0.001);
        assert!((grey.contrast(WHITE) - 4.54).abs() < 0.01);
        assert!((Colour([255, 0, 0]).contrast(WHITE) - 3.998).abs() < 0.01);
    }

    #[test]
    fn whatever_the_accent_its_text_can_be_read() {
        let steps = [0, 51, 102, 119, 136, 153, 204, 255];
        for red in steps {
            for green in steps {
                for blue in steps {
                    let accent = Colour([red, green, blue]);
                    assert!(accent.contrast(accent.text_on()) >= TEXT, "{accent:?}");
                    let on_light = accent.readable_on(LIGHT_SURFACE, INK);
                    let on_dark = accent.readable_on(DARK_SURFACE, WHITE);
                    assert!(on_light.contrast(LIGHT_SURFACE) >= TEXT && on_light.contrast(WHITE) >= TEXT);
                    assert!(on_dark.contrast(DARK_SURFACE) >= TEXT);
                }
            }
        }
    }

    #[test]
    fn only_six_digits_are_a_colour() {
        assert_eq!(Colour::parse("#3b4cca").map(Colour::css).as_deref(), Some("#3b4cca"));
        for bad in ["", "#fff", "3b4cca", "#3b4ccg", "#3b4cca;", "#+b4cca", "red", "#äöü"] {
            assert_eq!(Colour::parse(bad), None, "{bad}");
        }
    }
}
